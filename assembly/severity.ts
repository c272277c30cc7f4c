// What every line of vmsyslogd begins with from ESXi 8 on, read at one go: `2025-12-11T16:43:23.314Z In(166) `.

import { levelOfCode } from './levels';
import { readUsualTime } from './times';

let level: u32 = 0;

/** The level of the last head read. */
// @ts-ignore: decorator
@inline
export function severityLevel(): u32 {
  return level;
}

/**
 * Answers where the program's name begins, or 0 when the line does not begin just so; the instant, always stated,
 * is in `parsedTime`.
 */
// @ts-ignore: decorator
@inline
export function readSeverity(p: usize, e: usize): usize {
  // The eight bytes `In(166) `: a blank and a bracket in their places, the digits as nibbles.
  const rest = load<u64>(p, 25) ^ 0x2029303030280000;
  const bad = (rest & 0xfffff0f0f0ff0000) | ((rest + 0x0000060606000000) & 0x0000f0f0f0000000);
  if ((bad | <u64>(load<u8>(p, 24) ^ 0x20)) != 0) return 0;
  if (p + 33 >= e) return 0;
  if (load<u8>(p, 33) == 0x20) return 0;
  if (!readUsualTime(p)) return 0;
  level = levelOfCode(p + 25);
  return level ? p + 33 : 0;
}
