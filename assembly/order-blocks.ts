// Memory of the time order: blocks of 65,536 numbers like the column chunks, so growing wastes nothing. The order takes
// 4 bytes per row, the counters of its buckets 1 byte per row, merging a bucket 4 bytes for each of its rows.

import { columnChunkTable } from './columns';
import { reserve } from './memory';

export const BLOCK_BYTES: u32 = 4 * 65536;
const MAX_BLOCKS: u32 = 1640; // as many as there can be column chunks

const orderTable: usize = memory.data(4 * 1640, 64);
const scratchTable: usize = memory.data(4 * 2 * 1640, 64);
let orderBlocks: u32 = 0;
let scratchBlocks: u32 = 0;

/** Address of the table of order blocks (u32 each), 65,536 row numbers to a block. */
export function orderBlockTable(): usize {
  return orderTable;
}

// @ts-ignore: decorator
@inline
export function timeAddress(row: u32): usize {
  return <usize>load<u32>(columnChunkTable() + ((row >> 16) << 2)) + ((row & 0xffff) << 3);
}

// @ts-ignore: decorator
@inline
export function orderAddress(position: u32): usize {
  return <usize>load<u32>(orderTable + ((position >> 16) << 2)) + ((position & 0xffff) << 2);
}

// @ts-ignore: decorator
@inline
export function scratchAddress(index: u32): usize {
  return <usize>load<u32>(scratchTable + ((index >> 16) << 2)) + ((index & 0xffff) << 2);
}

/** Makes room for `count` numbers of scratch; false when memory is exhausted. */
export function growScratch(count: u32): bool {
  while ((<u64>scratchBlocks) << 16 < <u64>count) {
    const block = scratchBlocks < 2 * MAX_BLOCKS ? reserve(BLOCK_BYTES) : 0;
    if (!block) return false;
    store<u32>(scratchTable + (scratchBlocks++ << 2), <u32>block);
  }
  return true;
}

/** Makes room for the order of `count` rows; false when memory is exhausted. */
export function growOrder(count: u32): bool {
  while ((<u64>orderBlocks) << 16 < <u64>count) {
    const block = orderBlocks < MAX_BLOCKS ? reserve(BLOCK_BYTES) : 0;
    if (!block) return false;
    store<u32>(orderTable + (orderBlocks++ << 2), <u32>block);
  }
  return true;
}
