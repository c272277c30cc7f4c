// GHASH (SP 800-38D, 6.4), resumable and in parts, without secret-dependent loads.
//
// A context is a block of the caller's:
//
//   0      H^16, H^15, ... H^1
//   256    nibble tables of H^64, H^48, H^32 and H^16 (ghash-lanes.ts)
//
// The state of a hash is the 16-byte block Y, the caller's as well; it begins as zeros. Parts of one message can be
// hashed from Y = 0 anywhere; the whole is the XOR of each part's Y times H^(blocks behind the part).

import { fieldMultiply } from './field';
import { addLanes, beginLanes, endLanes, GROUPS, makePowerTable, POWER_TABLE_BYTES } from './ghash-lanes';

const LAST_POWER: usize = 15 * 16;
const TABLES_AT: usize = 256;
const RUN: u32 = 64; // blocks in GROUPS groups

const block: usize = memory.data(16, 16);
const square: usize = memory.data(16, 16);

/** Size of a context in bytes. */
export function ghashBytes(): u32 {
  return <u32>(TABLES_AT + GROUPS * POWER_TABLE_BYTES);
}

/** Sets up a context for the hash key H at `h` (the encryption of a block of zeros). */
export function ghashStart(h: usize, context: usize): void {
  v128.store(context + LAST_POWER, v128.load(h));
  for (let at = LAST_POWER; at > 0; at -= 16) {
    fieldMultiply(context + at, context + LAST_POWER, context + at - 16);
  }
  v128.store(block, v128.load(context));
  for (let group = GROUPS; group > 0; group--) {
    makePowerTable(block, context + TABLES_AT + (group - 1) * POWER_TABLE_BYTES);
    fieldMultiply(block, context, block);
  }
  memory.fill(block, 0, 16);
}

/** Hashes `bytes` bytes on from the state at `y`. A last block that is not whole is filled up with zeros. */
export function ghashUpdate(context: usize, y: usize, source: usize, bytes: usize): void {
  let blocks = <u32>(bytes >> 4);
  for (; blocks % RUN; blocks--, source += 16) {
    v128.store(block, v128.load(source));
    addBlock(context, y);
  }
  if (blocks) {
    beginLanes(y);
    for (; blocks; blocks -= RUN, source += 16 * RUN) addLanes(context + TABLES_AT, source);
    endLanes(context, y);
  }
  if (bytes & 15) {
    memory.fill(block, 0, 16);
    memory.copy(block, source, bytes & 15);
    addBlock(context, y);
  }
  memory.fill(block, 0, 16);
}

// Y = (Y + block) H
function addBlock(context: usize, y: usize): void {
  v128.store(block, v128.xor(v128.load(y), v128.load(block)));
  fieldMultiply(block, context + LAST_POWER, y);
}

/** Multiplies the state at `y` by H^count, as `count` blocks of zeros would; count is a whole number to 2^53. */
export function ghashShift(context: usize, y: usize, count: f64): void {
  v128.store(square, v128.load(context + LAST_POWER));
  for (let left = <u64>count; left; left >>= 1) {
    if (left & 1) fieldMultiply(y, square, y);
    fieldMultiply(square, square, square);
  }
  memory.fill(square, 0, 16);
}

/** The inverse of the block at `h`, which is not zero, to `target`: h to the power 2^128 - 2. */
export function ghashInverse(h: usize, target: usize): void {
  v128.store(square, v128.load(h));
  fieldMultiply(square, square, square);
  v128.store(block, v128.load(square));
  for (let power = 2; power < 128; power++) {
    fieldMultiply(square, square, square);
    fieldMultiply(block, square, block);
  }
  v128.store(target, v128.load(block));
  memory.fill(block, 0, 16);
  memory.fill(square, 0, 16);
}
