import type { Level } from '../../../workers/public-api';

export type LevelName = Level | 'none';

/** Levels in the order of the engine's counts. */
export const LEVEL_NAMES: readonly LevelName[] = [
  'none',
  'trace',
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'fatal',
];

/** A query the engine refused. */
export interface QueryError {
  message: string;
  /** Where in the query, counted from 0. */
  column: number | null;
  /** A query that would work. */
  suggestion: string | null;
}

/** What the view keeps in the case between visits. */
export interface SavedTimeline {
  columns?: unknown;
  order?: 'asc' | 'desc';
  collapse?: boolean;
  query?: string;
  history?: string[];
  detailWidth?: number;
  detailHeight?: number;
  row?: number | null;
}
