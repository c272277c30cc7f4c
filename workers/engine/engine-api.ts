import type { Result } from '../failure';
import type { CaseEntry, FileEntry, FileReference, HostFacts, OpenReport } from '../public-api';
import type { Warning } from '../warning';
import type { CaseState, SourceProgress, ViewState } from './case-state';
import type { EnvelopesApi } from './envelopes-api';
import type { ExportsApi } from './exports-api';
import type { FindingsApi } from './findings-api';
import type { FindingsViewApi } from './findings-view-api';
import type { HsmEngineApi } from './hsm-api';
import type { HsmViewApi } from './hsm-view-api';
import type { OperationsApi } from './operations-api';
import type { PackingApi } from './packing-api';
import type { RecordsApi } from './records-api';
import type { RedactionApi } from './redaction-api';
import type { ReportsApi } from './reports-api';
import type { SealingApi } from './sealing-api';
import type { TablesApi } from './tables-api';
import type { QueryState, TimelineApi } from './timeline-api';
import type { AnalysisProgress, JobProgress } from './work-progress';

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
    ExportsApi,
    EnvelopesApi,
    TimelineApi {
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
  /** Marks the record that has, or had, this row after so many `moves` of the case. */
  setMark(row: number, note: string, moves: number): Promise<Result<void>>;
  removeMark(row: number, moves: number): Promise<Result<void>>;
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
