import type {
  CompletenessRow,
  EnvelopeEntry,
  Evidence,
  Finding,
  HostFacts,
  HsmFinding,
  HsmKey,
  OperationRecord,
  SourceKind,
} from '../public-api';
import type { Warning } from '../warning';
import type { SeverityCounts } from './severities';

/** The first of a list that may be long, and how long it is. */
export interface Listed<Item> {
  total: number;
  first: readonly Item[];
}

/** What was dropped, or a bundle nested in it. */
export interface ReportSource {
  id: number;
  name: string;
  kind: SourceKind;
  /** As dropped (compressed). */
  bytes: number;
  files: number;
  records: number;
  /** SHA-256 of what was dropped, hexadecimal; null of a nested one, which is part of its own. */
  sha256: string | null;
  /** Source it was nested in, or null. */
  parent: number | null;
  /** Why not all of it was read, or null. */
  trouble: string | null;
  warnings: Listed<Warning>;
}

/** Logs that were rotated out of one another, as one. Times are ms UTC. */
export interface ReportLog {
  source: number;
  /** Path of the newest. */
  path: string;
  files: number;
  format: string;
  records: number;
  /** Null when no record has a time. */
  from: number | null;
  to: number | null;
  /** The longest time between two records that follow one another, or null. */
  longestSilence: Silence | null;
  /** Records in each of equal bins of the case's span. */
  density: readonly number[];
}

/** A time in which nothing was logged. ms UTC. */
export interface Silence {
  /** Last record before it. */
  from: number;
  /** First record after it. */
  to: number;
}

/** Silences of one source over all of its logs. */
export interface SourceSilences {
  source: number;
  from: number;
  to: number;
  /** The longest ones, in the order of time. */
  silences: Listed<Silence>;
  /** Shorter ones were not looked for, ms. */
  atLeast: number;
}

/** A line that proves something, as it stands. */
export interface EvidenceLine extends Evidence {
  /** ms UTC, or null. */
  time: number | null;
  /** Null where the file itself is the evidence. */
  text: string | null;
  cut: boolean;
}

export interface ReportFinding extends Omit<Finding, 'evidence'> {
  evidence: Listed<EvidenceLine>;
}

export type ReportOperation = OperationRecord;

export interface OperationCount {
  op: string;
  label: string;
  total: number;
  failed: number;
  /** How many of them are in the list. */
  listed: number;
}

export interface ReportOperations {
  /** The most important ones, in the order of time. */
  operations: Listed<ReportOperation>;
  failed: number;
  kinds: readonly OperationCount[];
  /** Null for operations whose person is not logged. */
  people: Listed<{ who: string | null; operations: number; failed: number }>;
}

/** With the first of its events, and where that stands. */
export interface ReportHsmFinding extends HsmFinding {
  at: Pick<Evidence, 'source' | 'file' | 'line'> | null;
}

export interface ReportHsm {
  events: number;
  findings: Listed<ReportHsmFinding>;
  /** Of all findings, listed or not. */
  severities: SeverityCounts;
  keys: Listed<HsmKey>;
}

export interface ReportMark {
  source: number;
  file: string;
  line: number;
  time: number | null;
  /** The record as it stands. */
  text: string;
  cut: boolean;
  note: string;
}

export type ReportEnvelope = Pick<
  EnvelopeEntry,
  'source' | 'path' | 'cipher' | 'keyInfo' | 'opensWith' | 'problem'
>;

/** Everything that a report tells, gathered from a case; nothing of what is open for one visit only. */
export interface ReportFacts {
  /** When it was made (ms UTC), and by which version of Bundlescope. */
  made: { at: number; version: string };
  caseName: string;
  /** IANA zone that times are shown in. */
  zone: string;
  /** Query of the timeline; null where it is not stated. */
  query: string | null;
  /** True when something that is open for this visit only was left out. */
  leftOutVisit: boolean;
  records: number;
  from: number | null;
  to: number | null;
  /** Records by level, those without one under `none`. */
  levels: readonly { level: string; records: number }[];
  sources: Listed<ReportSource>;
  hosts: Listed<HostFacts>;
  logs: Listed<ReportLog>;
  silences: Listed<SourceSilences>;
  /** Rules that were checked. */
  rules: number;
  findings: Listed<ReportFinding>;
  /** Of all findings, listed or not. */
  severities: SeverityCounts;
  operations: ReportOperations;
  completeness: readonly CompletenessRow[];
  /** Null when no audit log of a CloudHSM was opened. */
  hsm: ReportHsm | null;
  envelopes: Listed<ReportEnvelope>;
  marks: Listed<ReportMark>;
}
