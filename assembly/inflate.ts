// DEFLATE decoder (RFC 1951), resumable wherever the input or the room for output ends.
//
// The tables of the stream being decoded lie at constant addresses, which the hot loop needs; the contexts of
// other streams wait in blocks of their owners and are swapped in when their turn comes.

import {
  DISTANCE_BITS,
  DISTANCE_ENTRIES,
  DISTANCE_MEANINGS,
  END_OF_BLOCK,
  LINK,
  LITERAL,
  LITERAL_BITS,
  LITERAL_ENTRIES,
  LITERAL_MEANINGS,
  PRECODE_BITS,
  PRECODE_MEANINGS,
  SPECIAL,
  buildTable,
} from './inflate-tables';

// Context: the words below, code lengths, tables. workers/kernel/inflate.ts knows the words by the same numbers.
const OWNER: usize = 0; // address of the block this context is saved to, 0 = nobody's
const MODE: usize = 4;
const LAST_BLOCK: usize = 8;
const CODES: usize = 12; // what the tables hold
const STORED_LEFT: usize = 16;
const BIT_COUNT: usize = 20; // 0 to 7 bits of the last byte used, which belong to what follows
const BIT_VALUE: usize = 24;
const LITERAL_COUNT: usize = 28;
const DISTANCE_COUNT: usize = 32;
const FAULT: usize = 36;
const INPUT: usize = 40; // where the last run stopped
const OUTPUT: usize = 44;
const WORDS: usize = 64;
const LENGTHS: usize = 320;
const CONTEXT: usize = 64 + 320 + 4 * (2342 + 594);

const context: usize = memory.data(64 + 320 + 4 * (2342 + 594), 64);
const lengths: usize = context + WORDS;
const literalTable: usize = lengths + LENGTHS;
const distanceTable: usize = literalTable + 4 * LITERAL_ENTRIES;

// The code of code lengths lives only while a header is read.
const precodeLengths: usize = memory.data(19, 16);
const precodeTable: usize = memory.data(4 * 128, 16);
const precodeOrder: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);

// For distances below 16: which of the 16 bytes at the source make the next 16 bytes of output.
const patterns: usize = memory.data(16 * 16, 16);
let patternsReady: bool = false;

// Modes
const BLOCK_HEADER: u32 = 0;
const SYMBOLS: u32 = 1;
const STORED: u32 = 2;
const ENDED: u32 = 3;
const FAILED: u32 = 4;

// Codes
const NO_CODES: u32 = 0;
const FIXED_CODES: u32 = 1;
const DYNAMIC_CODES: u32 = 2;

// Statuses; GOING is internal.
const GOING: i32 = -1;
const WINDOW_FULL: i32 = 0;
const INPUT_USED: i32 = 1;
const STREAM_END: i32 = 2;
const BROKEN: i32 = 3;

// Faults; their texts are in workers/kernel/inflate.ts.
const BLOCK_TYPE: u32 = 1;
const STORED_LENGTH: u32 = 2;
const TOO_MANY_SYMBOLS: u32 = 3;
const PRECODE: u32 = 4;
const REPEAT: u32 = 5;
const NO_END_OF_BLOCK: u32 = 6;
const LITERAL_CODE: u32 = 7;
const DISTANCE_CODE: u32 = 8;
const LITERAL_SYMBOL: u32 = 9;
const DISTANCE_SYMBOL: u32 = 10;
const DISTANCE_TOO_FAR: u32 = 11;

// The run under way.
let at: usize = 0;
let end: usize = 0;
let out: usize = 0;
let limit: usize = 0;
let floor: usize = 0;
let bits: u64 = 0;
let bitCount: u64 = 0;

/** Address of the current context. */
export function inflateContext(): usize {
  return context;
}

/** Bytes a context takes in its owner's block. */
export function inflateContextBytes(): u32 {
  return <u32>CONTEXT;
}

/** Makes `block` the owner of the current context; whoever had it finds it in its own block again. */
export function inflateEnter(block: usize): void {
  const owner = <usize>load<u32>(context, OWNER);
  if (owner == block) return;
  if (owner) memory.copy(owner, context, CONTEXT);
  memory.copy(context, block, CONTEXT);
  store<u32>(context, <u32>block, OWNER);
}

/** As `inflateEnter`, for a stream that starts now; the block's content does not matter. */
export function inflateStart(block: usize): void {
  const owner = <usize>load<u32>(context, OWNER);
  if (owner && owner != block) memory.copy(owner, context, CONTEXT);
  const codes = load<u32>(context, CODES);
  memory.fill(context, 0, WORDS);
  // The tables of the fixed codes are everybody's.
  if (codes == FIXED_CODES) store<u32>(context, FIXED_CODES, CODES);
  store<u32>(context, <u32>block, OWNER);
}

/** Forgets the context of `block`, which is given back to the allocator. */
export function inflateLeave(block: usize): void {
  if (<usize>load<u32>(context, OWNER) == block) store<u32>(context, 0, OWNER);
}

/** Builds the tables again that the context's words and code lengths speak of. Returns a fault, or 0. */
export function inflateRebuild(): u32 {
  const codes = load<u32>(context, CODES);
  if (codes == FIXED_CODES) {
    store<u32>(context, NO_CODES, CODES);
    useFixedCodes();
  }
  return codes == DYNAMIC_CODES ? buildCodes() : 0;
}

/**
 * Decodes [input, inputEnd) to `output` and on, for the stream whose context is saved at `block`.
 *
 * Stops with WINDOW_FULL at the first symbol boundary at or behind `outputLimit` (up to 257 bytes behind; up to
 * 384 are overwritten), with INPUT_USED when what is left of the input holds no whole symbol (or no whole
 * block header: that may be up to 576 bytes; they must be offered again with what follows), with STREAM_END, or with
 * BROKEN. Bytes behind `inputEnd` are neither read nor needed. `historyStart` is the lowest address that distances
 * may reach.
 */
export function inflateRun(
  block: usize,
  input: usize,
  inputEnd: usize,
  output: usize,
  outputLimit: usize,
  historyStart: usize,
): i32 {
  inflateEnter(block);
  at = input;
  end = inputEnd;
  out = output;
  limit = outputLimit;
  floor = historyStart;
  bits = <u64>load<u32>(context, BIT_VALUE);
  bitCount = <u64>load<u32>(context, BIT_COUNT);
  const status = advance();
  store<u32>(context, <u32>bits, BIT_VALUE);
  store<u32>(context, <u32>bitCount, BIT_COUNT);
  store<u32>(context, <u32>at, INPUT);
  store<u32>(context, <u32>out, OUTPUT);
  return status;
}

function advance(): i32 {
  let status = GOING;
  while (status == GOING) {
    const mode = load<u32>(context, MODE);
    if (mode == SYMBOLS) {
      status = decodeFast();
      if (status == GOING && load<u32>(context, MODE) == SYMBOLS) status = decodeCarefully();
    } else if (mode == BLOCK_HEADER) {
      status = out >= limit ? WINDOW_FULL : readHeader();
    } else if (mode == STORED) {
      status = copyStored();
    } else {
      status = mode == ENDED ? STREAM_END : BROKEN;
    }
  }
  return status;
}

function broken(fault: u32): i32 {
  store<u32>(context, FAILED, MODE);
  store<u32>(context, fault, FAULT);
  return BROKEN;
}

function endBlock(): void {
  store<u32>(context, load<u32>(context, LAST_BLOCK) ? ENDED : BLOCK_HEADER, MODE);
}

// Keeps `count` valid bits of `value`, gives the whole bytes among them back to the input before `next`.
function settle(value: u64, count: u64, next: usize): void {
  at = next - <usize>(count >> 3);
  bitCount = count & 7;
  bits = value & ((<u64>1 << bitCount) - 1);
}

function copyStored(): i32 {
  const left = <usize>load<u32>(context, STORED_LEFT);
  const room = out < limit ? limit - out : 0;
  const n = min(left, min(room, end - at));
  memory.copy(out, at, n);
  out += n;
  at += n;
  store<u32>(context, <u32>(left - n), STORED_LEFT);
  if (n == left) {
    endBlock();
    return GOING;
  }
  return out >= limit ? WINDOW_FULL : INPUT_USED;
}

// ---- block headers: read without haste, and only taken when they are there as a whole

let headBits: u64 = 0;
let headCount: u32 = 0;
let headAt: usize = 0;

// Makes `count` bits (at most 32) ready, false when the input has no more.
function ready(count: u32): bool {
  while (headCount < count) {
    if (headAt == end) return false;
    headBits |= <u64>load<u8>(headAt++) << headCount;
    headCount += 8;
  }
  return true;
}

function take(count: u32): u32 {
  const value = <u32>headBits & ((1 << count) - 1);
  headBits >>= count;
  headCount -= count;
  return value;
}

function readHeader(): i32 {
  headBits = bits;
  headCount = <u32>bitCount;
  headAt = at;
  if (!ready(3)) return INPUT_USED;
  const last = take(1);
  const type = take(2);
  if (type == 0) {
    take(headCount & 7);
    if (!ready(32)) return INPUT_USED;
    const length = take(16);
    if (length != (take(16) ^ 0xffff)) return broken(STORED_LENGTH);
    store<u32>(context, length, STORED_LEFT);
    store<u32>(context, STORED, MODE);
  } else if (type == 3) {
    return broken(BLOCK_TYPE);
  } else {
    if (type == 1) useFixedCodes();
    else {
      const status = readDynamicHeader();
      if (status != GOING) return status;
    }
    store<u32>(context, SYMBOLS, MODE);
  }
  store<u32>(context, last, LAST_BLOCK);
  settle(headBits, headCount, headAt);
  return GOING;
}

function useFixedCodes(): void {
  if (load<u32>(context, CODES) == FIXED_CODES) return;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  memory.fill(lengths + 288, 5, 32);
  buildTable(lengths, 288, literalTable, LITERAL_BITS, LITERAL_MEANINGS, false);
  buildTable(lengths + 288, 32, distanceTable, DISTANCE_BITS, DISTANCE_MEANINGS, false);
  store<u32>(context, FIXED_CODES, CODES);
}

function readDynamicHeader(): i32 {
  if (!ready(14)) return INPUT_USED;
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const precodes = take(4) + 4;
  if (literals > 286 || distances > 30) return broken(TOO_MANY_SYMBOLS);
  memory.fill(precodeLengths, 0, 19);
  for (let i: usize = 0; i < <usize>precodes; i++) {
    if (!ready(3)) return INPUT_USED;
    store<u8>(precodeLengths + <usize>load<u8>(precodeOrder + i), <u8>take(3));
  }
  if (!buildTable(precodeLengths, 19, precodeTable, PRECODE_BITS, PRECODE_MEANINGS, false)) return broken(PRECODE);

  const total = literals + distances;
  for (let i: u32 = 0; i < total; ) {
    ready(14); // as many as there are
    const entry = load<u32>(precodeTable + ((<usize>headBits & 127) << 2));
    const codeBits = entry & 255;
    const symbol = entry >> 16;
    const extra: u32 = symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
    if (headCount < codeBits + extra) return INPUT_USED;
    take(codeBits);
    if (symbol < 16) {
      store<u8>(lengths + i, <u8>symbol);
      i++;
      continue;
    }
    if (symbol == 16 && i == 0) return broken(REPEAT);
    const times = take(extra) + (symbol == 18 ? 11 : 3);
    if (i + times > total) return broken(REPEAT);
    memory.fill(lengths + i, symbol == 16 ? load<u8>(lengths + i - 1) : 0, times);
    i += times;
  }
  store<u32>(context, literals, LITERAL_COUNT);
  store<u32>(context, distances, DISTANCE_COUNT);
  const fault = buildCodes();
  return fault ? broken(fault) : GOING;
}

function buildCodes(): u32 {
  const literals = load<u32>(context, LITERAL_COUNT);
  const distances = load<u32>(context, DISTANCE_COUNT);
  store<u32>(context, NO_CODES, CODES);
  if (literals < 257 || literals > 286 || distances < 1 || distances > 30) return TOO_MANY_SYMBOLS;
  if (!load<u8>(lengths + 256)) return NO_END_OF_BLOCK;
  if (!buildTable(lengths, literals, literalTable, LITERAL_BITS, LITERAL_MEANINGS, true)) return LITERAL_CODE;
  if (!buildTable(lengths + literals, distances, distanceTable, DISTANCE_BITS, DISTANCE_MEANINGS, true)) {
    return DISTANCE_CODE;
  }
  store<u32>(context, DYNAMIC_CODES, CODES);
  return 0;
}

// ---- symbols

// @ts-ignore: decorator
@inline
function literalEntry(index: u64): u64 {
  return load<u32>(literalTable + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
function distanceEntry(index: u64): u64 {
  return load<u32>(distanceTable + (<usize>index << 2));
}

// The lowest bits of `value`: as many as the lowest byte of `entry` says.
// @ts-ignore: decorator
@inline
function lowest(value: u64, entry: u64): u64 {
  return value & ((<u64>1 << entry) - 1);
}

const LITERAL_MASK: u64 = (1 << LITERAL_BITS) - 1;
const DISTANCE_MASK: u64 = (1 << DISTANCE_BITS) - 1;

// Decodes while 24 bytes of input and some room are left. The lowest byte of `c` counts the bits in `b`; what stands
// above it is rubbish left by subtracting whole entries, and shifts take their counts modulo 64.
function decodeFast(): i32 {
  if (end - at < 24 || out >= limit) return GOING;
  if (!patternsReady) makePatterns();
  let status = GOING;
  let b = bits;
  let c = bitCount;
  let p = at;
  let o = out;
  const lastInput = end - 24;
  const outputLimit = limit;
  const historyStart = floor;

  b |= load<u64>(p) << c;
  p += 7 - (<usize>(c >> 3) & 7);
  c |= 56;
  let e = literalEntry(b & LITERAL_MASK);
  do {
    // Here are 56 bits or more, and `e` is the entry of the first. Two literals take 22 at most.
    let before = b;
    b >>= e;
    c -= e;
    if (<u32>e & LITERAL) {
      store<u8>(o++, <u8>(e >> 16));
      e = literalEntry(b & LITERAL_MASK);
      before = b;
      b >>= e;
      c -= e;
      if (<u32>e & LITERAL) {
        store<u8>(o++, <u8>(e >> 16));
        e = literalEntry(b & LITERAL_MASK);
        before = b;
        b >>= e;
        c -= e;
        if (<u32>e & LITERAL) {
          store<u8>(o++, <u8>(e >> 16));
          b |= load<u64>(p) << c;
          p += 7 - (<usize>(c >> 3) & 7);
          c |= 56;
          e = literalEntry(b & LITERAL_MASK);
          continue;
        }
      }
    }
    if (<u32>e & SPECIAL) {
      if (<u32>e & LINK) {
        e = literalEntry((e >> 16) + lowest(b, e >> 8));
        before = b;
        b >>= e;
        c -= e;
        if (<u32>e & LITERAL) {
          store<u8>(o++, <u8>(e >> 16));
          b |= load<u64>(p) << c;
          p += 7 - (<usize>(c >> 3) & 7);
          c |= 56;
          e = literalEntry(b & LITERAL_MASK);
          continue;
        }
      }
      if (<u32>e & SPECIAL) {
        if (<u32>e & END_OF_BLOCK) endBlock();
        else status = broken(LITERAL_SYMBOL);
        break;
      }
    }
    const length = <usize>((e >> 16) + (lowest(before, e) >> (e >> 8)));
    b |= load<u64>(p) << c;
    p += 7 - (<usize>(c >> 3) & 7);
    c |= 56;

    e = distanceEntry(b & DISTANCE_MASK);
    if (<u32>e & SPECIAL) {
      if (<u32>e & LINK) {
        b >>= e;
        c -= e;
        e = distanceEntry((e >> 16) + lowest(b, e >> 8));
      }
      if (<u32>e & SPECIAL) {
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
    p += 7 - (<usize>(c >> 3) & 7);
    c |= 56;
    e = literalEntry(b & LITERAL_MASK);
    copyMatch(o, distance, length);
    o += length;
  } while (p <= lastInput && o < outputLimit);
  out = o;
  settle(b, c & 63, p);
  return status;
}

// Writes `length` bytes and up to 31 more.
// @ts-ignore: decorator
@inline
function copyMatch(to: usize, distance: usize, length: usize): void {
  let from = to - distance;
  const stop = to + length;
  if (distance >= 16) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    while (to + 32 < stop) {
      to += 32;
      from += 32;
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
  } else {
    const pattern = patterns + (distance << 4);
    const value = v128.swizzle(v128.load(from), v128.load(pattern));
    const step = <usize>load<u8>(patterns + distance);
    for (; to < stop; to += step) v128.store(to, value);
  }
}

// Row d of the patterns repeats 0 … d - 1; row 0, of no use as a pattern, holds the greatest multiples of d up to 16.
function makePatterns(): void {
  for (let d: u32 = 1; d < 16; d++) {
    for (let i: u32 = 0; i < 16; i++) store<u8>(patterns + <usize>(d * 16 + i), <u8>(i % d));
    store<u8>(patterns + <usize>d, <u8>(16 - (16 % d)));
  }
  patternsReady = true;
}

// One symbol at a time, each only when all its bits are there.
function decodeCarefully(): i32 {
  if (!patternsReady) makePatterns();
  let b = bits;
  let c = bitCount;
  let p = at;
  let status = GOING;
  for (;;) {
    if (out >= limit) {
      status = WINDOW_FULL;
      break;
    }
    for (; c < 56 && p < end; c += 8) b |= <u64>load<u8>(p++) << c;

    let used: u64 = 0;
    let e = literalEntry(b & LITERAL_MASK);
    if (<u32>e & LINK) {
      used = e & 255;
      e = literalEntry((e >> 16) + lowest(b >> used, e >> 8));
    }
    const literal = b >> used;
    used += e & 255;
    if (used > c) {
      status = INPUT_USED;
      break;
    }
    if (<u32>e & LITERAL) {
      store<u8>(out++, <u8>(e >> 16));
      b >>= used;
      c -= used;
      continue;
    }
    if (<u32>e & SPECIAL) {
      if (<u32>e & END_OF_BLOCK) {
        b >>= used;
        c -= used;
        endBlock();
      } else status = broken(LITERAL_SYMBOL);
      break;
    }
    const length = <usize>((e >> 16) + (lowest(literal, e) >> (e >> 8)));

    let rest = b >> used;
    e = distanceEntry(rest & DISTANCE_MASK);
    if (<u32>e & LINK) {
      used += e & 255;
      rest >>= e;
      e = distanceEntry((e >> 16) + lowest(rest, e >> 8));
    }
    used += e & 255;
    if (used > c) {
      status = INPUT_USED;
      break;
    }
    if (<u32>e & SPECIAL) {
      status = broken(DISTANCE_SYMBOL);
      break;
    }
    const distance = <usize>((e >> 16) + (lowest(rest, e) >> (e >> 8)));
    if (distance > out - floor) {
      status = broken(DISTANCE_TOO_FAR);
      break;
    }
    copyMatch(out, distance, length);
    out += length;
    b >>= used;
    c -= used;
  }
  settle(b, c, p);
  return status;
}
