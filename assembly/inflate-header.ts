// Block headers of DEFLATE (RFC 1951, 3.2.3): read without haste, and only taken when they are there as a whole.

import {
  MODE,
  LAST_BLOCK,
  CODES,
  STORED_LEFT,
  BIT_COUNT,
  BIT_VALUE,
  LITERAL_COUNT,
  DISTANCE_COUNT,
  INPUT,
  INPUT_END,
  context,
  lengths,
  literalTable,
  distanceTable,
  SYMBOLS,
  STORED,
  NO_CODES,
  FIXED_CODES,
  DYNAMIC_CODES,
  GOING,
  INPUT_USED,
  BLOCK_TYPE,
  STORED_LENGTH,
  TOO_MANY_SYMBOLS,
  PRECODE,
  REPEAT,
  NO_END_OF_BLOCK,
  LITERAL_CODE,
  DISTANCE_CODE,
  word,
  setWord,
  broken,
  settle,
} from './inflate-state';
import {
  LITERAL_BITS,
  DISTANCE_BITS,
  PRECODE_BITS,
  LITERAL_MEANINGS,
  DISTANCE_MEANINGS,
  PRECODE_MEANINGS,
  buildTable,
  pairLiterals,
} from './inflate-tables';

// The code of code lengths lives only while a header is read.
const precodeLengths: usize = memory.data(19, 16);
const precodeTable: usize = memory.data(4 * 128, 16);
const precodeOrder: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);

let headBits: u64 = 0;
let headCount: u32 = 0;
let headAt: usize = 0;
let headEnd: usize = 0;

// Makes `count` bits (at most 32) ready, false when the input has no more.
function ready(count: u32): bool {
  while (headCount < count) {
    if (headAt == headEnd) return false;
    headBits |= (<u64>load<u8>(headAt++)) << headCount;
    headCount += 8;
  }
  return true;
}

function take(count: u32): u32 {
  const value = (<u32>headBits) & ((1 << count) - 1);
  headBits >>= count;
  headCount -= count;
  return value;
}

/** Reads the header of a block, when it is there as a whole. */
export function readHeader(): i32 {
  headBits = word(BIT_VALUE);
  headCount = word(BIT_COUNT);
  headAt = word(INPUT);
  headEnd = word(INPUT_END);
  if (!ready(3)) return INPUT_USED;
  const last = take(1);
  const type = take(2);
  if (type == 0) {
    take(headCount & 7);
    if (!ready(32)) return INPUT_USED;
    const length = take(16);
    if (length != (take(16) ^ 0xffff)) return broken(STORED_LENGTH);
    setWord(STORED_LEFT, length);
    setWord(MODE, STORED);
  } else if (type == 3) {
    return broken(BLOCK_TYPE);
  } else {
    if (type == 1) useFixedCodes();
    else {
      const status = readDynamicHeader();
      if (status != GOING) return status;
    }
    setWord(MODE, SYMBOLS);
  }
  setWord(LAST_BLOCK, last);
  settle(headBits, headCount, headAt);
  return GOING;
}

export function useFixedCodes(): void {
  if (word(CODES) == FIXED_CODES) return;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  memory.fill(lengths + 288, 5, 32);
  buildTable(lengths, 288, literalTable, LITERAL_BITS, LITERAL_MEANINGS, false);
  pairLiterals(literalTable);
  buildTable(lengths + 288, 32, distanceTable, DISTANCE_BITS, DISTANCE_MEANINGS, false);
  setWord(CODES, FIXED_CODES);
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
  if (!buildTable(precodeLengths, 19, precodeTable, PRECODE_BITS, PRECODE_MEANINGS, false))
    return broken(PRECODE);

  const total = literals + distances;
  for (let i: u32 = 0; i < total;) {
    ready(14); // as many as there are
    const entry = load<u32>(precodeTable + (((<usize>headBits) & 127) << 2));
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
  setWord(LITERAL_COUNT, literals);
  setWord(DISTANCE_COUNT, distances);
  const fault = buildCodes();
  return fault ? broken(fault) : GOING;
}

/** Builds the tables of the code lengths in the context. Returns a fault, or 0. */
export function buildCodes(): u32 {
  const literals = word(LITERAL_COUNT);
  const distances = word(DISTANCE_COUNT);
  setWord(CODES, NO_CODES);
  if (literals < 257 || literals > 286 || distances < 1 || distances > 30) return TOO_MANY_SYMBOLS;
  if (!load<u8>(lengths + 256)) return NO_END_OF_BLOCK;
  if (!buildTable(lengths, literals, literalTable, LITERAL_BITS, LITERAL_MEANINGS, true)) return LITERAL_CODE;
  if (!buildTable(lengths + literals, distances, distanceTable, DISTANCE_BITS, DISTANCE_MEANINGS, true)) {
    return DISTANCE_CODE;
  }
  pairLiterals(literalTable);
  setWord(CODES, DYNAMIC_CODES);
  return 0;
}
