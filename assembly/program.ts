// The interpreter of line grammars: runs the steps of a program (steps.ts) over a line. A step that does not fit goes
// back to the last TRY still open, or fails the whole program.

import { delimited, find, follows } from './delimiters';
import { restoreFields, saveFields, setField } from './fields';
import { headFields, headLevel, prepareHeads, readCpu, readKernelText, readKeys } from './heads';
import { letters, levelOfWord, prepareLevels } from './levels';
import { codeLevel, codeMarks, readCode, readLetter, readSeverity, severityLevel } from './severity';
import {
  ARROW,
  ARROWED,
  ARROW_MARK,
  AT_END,
  BASIC,
  BLANKS,
  BSD,
  COMMIT,
  CONSTANT,
  CONTINUED,
  CONTINUES,
  CPU,
  DASH_IS_NONE,
  EPOCH,
  ESXI,
  FIELD,
  ISO,
  KERNEL_TEXT,
  KEYS,
  LETTER,
  LEVEL,
  LITERAL,
  MARK,
  MATCH,
  MAY_BE_EMPTY,
  PAIR,
  PEEK,
  SET_LEVEL,
  SEVERITY,
  SLASH,
  SPAN,
  TRIMMED,
  TRY,
  UNTIL,
  WITH_BLANKS,
} from './steps';
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

// Open TRYs: u32 d, u32 position, u32 fields, u32 level, f64 time, u32 known and marks, u32 message; at 32 the fields.
const TRY_BYTES: usize = 96;
const MAX_TRIES: usize = 16;
const tries: usize = memory.data(96 * 16, 16);
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

function readOtherTime(operation: u32, p: usize, e: usize): usize {
  if (operation == BSD) return readBsdTime(p, e);
  if (operation == EPOCH) return readEpochTime(p, e);
  return operation == SLASH ? readSlashTime(p, e) : readBasicTime(p, e);
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
      case KEYS: {
        q = readKeys(p, e, load<u8>(pc, 1));
        if (q) got |= headFields();
        if (!load<u8>(pc, 3)) break;
        if (!q) {
          pc += 16;
          continue;
        }
        p = q;
        pc = base + <usize>(load<u32>(pc, 4) & 0xffffff);
        if (load<u8>(pc) != MATCH) continue;
        // falls through: what follows nearly always, for which looking is dearer
      }
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
        if (end == 0) break;
        if (end >= e) break;
        if (load<u8>(end) != load<u8>(pc, 2)) break;
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
          stated = codeLevel();
          marked |= codeMarks();
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
        }
        if (!load<u8>(pc, 3)) break;
        pc = q ? base + <usize>(load<u32>(pc, 4) & 0xffffff) : pc + 16;
        if (q) p = q;
        continue;
      }
      case CONTINUED: {
        if (marked & CONTINUES) q = p;
        break;
      }
      case LETTER: {
        q = readLetter(p, e);
        if (q) {
          stated = codeLevel();
          marked |= codeMarks();
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
      case BSD:
      case EPOCH:
      case SLASH:
      case BASIC: {
        q = readOtherTime(<u32>load<u8>(pc), p, e);
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
        if (!q) {
          pc += 16;
          continue;
        }
        p = q;
        ms = parsedTime();
        how = STATED;
        stated = severityLevel();
        pc = base + <usize>(load<u32>(pc, 4) & 0xffffff);
        if (load<u8>(pc) != PAIR) continue;
        // falls through
      }
      case PAIR: {
        const first = delimited(p, v128.load8_splat(pc, 2));
        const second = p + first + 1;
        const length = delimited(second, v128.load8_splat(pc, 3));
        const n = <usize>load<u8>(pc, 7);
        // All at once, because every condition of its own costs more than to look at all.
        const short = ((first - 1) | (length - 1)) < 16;
        const ends = (load<u8>(p + first) ^ load<u8>(pc, 2)) | (load<u8>(second + length) ^ load<u8>(pc, 3));
        const fits = (<u32>short) & (<u32>(ends == 0)) & (<u32>follows(pc, second + length + 1, e, n));
        if (fits) {
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
    if (q) {
      if (follows(pc, q, e, n)) {
        p = q + n;
        pc += 16;
        continue;
      }
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
