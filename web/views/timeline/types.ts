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

/** Why a query cannot be run. */
export interface QueryProblem {
  message: string;
  /** What is wrong stands at [column, column + length) of the query, counted from 0. */
  column: number | null;
  length: number;
  /** The query as it may have been meant. */
  fixed: string | null;
}

/** What the view keeps in the case between visits. */
export interface SavedTimeline {
  columns?: unknown;
  order?: unknown;
  collapse?: unknown;
  query?: unknown;
  history?: unknown;
  pane?: { width?: unknown; height?: unknown };
  row?: unknown;
}
