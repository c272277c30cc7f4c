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
