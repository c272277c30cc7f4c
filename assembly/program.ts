// The interpreter of line grammars. A program is a list of 16-byte steps (workers/formats/grammar.ts writes them):
//
//   u8 operation, u8 a, u8 b, u8 c, u24 d, u8 n, u64 x
//
// Where a step has n > 0, the n bytes of x must follow what the step took. A step that does not fit goes back to
// the last TRY still open, or fails the whole program.

import { restoreFields, saveFields, setField } from './fields';
import { headFields, headLevel, prepareHeads, readCpu, readKernelText, readKeys } from './heads';
import { letters, levelOfCode, levelOfLetter, levelOfWord, prepareLevels } from './levels';
import { readSeverity, severityLevel } from './severity';
import {
  INHERITED,
  parsedKnown,
  parsedTime,
  readBasicTime,
  readBsdTime,
  readEpochTime,
  readIsoTime,
  readSlashTime,
  STATED,
} from './times';

const MATCH: u32 = 0;
const LITERAL: u32 = 1; // n, x
const ISO: u32 = 2;
const LEVEL: u32 = 3; // a level word
const UNTIL: u32 = 4; // field a up to byte b, which is taken too; c: see below
const KEYS: u32 = 5; // a: which bracket
const CPU: u32 = 6;
const KERNEL_TEXT: u32 = 7; // takes nothing, always fits
const SPAN: u32 = 8; // field a: bytes of the class at d, at least one; c: see below
const ESXI: u32 = 9; // `In(166)`, `+` or `[+]`; a: 1 when the number may be missing
const TRY: u32 = 10; // d: where to go on when a step fails
const COMMIT: u32 = 11; // closes the last TRY and goes on at d
const BLANKS: u32 = 12; // any number of blanks
const ARROW: u32 = 13; // `-->` and a blank, if there: the line continues a record
const LETTER: u32 = 14; // `I125: `, or `W003+ ` which continues
const FIELD: u32 = 15; // field a is the last b bytes
const CONSTANT: u32 = 16; // field a is the b bytes at d of the program
const SET_LEVEL: u32 = 17; // a
const MARK: u32 = 18; // the message begins here
const AT_END: u32 = 19;
const BSD: u32 = 20;
const EPOCH: u32 = 21;
const SLASH: u32 = 22;
const BASIC: u32 = 23;
const PEEK: u32 = 24; // the n bytes of x follow, but are not taken
// Shortcuts: the steps behind one do the same, only slower. It goes on at d when its narrow shape fits, and else
// to the next step.
const SEVERITY: u32 = 25; // `2025-12-11T16:43:23.314Z In(166) `
const PAIR: u32 = 26; // field a & 15 up to byte b, field a >> 4 up to byte c, both short, then the n bytes of x
const ARROWED: u32 = 27; // the arrow must be there; a: 1 when the program goes on at d then, and else at the next step

// Bits of c in UNTIL and SPAN.
const WITH_BLANKS: u32 = 1; // the text may hold blanks
const DASH_IS_NONE: u32 = 2; // `-` means that there is none
const MAY_BE_EMPTY: u32 = 4;
const TRIMMED: u32 = 8; // blanks around the text are no part of it

/** Bits of `lineMarks`: how a line says that it continues the record above. */
export const CONTINUES: u32 = 1; // `+`
export const ARROW_MARK: u32 = 2; // `-->`

// Open TRYs: u32 d, u32 position, u32 fields, u32 level, f64 time, u32 known and marks, u32 message; at 32 the fields.
const TRY_BYTES: usize = 96;
const MAX_TRIES: usize = 16;
const tries: usize = memory.data(96 * 16, 16);
const lengthMasks: usize = memory.data<u64>(
  [0, 0xff, 0xffff, 0xffffff, 0xffffffff, 0xffffffffff, 0xffffffffffff, 0xffffffffffffff, -1],
  16,
);

let fields: u32 = 0;
let level: u32 = 0;
let time: f64 = NaN;
let known: u32 = INHERITED;
let marked: u32 = 0;

/** What the last successful `runProgram` read. */
// @ts-ignore: decorator
@inline
export function lineFields(): u32 {
  return fields;
}
// @ts-ignore: decorator
@inline
export function lineLevel(): u32 {
  return level;
}
// @ts-ignore: decorator
@inline
export function lineTime(): f64 {
  return time;
}
// @ts-ignore: decorator
@inline
export function lineKnown(): u32 {
  return known;
}
// @ts-ignore: decorator
@inline
export function lineMarks(): u32 {
  return marked;
}

/** To be called once before the first program runs. */
export function preparePrograms(): void {
  prepareLevels();
  prepareHeads();
}

// @ts-ignore: decorator
@inline
function follows(pc: usize, p: usize, e: usize, n: usize): bool {
  return ((load<u64>(p) ^ load<u64>(pc, 8)) & load<u64>(lengthMasks + (n << 3))) == 0 && p + n <= e;
}

// Where b stands in [p, e), or the first blank unless blanks may be; 0 when neither does.
// @ts-ignore: decorator
@inline
function find(pc: usize, p: usize, e: usize, flags: u32): usize {
  const needle = v128.load8_splat(pc, 2);
  const blank = flags & WITH_BLANKS ? needle : i8x16.splat(0x20);
  for (let at = p; at < e; at += 16) {
    const v = v128.load(at);
    const m = <u32>i8x16.bitmask(v128.or(i8x16.eq(v, needle), i8x16.eq(v, blank)));
    if (m) return at + <usize>ctz(m);
  }
  return 0;
}

// Bytes before the needle or a blank, 16 and more when neither is among the first 16.
// @ts-ignore: decorator
@inline
function delimited(p: usize, needle: v128): usize {
  const v = v128.load(p);
  return <usize>ctz(<u32>i8x16.bitmask(v128.or(i8x16.eq(v, needle), i8x16.eq(v, i8x16.splat(0x20)))));
}

// Sets a field to [p, end) as the flags say; answers its bit, or -1 when it must not be empty but is.
function setChecked(field: u32, p: usize, end: usize, flags: u32): i32 {
  let start = p;
  if (flags & TRIMMED) {
    while (start < end && load<u8>(start) == 0x20) start++;
    while (end > start && load<u8>(end - 1) == 0x20) end--;
  }
  const n = end - start;
  if (n == 0) return flags & MAY_BE_EMPTY ? 0 : -1;
  if (flags & DASH_IS_NONE && n == 1 && load<u8>(start) == 0x2d) return 0;
  setField(field, start, n);
  return 1 << field;
}

// `In(166)`, with a blank in or behind it, or without number, and the marker of a continuation.
let codeLevel: u32 = 0;
let codeMarks: u32 = 0;
function readCode(p: usize, e: usize, bare: bool): usize {
  codeLevel = levelOfCode(p);
  codeMarks = 0;
  if (!codeLevel || p + 3 > e) return 0;
  let q = p + 2;
  if (load<u8>(q) == 0x20 && load<u8>(q, 1) == 0x28) q++;
  if (load<u8>(q) != 0x28) return bare && load<u8>(q) == 0x20 ? q : 0;
  const number = ++q;
  while (q < e && load<u8>(q) - 48 < 10) q++;
  if (q == number || q >= e || load<u8>(q) != 0x29) return 0;
  q++;
  if (q < e && load<u8>(q) == 0x2b) {
    codeMarks = CONTINUES;
    q++;
  } else if (q + 3 <= e && (load<u32>(q) & 0xffffff) == 0x5d2b5b) {
    codeMarks = CONTINUES;
    q += 3;
  }
  return q;
}

// `I125: ` or `W003+ `.
function readLetter(p: usize, e: usize): usize {
  codeMarks = 0;
  codeLevel = levelOfLetter(load<u8>(p));
  if (!codeLevel) return 0;
  let q = p + 1;
  while (q < e && q < p + 5 && load<u8>(q) - 48 < 10) q++;
  if (q == p + 1 || q >= e) return 0;
  const sign = load<u8>(q);
  if (sign == 0x2b) codeMarks = CONTINUES;
  else if (sign != 0x3a) return 0;
  q++;
  if (q < e && load<u8>(q) == 0x20) q++;
  return q;
}

/**
 * Runs the program at `base + at` over the line [p, e). Answers where the message begins, or 0 when the line is
 * of another shape. 64 bytes behind the line must be readable.
 */
export function runProgram(base: usize, at: usize, p: usize, e: usize): usize {
  let pc = base + at;
  let got: u32 = 0;
  let stated: u32 = 0;
  let ms: f64 = NaN;
  let how: u32 = INHERITED;
  let top: usize = tries;
  let message: usize = 0;
  marked = 0;
  for (;;) {
    let q: usize = 0;
    switch (<u32>load<u8>(pc)) {
      case MATCH: {
        fields = got;
        level = stated;
        time = ms;
        known = how;
        return message ? message : p;
      }
      case LITERAL: {
        q = p;
        break;
      }
      case ISO: {
        q = readIsoTime(p, e);
        if (q) {
          ms = parsedTime();
          how = parsedKnown();
        }
        break;
      }
      case LEVEL: {
        const n = letters(p);
        const l = levelOfWord(p, n);
        if (l) {
          stated = l;
          q = p + <usize>n;
        }
        break;
      }
      case UNTIL: {
        const flags = <u32>load<u8>(pc, 3);
        const end = find(pc, p, e, flags);
        if (end == 0 || end >= e || load<u8>(end) != load<u8>(pc, 2)) break;
        const field = <u32>load<u8>(pc, 1);
        if (flags > WITH_BLANKS) {
          const bit = setChecked(field, p, end, flags);
          if (bit < 0) break;
          got |= bit;
        } else {
          if (end == p) break;
          setField(field, p, end - p);
          got |= (<u32>1) << field;
        }
        q = end + 1;
        break;
      }
      case KEYS: {
        q = readKeys(p, e, load<u8>(pc, 1));
        if (q) got |= headFields();
        break;
      }
      case CPU: {
        q = readCpu(p, e);
        if (q) got |= headFields();
        break;
      }
      case KERNEL_TEXT: {
        readKernelText(p, e);
        got |= headFields();
        if (!stated) stated = headLevel();
        q = p;
        break;
      }
      case SPAN: {
        const bytes = base + <usize>(load<u32>(pc, 4) & 0xffffff);
        let end = p;
        while (end < e && load<u8>(bytes + <usize>load<u8>(end))) end++;
        const bit = setChecked(<u32>load<u8>(pc, 1), p, end, <u32>load<u8>(pc, 3));
        if (bit < 0) break;
        got |= bit;
        q = end;
        break;
      }
      case ESXI: {
        q = readCode(p, e, load<u8>(pc, 1) != 0);
        if (q) {
          stated = codeLevel;
          marked |= codeMarks;
        }
        break;
      }
      case TRY: {
        if (top == tries + MAX_TRIES * TRY_BYTES) return 0;
        store<u32>(top, load<u32>(pc, 4) & 0xffffff);
        store<u32>(top, <u32>p, 4);
        store<u32>(top, got, 8);
        store<u32>(top, stated, 12);
        store<f64>(top, ms, 16);
        store<u32>(top, how | (marked << 8), 24);
        store<u32>(top, <u32>message, 28);
        saveFields(top + 32);
        top += TRY_BYTES;
        pc += 16;
        continue;
      }
      case COMMIT: {
        top -= TRY_BYTES;
        pc = base + <usize>(load<u32>(pc, 4) & 0xffffff);
        continue;
      }
      case BLANKS: {
        q = p;
        while (q < e && load<u8>(q) == 0x20) q++;
        break;
      }
      case ARROW: {
        q = p;
        if (p + 3 <= e && (load<u32>(p) & 0xffffff) == 0x3e2d2d) {
          marked |= ARROW_MARK;
          q += p + 3 < e && load<u8>(p, 3) == 0x20 ? 4 : 3;
        }
        break;
      }
      case ARROWED: {
        if (p + 3 <= e && (load<u32>(p) & 0xffffff) == 0x3e2d2d) {
          marked |= ARROW_MARK;
          q = p + (p + 3 < e && load<u8>(p, 3) == 0x20 ? 4 : 3);
          if (!load<u8>(pc, 1)) break;
          p = q;
          pc = base + <usize>(load<u32>(pc, 4) & 0xffffff);
          continue;
        }
        if (!load<u8>(pc, 1)) break;
        pc += 16;
        continue;
      }
      case LETTER: {
        q = readLetter(p, e);
        if (q) {
          stated = codeLevel;
          marked |= codeMarks;
        }
        break;
      }
      case FIELD: {
        const n = <usize>load<u8>(pc, 2);
        setField(<u32>load<u8>(pc, 1), p - n, n);
        got |= (<u32>1) << (<u32>load<u8>(pc, 1));
        q = p;
        break;
      }
      case CONSTANT: {
        setField(load<u8>(pc, 1), base + <usize>(load<u32>(pc, 4) & 0xffffff), <usize>load<u8>(pc, 2));
        got |= (<u32>1) << (<u32>load<u8>(pc, 1));
        q = p;
        break;
      }
      case SET_LEVEL: {
        stated = <u32>load<u8>(pc, 1);
        q = p;
        break;
      }
      case MARK: {
        message = p;
        q = p;
        break;
      }
      case AT_END: {
        if (p == e) q = p;
        break;
      }
      case BSD: {
        q = readBsdTime(p, e);
        if (q) {
          ms = parsedTime();
          how = parsedKnown();
        }
        break;
      }
      case EPOCH: {
        q = readEpochTime(p, e);
        if (q) {
          ms = parsedTime();
          how = parsedKnown();
        }
        break;
      }
      case SLASH: {
        q = readSlashTime(p, e);
        if (q) {
          ms = parsedTime();
          how = parsedKnown();
        }
        break;
      }
      case BASIC: {
        q = readBasicTime(p, e);
        if (q) {
          ms = parsedTime();
          how = parsedKnown();
        }
        break;
      }
      case PEEK: {
        if (!follows(pc, p, e, <usize>load<u8>(pc, 7))) break;
        pc += 16;
        continue;
      }
      case SEVERITY: {
        q = readSeverity(p, e);
        if (q) {
          p = q;
          ms = parsedTime();
          how = STATED;
          stated = severityLevel();
          pc = base + <usize>(load<u32>(pc, 4) & 0xffffff);
          continue;
        }
        pc += 16;
        continue;
      }
      case PAIR: {
        const first = delimited(p, v128.load8_splat(pc, 2));
        const second = p + first + 1;
        const length = delimited(second, v128.load8_splat(pc, 3));
        const n = <usize>load<u8>(pc, 7);
        // All at once, because every condition of its own costs more than to look at all.
        const short = ((first - 1) | (length - 1)) < 16;
        const ends = (load<u8>(p + first) ^ load<u8>(pc, 2)) | (load<u8>(second + length) ^ load<u8>(pc, 3));
        if (short && ends == 0 && follows(pc, second + length + 1, e, n)) {
          const a = <u32>load<u8>(pc, 1);
          setField(a & 15, p, first);
          setField(a >> 4, second, length);
          got |= ((<u32>1) << (a & 15)) | ((<u32>1) << (a >> 4));
          p = second + length + 1 + n;
          pc = base + <usize>(load<u32>(pc, 4) & 0xffffff);
          continue;
        }
        pc += 16;
        continue;
      }
      default:
        return 0;
    }
    const n = <usize>load<u8>(pc, 7);
    if (q != 0 && follows(pc, q, e, n)) {
      p = q + n;
      pc += 16;
      continue;
    }
    if (top == tries) return 0;
    top -= TRY_BYTES;
    pc = base + <usize>load<u32>(top);
    p = <usize>load<u32>(top, 4);
    got = load<u32>(top, 8);
    stated = load<u32>(top, 12);
    ms = load<f64>(top, 16);
    how = load<u32>(top, 24) & 0xff;
    marked = load<u32>(top, 24) >> 8;
    message = <usize>load<u32>(top, 28);
    restoreFields(top + 32);
  }
  return 0;
}
