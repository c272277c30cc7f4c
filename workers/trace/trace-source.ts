import type { LogRecord } from '../analysis/case-reader';
import type { OperationRecord, TraceItem } from '../public-api';

export type Vendor = OperationRecord['vendor'];

/** An instant as a log gives it. */
export interface TraceTime {
  /** ms since 1970, as if UTC where the log has no zone. */
  ms: number;
  /** False where the log neither has nor implies a zone: such times are shown without `Z`. */
  zoned: boolean;
}

/** A record that proves something; what is needed to name it and to lead to it. */
export type EvidenceLine = Pick<LogRecord, 'row' | 'source' | 'file' | 'path' | 'line' | 'lines' | 'level'>;

/**
 * What one log says of one operation. Drafts of several logs become one record when they share a link or an opID
 * family (merge.ts). A field that is null or empty is what this log does not say; missing items follow from that.
 */
export interface OperationDraft {
  /**
   * A name of operation-kinds.ts, or a figure 3 record's own word. Null: the draft makes no record by itself and lends
   * what it knows to those it shares a link or opID with (the line of a call, a session's start).
   */
  kind: string | null;
  start: TraceTime | null;
  end: TraceTime | null;
  who: string | null;
  client: string | null;
  where: string | null;
  target: string | null;
  /** Name first, then the value, in the source's unit. */
  before: string[];
  after: string[];
  result: 'OK' | 'NG' | null;
  /** Items of the values above that lines gave which share neither task name nor opID nor chain id with the others. */
  joined: Partial<Record<TraceItem, string>>;
  /** Items that apply and that the log leaves out though a field above is set (a rename with the new name only). */
  unsaid?: readonly TraceItem[];
  /** Operation id of the log; drafts whose ids extend one another at a `-` belong together. */
  opId: string | null;
  /** Other ids of the operation, each with its kind in front: `task:haTask-99-…@host`, `chain:4711@vc`, `xapi:R:82f0…`. */
  links: string[];
  /**
   * Ids that many operations share, of which only those of one kind at the same time belong together:
   * `vm:4ab3dfd9-…` for the two hosts of a migration. Values that come over such a tie are joined ones.
   */
  ties?: string[];
  /** Session it was done in (`sid:52f0e556@host`, `trackid:…`); null when the log does not say. */
  session: string | null;
  /** Asks for the one person who was active on the host just before; see `Activity`. */
  seeks?: Seek;
  /** Where the operation's lines come from; told apart from `where`, which the log must say. */
  origin: string;
  /** Lines that prove it; at least one. */
  evidence: EvidenceLine[];
}

/** Somebody did something on a host that may be behind an operation another log tells of. */
export interface Activity {
  /** Such as `shell` (commands typed) or `virsh` (programs started, by the audit log). */
  family: string;
  ms: number;
  /** As `OperationDraft.origin`. */
  origin: string;
  who: string;
  client: string | null;
  /** What was typed or started. */
  text: string;
  evidence: EvidenceLine;
}

/** Takes `who` (and the client) of the activities of this family if exactly one person was active in the time before. */
export interface Seek {
  family: string;
  withinMs: number;
  /** Text of an activity that counts; every one when left out. */
  pattern?: RegExp;
  /** Text of the activity that is named, of several of the one person; else the last one. */
  rather?: RegExp;
  /** Begins the reason, as in `the shell's user: `; the activity's text follows. */
  reason: string;
}

/** What readers are given beside the records. */
export interface TraceContext {
  /** The host that the record's own head states; null when only its bundle or nothing names one. */
  statedHost(record: LogRecord): string | null;
  /** Host that the record's bundle states, or null. Values taken from it are joined ones. */
  bundleHost(record: LogRecord): string | null;
  /**
   * Names the machine that wrote the record, for joining within it: the head's host, else the bundle's, else the source.
   * Never shown.
   */
  origin(record: LogRecord): string;
  /** Name that the inventory of the record's host has for a VM's number, or null. A value taken from it is joined. */
  vmOfNumber(record: LogRecord, number: string): string | null;
  /** The record's time as its format has it; null when it has none. */
  time(record: LogRecord): TraceTime | null;
  emit(draft: OperationDraft): void;
  active(activity: Activity): void;
}

/** Reads the records of one source; what is open must be bounded (expire it). */
export interface TraceReader {
  /** Records come file by file, files by their first time: rotated logs of one host in their order. */
  take(record: LogRecord): void;
  /** No more records: emits what is open. */
  end(): void;
}

/** One kind of log that tells of operations; one file in sources/, found by itself, with its samples. */
export interface TraceSource {
  id: string;
  label: string;
  vendor: Vendor;
  /** Which records it is given, in the query language; conditions on columns spare reading other texts. */
  query: string;
  begin(context: TraceContext): TraceReader;
}

/** A record as expected of a sample: fields that are left out must be null or empty, `notApplicable` as its kind says. */
export type ExpectedOperation = Partial<Omit<OperationRecord, 'evidence'>> & {
  op: string;
  /** Every line as `path:line`, in order; not checked when left out. */
  evidence?: string[];
};

/** Lines with the whole table they must give. They are a source's tests. */
export interface TraceSample {
  title: string;
  files: { path: string; lines: string[] }[];
  /** In the table's order: by start, else end; those without a time last. */
  expect: ExpectedOperation[];
}

/** A draft that says nothing yet. */
export function emptyDraft(kind: string | null, origin: string): OperationDraft {
  return {
    kind,
    start: null,
    end: null,
    who: null,
    client: null,
    where: null,
    target: null,
    before: [],
    after: [],
    result: null,
    joined: {},
    opId: null,
    links: [],
    session: null,
    origin,
    evidence: [],
  };
}

/** Sets a value of a draft that is not known yet; a reason marks it as joined. */
export function give(
  draft: Pick<OperationDraft, 'who' | 'where' | 'target' | 'joined'>,
  field: 'who' | 'where' | 'target',
  value: string | null,
  reason: string | null,
): void {
  if (value === null || draft[field] !== null) return;
  draft[field] = value;
  if (reason !== null) draft.joined[field] = reason;
}

/** Why a draft has the host of its log's bundle. */
export const OF_BUNDLE = 'the host whose bundle the log is from';
