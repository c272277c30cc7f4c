import type { DumpTreatment, RedactKind } from '../../../workers/public-api';
import type { Recipient } from '../dumps/recipient';
import type { SavedContent } from './content-choice.svelte';
import { REDACT_KINDS } from './redact-kinds';
import type { TimeRange } from './time-range';

/** What is kept with the case of how it is to be handed over: no secrets, and none of the words to redact. */
export interface SavedChoices {
  content: SavedContent;
  range: TimeRange;
  dumps: DumpTreatment;
  recipient: Recipient;
  fragments: 'join' | 'keep';
  redact: boolean;
  /** Kinds that are switched off. */
  kindsOff: RedactKind[];
}

export const DUMP_TREATMENTS: readonly DumpTreatment[] = ['keep', 'decrypt', 'recrypt', 'drop'];

/** Most single choices that are kept; more are a matter for patterns. */
const MOST_CHOICES = 10_000;

/** What was kept, each part by itself as far as it is what it should be. */
export function readChoices(kept: unknown): SavedChoices {
  const { content, range, dumps, recipient, fragments, redact, kindsOff } = partsOf(kept);
  const { mode, choices, patterns, leftOut, leftOutFiles } = partsOf(content);
  const { after, before } = partsOf(range);
  return {
    content: {
      mode: oneOf(mode, ['everything', 'chosen', 'patterns']),
      choices: listOf(choices).filter(
        (one): one is [string, boolean] =>
          Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'boolean',
      ),
      patterns: typeof patterns === 'string' ? patterns : '',
      leftOut: typeof leftOut === 'string' ? leftOut : '',
      leftOutFiles: listOf(leftOutFiles).filter((one): one is { source: number; path: string } => {
        const { source, path } = partsOf(one);
        return Number.isInteger(source) && typeof path === 'string';
      }),
    },
    range: { after: instantOf(after), before: instantOf(before) },
    dumps: oneOf(dumps, DUMP_TREATMENTS),
    recipient: oneOf(recipient, ['password', 'public-key', 'raw']),
    fragments: oneOf(fragments, ['join', 'keep']),
    redact: redact === true,
    kindsOff: REDACT_KINDS.filter((kind) => listOf(kindsOff).includes(kind)),
  };
}

const partsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, MOST_CHOICES) : []);

/** The value where it is one of them, else the first. */
const oneOf = <T extends string>(value: unknown, all: readonly [T, ...T[]] | readonly T[]): T =>
  all.find((one) => one === value) ?? (all[0] as T);

const instantOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
