import { byteAt, byteSet, HEX, isDigit } from './byte-classes';

/** What a character that need not be escaped may be escaped with: `%46`, `=46`, `\u0046`, `\x46`, `&#70;`. */
export const ESCAPES = byteSet('%=\\&');

const PERCENT = 37;
const AMPERSAND = 38;
const BACKSLASH = 92;
const MOST_BACKSLASHES = 7;
const MOST_DIGITS = 7;
/** Bits of a code point. */
const CODE_BITS = 21;

/**
 * What is escaped at a place: its code point, or its byte where bytes are escaped (below 256 either way), and behind
 * `CODE_BITS` how many bytes the escape has; 0 where there is none. Unpacked by `codeOf` and `lengthOf`.
 */
export function escapedAt(text: Uint8Array, at: number, end: number): number {
  const sign = byteAt(text, at, end);
  if (sign === BACKSLASH) return backslashed(text, at, end);
  if (sign === AMPERSAND) return entity(text, at, end);
  // A percent sign may be escaped itself.
  const isTwice = sign === PERCENT && byteAt(text, at + 1, end) === 50 && byteAt(text, at + 2, end) === 53;
  const from = isTwice && HEX[byteAt(text, at + 3, end)] !== 255 ? at + 3 : at + 1;
  return hexadecimal(text, from, end, 2, from + 2 - at);
}

export function codeOf(escaped: number): number {
  return escaped & ((1 << CODE_BITS) - 1);
}

export function lengthOf(escaped: number): number {
  return escaped >>> CODE_BITS;
}

/** Whether what is escaped at a place is a byte, and not a character. */
export function isByte(text: Uint8Array, at: number): boolean {
  return text[at] !== BACKSLASH && text[at] !== AMPERSAND;
}

function backslashed(text: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i - at < MOST_BACKSLASHES && byteAt(text, i, end) === BACKSLASH) i++;
  const letter = byteAt(text, i, end);
  if (letter === 0x75) return hexadecimal(text, i + 1, end, 4, i + 5 - at);
  // What `\x` escapes is a byte: beyond ASCII no character.
  if (letter !== 0x78 || HEX[byteAt(text, i + 1, end)]! > 7) return 0;
  return hexadecimal(text, i + 1, end, 2, i + 3 - at);
}

function hexadecimal(text: Uint8Array, from: number, end: number, digits: number, length: number): number {
  let code = 0;
  for (let i = from; i < from + digits; i++) {
    const digit = HEX[byteAt(text, i, end)]!;
    if (digit === 255) return 0;
    code = code * 16 + digit;
  }
  return pack(code, length);
}

/** `&#70;`, `&#x46;` */
function entity(text: Uint8Array, at: number, end: number): number {
  if (byteAt(text, at + 1, end) !== 35) return 0;
  const isHex = (byteAt(text, at + 2, end) | 32) === 0x78;
  const from = at + (isHex ? 3 : 2);
  let code = 0;
  let i = from;
  for (; i - from < MOST_DIGITS; i++) {
    const byte = byteAt(text, i, end);
    if (isHex ? HEX[byte] === 255 : !isDigit(byte)) break;
    code = code * (isHex ? 16 : 10) + HEX[byte]!;
  }
  return i > from && byteAt(text, i, end) === 59 ? pack(code, i + 1 - at) : 0;
}

/** Half a surrogate pair is no character. */
function pack(code: number, length: number): number {
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)
    ? 0
    : (length << CODE_BITS) | code;
}
