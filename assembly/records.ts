// The record parser: text of one file in, rows of the columns out.
//
// A format (workers/formats/grammar.ts writes it) is a block of
//
//   u32 number of variants, u32 format flags, per variant u32 offset of its program | variant flags << 24
//
// with the programs behind. Files are read one after another; rows of a file are contiguous.

import {
  addRow,
  AT_COMPONENT,
  AT_FLAGS,
  AT_HOST,
  AT_LINE,
  AT_OFFSET,
  AT_OPID,
  AT_PID,
  AT_PROCESS,
  AT_SID,
  AT_USER,
  columnChunk,
  rowCount,
} from './columns';
import { COMPONENT, fieldLength, fieldStart, HOST, OPID, PID, PROCESS, SID, USER } from './fields';
import { dictionariesExhausted, intern, prepareDictionaries } from './intern';
import {
  CONTINUES,
  lineFields,
  lineKnown,
  lineLevel,
  lineMarks,
  lineTime,
  preparePrograms,
  runProgram,
} from './program';
import { INHERITED, setAssumedYear } from './times';

const JOINS_BARE_LINES: u32 = 1; // a line without head continues the record above
const OWN: u32 = 1; // a variant that tells this format from others
const DISTINCT: u32 = 2; // no line that fits this variant fits an earlier one

const NEVER: u32 = 0xffffffff;

/** Longer lines are parsed by their first part and then skipped to their end. */
const MAX_LINE: usize = 128 * 1024;
const MAX_WRAPS: u32 = 256;

let format: usize = 0;
let joinsBareLines: bool = false;
let lastProgram: usize = 0; // offset of the distinct variant that fitted last, 0 for none
let pathProcess: u32 = 0;
let offset: u32 = 0; // of the next byte in its file, modulo 2^32
let line: u32 = 0; // lines begun
let skipping: bool = false;
let chunk: usize = 0; // columns of the row written last
let rowInChunk: u32 = 0; // of the row written last
let firstRow: u32 = 0;
let lastRowOffset: u32 = 0;
let lastRowTime: f64 = NaN;
let lastRowProcess: u32 = 0;
let outOfMemory: bool = false;
const wrapRows: usize = memory.data(4 * 256, 16);
let wraps: u32 = 0;

/** Starts a file. `process` is the id its path gives, `year` that of its BSD times. False when memory is full. */
export function beginFile(formatBlock: usize, process: u32, year: i32): bool {
  if (!prepareDictionaries()) return false;
  preparePrograms();
  format = formatBlock;
  joinsBareLines = (load<u32>(format, 4) & JOINS_BARE_LINES) != 0;
  lastProgram = 0;
  pathProcess = process;
  setAssumedYear(year);
  offset = 0;
  line = 0;
  skipping = false;
  firstRow = rowCount();
  chunk = firstRow & 0xffff ? columnChunk(firstRow >> 16) : 0;
  lastRowOffset = 0;
  lastRowTime = NaN;
  lastRowProcess = 0;
  outOfMemory = false;
  wraps = 0;
  return true;
}

/** Lines begun in the file so far. */
export function fileLines(): u32 {
  return line;
}

/** Rows of the file whose offset wrapped round 2^32 before them: their number, and their address (u32 each). */
export function offsetWraps(): u32 {
  return wraps;
}
export function offsetWrapRows(): usize {
  return wrapRows;
}

// Variants in their order, the distinct one that fitted last before all others. Answers the message's start or 0.
// @ts-ignore: decorator
@inline
function readLine(p: usize, e: usize): usize {
  if (lastProgram) {
    const message = runProgram(format, lastProgram, p, e);
    if (message) return message;
  }
  return readByVariants(p, e);
}

function readByVariants(p: usize, e: usize): usize {
  const count = load<u32>(format);
  for (let i: u32 = 0; i < count; i++) {
    const variant = load<u32>(format + 8 + ((<usize>i) << 2));
    const program = <usize>(variant & 0xffffff);
    if (program == lastProgram) continue;
    const message = runProgram(format, program, p, e);
    if (message) {
      if ((variant >> 24) & DISTINCT) lastProgram = program;
      return message;
    }
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function has(fields: u32, field: u32): bool {
  return (fields & ((<u32>1) << field)) != 0;
}

// @ts-ignore: decorator
@inline
function idOf(field: u32): u32 {
  return intern(field, fieldStart(field), fieldLength(field));
}

// Length of the byte order mark of UTF-8 that a file may begin with.
function byteOrderMark(p: usize, e: usize): usize {
  return e - p >= 3 && (load<u32>(p) & 0xffffff) == 0xbfbbef ? 3 : 0;
}

// One line [p, e) without its line end; `at` is its offset in the file.
// @ts-ignore: decorator
@inline
function addLine(p: usize, e: usize, at: u32): void {
  line++;
  if (line == 1) p += byteOrderMark(p, e);
  if (load<u8>(e - 1) == 0x0d) if (e > p) e--;
  if (e - p > MAX_LINE) e = p + MAX_LINE;
  if ((load<u32>(p) & 0xffffff) == 0x3e2d2d) {
    if (joinsBareLines && e - p >= 3 && firstRow != rowCount()) return;
  }
  const head = readLine(p, e);
  if (!head) {
    if (!joinsBareLines || firstRow == rowCount()) addBareLine(at);
    return;
  }
  const fields = lineFields();
  const process = has(fields, PROCESS) ? idOf(PROCESS) : pathProcess;
  const known = lineKnown();
  const time = known == INHERITED ? lastRowTime : lineTime();
  const marks = lineMarks();
  if (marks) {
    if (firstRow != rowCount() && process == lastRowProcess) {
      if (marks & CONTINUES || lineTime() == lastRowTime) return;
    }
  }
  if (!addRecord(at, time, lineLevel() | (known << 4), process)) return;
  // A record without them has the zeros of a fresh row.
  const ids = chunk + (<usize>rowInChunk << 2);
  if (has(fields, PID)) store<u32>(ids, idOf(PID), AT_PID);
  if (has(fields, COMPONENT)) store<u32>(ids, idOf(COMPONENT), AT_COMPONENT);
  if (has(fields, OPID)) store<u32>(ids, idOf(OPID), AT_OPID);
  if (fields & ((1 << SID) | (1 << USER) | (1 << HOST))) {
    const names = chunk + (<usize>rowInChunk << 1);
    if (has(fields, SID)) store<u32>(ids, idOf(SID), AT_SID);
    if (has(fields, USER)) store<u16>(names, <u16>idOf(USER), AT_USER);
    if (has(fields, HOST)) store<u16>(names, <u16>idOf(HOST), AT_HOST);
  }
}

// A record of nothing but a line.
function addBareLine(at: u32): void {
  addRecord(at, lastRowTime, INHERITED << 4, pathProcess);
}

// The next row with what every row has; false when memory is full. It is row `rowInChunk` of `chunk`.
// @ts-ignore: decorator
@inline
function addRecord(at: u32, time: f64, flags: u32, process: u32): bool {
  const row = beginRow(at);
  if (row == NEVER) return false;
  const c = chunk;
  const i = <usize>row;
  store<f64>(c + (i << 3), time);
  store<u32>(c + (i << 2), at, AT_OFFSET);
  store<u32>(c + (i << 2), line, AT_LINE);
  store<u16>(c + (i << 1), <u16>process, AT_PROCESS);
  store<u8>(c + i, <u8>(isNaN(time) ? flags | 64 : flags), AT_FLAGS);
  rowInChunk = row;
  lastRowTime = time;
  lastRowProcess = process;
  return true;
}

// Takes the next row: its number in `chunk`, or NEVER when memory is full.
// @ts-ignore: decorator
@inline
function beginRow(at: u32): u32 {
  const row = rowCount();
  if ((row & 0xffff) == 0) {
    chunk = columnChunk(row >> 16);
    if (!chunk) {
      outOfMemory = true;
      return NEVER;
    }
  }
  if (at < lastRowOffset) noteWrap(row);
  lastRowOffset = at;
  addRow();
  return row & 0xffff;
}

function noteWrap(row: u32): void {
  if (wraps == MAX_WRAPS) return;
  store<u32>(wrapRows + ((<usize>wraps) << 2), row);
  wraps++;
}

/**
 * Parses the next bytes of the file and answers how many are done with: all but a line that has not ended yet
 * (`final`: all). Answers NEVER when memory is full. 64 bytes behind them must be readable.
 */
export function parseText(start: usize, length: u32, final: bool): u32 {
  const end = start + <usize>length;
  let from = start; // where the line begins
  if (skipping) {
    from = endOfLine(start, end);
    skipping = from == 0;
    if (skipping) {
      offset += length;
      return length;
    }
  }
  const newline = i8x16.splat(10);
  for (let p = from; p < end; p += 64) {
    let m =
      (<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(p), newline)))) |
      ((<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(p, 16), newline)))) << 16) |
      ((<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(p, 32), newline)))) << 32) |
      ((<u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(p, 48), newline)))) << 48);
    if (p + 64 > end) m &= ~(~(0 as u64) << ((end - p) as u64));
    while (m) {
      const at = p + <usize>ctz(m);
      m &= m - 1;
      addLine(from, at, offset + <u32>(from - start));
      from = at + 1;
    }
  }
  if (final && from < end) {
    addLine(from, end, offset + <u32>(from - start));
    from = end;
  } else if (end - from > MAX_LINE) {
    addLine(from, end, offset + <u32>(from - start));
    from = end;
    skipping = true;
  }
  offset += <u32>(from - start);
  return outOfMemory || dictionariesExhausted() ? NEVER : <u32>(from - start);
}

// Behind the first newline, 0 when there is none.
function endOfLine(p: usize, end: usize): usize {
  for (; p < end; p++) if (load<u8>(p) == 10) return p + 1;
  return 0;
}

/**
 * Reads one line [p, e) by a format, without columns: answers where its message begins, or 0 when it has no head.
 * What it read is in the `described…` values until the next call.
 */
export function describeLine(formatBlock: usize, p: usize, e: usize, year: i32): usize {
  preparePrograms();
  p += byteOrderMark(p, e);
  const before = setAssumedYear(year);
  const count = load<u32>(formatBlock);
  let message: usize = 0;
  for (let i: u32 = 0; i < count && !message; i++) {
    const variant = load<u32>(formatBlock + 8 + ((<usize>i) << 2));
    message = runProgram(formatBlock, <usize>(variant & 0xffffff), p, e);
  }
  setAssumedYear(before);
  return message;
}
export function describedLevel(): u32 {
  return lineLevel();
}
export function describedTime(): f64 {
  return lineTime();
}
export function describedKnown(): u32 {
  return lineKnown();
}
export function describedMarks(): u32 {
  return lineMarks();
}
/** Start of a field's text, 0 when the line has none. */
export function describedField(field: u32): usize {
  return lineFields() & ((<u32>1) << field) && fieldLength(field) ? fieldStart(field) : 0;
}
export function describedLength(field: u32): u32 {
  return <u32>fieldLength(field);
}

/**
 * How many of the lines in [p, p + length) a format knows: bits 0-15 those it alone knows, 16-31 those that any
 * format may hold, 32-47 those that carry on a record, 48-63 others. Only 65,535 lines are looked at.
 */
export function probeFormat(formatBlock: usize, p: usize, length: u32): u64 {
  preparePrograms();
  const end = p + <usize>length;
  const count = load<u32>(formatBlock);
  p += byteOrderMark(p, end);
  let own: u64 = 0;
  let common: u64 = 0;
  let carried: u64 = 0;
  let other: u64 = 0;
  while (p < end && own + common + carried + other < 65535) {
    let next = endOfLine(p, end);
    let e = next ? next - 1 : end;
    if (!next) next = end;
    if (e > p && load<u8>(e - 1) == 0x0d) e--;
    if (e > p) {
      let kind: i32 = -1;
      for (let i: u32 = 0; i < count && kind < 0; i++) {
        const variant = load<u32>(formatBlock + 8 + ((<usize>i) << 2));
        if (runProgram(formatBlock, <usize>(variant & 0xffffff), p, e)) kind = <i32>(variant >> 24);
      }
      if (kind >= 0) {
        if (lineMarks()) carried++;
        else if (kind & OWN) own++;
        else common++;
      } else if (e - p >= 3 && (load<u32>(p) & 0xffffff) == 0x3e2d2d) carried++;
      else other++;
    }
    p = next;
  }
  return own | (common << 16) | (carried << 32) | (other << 48);
}
