// Counts of records by instant and level, over rows in file order: no time order is needed.

import { columnChunk, AT_FLAGS } from './columns';
import { orderAddress } from './order-blocks';

const LEVELS: u32 = 9; // none, then trace to fatal

// @ts-ignore: decorator
@inline
function isSet(bits: usize, index: u32): bool {
  return <bool>((load<u8>(bits + (index >> 3)) >> (index & 7)) & 1);
}

// @ts-ignore: decorator
@inline
function levelOf(flags: usize): u32 {
  return min<u32>(load<u8>(flags) & 15, LEVELS - 1);
}

/**
 * Adds the rows [row, end) with from <= instant < to, those set in `bits` alone unless it is 0, to
 * counts[bin * 9 + level] (u32), in `bins` equal bins.
 */
export function countByTime(
  row: u32,
  end: u32,
  bits: usize,
  from: f64,
  to: f64,
  bins: u32,
  counts: usize,
): void {
  const span = to - from;
  while (row < end) {
    const stop = min<u32>(end, (row | 0xffff) + 1);
    const chunk = columnChunk(row >> 16);
    for (; row < stop; row++) {
      const time = load<f64>(chunk + ((row & 0xffff) << 3));
      if (!(time >= from && time < to)) continue;
      if (bits && !isSet(bits, row)) continue;
      // Multiplied first: the quotient is exact where an instant falls on the edge of a bin.
      const bin = min<u32>(<u32>(((time - from) * <f64>bins) / span), bins - 1);
      const counter = counts + ((bin * LEVELS + levelOf(chunk + AT_FLAGS + (row & 0xffff))) << 2);
      store<u32>(counter, load<u32>(counter) + 1);
    }
  }
}

/** Adds the rows [row, end), those set in `bits` alone unless it is 0, to counts[level] (9 of u32). */
export function countLevels(row: u32, end: u32, bits: usize, counts: usize): void {
  while (row < end) {
    const stop = min<u32>(end, (row | 0xffff) + 1);
    const flags = columnChunk(row >> 16) + AT_FLAGS;
    for (; row < stop; row++) {
      if (bits && !isSet(bits, row)) continue;
      const counter = counts + (levelOf(flags + (row & 0xffff)) << 2);
      store<u32>(counter, load<u32>(counter) + 1);
    }
  }
}

/** Writes the least and the greatest instant of the rows [row, end) to `out` (2 of f64): Infinity, -Infinity for none. */
export function timeSpan(row: u32, end: u32, bits: usize, out: usize): void {
  let first = Infinity;
  let last = -Infinity;
  while (row < end) {
    const stop = min<u32>(end, (row | 0xffff) + 1);
    const times = columnChunk(row >> 16);
    for (; row < stop; row++) {
      if (bits && !isSet(bits, row)) continue;
      const time = load<f64>(times + ((row & 0xffff) << 3));
      if (time < first) first = time;
      if (time > last) last = time;
    }
  }
  store<f64>(out, first);
  store<f64>(out, last, 8);
}

/**
 * The nearest position from `position` on towards `end` (exclusive, may be -1) that is set in `ordered` and whose
 * level has its bit set in `levels`; `end` when there is none. `step` is 1 or -1.
 */
export function nextLevel(ordered: usize, position: i32, end: i32, step: i32, levels: u32): i32 {
  for (; position != end; position += step) {
    if (!isSet(ordered, position)) continue;
    const row = load<u32>(orderAddress(position));
    if ((levels >> (load<u8>(columnChunk(row >> 16) + AT_FLAGS + (row & 0xffff)) & 15)) & 1) break;
  }
  return position;
}
