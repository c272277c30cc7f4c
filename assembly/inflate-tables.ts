// Decoding tables of DEFLATE's three prefix codes (RFC 1951, 3.2).
//
// A main table is indexed by the next bits of the input; codes longer than its index continue in a subtable.
// An entry holds everything the decoder needs:
//
// | bits   | content                                                                        |
// | ------ | ------------------------------------------------------------------------------ |
// | 0-7    | bits to drop: codes and extra bits (of a link: the main table's index bits)     |
// | 8-11   | bits of the (first) code alone (of a link: index bits of the subtable)          |
// | 12     | LITERAL                                                                        |
// | 13     | of a literal: PAIR, a second one comes with it; of a SPECIAL: END_OF_BLOCK     |
// | 14     | LINK: bits 16-31 are the subtable's first entry                                |
// | 15     | SPECIAL: a link, an end of block or, with neither flag, a code of no meaning   |
// | 16-31  | literals (the first in 16-23), length or distance base, code length symbol     |

export const LITERAL_BITS: u32 = 11;
export const DISTANCE_BITS: u32 = 9;
export const PRECODE_BITS: u32 = 7;

// Main table and subtables at their largest: what zlib's `enough 288 11 15` and `enough 32 9 15` count.
export const LITERAL_ENTRIES: u32 = 2342;
export const DISTANCE_ENTRIES: u32 = 594;

export const SPECIAL: u32 = 0x8000;
export const LINK: u32 = 0x4000;
export const END_OF_BLOCK: u32 = 0x2000;
export const LITERAL: u32 = 0x1000;
const PAIR: u32 = 0x2000;

const MAX_BITS: u32 = 15;

// Per symbol the entry without its code's bits: 288 literals and lengths, 32 distances, 19 code lengths.
const meanings: usize = memory.data(4 * (288 + 32 + 19), 16);
export const LITERAL_MEANINGS: usize = meanings;
export const DISTANCE_MEANINGS: usize = meanings + 4 * 288;
export const PRECODE_MEANINGS: usize = meanings + 4 * (288 + 32);

const lengthCounts: usize = memory.data(4 * 16, 16);
const lengthOffsets: usize = memory.data(4 * 17, 16);
const sorted: usize = memory.data(2 * 288, 16);
let ready: bool = false;

function makeMeanings(): void {
  for (let i: u32 = 0; i < 256; i++) store<u32>(LITERAL_MEANINGS + ((<usize>i) << 2), LITERAL | (i << 16));
  store<u32>(LITERAL_MEANINGS + 4 * 256, SPECIAL | END_OF_BLOCK);
  let base: u32 = 3;
  for (let i: u32 = 0; i < 28; i++) {
    const extra: u32 = i < 8 ? 0 : (i >> 2) - 1;
    store<u32>(LITERAL_MEANINGS + 4 * <usize>(257 + i), (base << 16) | extra);
    base += 1 << extra;
  }
  store<u32>(LITERAL_MEANINGS + 4 * 285, 258 << 16);
  store<u32>(LITERAL_MEANINGS + 4 * 286, SPECIAL);
  store<u32>(LITERAL_MEANINGS + 4 * 287, SPECIAL);
  base = 1;
  for (let i: u32 = 0; i < 30; i++) {
    const extra: u32 = i < 4 ? 0 : (i >> 1) - 1;
    store<u32>(DISTANCE_MEANINGS + 4 * <usize>i, (base << 16) | extra);
    base += 1 << extra;
  }
  store<u32>(DISTANCE_MEANINGS + 4 * 30, SPECIAL);
  store<u32>(DISTANCE_MEANINGS + 4 * 31, SPECIAL);
  for (let i: u32 = 0; i < 19; i++) store<u32>(PRECODE_MEANINGS + 4 * <usize>i, i << 16);
  ready = true;
}

/**
 * Builds the table of a code from the lengths (one byte each) of its symbols.
 * False when the lengths make no code: over-subscribed, or incomplete. Like zlib it takes one incomplete code
 * (`lone`): a single symbol of one bit, or no symbol at all, whose other bit patterns decode to SPECIAL.
 */
export function buildTable(
  lengths: usize,
  symbols: u32,
  table: usize,
  tableBits: u32,
  meaning: usize,
  lone: bool,
): bool {
  if (!ready) makeMeanings();

  // Symbols in the order of their codes: by length, then by number.
  memory.fill(lengthCounts, 0, 64);
  for (let s: u32 = 0; s < symbols; s++) {
    const count = lengthCounts + ((<usize>load<u8>(lengths + s)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  // Places in the space of codes that stay free; negative for good once there are too few.
  let free: i32 = 1;
  store<u32>(lengthOffsets, 0);
  store<u32>(lengthOffsets + 4, load<u32>(lengthCounts));
  for (let bits: u32 = 1; bits <= MAX_BITS; bits++) {
    const at = (<usize>bits) << 2;
    const count = load<u32>(lengthCounts + at);
    free = (free << 1) - count;
    store<u32>(lengthOffsets + at + 4, load<u32>(lengthOffsets + at) + count);
  }
  for (let s: u32 = 0; s < symbols; s++) {
    const offset = lengthOffsets + ((<usize>load<u8>(lengths + s)) << 2);
    const place = load<u32>(offset);
    store<u16>(sorted + ((<usize>place) << 1), <u16>s);
    store<u32>(offset, place + 1);
  }
  const unused = load<u32>(lengthCounts);
  if (free) {
    const used = symbols - unused;
    if (!lone || used > 1 || (used == 1 && load<u32>(lengthCounts + 4) != 1)) return false;
    const bit: u32 = (1 << 8) | 1;
    const first: u32 = used
      ? load<u32>(meaning + ((<usize>load<u16>(sorted + ((<usize>unused) << 1))) << 2))
      : SPECIAL;
    for (let i: usize = 0; i < (<usize>4) << tableBits; i += 8) {
      store<u32>(table + i, first + bit);
      store<u32>(table + i + 4, SPECIAL + bit);
    }
    return true;
  }

  // Codes in order of length fill a table of 2^length entries, which is doubled for each further bit.
  // `code` is kept with its bits reversed, as the input holds them.
  let next = sorted + ((<usize>unused) << 1);
  let code: u32 = 0;
  let bits: u32 = 1;
  let end: u32 = 2;
  let count = load<u32>(lengthCounts + 4);
  while (bits <= tableBits) {
    for (; count; count--) {
      const symbol = <usize>load<u16>(next);
      next += 2;
      store<u32>(table + ((<usize>code) << 2), load<u32>(meaning + (symbol << 2)) + ((bits << 8) | bits));
      if (code == end - 1) {
        for (; bits < tableBits; bits++, end <<= 1) {
          memory.copy(table + ((<usize>end) << 2), table, (<usize>end) << 2);
        }
        return true;
      }
      code = following(code, end);
    }
    if (++bits <= tableBits) {
      memory.copy(table + ((<usize>end) << 2), table, (<usize>end) << 2);
      end <<= 1;
    }
    count = load<u32>(lengthCounts + ((<usize>bits) << 2));
  }

  // Longer codes share subtables by their first bits; each subtable is as large as its longest code needs.
  const mask: u32 = (1 << tableBits) - 1;
  let prefix: u32 = -1;
  let start: u32 = 0;
  end = 1 << tableBits;
  for (;;) {
    while (!count) count = load<u32>(lengthCounts + ((<usize>++bits) << 2));
    if ((code & mask) != prefix) {
      prefix = code & mask;
      start = end;
      let subBits = bits - tableBits;
      for (let space = count; space < (<u32>1) << subBits;) {
        subBits++;
        space = (space << 1) + load<u32>(lengthCounts + ((<usize>(tableBits + subBits)) << 2));
      }
      end = start + (1 << subBits);
      store<u32>(table + ((<usize>prefix) << 2), (start << 16) | SPECIAL | LINK | (subBits << 8) | tableBits);
    }
    const rest = bits - tableBits;
    const value = load<u32>(meaning + ((<usize>load<u16>(next)) << 2)) + ((rest << 8) | rest);
    next += 2;
    for (let i = start + (code >> tableBits); i < end; i += 1 << rest)
      store<u32>(table + ((<usize>i) << 2), value);
    if (code == ((<u32>1) << bits) - 1) break;
    code = following(code, 1 << bits);
    count--;
  }
  return true;
}

/**
 * Makes the main table of literals and lengths give two literals at once where both codes fit its index, as
 * most do in text. Without branches: which entries pair is as good as random.
 */
export function pairLiterals(table: usize): void {
  // The bits behind the first code find the second one's entry below, which is still a single one.
  for (let i: u32 = (1 << LITERAL_BITS) - 1; i > 0; i--) {
    const at = table + ((<usize>i) << 2);
    const first = load<u32>(at);
    const second = load<u32>(table + ((<usize>(i >> first)) << 2));
    const bits = (first & 255) + (second & 255);
    const pair = (first & 0xff0f00) | ((second & 0xff0000) << 8) | LITERAL | PAIR | bits;
    store<u32>(at, select(pair, first, (first & second & LITERAL) != 0 && bits <= LITERAL_BITS));
  }
}

// The next code of the same length, bits reversed: adds one at the far end. `size` is 2^length.
// @ts-ignore: decorator
@inline
function following(code: u32, size: u32): u32 {
  const bit = (<u32>0x80000000) >> clz(code ^ (size - 1));
  return (code & (bit - 1)) | bit;
}
