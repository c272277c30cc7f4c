import { KernelMemoryError, type Kernel } from '../kernel/kernel';
import type { OrderExports } from '../kernel/order';
import type { RowSource } from './row-source';

/**
 * All rows by (instant, rank of the file, row). A row without instant stands with the row before it in its file, the
 * first ones with the first that has one; files without any stand at the end.
 */
export class TimeOrder {
  readonly #kernel: Kernel<OrderExports>;
  readonly #source: RowSource;
  /** Rank by segment. */
  #ranks = new Uint32Array(0);
  #length = 0;
  #timed = 0;

  constructor(kernel: Kernel<OrderExports>, source: RowSource) {
    this.#kernel = kernel;
    this.#source = source;
  }

  /** Number of rows in order: positions are 0 … length - 1. */
  get length(): number {
    return this.#length;
  }

  /** Positions from here on hold rows of files without any instant. */
  get timed(): number {
    return this.#timed;
  }

  /** Orders all rows there are; `ranked` lists the segments that have rows, in rank order. */
  build(ranked: Uint32Array): void {
    const { segments } = this.#source;
    const count = ranked.length;
    const bytes = count * 16;
    const pairs = this.#kernel.allocate(Math.max(16, bytes));
    try {
      const words = new Uint32Array(this.#kernel.exports.memory.buffer, pairs, count * 4);
      const byRow = ranked.toSorted();
      for (let i = 0; i < count; i++) {
        words[2 * i] = segments.firstRow(ranked[i]!);
        words[2 * i + 1] = segments.rowCount(ranked[i]!);
        words[2 * (count + i)] = segments.firstRow(byRow[i]!);
        words[2 * (count + i) + 1] = segments.rowCount(byRow[i]!);
      }
      const timed = this.#kernel.exports.sortByTime(pairs, pairs + 8 * count, count);
      this.#length = 0;
      if (timed < 0) throw new KernelMemoryError(4 * segments.rows);
      this.#timed = timed;
      this.#length = segments.rows;
    } finally {
      this.#kernel.release(pairs, Math.max(16, bytes));
    }
    this.#ranks = new Uint32Array(segments.count);
    ranked.forEach((segment, rank) => (this.#ranks[segment] = rank));
  }

  /** The row at a position. */
  row(position: number): number {
    const words = this.#kernel.words();
    const block = words[(this.#kernel.exports.orderBlockTable() >>> 2) + (position >>> 16)]!;
    return words[(block >>> 2) + (position & 0xffff)]!;
  }

  /** The instant a row is sorted by; Infinity in a file without any. */
  instant(row: number): number {
    const { columns, segments } = this.#source;
    const own = columns.time(row);
    if (!Number.isNaN(own)) return own;
    const segment = segments.of(row);
    const first = segments.firstRow(segment);
    for (let before = row - 1; before >= first; before--) {
      const time = columns.time(before);
      if (!Number.isNaN(time)) return time;
    }
    const end = segments.endRow(segment);
    for (let after = row + 1; after < end; after++) {
      const time = columns.time(after);
      if (!Number.isNaN(time)) return time;
    }
    return Infinity;
  }

  /** The first position whose instant is at or after `time` (with `above`: after it); `timed` when there is none. */
  positionAtTime(time: number, above = false): number {
    return lowerBound(this.#timed, (position) => {
      const instant = this.instant(this.row(position));
      return instant < time || (above && instant === time);
    });
  }

  /** The position of a row. Throws RangeError for a row that is not in order yet. */
  positionOf(row: number): number {
    const { segments } = this.#source;
    const instant = this.instant(row);
    const rank = this.#ranks[segments.of(row)]!;
    const position = lowerBound(this.#length, (at) => {
      const other = this.row(at);
      const difference = this.instant(other) - instant;
      if (difference) return difference < 0; // NaN of Infinity - Infinity counts as equal
      return (this.#ranks[segments.of(other)]! - rank || other - row) < 0;
    });
    if (position === this.#length || this.row(position) !== row) {
      throw new RangeError(`row ${row} is not in the time order`);
    }
    return position;
  }
}

/** The first of 0 … count - 1 for which `isBelow` is false; it is true for all before. */
function lowerBound(count: number, isBelow: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
