/** What a byte is in a word: bits that are joined over the word. Everything else parts words. */
export const DIGIT = 1;
export const HEX_LETTER = 2;
/**
 * Letters from g on. Bytes of characters beyond ASCII part words: most that stand beside a name are quotes, arrows, blanks
 * and marks (`“esx01”`, a byte order mark), and what is no name between two letters is rare.
 */
export const LETTER = 4;

export const CLASS = new Uint8Array(256);
/** ASCII letters in lower case, all else as it is. */
export const FOLD = new Uint8Array(256);
/** Value of a hexadecimal digit; 255 for what is none. */
export const HEX = new Uint8Array(256).fill(255);

for (let byte = 0; byte < 256; byte++) {
  const lower = byte >= 65 && byte <= 90 ? byte + 32 : byte;
  FOLD[byte] = lower;
  if (byte >= 48 && byte <= 57) {
    CLASS[byte] = DIGIT;
    HEX[byte] = byte - 48;
  } else if (lower >= 97 && lower <= 102) {
    CLASS[byte] = HEX_LETTER;
    HEX[byte] = lower - 87;
  } else if (lower > 102 && lower <= 122) {
    CLASS[byte] = LETTER;
  }
}

/** The byte at a place, 0 outside of the text: typed arrays must not be read beyond their ends in a hot loop. */
export function byteAt(text: Uint8Array, at: number, end: number): number {
  return at >= 0 && at < end ? text[at]! : 0;
}

export function isWordByte(byte: number): boolean {
  return CLASS[byte] !== 0;
}

export function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** A table of the bytes that a text of ASCII names. */
export function byteSet(chars: string): Uint8Array {
  const set = new Uint8Array(256);
  for (let i = 0; i < chars.length; i++) set[chars.charCodeAt(i)] = 1;
  return set;
}

/** Bytes as a string of the same length; only to look up and to compare. */
export function latin1(text: Uint8Array, from: number, to: number): string {
  let out = '';
  for (let i = from; i < to; i++) out += String.fromCharCode(text[i]!);
  return out;
}

/** Length of a colon at a place, percent-encoded or not; 0 when there is none. */
export function colonAt(text: Uint8Array, at: number, end: number): number {
  const byte = byteAt(text, at, end);
  if (byte === 58) return 1;
  const encoded = byte === 37 && byteAt(text, at + 1, end) === 51 && (byteAt(text, at + 2, end) | 32) === 97;
  return encoded ? 3 : 0;
}

/** Whether a word goes on one that a dot or a dash parts from it: what both are in began there, and was looked for there. */
export function goesOnWord(text: Uint8Array, at: number): boolean {
  if (at < 2) return false;
  const sign = text[at - 1]!;
  return (sign === 46 || sign === 45 || sign === 95) && CLASS[text[at - 2]!] !== 0;
}

/** How many ends of words there are: five bits of each of two bytes, in which letters of both cases are the same. */
export const ENDS = 1 << 10;

/** How a word of two bytes or more ends that ends at `to`. */
export function endOf(text: Uint8Array, to: number): number {
  return ((text[to - 2]! & 31) << 5) | (text[to - 1]! & 31);
}
