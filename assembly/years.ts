// Times of a file after it is read: years for those printed without one, and the span they cover.

import { AT_FLAGS, columnChunk } from './columns';
import { INHERITED, inYear, YEAR_INFERRED, yearOf } from './times';

const DAY: f64 = 86400000;
const HALF_A_YEAR: f64 = 182.5 * DAY;

// @ts-ignore: decorator
@inline
function timeAt(row: u32): usize {
  return columnChunk(row >> 16) + ((<usize>(row & 0xffff)) << 3);
}

function knownAt(row: u32): u32 {
  return ((<u32>load<u8>(columnChunk(row >> 16) + <usize>(row & 0xffff), AT_FLAGS)) >> 4) & 3;
}

/**
 * Gives times that were printed without a year the right one, in the rows [first, end). Walking backwards from a
 * time with a year, or else from `reference` (ms; when the file was written) and a day, a jump forward of more
 * than half a year means the year before; rows behind the last time with a year are walked forwards from it.
 * Answers how many rows have such times.
 */
export function fixYears(first: u32, end: u32, reference: f64): u32 {
  if (!anyInferred(first, end)) return 0;
  let lastStated = end;
  let inferred: u32 = 0;
  for (let row = first; row < end; row++) {
    const known = knownAt(row);
    if (known == YEAR_INFERRED) inferred++;
    else if (known != INHERITED) lastStated = row;
  }
  if (lastStated != end) walkForwards(lastStated, end);
  walkBackwards(first, lastStated, lastStated != end ? load<f64>(timeAt(lastStated)) : NaN, reference + DAY);
  inherit(first, end);
  return inferred;
}

// Most files have no such time, which 16 flags at once show.
function anyInferred(first: u32, end: u32): bool {
  const known = i8x16.splat(0x30);
  const inferred = i8x16.splat(<i8>(YEAR_INFERRED << 4));
  for (let row = first; row < end;) {
    const stop = min<u32>(end, (row | 0xffff) + 1);
    let at = columnChunk(row >> 16) + <usize>(row & 0xffff);
    for (; row + 16 <= stop; row += 16, at += 16) {
      if (v128.any_true(i8x16.eq(v128.and(v128.load(at, AT_FLAGS), known), inferred))) return true;
    }
    for (; row < stop; row++) if (knownAt(row) == YEAR_INFERRED) return true;
  }
  return false;
}

function walkForwards(stated: u32, end: u32): void {
  let before = load<f64>(timeAt(stated));
  for (let row = stated + 1; row < end; row++) {
    if (knownAt(row) != YEAR_INFERRED) continue;
    const year = yearOf(before);
    let time = inYear(load<f64>(timeAt(row)), year);
    if (time < before - HALF_A_YEAR) time = inYear(time, year + 1);
    store<f64>(timeAt(row), time);
    before = time;
  }
}

function walkBackwards(first: u32, end: u32, after: f64, latest: f64): void {
  for (let row = end; row > first;) {
    row--;
    const known = knownAt(row);
    const at = timeAt(row);
    if (known == YEAR_INFERRED) {
      const near = isNaN(after) ? latest : after;
      const year = yearOf(near);
      let time = inYear(load<f64>(at), year);
      if (isNaN(after) ? time > latest : time > after + HALF_A_YEAR) time = inYear(time, year - 1);
      store<f64>(at, time);
      after = time;
    } else if (known != INHERITED) after = load<f64>(at);
  }
}

function inherit(first: u32, end: u32): void {
  let before = NaN;
  for (let row = first; row < end; row++) {
    if (knownAt(row) == INHERITED) store<f64>(timeAt(row), before);
    else before = load<f64>(timeAt(row));
  }
}

/** Earliest (`latest` false) or latest instant of the rows [first, end); NaN when none has one. */
export function fileTimeSpan(first: u32, end: u32, latest: bool): f64 {
  const none = latest ? -Infinity : Infinity;
  let pair = f64x2.splat(none);
  let best = none;
  for (let row = first; row < end;) {
    const stop = min<u32>(end, (row | 0xffff) + 1);
    let at = timeAt(row);
    // The pseudo-minimum keeps its first value when the second is no number.
    for (; row + 2 <= stop; row += 2, at += 16) {
      const times = v128.load(at);
      pair = latest ? f64x2.pmax(pair, times) : f64x2.pmin(pair, times);
    }
    if (row < stop) {
      const time = load<f64>(at);
      if (latest ? time > best : time < best) best = time;
      row = stop;
    }
  }
  for (let lane: u8 = 0; lane < 2; lane++) {
    const time = lane ? f64x2.extract_lane(pair, 1) : f64x2.extract_lane(pair, 0);
    if (latest ? time > best : time < best) best = time;
  }
  return best == none ? NaN : best;
}
