import { byteAt, byteSet, isWordByte } from './byte-classes';
import type { Value } from './kind';

const BACKSLASH = 92;
const NEWLINE = 10;
const QUOTES = new Set([34, 39]);
const LONGEST_GAP = 64;
const LONGEST_QUOTED = 512;
/** Texts within texts within texts. */
const MOST_BACKSLASHES = 7;

/** What goes on in quotes, and in an element of XML. */
const IN_QUOTES = new Map([...QUOTES].map((quote) => [quote, allBut('\n', String.fromCharCode(quote))]));
const IN_ELEMENT = allBut('\n', '\r', '<');

export interface ValueShape {
  /** Bytes of a value without quotes. */
  bytes: Uint8Array;
  longest: number;
  /** Signs that part it from its label; one must be there unless `blank` is enough. Of JSON the colon always counts. */
  signs: string;
  blank?: boolean;
  /** Nothing of it may be left: an element is its value to its end, and what is too long goes on behind `to`. */
  isSecret?: boolean;
}

/**
 * The value of a label that ends at `at`: `: value`, `=value`, `": "value"`, `" type="x">value<`. What is in quotes ends
 * with them, escaped as often as those it begins with.
 */
export function valueBehind(text: Uint8Array, at: number, end: number, shape: ValueShape): Value | null {
  const { bytes, signs, blank = false, isSecret = false } = shape;
  const quote = at + backslashesAt(text, at, end);
  const quoted = QUOTES.has(byteAt(text, quote, end));
  const gap = quoted ? quote + 1 : at;
  let i = gap;
  while (i < end && i - gap < LONGEST_GAP && (isBlank(text[i]!) || text[i] === 46)) i++;
  const sign = byteAt(text, i, end);
  if (sign !== 0 && (signs.includes(String.fromCharCode(sign)) || (quoted && sign === 58))) {
    i++;
    if (sign === 62) return unquoted(text, i, end, isSecret && i === at + 1 ? IN_ELEMENT : bytes, shape);
    if (byteAt(text, i, end) === 62) i++;
  } else if (quoted || sign === 62) {
    // The rest of an element's attributes.
    while (i < end && i - gap < LONGEST_GAP && text[i] !== 62 && text[i] !== 60 && text[i] !== NEWLINE) i++;
    if (byteAt(text, i, end) !== 62 || !signs.includes('>')) return null;
    return unquoted(text, i + 1, end, isSecret ? IN_ELEMENT : bytes, shape);
  } else if (isSecret && i > gap && signs.includes('>') && attributesEnd(text, i, end) > 0) {
    return unquoted(text, attributesEnd(text, i, end), end, IN_ELEMENT, shape);
  } else if (!blank || i === gap) {
    return null;
  }
  const after = i;
  while (i < end && i - after < LONGEST_GAP && isBlank(text[i]!)) i++;
  // A list or an object of JSON.
  if (quoted && (byteAt(text, i, end) === 91 || byteAt(text, i, end) === 123)) return null;
  const value = valueAt(text, i, end, shape);
  // Of `ruser= rhost=…` the first is empty, and the next word the label of another.
  const isLabel =
    sign === 61 && !isSecret && i > after && value?.from === i && byteAt(text, value.to, end) === 61;
  return isLabel ? null : value;
}

/** Where the text of an element begins whose attributes begin at a place; 0 where there are none. */
function attributesEnd(text: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && i - at < LONGEST_QUOTED && text[i] !== 62 && text[i] !== 60 && text[i] !== NEWLINE) i++;
  return byteAt(text, i, end) === 62 && QUOTES.has(text[i - 1]!) ? i + 1 : 0;
}

/** A value that begins at a place, in quotes or not. */
export function valueAt(text: Uint8Array, at: number, end: number, shape: ValueShape): Value | null {
  const escapes = backslashesAt(text, at, end);
  const quote = byteAt(text, at + escapes, end);
  if (!QUOTES.has(quote)) return unquoted(text, at, end, shape.bytes, shape);
  return inQuotes(text, at + escapes + 1, end, quote, escapes, shape);
}

function inQuotes(
  text: Uint8Array,
  from: number,
  end: number,
  quote: number,
  escapes: number,
  shape: ValueShape,
): Value | null {
  const { isSecret = false } = shape;
  const stop = Math.min(end, from + (isSecret ? shape.longest : LONGEST_QUOTED));
  let firstQuote = -1;
  let backslashes = 0;
  let to = from;
  for (; to < stop && text[to] !== NEWLINE; to++) {
    if (text[to] === BACKSLASH) {
      backslashes++;
      continue;
    }
    if (text[to] === quote) {
      if (backslashes === escapes || (escapes === 0 && backslashes % 2 === 0))
        return trimmed(text, from, to - escapes);
      if (firstQuote < 0) firstQuote = to - backslashes;
    }
    backslashes = 0;
  }
  if (isSecret && to === from + shape.longest) return { from, to, rest: IN_QUOTES.get(quote)! };
  if (firstQuote >= 0) return trimmed(text, from, firstQuote);
  return isSecret ? unquoted(text, from, end, shape.bytes, shape) : null;
}

function trimmed(text: Uint8Array, from: number, to: number): Value | null {
  while (to > from && isBlank(text[to - 1]!)) to--;
  while (from < to && isBlank(text[from]!)) from++;
  return to > from ? { from, to } : null;
}

function unquoted(
  text: Uint8Array,
  from: number,
  end: number,
  bytes: Uint8Array,
  { longest, isSecret = false }: ValueShape,
): Value | null {
  let to = from;
  while (to < end && to - from < longest && bytes[text[to]!] === 1) to++;
  const next = byteAt(text, to, end);
  if (isSecret && to - from === longest && bytes[next] === 1) return { from, to, rest: bytes };
  // Cut in the middle of a word it would be another one.
  if (isWordByte(next)) return null;
  if (bytes === IN_ELEMENT) return trimmed(text, from, to);
  while (to > from && (text[to - 1] === 46 || text[to - 1] === 45)) to--;
  return to > from ? { from, to } : null;
}

/** Backslashes at a place that escape a quote behind them. */
function backslashesAt(text: Uint8Array, at: number, end: number): number {
  let count = 0;
  while (count < MOST_BACKSLASHES && byteAt(text, at + count, end) === BACKSLASH) count++;
  return count;
}

function allBut(...chars: string[]): Uint8Array {
  const none = byteSet(chars.join(''));
  return none.map((one) => 1 - one);
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9;
}
