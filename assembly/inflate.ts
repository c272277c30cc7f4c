// DEFLATE decoder (RFC 1951), resumable wherever the input or the room for output ends.
//
// The tables of the stream being decoded lie at constant addresses, which the hot loop needs; the contexts of
// other streams wait in blocks of their owners and are swapped in when their turn comes.

import { readHeader, useFixedCodes, buildCodes } from './inflate-header';
import {
  OWNER,
  MODE,
  CODES,
  STORED_LEFT,
  INPUT,
  OUTPUT,
  INPUT_END,
  OUTPUT_LIMIT,
  HISTORY_START,
  WORDS,
  CONTEXT,
  context,
  lengths,
  BLOCK_HEADER,
  SYMBOLS,
  STORED,
  ENDED,
  NO_CODES,
  FIXED_CODES,
  DYNAMIC_CODES,
  GOING,
  WINDOW_FULL,
  INPUT_USED,
  STREAM_END,
  BROKEN,
  word,
  setWord,
  endBlock,
} from './inflate-state';
import { decodeFast, decodeCarefully, preparePatterns } from './inflate-symbols';

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
  const owner = <usize>word(OWNER);
  if (owner == block) return;
  if (owner) memory.copy(owner, context, CONTEXT);
  memory.copy(context, block, CONTEXT);
  setWord(OWNER, <u32>block);
}

/** As `inflateEnter`, for a stream that starts now; the block's content does not matter. */
export function inflateStart(block: usize): void {
  const owner = <usize>word(OWNER);
  if (owner && owner != block) memory.copy(owner, context, CONTEXT);
  const codes = word(CODES);
  memory.fill(context, 0, WORDS);
  // The tables of the fixed codes are everybody's.
  if (codes == FIXED_CODES) setWord(CODES, FIXED_CODES);
  setWord(OWNER, <u32>block);
}

/** Forgets the context of `block`, which is given back to the allocator. */
export function inflateLeave(block: usize): void {
  if (<usize>word(OWNER) == block) setWord(OWNER, 0);
}

/** Builds the tables again that the context's words and code lengths speak of. Returns a fault, or 0. */
export function inflateRebuild(): u32 {
  const codes = word(CODES);
  if (codes == FIXED_CODES) {
    setWord(CODES, NO_CODES);
    useFixedCodes();
  }
  return codes == DYNAMIC_CODES ? buildCodes() : 0;
}

/**
 * Decodes [input, inputEnd) to `output` and on, for the stream whose context is saved at `block`.
 *
 * Stops with WINDOW_FULL at the first symbol boundary at or behind `outputLimit` (up to 261 bytes behind; up to
 * 384 are overwritten), with INPUT_USED when what is left of the input holds no whole symbol (or no whole block
 * header: up to 576 bytes) and must be offered again with what follows, with STREAM_END, or with BROKEN. Bytes
 * behind `inputEnd` are neither read nor needed. `historyStart` is the lowest address that distances may reach.
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
  setWord(INPUT, <u32>input);
  setWord(INPUT_END, <u32>inputEnd);
  setWord(OUTPUT, <u32>output);
  setWord(OUTPUT_LIMIT, <u32>outputLimit);
  setWord(HISTORY_START, <u32>historyStart);
  preparePatterns();
  let status = GOING;
  while (status == GOING) {
    const mode = word(MODE);
    if (mode == SYMBOLS) {
      status = decodeFast();
      if (status == GOING && word(MODE) == SYMBOLS) status = decodeCarefully();
    } else if (mode == BLOCK_HEADER) {
      status = word(OUTPUT) >= word(OUTPUT_LIMIT) ? WINDOW_FULL : readHeader();
    } else if (mode == STORED) {
      status = copyStored();
    } else {
      status = mode == ENDED ? STREAM_END : BROKEN;
    }
  }
  return status;
}

function copyStored(): i32 {
  const left = word(STORED_LEFT);
  const input = word(INPUT);
  const output = word(OUTPUT);
  const limit = word(OUTPUT_LIMIT);
  const n = min(left, min(output < limit ? limit - output : 0, word(INPUT_END) - input));
  memory.copy(output, input, n);
  setWord(INPUT, input + n);
  setWord(OUTPUT, output + n);
  setWord(STORED_LEFT, left - n);
  if (n < left) return output + n >= limit ? WINDOW_FULL : INPUT_USED;
  endBlock();
  return GOING;
}
