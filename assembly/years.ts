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
  let lastStated = end;
  let inferred: u32 = 0;
  for (let row = first; row < end; row++) {
    const known = knownAt(row);
    if (known == YEAR_INFERRED) inferred++;
    else if (known != INHERITED) lastStated = row;
  }
  if (!inferred) return 0;
  if (lastStated != end) walkForwards(lastStated, end);
  walkBackwards(first, lastStated, lastStated != end ? load<f64>(timeAt(lastStated)) : NaN, reference + DAY);
  inherit(first, end);
  return inferred;
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
  let best = NaN;
  for (let row = first; row < end;) {
    const stop = min<u32>(end, (row | 0xffff) + 1);
    for (let at = timeAt(row); row < stop; row++, at += 8) {
      const time = load<f64>(at);
      if (latest ? !(time <= best) && time == time : !(time >= best) && time == time) best = time;
    }
  }
  return best;
}
