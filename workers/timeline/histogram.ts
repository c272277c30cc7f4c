import type { HistogramExports } from '../kernel/filter';
import type { Kernel } from '../kernel/kernel';
import { LEVELS } from '../level';
import type { Histogram } from '../public-api';
import { bitBytes, withBits, withBlock } from './kernel-block';
import type { RowBits } from './row-bits';

/** Which rows are counted: [firstRow, endRow), of these only the ones in `bits` when it is given. */
export interface CountedRows {
  firstRow: number;
  endRow: number;
  bits?: RowBits | null;
}

/** Counts by level (none first, then trace to fatal) over [from, to) in equal bins: counts[bin * 9 + level]. */
export function countByTime(
  kernel: Kernel<HistogramExports>,
  rows: CountedRows,
  from: number,
  to: number,
  bins: number,
): Uint32Array {
  const length = bins * LEVELS.length;
  return counted(kernel, rows, length, (bits, counts) =>
    kernel.exports.countByTime(rows.firstRow, rows.endRow, bits, from, to, bins, counts),
  );
}

/** One bin of what `countByTime` gives, by the names of levels; those without rows are left out. */
export function levelCounts(counts: Uint32Array, bin: number): Histogram['bins'][number]['counts'] {
  const named: Histogram['bins'][number]['counts'] = {};
  LEVELS.forEach((level, i) => {
    const count = counts[bin * LEVELS.length + i] ?? 0;
    if (count > 0) named[level ?? 'none'] = count;
  });
  return named;
}

/** Counts by level, rows without instant included. */
export function countLevels(kernel: Kernel<HistogramExports>, rows: CountedRows): Uint32Array {
  return counted(kernel, rows, LEVELS.length, (bits, counts) =>
    kernel.exports.countLevels(rows.firstRow, rows.endRow, bits, counts),
  );
}

/** First and last instant of the rows, or null when none has one. */
export function timeSpan(
  kernel: Kernel<HistogramExports>,
  rows: CountedRows,
): { first: number; last: number } | null {
  return withRowBits(kernel, rows, (bits) =>
    withBlock(kernel, 16, (out) => {
      kernel.exports.timeSpan(rows.firstRow, rows.endRow, bits, out);
      const [first, last] = new Float64Array(kernel.exports.memory.buffer, out, 2);
      return first! <= last! ? { first: first!, last: last! } : null;
    }),
  );
}

/** The end of a span whose last instant is counted in its last bin. */
export function spanEnd(last: number): number {
  return Math.floor(last) + 1;
}

/** Where bin `bin` of `bins` over [from, to) begins. */
export function binStart(from: number, to: number, bins: number, bin: number): number {
  return from + (bin * (to - from)) / bins;
}

function counted(
  kernel: Kernel<HistogramExports>,
  rows: CountedRows,
  length: number,
  count: (bits: number, counts: number) => void,
): Uint32Array {
  return withRowBits(kernel, rows, (bits) =>
    withBlock(kernel, length * 4, (counts) => {
      new Uint32Array(kernel.exports.memory.buffer, counts, length).fill(0);
      count(bits, counts);
      return new Uint32Array(kernel.exports.memory.buffer, counts, length).slice();
    }),
  );
}

function withRowBits<T>(kernel: Kernel<HistogramExports>, rows: CountedRows, work: (bits: number) => T): T {
  if (!rows.bits) return work(0);
  return withBits(kernel, rows.bits.words, bitBytes(rows.endRow), work);
}
