import type { MemoryExports } from './kernel';
import type { OrderExports } from './order';

/**
 * Exports of `assembly/filter.ts`: bitsets, bit r & 7 of byte r >> 3 for row r. `count` is a multiple of 128 rows,
 * `bytes` a multiple of 16.
 */
export interface FilterExports extends MemoryExports {
  /** Rows whose level number has its bit set in `levels`. */
  matchLevels(flags: number, count: number, levels: number, bits: number): void;
  /** Rows whose id has 1 in the table: `size` bytes and a 0 behind them. */
  matchTable16(ids: number, count: number, table: number, size: number, bits: number): void;
  matchTable32(ids: number, count: number, table: number, size: number, bits: number): void;
  /** Rows with from <= instant < before. */
  matchTime(times: number, count: number, from: number, before: number, bits: number): void;
  /** Sets bits [from, to) and leaves the others. */
  setBits(bits: number, from: number, to: number): void;
  andBits(target: number, other: number, bytes: number): void;
  orBits(target: number, other: number, bytes: number): void;
  invertBits(target: number, bytes: number): void;
  countBits(bits: number, bytes: number): number;
  /** Bit p of `ordered` becomes that of the row at position p of the time order. */
  orderBits(count: number, rowBits: number, ordered: number): void;
}

/** Exports of `assembly/histogram.ts`; `bits` is 0 for all rows. */
export interface HistogramExports extends OrderExports {
  /** Adds to counts[bin * 9 + level] what rows [row, end) have in [from, to). */
  countByTime(
    row: number,
    end: number,
    bits: number,
    from: number,
    to: number,
    bins: number,
    counts: number,
  ): void;
  /** Adds to counts[level]. */
  countLevels(row: number, end: number, bits: number, counts: number): void;
  /** Writes the least and the greatest instant (2 of f64): Infinity and -Infinity when there is none. */
  timeSpan(row: number, end: number, bits: number, out: number): void;
  /** The first position from `position` on, by `step`, that is set and has a level of `levels`; else `end`. */
  nextLevel(ordered: number, position: number, end: number, step: number, levels: number): number;
}

/** What the timeline needs of the kernel. */
export type TimelineExports = OrderExports & FilterExports & HistogramExports;
