import { byteSet } from './byte-classes';
import type { Label, Value } from './kind';
import { valueBehind } from './label-value';

export const WORDS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** What a secret without quotes is written with. */
export const VISIBLE = byteSet(`${WORDS}!#$%*+-./:=?@^_|~()[]{}`).fill(1, 0x80);
export const BLANKS = byteSet(' \t');
const LONGEST = 2048;

interface SecretLabel extends Label {
  value(text: Uint8Array, at: number, end: number): Value | null;
}

/** A value that is a secret whatever it looks like; lists and objects of JSON are none. */
export function secret(words: readonly string[], signs: string, bytes = VISIBLE, shortest = 1): SecretLabel {
  return {
    words,
    value(text, at, end) {
      const value = valueBehind(text, at, end, { bytes, longest: LONGEST, signs, isSecret: true });
      return value !== null && value.to - value.from >= shortest ? value : null;
    },
  };
}
