import { CHUNK_ROWS } from '../kernel/columns';
import type { TimelineExports } from '../kernel/filter';
import type { DictionaryName } from '../kernel/dictionary';
import type { Kernel } from '../kernel/kernel';
import { bitBytes } from './kernel-block';

/** Rows of one chunk that are looked at together; first row and count are multiples of 128. */
export interface RowBlock {
  firstRow: number;
  count: number;
  /** Kernel address of the chunk. */
  chunk: number;
}

/** A condition on rows. */
export interface Condition {
  /** Writes one bit per row of the block to `bits`, in kernel memory; those of rows not in use are undefined. */
  fill(block: RowBlock, bits: number): void;
  /** Gives kernel memory back. */
  dispose?(): void;
}

type TimelineKernel = Kernel<TimelineExports>;

/** Where a dictionary's ids lie in a chunk, and their width. */
const ID_COLUMNS: Record<DictionaryName, { at: number; bytes: 2 | 4 }> = {
  pid: { at: 16 * CHUNK_ROWS, bytes: 4 },
  component: { at: 20 * CHUNK_ROWS, bytes: 4 },
  opId: { at: 24 * CHUNK_ROWS, bytes: 4 },
  sid: { at: 28 * CHUNK_ROWS, bytes: 4 },
  process: { at: 32 * CHUNK_ROWS, bytes: 2 },
  user: { at: 34 * CHUNK_ROWS, bytes: 2 },
  host: { at: 36 * CHUNK_ROWS, bytes: 2 },
};
const FLAGS_AT = 38 * CHUNK_ROWS;

const rowInChunk = ({ firstRow }: RowBlock) => firstRow % CHUNK_ROWS;

/** All rows, or none. */
export function constant(kernel: TimelineKernel, value: boolean): Condition {
  return {
    fill: ({ count }, bits) => void kernel.bytes().fill(value ? 0xff : 0, bits, bits + count / 8),
  };
}

/** Rows whose level number has its bit set. */
export function levelIn(kernel: TimelineKernel, levels: number): Condition {
  return {
    fill(block, bits) {
      kernel.exports.matchLevels(block.chunk + FLAGS_AT + rowInChunk(block), block.count, levels, bits);
    },
  };
}

/** Rows with from <= instant < before. */
export function timeWithin(kernel: TimelineKernel, from: number, before: number): Condition {
  return {
    fill(block, bits) {
      kernel.exports.matchTime(block.chunk + 8 * rowInChunk(block), block.count, from, before, bits);
    },
  };
}

/** Rows whose id in a column has 1 in the table. */
export function idIn(kernel: TimelineKernel, column: DictionaryName, table: Uint8Array): Condition {
  const size = table.length + 1; // ids beyond the table find a 0 behind it
  const address = kernel.allocate(size);
  const bytes = kernel.bytes();
  bytes.set(table, address);
  bytes[address + table.length] = 0;
  const { at, bytes: width } = ID_COLUMNS[column];
  return {
    fill(block, bits) {
      const ids = block.chunk + at + width * rowInChunk(block);
      const { matchTable16, matchTable32 } = kernel.exports;
      (width === 2 ? matchTable16 : matchTable32)(ids, block.count, address, table.length, bits);
    },
    dispose: () => kernel.release(address, size),
  };
}

/** Rows in one of the ranges [from, to): pairs of row numbers, rising. */
export function rowIn(kernel: TimelineKernel, ranges: readonly (readonly [number, number])[]): Condition {
  return {
    fill({ firstRow, count }, bits) {
      kernel.bytes().fill(0, bits, bits + count / 8);
      for (let i = firstEndingAfter(ranges, firstRow); i < ranges.length; i++) {
        const [from, to] = ranges[i]!;
        if (from >= firstRow + count) break;
        kernel.exports.setBits(bits, Math.max(0, from - firstRow), Math.min(count, to - firstRow));
      }
    },
  };
}

function firstEndingAfter(ranges: readonly (readonly [number, number])[], row: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[middle]![1] <= row) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function not(kernel: TimelineKernel, term: Condition): Condition {
  return {
    fill(block, bits) {
      term.fill(block, bits);
      kernel.exports.invertBits(bits, block.count / 8);
    },
    dispose: () => term.dispose?.(),
  };
}

export function allOf(kernel: TimelineKernel, terms: readonly Condition[]): Condition {
  return joined(kernel, terms, (target, other, bytes) => kernel.exports.andBits(target, other, bytes), true);
}

export function anyOf(kernel: TimelineKernel, terms: readonly Condition[]): Condition {
  return joined(kernel, terms, (target, other, bytes) => kernel.exports.orBits(target, other, bytes), false);
}

function joined(
  kernel: TimelineKernel,
  terms: readonly Condition[],
  join: (target: number, other: number, bytes: number) => void,
  ofNone: boolean,
): Condition {
  const [first = constant(kernel, ofNone), ...others] = terms;
  if (!others.length) return first;
  const size = bitBytes(CHUNK_ROWS);
  const other = kernel.allocate(size);
  return {
    fill(block, bits) {
      first.fill(block, bits);
      for (const term of others) {
        term.fill(block, other);
        join(bits, other, block.count / 8);
      }
    },
    dispose() {
      kernel.release(other, size);
      for (const term of terms) term.dispose?.();
    },
  };
}
