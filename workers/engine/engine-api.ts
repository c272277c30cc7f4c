import type { AnalysisProgress } from './case-analyses';
import type { WritePlain } from './decryptions';
import type { ExportsApi } from './exports-api';
import type { JobProgress } from './jobs';
import type { HsmEngineApi } from './hsm-api';
import type { HsmViewApi } from './hsm-view-api';
import type { OperationsApi } from './operations-api';
import type { ReportsApi } from './reports-api';
import type { PackingApi } from './packing-api';
import type { RecordsApi } from './records-api';
import type { RedactionApi } from './redaction-api';
import type { SealingApi } from './sealing-api';
import type { TablesApi } from './tables-api';
import type { FindingsApi } from './findings-api';
import type { FindingsViewApi } from './findings-view-api';
import type { Result } from '../failure';
import type {
  CaseEntry,
  DecryptedDump,
  DecryptOptions,
  EnvelopeEntry,
  FileEntry,
  FileReference,
  HostFacts,
  KeyFileEntry,
  KeySecrets,
  Level,
  DumpReport,
  InspectOptions,
  OpenReport,
  PlainPart,
  RecoveredPlace,
  SourceEntry,
  TimeKnownBy,
  UnlockedKey,
  VmxConfiguration,
  VmxSecrets,
} from '../public-api';
import type { Warning } from '../warning';

/**
 * What the engine worker offers the page, through Comlink. Answers are values (`Result`), because an error's own
 * fields do not cross. All times are milliseconds since 1970 UTC.
 */
export interface EngineApi
  extends
    TablesApi,
    RecordsApi,
    OperationsApi,
    HsmEngineApi,
    HsmViewApi,
    FindingsApi,
    FindingsViewApi,
    SealingApi,
    ReportsApi,
    PackingApi,
    RedactionApi,
    ExportsApi {
  /** First call after start: the code of the workers that the engine starts, and how many of each there may be. */
  configure(options: EngineOptions): Promise<void>;
  /** The listener hears of every change; events may be merged when many come at once. */
  subscribe(listener: (event: EngineEvent) => void): Promise<void>;
  /** Answers at once while the worker lives. */
  ping(): Promise<number>;

  // -- taking
  /** A job: told of in bytes. When it is cancelled what was read stays, and is answered. */
  open(job: number, inputs: OpenInput[]): Promise<Result<OpenReport>>;
  /** Makes the sample bundle and opens it. */
  openSample(job: number): Promise<Result<OpenReport>>;
  /** Stops reading; what has been read stays. Without id: every running source. */
  cancel(source?: number): Promise<void>;
  whenIdle(stored: boolean): Promise<Result<void>>;

  // -- cases
  cases(): Promise<Result<CaseEntry[]>>;
  /** Leaves the current case (stored or not) and opens a stored one. */
  openCase(id: string): Promise<Result<CaseState>>;
  /** Opens the case that was open last, if any. */
  restoreLastCase(): Promise<Result<CaseState | null>>;
  /** Leaves the current case for an empty one. */
  closeCase(): Promise<Result<void>>;
  deleteCase(id: string): Promise<Result<void>>;
  renameCase(id: string, name: string): Promise<Result<void>>;
  /** Remembers the page's view of the current case (JSON-able, without content). */
  saveView(view: ViewState): Promise<Result<void>>;
  setMark(row: number, note: string): Promise<Result<void>>;
  removeMark(row: number): Promise<Result<void>>;
  marks(): Promise<Result<Mark[]>>;

  // -- what there is
  state(): Promise<CaseState>;
  files(): Promise<Result<FileEntry[]>>;
  /** Children of a folder for the tree; '' is the root of the source. */
  folder(source: number, path: string): Promise<Result<FolderChild[]>>;
  /** Files whose path contains the text, case-insensitive; at most `limit`. */
  findFiles(text: string, limit: number): Promise<Result<FileRow[]>>;
  read(file: FileReference): Promise<Result<Blob>>;
  /** One file by its id. */
  file(file: number): Promise<Result<FileRow>>;
  /** A slice of a file's content; shorter at its end. */
  readRange(file: number, offset: number, length: number): Promise<Result<Uint8Array>>;
  hosts(): Promise<Result<HostFacts[]>>;
  /** Log coverage per file, for the lanes of the overview. */
  coverage(): Promise<Result<LogCoverage[]>>;

  // -- timeline
  /** Checks a query without running it. */
  parse(query: string): Promise<Result<{ empty: boolean }>>;
  complete(query: string, cursor: number): Promise<Completion[]>;
  /**
   * Starts a query over all records and answers when its first result is known; it goes on by itself and tells
   * by `query` events. One query runs at a time for the page: a new one ends the old.
   */
  search(query: string, options: SearchOptions): Promise<Result<QueryState>>;
  /** Rows [start, start + count) of a search's result, in its order. */
  rows(search: number, start: number, count: number): Promise<Result<TimelineRow[]>>;
  record(row: number): Promise<Result<RecordDetail>>;
  /** Counts by level over [from, to) in equal bins, of a search's result (or null: of all records). */
  bins(search: number | null, from: number, to: number, count: number): Promise<Result<LevelBins>>;
  /** Index in the result of the first row at or after the time. */
  indexAtTime(search: number, time: number): Promise<Result<number>>;
  /** Index of this row in the result, or of the nearest one. */
  indexOfRow(search: number, row: number): Promise<Result<{ index: number; exact: boolean }>>;
  /** Next (+1) or previous (-1) index with a level of at least `level`; null when there is none. */
  nextAtLevel(search: number, index: number, step: 1 | -1, level: Level): Promise<Result<number | null>>;
  /** Rows around one in its own file, `before` above and `after` below. */
  neighbours(row: number, before: number, after: number): Promise<Result<TimelineRow[]>>;

  // -- encrypted dumps and their keys
  envelopes(): Promise<Result<EnvelopeEntry[]>>;
  /** Key files, keystores, private keys and encrypted `.vmx` of the case, told by content. */
  keyFiles(): Promise<Result<KeyFileEntry[]>>;
  /** Opens a key file, as a job: a password may ask for ten million rounds. How far that is nobody tells. */
  unlock(job: number, keyFile: Blob | FileReference, secrets: KeySecrets): Promise<Result<UnlockedKey>>;
  /** A key given as hex or base64 text. */
  unlockRaw(rawKey: string): Promise<Result<UnlockedKey[]>>;
  unlockedKeys(): Promise<Result<UnlockedKey[]>>;
  /** The plain configuration of an encrypted `.vmx`, which is kept nowhere. A job as `unlock` is. */
  openVmx(job: number, vmx: Blob | FileReference, secrets: VmxSecrets): Promise<Result<VmxConfiguration>>;
  /** Wipes all keys of this visit. */
  forgetKeys(): Promise<Result<void>>;
  /** Decrypts; told by `decrypting` events with the job's number. */
  decrypt(
    job: number,
    envelope: Blob | FileReference,
    options: DecryptOptions,
  ): Promise<Result<DecryptedDump>>;
  /**
   * The same into a file that the user picked, with no copy of the whole in the browser: `write` is given the chunks one
   * after the other, and wipes them. What it fails with ends the job.
   */
  decryptInto(
    job: number,
    envelope: Blob | FileReference,
    options: DecryptOptions,
    write: WritePlain,
  ): Promise<Result<Omit<DecryptedDump, 'blob'>>>;
  /**
   * The same as Blobs of at most `partBytes`, for a page that can hold no more at a time: the next one is begun when
   * `take` has settled. It must settle when the job is cancelled.
   */
  decryptInParts(
    job: number,
    envelope: Blob | FileReference,
    options: DecryptOptions,
    partBytes: number,
    take: (part: PlainPart) => Promise<void>,
  ): Promise<Result<Omit<DecryptedDump, 'blob'>>>;
  /** Looks through the plain data; told by `decrypting` events and cancelled as a decryption is. */
  inspect(job: number, envelope: Blob | FileReference, options: InspectOptions): Promise<Result<DumpReport>>;
  /** Adds an archive's files or recovered log lines to the case, for this visit only. */
  openInside(job: number, envelope: FileReference, options: DecryptOptions): Promise<Result<OpenReport>>;

  // -- long work
  /** Ends a job of any kind with `cancelled`; told by `job` or `decrypting` events until then. */
  cancelJob(job: number): Promise<void>;

  // -- what is worked out from all that is open
  /** Ends the working out of one analysis, or of all. */
  cancelAnalysis(name?: string): Promise<void>;
}

export interface EngineOptions {
  scanWorkerSource: string;
  scanWorkers: number;
  cryptoWorkerSource: string;
  cryptoWorkers: number;
}

/** One dropped file with the path it had in its folder ('' when dropped by itself). */
export interface OpenInput {
  file: File;
  folderPath: string;
}

export type EngineEvent =
  | { type: 'case'; state: CaseState }
  | { type: 'progress'; sources: SourceProgress[] }
  | { type: 'query'; state: QueryState }
  | { type: 'storing'; storedBytes: number; totalBytes: number; done: boolean; error: string | null }
  | { type: 'decrypting'; job: number; doneBytes: number; totalBytes: number }
  | ({ type: 'analysing' } & AnalysisProgress)
  | ({ type: 'job' } & JobProgress)
  | { type: 'trouble'; code: string; message: string };

export interface CaseState {
  id: string;
  name: string;
  created: string;
  /** 'none' nothing opened yet, 'storing', 'stored', 'failed' (see `storeError`). */
  storage: 'none' | 'storing' | 'stored' | 'failed';
  storeError: string | null;
  sources: SourceState[];
  records: number;
  /** First and last instant of any record; null when no record has one. */
  from: number | null;
  to: number | null;
  levels: LevelCounts;
  view: ViewState | null;
  /** Grows when rows and files got other numbers: what came out of envelopes always stands behind the rest. */
  moves: number;
}

export interface SourceState extends SourceEntry {
  progress: SourceProgress;
  /** Source this one was nested in, or null. */
  parent: number | null;
}

export interface SourceProgress {
  source: number;
  phase: 'waiting' | 'reading' | 'indexing' | 'done' | 'cancelled' | 'failed';
  bytesRead: number;
  bytesTotal: number;
  /** Bytes a second over the last seconds; null before it is known. */
  rate: number | null;
  secondsLeft: number | null;
  entries: number;
  records: number;
  error: string | null;
}

/** Records by level, in the order of `LEVELS` with those without a level first (9 numbers). */
export type LevelCounts = number[];

export type ViewState = Record<string, unknown>;

export interface Mark {
  row: number;
  note: string;
  time: number | null;
  message: string;
}

export interface FileRow {
  id: number;
  source: number;
  path: string;
  bytes: number;
  kind: FileEntry['kind'];
  /** Log format, or null. */
  format: string | null;
  records: number;
  /** Modification time, ms, or null. */
  modified: number | null;
  warnings: Warning[];
}

export interface FolderChild {
  name: string;
  /** Set for a file. */
  file: FileRow | null;
  /** Set for a folder: files below it, at any depth. */
  folder: { files: number; bytes: number } | null;
}

export interface LogCoverage {
  file: number;
  source: number;
  path: string;
  format: string;
  records: number;
  /** First and last instant; null when the file has none. */
  from: number | null;
  to: number | null;
  /** Records in each of 64 equal bins of the case's time span. */
  density: number[];
}

export interface Completion {
  /** Replaces [from, to) of the query. */
  from: number;
  to: number;
  text: string;
  label: string;
  detail: string;
}

export interface SearchOptions {
  order: 'asc' | 'desc';
  /** Instant relative times count from. */
  anchor: number | null;
  /** IANA zone that times without a zone are in. */
  zone: string;
  /** Show one of several equal lines (same instant and message in two logs). */
  collapseDuplicates?: boolean;
}

export interface QueryState {
  search: number;
  query: string;
  total: number;
  done: boolean;
  /** Share of the text looked through, 0 to 1. */
  progress: number;
  /** Milliseconds since the query started. */
  elapsed: number;
  error: string | null;
}

export interface TimelineRow {
  row: number;
  time: number | null;
  timeKnownBy: TimeKnownBy;
  level: Level | null;
  source: number;
  file: number;
  path: string;
  process: string | null;
  pid: string | null;
  component: string | null;
  opId: string | null;
  sid: string | null;
  user: string | null;
  host: string | null;
  /** Name of the VM the record belongs to, when it names one. */
  vm: string | null;
  /** First line of the message, at most 2,000 characters. */
  message: string;
  line: number;
  lines: number;
  marked: boolean;
  /** Out of a decrypted envelope, for this visit only. */
  visitOnly?: true;
  /** Recovered from a dump: where in the plain dump it was. */
  recoveredAt?: RecoveredPlace;
}

export interface RecordDetail extends TimelineRow {
  /** The whole message. */
  fullMessage: string;
  raw: string;
  rawCut: boolean;
  format: string;
  /** Id of the format. */
  formatId: string;
  note: string | null;
}

export interface LevelBins {
  from: number;
  to: number;
  /** counts[bin * 9 + level index]. */
  counts: Uint32Array;
}
