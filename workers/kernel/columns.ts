import type { Kernel, MemoryExports } from './kernel';

/** Exports of `assembly/columns.ts`. */
export interface ColumnsExports extends MemoryExports {
  rowCount(): number;
  setRowCount(count: number): void;
  columnChunk(index: number): number;
  columnChunkTable(): number;
}

export const CHUNK_ROWS = 65536;
export const CHUNK_BYTES = 39 * CHUNK_ROWS;

/** Columns of one chunk as views; valid until the kernel's memory grows. */
export interface ColumnChunk {
  /** Rows in use, at most CHUNK_ROWS. */
  rows: number;
  /** ms since 1970 UTC, NaN where no instant is known. */
  time: Float64Array;
  /** Byte offset in the file, modulo 2^32. */
  offset: Uint32Array;
  /** 1-based first line in the file. */
  line: Uint32Array;
  pid: Uint32Array;
  component: Uint32Array;
  opId: Uint32Array;
  sid: Uint32Array;
  process: Uint16Array;
  user: Uint16Array;
  host: Uint16Array;
  /** Bits 0-3 level, 4-5 how time is known, 6 no instant (assembly/columns.ts). */
  flags: Uint8Array;
}

/** Bytes per row of the columns of a chunk, in their order. */
const WIDTHS = [8, 4, 4, 4, 4, 4, 4, 2, 2, 2, 1];

/** Blanks a copied chunk from row `rows` on. */
export function blankColumns(chunk: Uint8Array, rows: number): void {
  const kept = Math.max(0, rows);
  let at = 0;
  for (const width of WIDTHS) {
    if (kept < CHUNK_ROWS) chunk.fill(0, at + kept * width, at + CHUNK_ROWS * width);
    at += CHUNK_ROWS * width;
  }
}

/** Views on chunk `index`: rows [index * CHUNK_ROWS, …). */
export function columnChunk(kernel: Kernel<ColumnsExports>, index: number): ColumnChunk {
  const at = kernel.exports.columnChunk(index) >>> 0;
  if (!at) throw new Error(`column chunk ${index} does not fit in memory`);
  const { buffer } = kernel.exports.memory;
  const n = CHUNK_ROWS;
  return {
    rows: Math.max(0, Math.min(n, kernel.exports.rowCount() - index * n)),
    time: new Float64Array(buffer, at, n),
    offset: new Uint32Array(buffer, at + 8 * n, n),
    line: new Uint32Array(buffer, at + 12 * n, n),
    pid: new Uint32Array(buffer, at + 16 * n, n),
    component: new Uint32Array(buffer, at + 20 * n, n),
    opId: new Uint32Array(buffer, at + 24 * n, n),
    sid: new Uint32Array(buffer, at + 28 * n, n),
    process: new Uint16Array(buffer, at + 32 * n, n),
    user: new Uint16Array(buffer, at + 34 * n, n),
    host: new Uint16Array(buffer, at + 36 * n, n),
    flags: new Uint8Array(buffer, at + 38 * n, n),
  };
}
