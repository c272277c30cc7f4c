import type { SourceEntry } from '../public-api';

export interface CaseState {
  id: string;
  /** Names this opening of the case: another each time, and in another engine. */
  opening: string;
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
