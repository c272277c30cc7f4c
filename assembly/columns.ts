// Columns of the records: chunks of 65,536 rows, each one block with the columns one after another.
//
// | column    | type | at (bytes)            | content                                              |
// | --------- | ---- | --------------------- | ---------------------------------------------------- |
// | time      | f64  | 0                     | ms since 1970 UTC; NaN while no instant is known     |
// | offset    | u32  | 8 * CHUNK_ROWS        | byte offset of the record in its file, modulo 2^32   |
// | line      | u32  | 12 * CHUNK_ROWS       | 1-based first line in its file                       |
// | pid       | u32  | 16 * CHUNK_ROWS       | id in the pid dictionary, 0 = none                   |
// | component | u32  | 20 * CHUNK_ROWS       | id in the component dictionary, 0 = none             |
// | opId      | u32  | 24 * CHUNK_ROWS       | id in the opID dictionary, 0 = none                  |
// | sid       | u32  | 28 * CHUNK_ROWS       | id in the sid dictionary, 0 = none                   |
// | process   | u16  | 32 * CHUNK_ROWS       | id in the process dictionary, 0 = none               |
// | user      | u16  | 34 * CHUNK_ROWS       | id in the user dictionary, 0 = none                  |
// | host      | u16  | 36 * CHUNK_ROWS       | id in the host dictionary, 0 = that of the source    |
// | flags     | u8   | 38 * CHUNK_ROWS       | bits 0-3 level (0 none, 1 trace … 8 fatal), bits 4-5 |
// |           |      |                       | how time is known (0 stated, 1 zone assumed, 2 year  |
// |           |      |                       | inferred, 3 inherited), bit 6 set: no instant        |
//
// Rows of one file are contiguous, in file order, and tile its bytes: a record ends where the next begins.

import { reserve } from './memory';

export const CHUNK_ROWS: u32 = 65536;
export const CHUNK_BYTES: u32 = 39 * CHUNK_ROWS;
const MAX_CHUNKS: u32 = 1200; // 3 GiB: the rest of 4 GiB is for the order, dictionaries and whoever asks

export const AT_OFFSET: usize = 8 * 65536;
export const AT_LINE: usize = 12 * 65536;
export const AT_PID: usize = 16 * 65536;
export const AT_COMPONENT: usize = 20 * 65536;
export const AT_OPID: usize = 24 * 65536;
export const AT_SID: usize = 28 * 65536;
export const AT_PROCESS: usize = 32 * 65536;
export const AT_USER: usize = 34 * 65536;
export const AT_HOST: usize = 36 * 65536;
export const AT_FLAGS: usize = 38 * 65536;

const chunkTable: usize = memory.data(4 * 1640, 64);
let chunks: u32 = 0;
let rows: u32 = 0;

/** Number of rows written. */
export function rowCount(): u32 {
  return rows;
}

/** Adds a row, in whose chunk `columnChunk` made room. Its ids (pid to host) are zeros until they are stored. */
// @ts-ignore: decorator
@inline
export function addRow(): void {
  rows++;
}

/** Sets the number of rows (after `columnChunk` made room, or to drop rows of a file that is read again). */
export function setRowCount(count: u32): void {
  for (let row = count; row < rows;) {
    const stop = min<u32>(rows, (row | 0xffff) + 1);
    clearIds(columnChunk(row >> 16), <usize>(row & 0xffff), <usize>(stop - row));
    row = stop;
  }
  rows = count;
}

// Ids of dropped rows become what they are in a chunk of fresh memory: zeros.
function clearIds(chunk: usize, first: usize, count: usize): void {
  for (let at = AT_PID; at < AT_PROCESS; at += 4 * <usize>CHUNK_ROWS) {
    memory.fill(chunk + at + (first << 2), 0, count << 2);
  }
  for (let at = AT_PROCESS; at < AT_FLAGS; at += 2 * <usize>CHUNK_ROWS) {
    memory.fill(chunk + at + (first << 1), 0, count << 1);
  }
}

/** Address of the chunk that holds rows [index * CHUNK_ROWS, …), made when missing; 0 when memory is exhausted. */
export function columnChunk(index: u32): usize {
  while (chunks <= index) {
    if (chunks == MAX_CHUNKS) return 0;
    const block = reserve(CHUNK_BYTES);
    if (!block) return 0;
    store<u32>(chunkTable + ((<usize>chunks) << 2), <u32>block);
    chunks++;
  }
  return <usize>load<u32>(chunkTable + ((<usize>index) << 2));
}

/** Address of the table of chunk addresses (u32 each), for code that walks rows in any order. */
export function columnChunkTable(): usize {
  return chunkTable;
}
