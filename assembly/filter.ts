// Bitsets over rows: bit r & 7 of byte r >> 3 stands for row r, 8 KiB for a chunk of 65,536 rows.
//
// The functions look at `count` rows from the addresses given, a multiple of 128: column chunks and bitsets always
// have that much room, and whoever asks drops the bits of rows that are not in use.

import { orderAddress } from './order-blocks';

// One byte per level number: 0xff where the level is wanted.
const levelTable: usize = memory.data(16, 16);

/** Rows whose level (low four bits of `flags`) has its bit set in `levels`. */
export function matchLevels(flags: usize, count: u32, levels: u32, bits: usize): void {
  for (let level: u32 = 0; level < 16; level++) {
    store<u8>(levelTable + level, (levels >> level) & 1 ? 0xff : 0);
  }
  const table = v128.load(levelTable);
  const low = i8x16.splat(0x0f);
  for (const end = flags + count; flags < end; flags += 16, bits += 2) {
    store<u16>(bits, v128.bitmask<i8>(v128.swizzle(table, v128.and(v128.load(flags), low))));
  }
}

// @ts-ignore: decorator
@inline
function narrowHit(ids: usize, index: usize, table: usize, size: u32): u32 {
  return (<u32>load<u8>(table + min<u32>(load<u16>(ids + (index << 1)), size))) << (<u32>index);
}

// @ts-ignore: decorator
@inline
function wideHit(ids: usize, index: usize, table: usize, size: u32): u32 {
  return (<u32>load<u8>(table + min<u32>(load<u32>(ids + (index << 2)), size))) << (<u32>index);
}

/** Rows whose u16 id has 1 in the table: `size` bytes, then a 0 for ids beyond. */
export function matchTable16(ids: usize, count: u32, table: usize, size: u32, bits: usize): void {
  for (const end = ids + (count << 1); ids < end; ids += 16, bits++) {
    store<u8>(
      bits,
      narrowHit(ids, 0, table, size) |
        narrowHit(ids, 1, table, size) |
        narrowHit(ids, 2, table, size) |
        narrowHit(ids, 3, table, size) |
        narrowHit(ids, 4, table, size) |
        narrowHit(ids, 5, table, size) |
        narrowHit(ids, 6, table, size) |
        narrowHit(ids, 7, table, size),
    );
  }
}

/** Rows whose u32 id has 1 in the table: `size` bytes, then a 0 for ids beyond. */
export function matchTable32(ids: usize, count: u32, table: usize, size: u32, bits: usize): void {
  for (const end = ids + (count << 2); ids < end; ids += 32, bits++) {
    store<u8>(
      bits,
      wideHit(ids, 0, table, size) |
        wideHit(ids, 1, table, size) |
        wideHit(ids, 2, table, size) |
        wideHit(ids, 3, table, size) |
        wideHit(ids, 4, table, size) |
        wideHit(ids, 5, table, size) |
        wideHit(ids, 6, table, size) |
        wideHit(ids, 7, table, size),
    );
  }
}

// @ts-ignore: decorator
@inline
function timeHits(times: usize, index: usize, from: v128, before: v128): u32 {
  const time = v128.load(times + (index << 3));
  const hits = v128.and(v128.ge<f64>(time, from), v128.lt<f64>(time, before));
  return (<u32>v128.bitmask<i64>(hits)) << (<u32>index);
}

/** Rows with from <= instant < before; never those without an instant. */
export function matchTime(times: usize, count: u32, from: f64, before: f64, bits: usize): void {
  const low = f64x2.splat(from);
  const high = f64x2.splat(before);
  for (const end = times + (count << 3); times < end; times += 64, bits++) {
    store<u8>(
      bits,
      timeHits(times, 0, low, high) |
        timeHits(times, 2, low, high) |
        timeHits(times, 4, low, high) |
        timeHits(times, 6, low, high),
    );
  }
}

// @ts-ignore: decorator
@inline
export function setBit(bits: usize, index: u32): void {
  const at = bits + (index >> 3);
  store<u8>(at, (<u32>load<u8>(at)) | (1 << (index & 7)));
}

/** Sets bits [from, to) and leaves the others. */
export function setBits(bits: usize, from: u32, to: u32): void {
  while (from < to && from & 7) setBit(bits, from++);
  while (from < to && to & 7) setBit(bits, --to);
  if (from < to) memory.fill(bits + (from >> 3), 0xff, (to - from) >> 3);
}

/** target &= other, for a multiple of 16 bytes. */
export function andBits(target: usize, other: usize, bytes: u32): void {
  for (const end = target + bytes; target < end; target += 16, other += 16) {
    v128.store(target, v128.and(v128.load(target), v128.load(other)));
  }
}

/** target |= other, for a multiple of 16 bytes. */
export function orBits(target: usize, other: usize, bytes: u32): void {
  for (const end = target + bytes; target < end; target += 16, other += 16) {
    v128.store(target, v128.or(v128.load(target), v128.load(other)));
  }
}

/** target = not target, for a multiple of 16 bytes. */
export function invertBits(target: usize, bytes: u32): void {
  for (const end = target + bytes; target < end; target += 16) {
    v128.store(target, v128.not(v128.load(target)));
  }
}

/** Bits set in a multiple of 16 bytes. */
export function countBits(bits: usize, bytes: u32): u32 {
  let sums = i32x4.splat(0);
  for (const end = bits + bytes; bits < end; bits += 16) {
    const counts = v128.popcnt<i8>(v128.load(bits));
    sums = v128.add<i32>(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(counts)));
  }
  return (
    v128.extract_lane<i32>(sums, 0) +
    v128.extract_lane<i32>(sums, 1) +
    v128.extract_lane<i32>(sums, 2) +
    v128.extract_lane<i32>(sums, 3)
  );
}

/**
 * Brings the bits of rows into time order: bit p of `ordered` is that of the row at position p, for `count`
 * positions. `rowBits` holds all rows; `ordered` gets whole bytes, the last filled up with 0.
 */
export function orderBits(count: u32, rowBits: usize, ordered: usize): void {
  let position: u32 = 0;
  while (position < count) {
    const stop = min<u32>(count, (position | 0xffff) + 1);
    let at = orderAddress(position);
    while (position < stop) {
      const bits = min<u32>(8, stop - position);
      let byte: u32 = 0;
      for (let i: u32 = 0; i < bits; i++, at += 4) {
        const row = load<u32>(at);
        byte |= (((<u32>load<u8>(rowBits + (row >> 3))) >> (row & 7)) & 1) << i;
      }
      store<u8>(ordered + (position >> 3), byte);
      position += 8;
    }
  }
}
