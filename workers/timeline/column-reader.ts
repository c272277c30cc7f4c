import { CHUNK_ROWS, type ColumnsExports } from '../kernel/columns';
import type { Kernel } from '../kernel/kernel';

const AT_OFFSET = 8 * CHUNK_ROWS;
const AT_LINE = 12 * CHUNK_ROWS;
const AT_PID = 16 * CHUNK_ROWS;
const AT_FLAGS = 38 * CHUNK_ROWS;

/** Single values of single rows, in any order, without making views for each. */
export class ColumnReader {
  readonly #kernel: Kernel<ColumnsExports>;
  /** Addresses of the chunks seen so far; chunks never move. */
  readonly #chunks: number[] = [];
  #instants = new Float64Array(0);

  constructor(kernel: Kernel<ColumnsExports>) {
    this.#kernel = kernel;
  }

  /** Number of rows written. */
  get rows(): number {
    return this.#kernel.exports.rowCount();
  }

  /** ms since 1970 UTC, NaN when the row has no instant. */
  time(row: number): number {
    const { buffer } = this.#kernel.exports.memory;
    if (this.#instants.buffer !== buffer) this.#instants = new Float64Array(buffer);
    return this.#instants[(this.#chunk(row) >>> 3) + (row & 0xffff)]!;
  }

  /** Byte offset in the file, modulo 2^32. */
  offset(row: number): number {
    return this.#word(row, AT_OFFSET);
  }

  line(row: number): number {
    return this.#word(row, AT_LINE);
  }

  /** Id in the pid dictionary. */
  pid(row: number): number {
    return this.#word(row, AT_PID);
  }

  /** Level number, 0 for none. */
  level(row: number): number {
    return this.#kernel.bytes()[this.#chunk(row) + AT_FLAGS + (row & 0xffff)]! & 15;
  }

  #word(row: number, column: number): number {
    return this.#kernel.words()[((this.#chunk(row) + column) >>> 2) + (row & 0xffff)]!;
  }

  #chunk(row: number): number {
    const index = row >>> 16;
    return (this.#chunks[index] ??= this.#kernel.exports.columnChunk(index) >>> 0);
  }
}
