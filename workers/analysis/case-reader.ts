import type { HostFacts, Level, TimeKnownBy } from '../public-api';

/** A file of the case. */
export interface CaseFile {
  id: number;
  source: number;
  /** As shown to people; a second entry of a path ends in `#2`. */
  path: string;
  /** With every folder and archive around it, what was dropped included. */
  fullPath: string;
  /** Log stream that it is one of, as the user or the export it was in names it; null where neither does. */
  stream: string | null;
  /** Log group of that stream, as the export it was in names it; null where nothing does. */
  streamGroup: string | null;
  /** Size of the content, unpacked. */
  bytes: number;
  /** Id of its log format, null when it is no log. */
  format: string | null;
  /** When it was written, ms UTC, or null. */
  modified: number | null;
}

/** What was dropped, or a bundle nested in it. */
export interface CaseSource {
  id: number;
  name: string;
  /** Source this one was nested in, or null. */
  parent: number | null;
  /** Host that its bundle states, or null. */
  hostname: string | null;
}

/** A log record as analyses read it. */
export interface LogRecord {
  /** Names the record while the case stays as it is: leads to the timeline. */
  row: number;
  /** ms since 1970 UTC, or null. */
  time: number | null;
  timeKnownBy: TimeKnownBy;
  level: Level | null;
  process: string | null;
  pid: string | null;
  component: string | null;
  opId: string | null;
  sid: string | null;
  user: string | null;
  /** As the record states it, else its source's, else null. */
  host: string | null;
  /** Text after the head, continuation lines joined by `\n` without their heads and markers. */
  message: string;
  /** The record as it stands, without its last line end; cut after 1 MiB. */
  raw: string;
  source: number;
  /** Id of the file. */
  file: number;
  path: string;
  /** 1-based first line in the file, and how many. */
  line: number;
  lines: number;
  format: string;
}

/** How long work is cut into steps and can be ended. */
export interface AnalysisControl {
  signal: AbortSignal;
  /** To be awaited between steps of a few ms: lets the worker answer others. Throws when the signal has aborted. */
  pause(): Promise<void>;
  /** Tells how far the work is, 0 to 1. */
  progress(share: number): void;
  /**
   * What another analysis of the same content gives: what is known of it already, else it is worked out here, as a part of
   * this work or of the one whose control is given.
   */
  result<Result>(analysis: Analysis<Result>, reader: CaseReader, control?: AnalysisControl): Promise<Result>;
}

/** What an analysis is made from: everything that was opened. It knows neither the page nor where bytes lie. */
export interface CaseReader {
  sources(): readonly CaseSource[];
  hosts(): readonly HostFacts[];
  /** Every file, also empty ones. */
  files(): Iterable<CaseFile>;
  /** Every distinct value that records have in a column. */
  columnValues(column: 'user' | 'host'): Iterable<string>;
  /** A slice of a file's content; shorter at its end. */
  read(file: number, offset: number, length: number): Promise<Uint8Array>;
  /** The record that begins at or before a line (1-based) of a log, or null. */
  rowAt(file: number, line: number): number | null;
  /**
   * The records that match a query of the project's language (workers/query/README.md), such as
   * `format:vmacore ("Task Created" or "Task Completed")`: file by file (files by their
   * first time, so that rotated logs come in their order), in the order of each file, in batches of at most a few
   * thousand. Conditions on columns (`process:`, `format:`, `file:`) spare reading the other texts. Tells how far it is.
   */
  records(query: string, control: AnalysisControl): AsyncIterable<LogRecord[]>;
  /** The same in two steps, for whoever wants to know how many there are before they are read. */
  find(query: string, control: AnalysisControl): Promise<FoundRecords>;
}

/** Records that a query found and that are not read yet. */
export interface FoundRecords {
  /** How many there are to read; of a reader that leaves some out, no fewer than it gives. */
  count: number;
  /** As `CaseReader.records`; tells how many of them are read. Once only. */
  read(control: AnalysisControl): AsyncIterable<LogRecord[]>;
}

/** Something worked out from all that is open; its result is kept until the case changes. */
export interface Analysis<Result> {
  /** Stable, for progress and the cache. */
  name: string;
  run(reader: CaseReader, control: AnalysisControl): Promise<Result>;
}
