import type { Result } from '../failure';
import type { Level, RecoveredPlace, TimeKnownBy } from '../public-api';
import type { Completion } from '../query';

/** All records of the case on one timeline: part of `EngineApi`. */
export interface TimelineApi {
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
