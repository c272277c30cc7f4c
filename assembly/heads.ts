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

// Bits of the 64 bytes at p that equal a.
// @ts-ignore: decorator
@inline
function positions(p: usize, a: v128): u64 {
  return (
    bits(i8x16.eq(v128.load(p), a)) |
    (bits(i8x16.eq(v128.load(p, 16), a)) << 16) |
    (bits(i8x16.eq(v128.load(p, 32), a)) << 32) |
    (bits(i8x16.eq(v128.load(p, 48), a)) << 48)
  );
}

// @ts-ignore: decorator
@inline
function bits(v: v128): u64 {
  return i8x16.bitmask(v) as u32 as u64;
}

// Length of a value without what follows its first blank: ids never hold one.
function upToBlank(start: usize, n: usize): usize {
  for (let i: usize = 0; i < n; i += 16) {
    const m = i8x16.bitmask(i8x16.eq(v128.load(start + i), i8x16.splat(0x20)));
    if (m) return min(n, i + <usize>ctz(m));
  }
  return n;
}

// Keys by the four bytes before their `=`, in a perfect hash of 16: u32 bytes, u8 field, u8 length of the key.
const KEY_MULTIPLIER: u32 = 0xa1d31f49;
const keys: usize = memory.data(16 * 8, 16);

function addKey(bytes: u32, field: u32, length: u32): void {
  const at = keys + ((((bytes * KEY_MULTIPLIER) >> 28) as usize) << 3);
  store<u32>(at, bytes);
  store<u8>(at, field as u8, 4);
  store<u8>(at, length as u8, 5);
}

/** To be called once before `readKeys`. */
export function prepareHeads(): void {
  store<u32>(keys, 1); // zero bytes belong to slot 0: no key, and neither is what stands there then
  addKey(0x62757320, COMPONENT, 3); // sub, with the blank before it
  addKey(0x4449706f, OPID, 4); // opID
  addKey(0x6449706f, OPID, 4); // opId
  addKey(0x6449726f, OPID, 5); // CorId
  addKey(0x64697320, SID, 3); // sid
  addKey(0x72657375, USER, 4); // user
  addKey(0x6d657469, NOTHING, 4); // item
  addKey(0x65746164, NOTHING, 6); // update
  addKey(0x6e6f7361, NOTHING, 6); // reason
}

// @ts-ignore: decorator
@inline
function setValue(field: u32, start: usize, end: usize): void {
  let n = end - start;
  if (field == OPID) n = upToBlank(start, n);
  setField(field, start, n);
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
  if (kind == INSIDE) return readValues(p, p, e, false, NOTHING);
  const other = (load<u64>(p) ^ 0x616e696769724f5b) | (load<u64>(p, 8) ^ 0x3637383640726f74);
  if (other == 0) {
    // Its first key nearly always is ` sub=`, and seldom in quotes.
    const first = (load<u64>(p, 16) & 0xffffffffff) ^ 0x3d62757320;
    if (first == 0 && load<u8>(p, 21) != 0x22) return readValues(p, p + 21, e, false, COMPONENT);
    return readValues(p, p + 16, e, false, NOTHING);
  }
  if (p + 4 > e || load<u8>(p) != 0x5b) return 0;
  const at = originatorKeys(p, e);
  if (at) return readValues(p, at, e, false, NOTHING);
  return kind == ANY_BRACKET ? readValues(p, p, e, true, NOTHING) : 0;
}

// Values from `at` on, the first that of `field`. In a bare bracket the first key must stand behind its `[` at p.
function readValues(p: usize, at: usize, e: usize, bare: bool, field: u32): usize {
  let start: usize = at;
  let seen: u32 = 0;
  while (at < e) {
    let assignments = positions(at, i8x16.splat(0x3d));
    let closes = positions(at, i8x16.splat(0x5d));
    if (e - at <= 64) {
      const inside: u64 = ~0 >> (64 - ((e - at) as u64));
      assignments &= inside;
      closes &= inside;
    }
    while (closes) {
      const behind = at + (ctz(closes) as usize) + 1;
      if (load<u8>(behind) == 0x20) break;
      if (behind == e) break;
      closes &= closes - 1;
    }
    const close = closes & (0 - closes);
    assignments &= close - 1;
    let next = at + 64;
    while (assignments) {
      const hit = at + (ctz(assignments) as usize);
      assignments &= assignments - 1;
      const w = load<u32>(hit - 4);
      const key = keys + ((((w * KEY_MULTIPLIER) >> 28) as usize) << 3);
      if (load<u32>(key) != w) continue;
      const before = hit - (load<u8>(key, 5) as usize) - 1;
      if (load<u8>(before) != 0x20) if (load<u8>(before) != 0x5b) continue;
      if (bare) {
        if (before != p) return 0;
        bare = false;
      }
      setValue(field, start, before);
      seen |= (1 as u32) << field;
      field = load<u8>(key, 4);
      start = hit + 1;
      if (load<u8>(start) != 0x22) continue;
      const quote = memchr(start + 1, e, 0x22);
      if (!quote) continue;
      setField(field, start + 1, quote - start - 1);
      seen |= (1 as u32) << field;
      field = NOTHING;
      start = quote + 1;
      next = start;
      break;
    }
    if (close && next == at + 64) {
      if (bare) return 0;
      const hit = at + (ctz(close) as usize);
      setValue(field, start, hit);
      found = (seen | ((1 as u32) << field)) & 0x7f;
      return hit + 2 > e ? e : hit + 2;
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
  if (colon == 0) return 0;
  if (end >= 16) return 0;
  if (end == colon + 1) return 0;
  if (p + end >= e) return 0;
  if (load<u8>(p + colon) != 0x3a) return 0;
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
  if (load<u64>(q) == 0x3a474e494e524157) {
    level = WARNING;
    q += load<u8>(q, 8) == 0x20 ? 9 : 8;
  } else if (first == 0x52454c41 && load<u16>(q, 4) == 0x3a54) {
    level = ERROR;
    q += load<u8>(q, 6) == 0x20 ? 7 : 6;
  } else if ((first & 0xff00ff) == 0x3e003c && ((first >> 8) & 0xff) - 48 < 8) {
    level = levelOfDigit(((first >> 8) & 0xff) - 48);
    q += 3;
  }
  if (q >= e) return;
  if (((<u32>load<u8>(q)) | 32) - 97 >= 26) return;
  const colon = i8x16.splat(0x3a);
  const blank = i8x16.splat(0x20);
  for (let at = q; at < e; at += 16) {
    const m = <u32>maskOf(at, colon, blank);
    if (!m) continue;
    const end = at + <usize>ctz(m);
    if (end >= e) return;
    if (load<u8>(end) == 0x3a) {
      if (end + 1 < e) if (load<u8>(end, 1) == 0x20) setModule(q, end);
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
