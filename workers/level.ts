import type { Level } from './public-api';

/** Level names by the number the columns hold: 0 is none, then from trace to fatal. */
export const LEVELS: readonly (Level | null)[] = [
  null,
  'trace',
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'fatal',
];

/** The number of a level name, 0 for none. */
export function levelNumber(level: Level | null): number {
  return LEVELS.indexOf(level);
}
