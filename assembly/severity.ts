// Severities: ESXi 8's code behind the time, vmware.log's letter.

import { levelOfCode, levelOfLetter } from './levels';
import { CONTINUES } from './steps';
import { readUsualTime } from './times';

let level: u32 = 0;

let stated: u32 = 0;
let marks: u32 = 0;

/** Level and marker that `readCode` or `readLetter` read. */
// @ts-ignore: decorator
@inline
export function codeLevel(): u32 {
  return stated;
}
// @ts-ignore: decorator
@inline
export function codeMarks(): u32 {
  return marks;
}

/** The level of the last head read. */
// @ts-ignore: decorator
@inline
export function severityLevel(): u32 {
  return level;
}

/**
 * What a line of vmsyslogd begins with from ESXi 8 on, at one go: `2025-12-11T16:43:23.314Z In(166) `.
 * Answers where the program's name begins, or 0 when the line does not begin just so; the instant, always stated,
 * is in `parsedTime`.
 */
// @ts-ignore: decorator
@inline
export function readSeverity(p: usize, e: usize): usize {
  // The eight bytes `In(166) `: a blank and a bracket in their places, the digits as nibbles.
  const rest = load<u64>(p, 25) ^ 0x2029303030280000;
  const bad = (rest & 0xfffff0f0f0ff0000) | ((rest + 0x0000060606000000) & 0x0000f0f0f0000000);
  if ((bad | (<u64>(load<u8>(p, 24) ^ 0x20))) != 0) return 0;
  if (p + 33 >= e) return 0;
  if (load<u8>(p, 33) == 0x20) return 0;
  if (!readUsualTime(p)) return 0;
  level = levelOfCode(p + 25);
  return level ? p + 33 : 0;
}

/**
 * `In(166)`, with a blank in or behind it, or without number (`bare`), and the marker of a continuation. Answers where
 * the text goes on, or 0.
 */
export function readCode(p: usize, e: usize, bare: bool): usize {
  stated = levelOfCode(p);
  marks = 0;
  if (!stated || p + 3 > e) return 0;
  let q = p + 2;
  if (load<u8>(q) == 0x20 && load<u8>(q, 1) == 0x28) q++;
  if (load<u8>(q) != 0x28) return bare && load<u8>(q) == 0x20 ? q : 0;
  const number = ++q;
  while (q < e && load<u8>(q) - 48 < 10) q++;
  if (q == number || q >= e || load<u8>(q) != 0x29) return 0;
  q++;
  if (q < e && load<u8>(q) == 0x2b) {
    marks = CONTINUES;
    q++;
  } else if (q + 3 <= e && (load<u32>(q) & 0xffffff) == 0x5d2b5b) {
    marks = CONTINUES;
    q += 3;
  }
  return q;
}

/** `I125: ` or `W003+ `, likewise. */
export function readLetter(p: usize, e: usize): usize {
  marks = 0;
  stated = levelOfLetter(load<u8>(p));
  if (!stated) return 0;
  let q = p + 1;
  while (q < e && q < p + 5 && load<u8>(q) - 48 < 10) q++;
  if (q == p + 1 || q >= e) return 0;
  const sign = load<u8>(q);
  if (sign == 0x2b) marks = CONTINUES;
  else if (sign != 0x3a) return 0;
  q++;
  if (q < e && load<u8>(q) == 0x20) q++;
  return q;
}
