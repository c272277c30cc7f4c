import type { TimelineExports } from '../kernel/filter';
import type { Kernel } from '../kernel/kernel';
import { bitBytes, withBits, withBlock } from './kernel-block';
import { lowest, ones, RowBits } from './row-bits';
import type { TimeOrder } from './time-order';

export type Direction = 'asc' | 'desc';

const WORDS_PER_BLOCK = 16;

/**
 * The rows a query found, in time order. The rows themselves are a bitset; the result is that bitset with its bits
 * brought into time order and the number of set bits before each block of 512, so an eighth of a byte per record
 * serves both directions. `update` takes in what was found, or newly ordered, since.
 */
export class SearchResult {
  /** What the query found so far, by row. */
  readonly bits: RowBits;
  readonly #kernel: Kernel<TimelineExports>;
  readonly #order: TimeOrder;
  /** Found rows by position in the time order. */
  #ordered = new RowBits();
  /** Found rows before each block of 16 words, and their total at the end. */
  #before: Uint32Array = new Uint32Array(1);

  constructor(kernel: Kernel<TimelineExports>, order: TimeOrder, bits: RowBits) {
    this.#kernel = kernel;
    this.#order = order;
    this.bits = bits;
    this.update();
  }

  /** Rows in the result as of the last `update`. */
  get total(): number {
    return this.#before.at(-1)!;
  }

  /** Takes in the rows found so far, but for the `hidden` ones, and the present time order. */
  update(hidden: RowBits | null = null): void {
    const rows = this.#order.length;
    const words = hidden ? without(this.bits, hidden) : this.bits.words;
    const ordered = new RowBits(rows);
    withBits(this.#kernel, words, bitBytes(rows), (rowBits) =>
      withBlock(this.#kernel, bitBytes(rows), (positions) => {
        this.#kernel.exports.orderBits(rows, rowBits, positions);
        const bytes = new Uint8Array(this.#kernel.exports.memory.buffer, positions, (rows + 7) >>> 3);
        new Uint8Array(ordered.words.buffer).set(bytes);
      }),
    );
    this.#ordered = ordered;
    this.#before = countBefore(ordered.words);
  }

  /** Rows [start, start + count) of the result, fewer at its end. */
  rows(start: number, count: number, direction: Direction = 'asc'): Uint32Array {
    const total = this.total;
    const end = Math.min(total, start + count);
    if (start >= end) return new Uint32Array(0);
    const rows = new Uint32Array(end - start);
    const first = direction === 'asc' ? start : total - end;
    let position = this.#position(first);
    for (let i = 0; i < rows.length; i++) {
      rows[direction === 'asc' ? i : rows.length - 1 - i] = this.#order.row(position);
      position = this.#ordered.next(position + 1);
    }
    return rows;
  }

  /**
   * Index of the first row, in this direction, at or past the time: at or after it when ascending, at or before it
   * when descending. `total` when there is none. Rows of files without any instant come after every time.
   */
  indexAtTime(time: number, direction: Direction = 'asc'): number {
    if (direction === 'asc') return this.#rank(this.#order.positionAtTime(time));
    return this.total - this.#rank(this.#order.positionAtTime(time, true));
  }

  /** Index of a row, or of the one nearest to it in time; null in an empty result. */
  indexOfRow(row: number, direction: Direction = 'asc'): { index: number; exact: boolean } | null {
    if (!this.total) return null;
    const position = this.#order.positionOf(row);
    const rank = this.#rank(position);
    const exact = this.#ordered.has(position);
    const index = exact ? rank : this.#nearest(row, rank);
    return { index: this.#turned(index, direction), exact };
  }

  /** Next (1) or previous (-1) index, seen in this direction, with a level number of at least `level`; else null. */
  nextAtLevel(index: number, step: 1 | -1, level: number, direction: Direction = 'asc'): number | null {
    const onward = direction === 'asc' ? step : -step;
    const rank = this.#turned(index, direction);
    const from = rank < 0 ? -1 : rank >= this.total ? this.#order.length : this.#position(rank);
    const start = from + onward;
    const end = onward > 0 ? this.#order.length : -1;
    if (onward > 0 ? start >= end : start <= end) return null;
    const levels = (0xffff << level) & 0xffff;
    const bytes = bitBytes(this.#order.length);
    const found = withBits(this.#kernel, this.#ordered.words, bytes, (ordered) =>
      this.#kernel.exports.nextLevel(ordered, start, end, onward, levels),
    );
    return found === end ? null : this.#turned(this.#rank(found), direction);
  }

  // An index as counted from the other end.
  #turned(index: number, direction: Direction): number {
    return direction === 'asc' ? index : this.total - 1 - index;
  }

  // Of the rows around a place in the result the one nearer in time to `row`.
  #nearest(row: number, rank: number): number {
    if (rank === 0 || rank === this.total) return Math.max(0, rank - 1);
    const instant = this.#order.instant(row);
    const before = instant - this.#order.instant(this.#order.row(this.#position(rank - 1)));
    const after = this.#order.instant(this.#order.row(this.#position(rank))) - instant;
    return before < after ? rank - 1 : rank;
  }

  // Rows of the result before a position.
  #rank(position: number): number {
    const block = Math.floor(position / (32 * WORDS_PER_BLOCK));
    if (block >= this.#before.length - 1) return this.total;
    return this.#before[block]! + this.#ordered.count(block * 32 * WORDS_PER_BLOCK, position);
  }

  // Position of the row with this index; the index is in range.
  #position(index: number): number {
    let low = 0;
    let high = this.#before.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#before[middle]! <= index) low = middle;
      else high = middle;
    }
    let left = index - this.#before[low]!;
    let word = low * WORDS_PER_BLOCK;
    for (;;) {
      const here = ones(this.#ordered.words[word]!);
      if (left < here) break;
      left -= here;
      word++;
    }
    let bits = this.#ordered.words[word]!;
    while (left-- > 0) bits &= bits - 1;
    return (word << 5) + lowest(bits);
  }
}

function countBefore(words: Uint32Array): Uint32Array {
  const blocks = Math.ceil(words.length / WORDS_PER_BLOCK);
  const before = new Uint32Array(blocks + 1);
  let total = 0;
  for (let word = 0; word < words.length; word++) {
    if (word % WORDS_PER_BLOCK === 0) before[word / WORDS_PER_BLOCK] = total;
    total += ones(words[word]!);
  }
  before[blocks] = total;
  return before;
}

function without(bits: RowBits, hidden: RowBits): Uint32Array {
  const words = bits.words.slice();
  const common = Math.min(words.length, hidden.words.length);
  for (let word = 0; word < common; word++) words[word]! &= ~hidden.words[word]!;
  return words;
}
