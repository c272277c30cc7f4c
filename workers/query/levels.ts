import { LEVELS } from '../level';
import type { Level } from '../public-api';

/** Level names from trace to fatal. */
export const LEVEL_NAMES = LEVELS.filter((level): level is Level => level !== null);

/** Other words for a level, as logs and people write them. */
const ALIASES: Record<string, Level> = {
  verbose: 'trace',
  trivia: 'trace',
  warn: 'warning',
  err: 'error',
  crit: 'critical',
  panic: 'fatal',
};

export const LEVEL_WORDS: readonly string[] = [...LEVEL_NAMES, ...Object.keys(ALIASES)];

/** The level a word means, in any case; null for none. */
export function levelNamed(word: string): Level | null {
  const name = word.toLowerCase();
  return (
    LEVEL_NAMES.find((level) => level === name) ?? (Object.hasOwn(ALIASES, name) ? ALIASES[name]! : null)
  );
}
