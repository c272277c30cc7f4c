// Context of the DEFLATE decoder: the words below, code lengths, tables. Exactly one is current, at a constant
// address, which the hot loop needs. workers/kernel/inflate.ts knows the words by the same numbers.

import { DISTANCE_ENTRIES, LITERAL_ENTRIES } from './inflate-tables';

// Words of the state between two symbols
export const OWNER: usize = 0; // address of the block this context is saved to, 0 = nobody's
export const MODE: usize = 4;
export const LAST_BLOCK: usize = 8;
export const CODES: usize = 12; // what the tables hold
export const STORED_LEFT: usize = 16;
export const BIT_COUNT: usize = 20; // 0 to 7 bits of the last byte used, which belong to what follows
export const BIT_VALUE: usize = 24;
export const LITERAL_COUNT: usize = 28;
export const DISTANCE_COUNT: usize = 32;
export const FAULT: usize = 36;
// Words of the run: where it stands, and how far it may go
export const INPUT: usize = 40;
export const OUTPUT: usize = 44;
export const INPUT_END: usize = 48;
export const OUTPUT_LIMIT: usize = 52;
export const HISTORY_START: usize = 56;
export const WORDS: usize = 64;

const LENGTHS: usize = 320;
export const CONTEXT: usize = WORDS + LENGTHS + 4 * (LITERAL_ENTRIES + DISTANCE_ENTRIES);

export const context: usize = memory.data(64 + 320 + 4 * (2342 + 594), 64);
export const lengths: usize = context + WORDS;
export const literalTable: usize = lengths + LENGTHS;
export const distanceTable: usize = literalTable + 4 * LITERAL_ENTRIES;

// Modes
export const BLOCK_HEADER: u32 = 0;
export const SYMBOLS: u32 = 1;
export const STORED: u32 = 2;
export const ENDED: u32 = 3;
export const FAILED: u32 = 4;

// Codes
export const NO_CODES: u32 = 0;
export const FIXED_CODES: u32 = 1;
export const DYNAMIC_CODES: u32 = 2;

// Statuses; GOING is internal.
export const GOING: i32 = -1;
export const WINDOW_FULL: i32 = 0;
export const INPUT_USED: i32 = 1;
export const STREAM_END: i32 = 2;
export const BROKEN: i32 = 3;

// Faults; their texts are in workers/kernel/inflate.ts.
export const BLOCK_TYPE: u32 = 1;
export const STORED_LENGTH: u32 = 2;
export const TOO_MANY_SYMBOLS: u32 = 3;
export const PRECODE: u32 = 4;
export const REPEAT: u32 = 5;
export const NO_END_OF_BLOCK: u32 = 6;
export const LITERAL_CODE: u32 = 7;
export const DISTANCE_CODE: u32 = 8;
export const LITERAL_SYMBOL: u32 = 9;
export const DISTANCE_SYMBOL: u32 = 10;
export const DISTANCE_TOO_FAR: u32 = 11;

// @ts-ignore: decorator
@inline
export function word(at: usize): u32 {
  return load<u32>(context + at);
}

// @ts-ignore: decorator
@inline
export function setWord(at: usize, value: u32): void {
  store<u32>(context + at, value);
}

export function broken(fault: u32): i32 {
  setWord(MODE, FAILED);
  setWord(FAULT, fault);
  return BROKEN;
}

export function endBlock(): void {
  setWord(MODE, word(LAST_BLOCK) ? ENDED : BLOCK_HEADER);
}

/** Keeps `count` valid bits of `bits`; the whole bytes among them go back to the input before `next`. */
export function settle(bits: u64, count: u64, next: usize): void {
  const kept = count & 7;
  setWord(INPUT, <u32>(next - <usize>(count >> 3)));
  setWord(BIT_COUNT, <u32>kept);
  setWord(BIT_VALUE, (<u32>bits) & ((1 << (<u32>kept)) - 1));
}
