import { HEX, isDigit } from './byte-classes';

const BACKSLASH = 92;
const PERCENT = 37;
const LETTERS_OF_ESCAPES = new Set([...'nrtbfv0'].map((letter) => letter.charCodeAt(0)));

/**
 * Bytes of a word that are the rest of an escape sequence, as the `n` of `\nesx01`, the `20` of `%20esx01`, the `0m` of a
 * terminal's colours: behind them a word begins anew. 0 when there is none.
 */
export function escapeLength(text: Uint8Array, from: number, to: number): number {
  if (from === 0) return 0;
  const before = text[from - 1]!;
  if (before === BACKSLASH) return backslashed(text, from, to);
  if (before === PERCENT) return hexDigits(text, from, to, 2);
  if (before === 91 && from > 1 && text[from - 2] === 27) return colour(text, from, to);
  return 0;
}

function backslashed(text: Uint8Array, from: number, to: number): number {
  const first = text[from]!;
  if (first === 0x75) return hexDigits(text, from + 1, to, 4) && 5;
  if (first === 0x78) return hexDigits(text, from + 1, to, 2) && 3;
  if (isDigit(first) && to - from > 3 && isDigit(text[from + 1]!) && isDigit(text[from + 2]!)) return 3;
  return LETTERS_OF_ESCAPES.has(first) && to - from > 1 ? 1 : 0;
}

function hexDigits(text: Uint8Array, from: number, to: number, count: number): number {
  if (to - from <= count) return 0;
  for (let i = from; i < from + count; i++) if (HEX[text[i]!] === 255) return 0;
  return count;
}

function colour(text: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isDigit(text[at]!)) at++;
  return at + 1 < to && text[at] === 0x6d ? at + 1 - from : 0;
}
