// Parts of a line's head that are too particular for the grammar's general steps: vmacore's bracket of keys, and
// vmkernel's `cpuN:world)`, level and module.
//
// Each answers where the text goes on, or 0 when the part is not there; which fields it set is in `headFields`.

import { COMPONENT, NOTHING, OPID, PID, setField, SID, USER } from './fields';
import { ERROR, INFO, letters, levelOfDigit, levelOfWord, WARNING } from './levels';

let found: u32 = 0;
let level: u32 = 0;

/** Bit set of the fields that the last part set. */
// @ts-ignore: decorator
@inline
export function headFields(): u32 {
  return found;
}

/** The level that `readKernelText` saw. */
// @ts-ignore: decorator
@inline
export function headLevel(): u32 {
  return level;
}

// @ts-ignore: decorator
@inline
function maskOf(p: usize, a: v128, b: v128): u64 {
  const v = v128.load(p);
  return <u64>(<u32>i8x16.bitmask(v128.or(i8x16.eq(v, a), i8x16.eq(v, b))));
}

// Where `=` and `]` stand in the 64 bytes at p, those from e on left out.
// @ts-ignore: decorator
@inline
function marks(p: usize, e: usize): u64 {
  const a = i8x16.splat(0x3d);
  const b = i8x16.splat(0x5d);
  const m =
    maskOf(p, a, b) |
    (maskOf(p + 16, a, b) << 16) |
    (maskOf(p + 32, a, b) << 32) |
    (maskOf(p + 48, a, b) << 48);
  return p + 64 <= e ? m : m & ~(~(0 as u64) << ((e - p) as u64));
}

// Length of a value without what follows its first blank: ids never hold one.
function upToBlank(start: usize, n: usize): usize {
  for (let i: usize = 0; i < n; i += 16) {
    const m = i8x16.bitmask(i8x16.eq(v128.load(start + i), i8x16.splat(0x20)));
    if (m) return min(n, i + <usize>ctz(m));
  }
  return n;
}

// The field of the key that ends before the `=` at `at`, or 8 when it is no key; its length is in `keyLength`.
let keyLength: usize = 0;
// @ts-ignore: decorator
@inline
function keyBefore(at: usize): u32 {
  const w = load<u32>(at - 4);
  let field: u32 = 8;
  let n: usize = 4;
  if (w == 0x62757320) {
    field = COMPONENT;
    n = 3;
  } else if (w == 0x4449706f || w == 0x6449706f) field = OPID;
  else if (w == 0x72657375) field = USER;
  else if (w == 0x64697320) {
    field = SID;
    n = 3;
  } else if (w == 0x6d657469)
    field = NOTHING; // item
  else if (w == 0x6449726f && load<u8>(at - 5) == 0x43) {
    field = OPID; // CorId
    n = 5;
  } else if (w == 0x65746164 || w == 0x6e6f7361) {
    const head = <u32>load<u16>(at - 6); // update, reason
    if (head != 0x7075 && head != 0x6572) return 8;
    field = NOTHING;
    n = 6;
  } else return 8;
  const before = load<u8>(at - n - 1);
  if (before != 0x20 && before != 0x5b) return 8;
  keyLength = n;
  return field;
}

// @ts-ignore: decorator
@inline
function setValue(field: u32, start: usize, end: usize): void {
  let n = end - start;
  if (field == OPID || field == SID) n = upToBlank(start, n);
  setField(field, start, n);
  found |= (<u32>1) << field;
}

/** Kinds of bracket for `readKeys`. */
export const ANY_BRACKET: u32 = 1;
export const INSIDE: u32 = 2;

// Where the keys of `[Originator@6876 ` or another `[Name@number ` begin, 0 when p is no such bracket.
function originatorKeys(p: usize, e: usize): usize {
  let q = p + 1;
  while (q < e && load<u8>(q) - 0x41 < 58) q++; // letters, and the few signs between them
  if (q == p + 1 || q >= e || load<u8>(q) != 0x40) return 0;
  const number = ++q;
  while (q < e && load<u8>(q) - 48 < 10) q++;
  return q > number && q < e && load<u8>(q) == 0x20 ? q : 0;
}

/**
 * `[Originator@6876 sub=… item=… opID=… sid=… user=… update=… reason=…] `: a value runs to the next of these
 * keys, or to the first `]` before a blank or the end; in quotes, to the quote. With `ANY_BRACKET` the bracket may
 * begin with a key (`[opID=Thread-2 Class::function]`), with `INSIDE` it is open already (`… opID=…] `).
 */
export function readKeys(p: usize, e: usize, kind: u32): usize {
  found = 0;
  let at = p + 16;
  let bare = false;
  if (kind == INSIDE) at = p;
  else if (p + 4 > e || load<u8>(p) != 0x5b) return 0;
  else if (load<u64>(p) != 0x616e696769724f5b || load<u64>(p + 8) != 0x3637383640726f74) {
    at = originatorKeys(p, e);
    if (!at) {
      if (kind != ANY_BRACKET) return 0;
      at = p;
      bare = true;
    }
  }
  let field: u32 = NOTHING;
  let start: usize = at;
  while (at < e) {
    let m = marks(at, e);
    let next = at + 64;
    while (m) {
      const hit = at + <usize>ctz(m);
      m &= m - 1;
      if (load<u8>(hit) == 0x5d) {
        if (hit + 1 < e && load<u8>(hit, 1) != 0x20) continue;
        if (bare) return 0;
        setValue(field, start, hit);
        found &= 0x7f;
        return hit + 2 > e ? e : hit + 2;
      }
      const key = keyBefore(hit);
      if (key == 8) continue;
      if (bare && hit - keyLength - 1 != p) return 0;
      bare = false;
      if (hit - keyLength - 1 > start) setValue(field, start, hit - keyLength - 1);
      field = key;
      start = hit + 1;
      if (load<u8>(start) == 0x22 && start < e) {
        const close = memchr(start + 1, e, 0x22);
        if (close) {
          setValue(field, start + 1, close);
          field = NOTHING;
          start = close + 1;
          next = start;
          break;
        }
      }
    }
    at = next;
  }
  return 0;
}

function memchr(p: usize, e: usize, byte: u8): usize {
  const needle = i8x16.splat(byte);
  for (; p < e; p += 16) {
    const m = i8x16.bitmask(i8x16.eq(v128.load(p), needle));
    if (m) return p + <usize>ctz(m) < e ? p + <usize>ctz(m) : 0;
  }
  return 0;
}

/** `27:66317)` or `10:2099084 opID=a9f5cca4)`, what stands after `cpu`: the world is the pid. */
export function readCpu(p: usize, e: usize): usize {
  const digits = i8x16.lt_u(i8x16.sub(v128.load(p), i8x16.splat(48)), i8x16.splat(10));
  const others = ~(<u32>i8x16.bitmask(digits));
  const colon = <usize>ctz(others);
  const rest = others & (others - 1);
  const end = <usize>ctz(rest);
  if (colon == 0 || end >= 16 || end == colon + 1 || p + end >= e || load<u8>(p + colon) != 0x3a) return 0;
  setField(PID, p + colon + 1, end - colon - 1);
  found = 1 << PID;
  let q = p + end;
  if (load<u8>(q) == 0x29) return q + 1;
  if (load<u32>(q) != 0x49706f20 || load<u16>(q, 4) != 0x3d44 || q + 6 >= e) return 0;
  q += 6;
  const close = memchr(q, e, 0x29);
  if (!close) return 0;
  setField(OPID, q, close - q);
  found |= 1 << OPID;
  return close + 1;
}

/**
 * Looks at the text behind vmkernel's `)` without taking any of it: level by `WARNING:`, `ALERT:` and `<n>`
 * (otherwise info), module by `Name: `.
 */
export function readKernelText(p: usize, e: usize): void {
  found = 0;
  level = INFO;
  let q = p;
  const first = load<u32>(q);
  if (first == 0x4e524157 && load<u32>(q, 4) == 0x3a474e49) {
    level = WARNING;
    q += load<u8>(q, 8) == 0x20 ? 9 : 8;
  } else if (first == 0x52454c41 && load<u16>(q, 4) == 0x3a54) {
    level = ERROR;
    q += load<u8>(q, 6) == 0x20 ? 7 : 6;
  } else if ((first & 0xff00ff) == 0x3e003c && ((first >> 8) & 0xff) - 48 < 8) {
    level = levelOfDigit(((first >> 8) & 0xff) - 48);
    q += 3;
  }
  if (q >= e || ((<u32>load<u8>(q)) | 32) - 97 >= 26) return;
  const colon = i8x16.splat(0x3a);
  const blank = i8x16.splat(0x20);
  for (let at = q; at < e; at += 16) {
    const m = <u32>maskOf(at, colon, blank);
    if (!m) continue;
    const end = at + <usize>ctz(m);
    if (end >= e) return;
    if (load<u8>(end) == 0x3a) {
      if (end + 1 < e && load<u8>(end, 1) == 0x20) setModule(q, end);
    } else if (load<u8>(end, 1) == 0x28) readNativeDriver(q, end, e);
    return;
  }
}

// `vmw_ahci[00000011]` is module vmw_ahci.
function setModule(start: usize, end: usize): void {
  let n = end - start;
  if (load<u8>(end - 1) == 0x5d) {
    const open = memchr(start, end, 0x5b);
    if (open) n = open - start;
  }
  setField(COMPONENT, start, n);
  found = 1 << COMPONENT;
}

// `INFO (ne1000): …`
function readNativeDriver(p: usize, blank: usize, e: usize): void {
  const word = letters(p);
  const stated = levelOfWord(p, word);
  const close = memchr(blank, e, 0x29);
  if (!stated || p + <usize>word != blank || !close || close + 1 >= e || load<u8>(close, 1) != 0x3a) return;
  level = stated;
  setField(COMPONENT, blank + 2, close - blank - 2);
  found = 1 << COMPONENT;
}
