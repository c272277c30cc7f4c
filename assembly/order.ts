// The time order: row numbers by (instant, rank of the file, row).
//
// Rows of one file are contiguous and rise in time but for small steps back, so a row's place is nearly known from
// its instant alone: rows are dealt into buckets by instant, file after file in rank order and so stably, and only
// the few rows of one bucket are compared. Buckets follow the density of the rows (a coarse histogram first), so one
// clock gone astray by decades does not put everything into one bucket; `order-buckets.ts` sorts a large one in
// O(n log n) all the same.
//
// A row without instant (NaN) goes with the row before it in its file, the first ones with the first row that has an
// instant; the rows of a file without any stand at the end. Only rows with an instant are sorted, the others are put
// beside theirs afterwards.

import { rowCount } from './columns';
import { reserve } from './memory';
import {
  BLOCK_BYTES,
  growOrder,
  growScratch,
  orderAddress,
  scratchAddress,
  timeAddress,
} from './order-blocks';
import { sortBucket } from './order-buckets';

const COARSE: u32 = 65536;

// First fine bucket of every coarse one, and one more.
let coarse: usize = 0;
let firstInstant: f64 = 0;
let coarsePerMs: f64 = 0;

// Place of an instant on the coarse scale, as a fraction.
// @ts-ignore: decorator
@inline
function coarsePlace(time: f64): f64 {
  return (time - firstInstant) * coarsePerMs;
}

// @ts-ignore: decorator
@inline
function coarseBucket(place: f64): u32 {
  return min<u32>(<u32>place, COARSE - 1);
}

// @ts-ignore: decorator
@inline
function fineBucket(time: f64): u32 {
  const place = coarsePlace(time);
  const bucket = coarseBucket(place);
  const first = load<u32>(coarse + (bucket << 2));
  const width = load<u32>(coarse + (bucket << 2), 4) - first;
  return first + min<u32>(<u32>((place - <f64>bucket) * <f64>width), width - 1);
}

// What `measure` found: bounds of the instants, and rows that have one.
let lowest: f64 = 0;
let highest: f64 = 0;
let stated: u32 = 0;

function measure(row: u32, end: u32): void {
  let low = lowest;
  let high = highest;
  let count: u32 = 0;
  while (row < end) {
    const stop = min<u32>(end, (row | 0xffff) + 1);
    let at = timeAddress(row);
    for (; row < stop; row++, at += 8) {
      const time = load<f64>(at);
      if (time < low) low = time;
      if (time > high) high = time;
      count += u32(time == time);
    }
  }
  lowest = low;
  highest = high;
  stated += count;
}

function countCoarse(row: u32, end: u32): void {
  while (row < end) {
    const stop = min<u32>(end, (row | 0xffff) + 1);
    let at = timeAddress(row);
    for (; row < stop; row++, at += 8) {
      const time = load<f64>(at);
      if (time != time) continue;
      const counter = coarse + (coarseBucket(coarsePlace(time)) << 2);
      store<u32>(counter, load<u32>(counter) + 1);
    }
  }
}

function countFine(row: u32, end: u32): void {
  while (row < end) {
    const stop = min<u32>(end, (row | 0xffff) + 1);
    let at = timeAddress(row);
    for (; row < stop; row++, at += 8) {
      const time = load<f64>(at);
      if (time != time) continue;
      const counter = scratchAddress(fineBucket(time));
      store<u32>(counter, load<u32>(counter) + 1);
    }
  }
}

function deal(row: u32, end: u32): void {
  while (row < end) {
    const stop = min<u32>(end, (row | 0xffff) + 1);
    let at = timeAddress(row);
    for (; row < stop; row++, at += 8) {
      const time = load<f64>(at);
      if (time != time) continue;
      const counter = scratchAddress(fineBucket(time));
      const position = load<u32>(counter);
      store<u32>(counter, position + 1);
      store<u32>(orderAddress(position), row);
    }
  }
}

// Turns the counts of the coarse buckets into their first fine buckets, one for four rows; returns how many there are.
function spreadBuckets(): u32 {
  let total: u32 = 0;
  for (let bucket: u32 = 0; bucket < COARSE; bucket++) {
    const at = coarse + (bucket << 2);
    const rows = load<u32>(at);
    store<u32>(at, total);
    total += (rows + 3) >> 2;
  }
  store<u32>(coarse + (COARSE << 2), total);
  return total;
}

// @ts-ignore: decorator
@inline
function fileFirst(files: usize, index: u32): u32 {
  return load<u32>(files + (index << 3));
}

// @ts-ignore: decorator
@inline
function fileEnd(files: usize, index: u32): u32 {
  return fileFirst(files, index) + load<u32>(files + (index << 3), 4);
}

/**
 * Orders all rows of `count` files. `ranked` and `byRow` each point to one pair of u32 per file (first row, rows),
 * in rank order and by first row. Returns how many rows stand before those of files without any instant, or -1 when
 * memory is exhausted; the order is void then.
 */
export function sortByTime(ranked: usize, byRow: usize, count: u32): i32 {
  let rows: u32 = 0;
  let timed: u32 = 0;
  lowest = Infinity;
  highest = -Infinity;
  stated = 0;
  for (let i: u32 = 0; i < count; i++) {
    const before = stated;
    measure(fileFirst(ranked, i), fileEnd(ranked, i));
    const inFile = fileEnd(ranked, i) - fileFirst(ranked, i);
    rows += inFile;
    if (stated > before) timed += inFile;
  }
  if (!growOrder(rows)) return -1;
  if (stated && !sortStated(ranked, count)) return -1;
  if (stated < timed) placeUnstated(byRow, count, timed);
  if (timed < rows) appendUntimed(ranked, count, timed);
  return timed;
}

function sortStated(ranked: usize, count: u32): bool {
  if (!coarse) coarse = reserve(4 * (COARSE + 1));
  if (!coarse) return false;
  memory.fill(coarse, 0, 4 * (COARSE + 1));
  firstInstant = lowest;
  coarsePerMs = highest > lowest ? <f64>COARSE / (highest - lowest) : 0;
  for (let i: u32 = 0; i < count; i++) countCoarse(fileFirst(ranked, i), fileEnd(ranked, i));
  const buckets = spreadBuckets();
  if (!growScratch(buckets)) return false;
  for (let i: u32 = 0; i < buckets; i += 65536) memory.fill(scratchAddress(i), 0, BLOCK_BYTES);
  for (let i: u32 = 0; i < count; i++) countFine(fileFirst(ranked, i), fileEnd(ranked, i));
  let position: u32 = 0;
  for (let i: u32 = 0; i < buckets; i++) {
    const at = scratchAddress(i);
    const inBucket = load<u32>(at);
    store<u32>(at, position);
    position += inBucket;
  }
  for (let i: u32 = 0; i < count; i++) deal(fileFirst(ranked, i), fileEnd(ranked, i));
  // Every counter stands at the end of its bucket now.
  let from: u32 = 0;
  for (let i: u32 = 0; i < buckets; i++) {
    const to = load<u32>(scratchAddress(i));
    if (to - from > 1 && !sortBucket(from, to, buckets)) return false;
    from = to;
  }
  return true;
}

// The file that holds a row, by binary search.
function fileOf(byRow: usize, count: u32, row: u32): u32 {
  let low: u32 = 0;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fileFirst(byRow, middle) <= row) low = middle;
    else high = middle;
  }
  return low;
}

// @ts-ignore: decorator
@inline
function isStated(row: u32): bool {
  const time = load<f64>(timeAddress(row));
  return time == time;
}

// Puts rows without instant beside those they go with, from the back to the front of the order.
function placeUnstated(byRow: usize, count: u32, timed: u32): void {
  let to = timed;
  for (let from = stated; from-- > 0;) {
    const row = load<u32>(orderAddress(from));
    if ((row == 0 || isStated(row - 1)) && (row + 1 >= rowCount() || isStated(row + 1))) {
      store<u32>(orderAddress(--to), row);
      continue;
    }
    const file = fileOf(byRow, count, row);
    const fileStart = fileFirst(byRow, file);
    const stop = fileEnd(byRow, file);
    let end = row + 1;
    while (end < stop && !isStated(end)) end++;
    let first = row;
    while (first > fileStart && !isStated(first - 1)) first--;
    if (first > fileStart) first = row; // they go with a row before them
    while (end > first) store<u32>(orderAddress(--to), --end);
  }
}

function appendUntimed(ranked: usize, count: u32, position: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const end = fileEnd(ranked, i);
    let row = fileFirst(ranked, i);
    while (row < end && !isStated(row)) row++;
    if (row < end) continue;
    for (row = fileFirst(ranked, i); row < end; row++) store<u32>(orderAddress(position++), row);
  }
}
