import { byteAt, isWordByte } from './byte-classes';

const QUOTES = new Set([34, 39]);
const LONGEST_GAP = 64;
const LONGEST_QUOTED = 512;

export interface ValueShape {
  /** Bytes of a value without quotes. */
  bytes: Uint8Array;
  longest: number;
  /** Signs that part it from its label; one must be there unless `blank` is enough. Of JSON the colon always counts. */
  signs: string;
  blank?: boolean;
}

/**
 * The value of a label that ends at `at`: `: value`, `=value`, `": "value"`, `" type="x">value<`. What is in quotes ends
 * with them.
 */
export function valueBehind(
  text: Uint8Array,
  at: number,
  end: number,
  { bytes, longest, signs, blank = false }: ValueShape,
): { from: number; to: number } | null {
  let i = at;
  if (byteAt(text, i, end) === 92) i++;
  const quoted = QUOTES.has(byteAt(text, i, end));
  if (quoted) i++;
  const gap = i;
  while (i < end && i - gap < LONGEST_GAP && (isBlank(text[i]!) || text[i] === 46)) i++;
  let sign = byteAt(text, i, end);
  if (sign !== 0 && (signs.includes(String.fromCharCode(sign)) || (quoted && sign === 58))) {
    i++;
    if (sign === 62) return unquoted(text, i, end, bytes, longest);
    if (byteAt(text, i, end) === 62) i++;
  } else if (quoted || sign === 62) {
    // The rest of an element's attributes.
    while (i < end && i - gap < LONGEST_GAP && text[i] !== 62 && text[i] !== 60 && text[i] !== 10) i++;
    if (byteAt(text, i, end) !== 62 || !signs.includes('>')) return null;
    return unquoted(text, i + 1, end, bytes, longest);
  } else if (!blank || i === gap) {
    return null;
  }
  const after = i;
  while (i < end && i - after < LONGEST_GAP && isBlank(text[i]!)) i++;
  const escaped = byteAt(text, i, end) === 92 && QUOTES.has(byteAt(text, i + 1, end));
  if (escaped) i++;
  sign = byteAt(text, i, end);
  return QUOTES.has(sign) ? inQuotes(text, i + 1, end, sign) : unquoted(text, i, end, bytes, longest);
}

function inQuotes(
  text: Uint8Array,
  from: number,
  end: number,
  quote: number,
): { from: number; to: number } | null {
  let to = from;
  while (to < end && to - from < LONGEST_QUOTED && text[to] !== quote && text[to] !== 10) to++;
  if (byteAt(text, to, end) !== quote) return null;
  if (text[to - 1] === 92) to--;
  while (to > from && isBlank(text[to - 1]!)) to--;
  let start = from;
  while (start < to && isBlank(text[start]!)) start++;
  return to > start ? { from: start, to } : null;
}

function unquoted(text: Uint8Array, from: number, end: number, bytes: Uint8Array, longest: number) {
  let to = from;
  while (to < end && to - from < longest && bytes[text[to]!] === 1) to++;
  // Cut in the middle of a word it would be another one.
  if (isWordByte(byteAt(text, to, end))) return null;
  while (to > from && (text[to - 1] === 46 || text[to - 1] === 45)) to--;
  return to > from ? { from, to } : null;
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9;
}
