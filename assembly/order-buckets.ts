// Sorting a range of the time order whose rows have close instants: insertion for a few, else natural merges.
// Both are stable, which keeps files in rank order and rows in file order.

import { growScratch, orderAddress, scratchAddress, timeAddress } from './order-blocks';

const FEW: u32 = 24;

// @ts-ignore: decorator
@inline
function rowAt(position: u32): u32 {
  return load<u32>(orderAddress(position));
}

// @ts-ignore: decorator
@inline
function timeAt(position: u32): f64 {
  return load<f64>(timeAddress(rowAt(position)));
}

/** Sorts [from, to); scratch from index `scratch` on is free. False when memory is exhausted. */
export function sortBucket(from: u32, to: u32, scratch: u32): bool {
  if (to - from <= FEW) {
    insertAll(from, to);
    return true;
  }
  // Neighbouring runs are merged two by two until one is left.
  while (runEnd(from, to) < to) {
    let start = from;
    while (start < to) {
      const middle = runEnd(start, to);
      const end = middle < to ? runEnd(middle, to) : to;
      if (middle < end && !merge(start, middle, end, scratch)) return false;
      start = end;
    }
  }
  return true;
}

function insertAll(from: u32, to: u32): void {
  let last = timeAt(from); // of the rows in place
  for (let i = from + 1; i < to; i++) {
    const row = rowAt(i);
    const time = load<f64>(timeAddress(row));
    if (time >= last) {
      last = time;
      continue;
    }
    let hole = i;
    do {
      store<u32>(orderAddress(hole), rowAt(hole - 1));
      hole--;
    } while (hole > from && timeAt(hole - 1) > time);
    store<u32>(orderAddress(hole), row);
  }
}

// End of the run of rising instants that begins at `from`.
function runEnd(from: u32, to: u32): u32 {
  let last = timeAt(from);
  for (let i = from + 1; i < to; i++) {
    const time = timeAt(i);
    if (time < last) return i;
    last = time;
  }
  return to;
}

// First position in the run [from, to) whose instant is above `time`, or with `orEqual` not below it.
function bound(from: u32, to: u32, time: f64, orEqual: bool): u32 {
  while (from < to) {
    const middle = (from + to) >>> 1;
    const there = timeAt(middle);
    if (there > time || (orEqual && there == time)) to = middle;
    else from = middle + 1;
  }
  return from;
}

// Merges the runs [from, middle) and [middle, to).
function merge(from: u32, middle: u32, to: u32, scratch: u32): bool {
  from = bound(from, middle, timeAt(middle), false);
  to = bound(middle, to, timeAt(middle - 1), true);
  const left = middle - from;
  if (!growScratch(scratch + left)) return false;
  for (let i: u32 = 0; i < left; i++) store<u32>(scratchAddress(scratch + i), rowAt(from + i));

  let next = scratch;
  const end = scratch + left;
  let leftRow = load<u32>(scratchAddress(next));
  let leftTime = load<f64>(timeAddress(leftRow));
  let rightRow = rowAt(middle);
  let rightTime = load<f64>(timeAddress(rightRow));
  // What is left of the right run stands where it belongs when the left one is used up, and the left one ends last.
  for (;;) {
    if (rightTime < leftTime) {
      store<u32>(orderAddress(from++), rightRow);
      if (++middle == to) break;
      rightRow = rowAt(middle);
      rightTime = load<f64>(timeAddress(rightRow));
    } else {
      store<u32>(orderAddress(from++), leftRow);
      if (++next == end) return true;
      leftRow = load<u32>(scratchAddress(next));
      leftTime = load<f64>(timeAddress(leftRow));
    }
  }
  for (; next < end; next++) store<u32>(orderAddress(from++), load<u32>(scratchAddress(next)));
  return true;
}
