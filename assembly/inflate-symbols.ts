// Literals and matches of DEFLATE blocks: a fast loop, and a careful one for where input or room end.

import {
  BIT_COUNT,
  BIT_VALUE,
  INPUT,
  OUTPUT,
  INPUT_END,
  OUTPUT_LIMIT,
  HISTORY_START,
  literalTable,
  distanceTable,
  GOING,
  WINDOW_FULL,
  INPUT_USED,
  LITERAL_SYMBOL,
  DISTANCE_SYMBOL,
  DISTANCE_TOO_FAR,
  word,
  setWord,
  broken,
  endBlock,
  settle,
} from './inflate-state';
import { LITERAL_BITS, DISTANCE_BITS, SPECIAL, LINK, END_OF_BLOCK, LITERAL } from './inflate-tables';

// For distances below 16: which of the 16 bytes at the source make the next 16 bytes of output.
const patterns: usize = memory.data(16 * 16, 16);
let patternsReady: bool = false;

// @ts-ignore: decorator
@inline
function literalEntry(index: u64): u64 {
  return load<u32>(literalTable + ((<usize>index) << 2));
}

// @ts-ignore: decorator
@inline
function distanceEntry(index: u64): u64 {
  return load<u32>(distanceTable + ((<usize>index) << 2));
}

// The lowest bits of `value`: as many as the lowest byte of `entry` says.
// @ts-ignore: decorator
@inline
function lowest(value: u64, entry: u64): u64 {
  return value & (((<u64>1) << entry) - 1);
}

// A round of the fast loop loads 8 bytes twice, after using up to 7 each time.
const FAST_INPUT: usize = 24;

const LITERAL_MASK: u64 = (1 << LITERAL_BITS) - 1;
const DISTANCE_MASK: u64 = (1 << DISTANCE_BITS) - 1;

/**
 * Decodes while plenty of input and some room are left. The lowest byte of `c` counts the bits in `b`; what stands
 * above it is rubbish left by subtracting whole entries, and shifts take their counts modulo 64.
 */
export function decodeFast(): i32 {
  let status = GOING;
  let b = <u64>word(BIT_VALUE);
  let c = <u64>word(BIT_COUNT);
  let p = <usize>word(INPUT);
  let o = <usize>word(OUTPUT);
  const lastInput = <usize>word(INPUT_END) - FAST_INPUT;
  const outputLimit = <usize>word(OUTPUT_LIMIT);
  const historyStart = <usize>word(HISTORY_START);
  if (p + FAST_INPUT > <usize>word(INPUT_END) || o >= outputLimit) return GOING;

  b |= load<u64>(p) << c;
  p += refilled(c);
  c |= 56;
  let e = literalEntry(b & LITERAL_MASK);
  do {
    // Here are 56 bits or more, and `e` is the entry of the first. Entries of literals take 11 at most.
    let before = b;
    b >>= e;
    c -= e;
    if ((<u32>e) & LITERAL) {
      store<u16>(o, <u16>(e >> 16));
      o += literalCount(e);
      e = literalEntry(b & LITERAL_MASK);
      before = b;
      b >>= e;
      c -= e;
      if ((<u32>e) & LITERAL) {
        store<u16>(o, <u16>(e >> 16));
        o += literalCount(e);
        e = literalEntry(b & LITERAL_MASK);
        before = b;
        b >>= e;
        c -= e;
        if ((<u32>e) & LITERAL) {
          store<u16>(o, <u16>(e >> 16));
          o += literalCount(e);
          e = literalEntry(b & LITERAL_MASK);
          if ((<u32>e) & LITERAL) {
            b >>= e;
            c -= e;
            store<u16>(o, <u16>(e >> 16));
            o += literalCount(e);
            e = literalEntry(b & LITERAL_MASK);
            if ((<u32>e) & LITERAL) {
              b >>= e;
              c -= e;
              store<u16>(o, <u16>(e >> 16));
              o += literalCount(e);
            }
          }
          b |= load<u64>(p) << c;
          p += refilled(c);
          c |= 56;
          e = literalEntry(b & LITERAL_MASK);
          continue;
        }
      }
      b |= load<u64>(p) << c;
      p += refilled(c);
      c |= 56;
    }
    if ((<u32>e) & SPECIAL) {
      if ((<u32>e) & LINK) {
        e = literalEntry((e >> 16) + lowest(b, e >> 8));
        before = b;
        b >>= e;
        c -= e;
        if ((<u32>e) & LITERAL) {
          store<u8>(o++, <u8>(e >> 16));
          b |= load<u64>(p) << c;
          p += refilled(c);
          c |= 56;
          e = literalEntry(b & LITERAL_MASK);
          continue;
        }
      }
      if ((<u32>e) & SPECIAL) {
        if ((<u32>e) & END_OF_BLOCK) endBlock();
        else status = broken(LITERAL_SYMBOL);
        break;
      }
    }
    const length = <usize>((e >> 16) + (lowest(before, e) >> (e >> 8)));

    // A length takes 20 bits at most, so that there are 28 for a distance.
    e = distanceEntry(b & DISTANCE_MASK);
    if ((<u32>e) & SPECIAL) {
      if ((<u32>e) & LINK) {
        b >>= e;
        c -= e;
        e = distanceEntry((e >> 16) + lowest(b, e >> 8));
      }
      if ((<u32>e) & SPECIAL) {
        status = broken(DISTANCE_SYMBOL);
        break;
      }
    }
    const distance = <usize>((e >> 16) + (lowest(b, e) >> (e >> 8)));
    b >>= e;
    c -= e;
    if (distance > o - historyStart) {
      status = broken(DISTANCE_TOO_FAR);
      break;
    }
    b |= load<u64>(p) << c;
    p += refilled(c);
    c |= 56;
    e = literalEntry(b & LITERAL_MASK);
    copyMatch(o, distance, length);
    o += length;
  } while (p <= lastInput && o < outputLimit);
  setWord(OUTPUT, <u32>o);
  settle(b, c & 63, p);
  return status;
}

// How many bytes a refill uses that finds `count` bits: as many as fit whole into the 64.
// @ts-ignore: decorator
@inline
function refilled(count: u64): usize {
  return 7 - ((<usize>(count >> 3)) & 7);
}

// @ts-ignore: decorator
@inline
function literalCount(entry: u64): usize {
  return 1 + ((<usize>(entry >> 13)) & 1);
}

// Writes `length` bytes and up to 63 more. Half of all matches are longer than 16 bytes and few longer than 64:
// what is copied for nothing costs less than a branch taken wrongly.
// @ts-ignore: decorator
@inline
function copyMatch(to: usize, distance: usize, length: usize): void {
  let from = to - distance;
  const stop = to + length;
  if (distance >= 16) {
    copy64(to, from);
    while (to + 64 < stop) {
      to += 64;
      from += 64;
      copy64(to, from);
    }
  } else {
    const value = v128.swizzle(v128.load(from), v128.load(patterns + (distance << 4)));
    const step = <usize>load<u8>(patterns + distance);
    for (; to < stop; to += step) v128.store(to, value);
  }
}

// In this order, so that it repeats what lies less than 64 bytes back.
// @ts-ignore: decorator
@inline
function copy64(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

/** Row d repeats 0 … d - 1; row 0, of no use as a pattern, holds the greatest multiples of d up to 16. */
export function preparePatterns(): void {
  if (patternsReady) return;
  for (let d: u32 = 1; d < 16; d++) {
    for (let i: u32 = 0; i < 16; i++) store<u8>(patterns + <usize>(d * 16 + i), <u8>(i % d));
    store<u8>(patterns + <usize>d, <u8>(16 - (16 % d)));
  }
  patternsReady = true;
}

/** Decodes one symbol at a time, each only when all its bits are there. */
export function decodeCarefully(): i32 {
  let b = <u64>word(BIT_VALUE);
  let c = <u64>word(BIT_COUNT);
  let p = <usize>word(INPUT);
  let o = <usize>word(OUTPUT);
  const inputEnd = <usize>word(INPUT_END);
  const outputLimit = <usize>word(OUTPUT_LIMIT);
  const historyStart = <usize>word(HISTORY_START);
  let status = GOING;
  for (;;) {
    if (o >= outputLimit) {
      status = WINDOW_FULL;
      break;
    }
    for (; c < 56 && p < inputEnd; c += 8) b |= (<u64>load<u8>(p++)) << c;

    let used: u64 = 0;
    let e = literalEntry(b & LITERAL_MASK);
    if ((<u32>e) & LINK) {
      used = e & 255;
      e = literalEntry((e >> 16) + lowest(b >> used, e >> 8));
    }
    const before = b >> used;
    // Of two literals the first may be all that is there.
    const isPairCut = ((<u32>e) & LITERAL) != 0 && used + (e & 255) > c;
    used += isPairCut ? (e >> 8) & 15 : e & 255;
    if (used > c) {
      status = INPUT_USED;
      break;
    }
    if ((<u32>e) & LITERAL) {
      store<u16>(o, <u16>(e >> 16));
      o += isPairCut ? 1 : literalCount(e);
      b >>= used;
      c -= used;
      continue;
    }
    if ((<u32>e) & SPECIAL) {
      if ((<u32>e) & END_OF_BLOCK) {
        b >>= used;
        c -= used;
        endBlock();
      } else status = broken(LITERAL_SYMBOL);
      break;
    }
    const length = <usize>((e >> 16) + (lowest(before, e) >> (e >> 8)));

    let rest = b >> used;
    e = distanceEntry(rest & DISTANCE_MASK);
    if ((<u32>e) & LINK) {
      used += e & 255;
      rest >>= e;
      e = distanceEntry((e >> 16) + lowest(rest, e >> 8));
    }
    used += e & 255;
    if (used > c) {
      status = INPUT_USED;
      break;
    }
    if ((<u32>e) & SPECIAL) {
      status = broken(DISTANCE_SYMBOL);
      break;
    }
    const distance = <usize>((e >> 16) + (lowest(rest, e) >> (e >> 8)));
    if (distance > o - historyStart) {
      status = broken(DISTANCE_TOO_FAR);
      break;
    }
    copyMatch(o, distance, length);
    o += length;
    b >>= used;
    c -= used;
  }
  setWord(OUTPUT, <u32>o);
  settle(b, c, p);
  return status;
}
