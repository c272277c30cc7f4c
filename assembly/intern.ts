// String dictionaries: one per interned column. Equal strings get one id; id 0 is "none".
//
// Each dictionary is an open-addressing hash table of (hash, entry) pairs that grows by doubling, an array
// id -> entry, and entries in arena chunks. A dictionary whose column is u16 gives the id 65,535, whose text is
// an ellipsis, to every string past the 65,534th.
//
// entry: u32 id, u32 length, then the bytes padded with zeros to a multiple of 16.

import { allocate, release } from './memory';

export const DICTIONARIES: u32 = 7;

/** Longer strings are cut. */
export const MAX_STRING: u32 = 4096;

const OVERFLOW_ID: u32 = 65535;
const FIRST_TABLE: u32 = 256;
const SPARSE_TABLE: u32 = 32768; // up to this size at most a quarter full, which saves probing; then half
const FIRST_IDS: u32 = 128;
const FIRST_ARENA: u32 = 4096;
const LARGEST_ARENA: u32 = 1 << 20;

// One dictionary, 64 bytes.
const TABLE: usize = 0; // address of the slots, 8 bytes each: hash, entry
const SHIFT: usize = 4; // 32 - log2 of their number
const COUNT: usize = 8; // ids in use, 0 included
const IDS: usize = 12; // address of the entries by id
const IDS_CAPACITY: usize = 16;
const ARENA: usize = 20; // where the next entry goes
const ARENA_END: usize = 24;
const CHUNK: usize = 28; // newest arena chunk: u32 the one before, u32 its size, 8 bytes unused
const LIMITED: usize = 32; // 1 when ids must fit in 16 bits
const TEXT_BYTES: usize = 36;

const dictionaries: usize = memory.data(64 * 7, 64);
// 16 bytes 0xff then 16 bytes 0: loading at 16 - n gives a mask of the first n bytes.
const masks: usize = memory.data<u64>([-1, -1, 0, 0], 16);
const ellipsis: usize = memory.data<u8>([0xe2, 0x80, 0xa6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 16);
let exhausted: bool = false;

// @ts-ignore: decorator
@inline
function dictionary(index: u32): usize {
  return dictionaries + ((<usize>index) << 6);
}

// @ts-ignore: decorator
@inline
function firstBytes(p: usize, n: usize): v128 {
  return v128.and(v128.load(p), v128.load(masks + 16 - n));
}

// @ts-ignore: decorator
@inline
function mix(v: v128, h: u64): u64 {
  const low = (i64x2.extract_lane(v, 0) ^ h) * 0x9e3779b97f4a7c15;
  const high = i64x2.extract_lane(v, 1) * 0xc2b2ae3d27d4eb4f;
  return (low ^ rotl<u64>(high, 32)) * 0xff51afd7ed558ccd;
}

function hashLong(p: usize, n: usize): u32 {
  let h: u64 = n;
  const last = p + ((n - 1) & ~15);
  for (; p < last; p += 16) {
    h = mix(v128.load(p), h);
    h ^= h >> 32;
  }
  return <u32>(mix(firstBytes(last, ((n - 1) & 15) + 1), h) >> 32);
}

function equalLong(entry: usize, p: usize, n: usize): bool {
  let at = entry + 8;
  const last = p + ((n - 1) & ~15);
  for (; p < last; p += 16, at += 16) {
    if (v128.any_true(v128.xor(v128.load(p), v128.load(at)))) return false;
  }
  return !v128.any_true(v128.xor(firstBytes(last, ((n - 1) & 15) + 1), v128.load(at)));
}

/** Makes the dictionaries ready for `intern`; false when there is no memory for it. */
export function prepareDictionaries(): bool {
  for (let i: u32 = 0; i < DICTIONARIES; i++) {
    const d = dictionary(i);
    if (!load<u32>(d, TABLE) && !start(d)) return false;
  }
  return true;
}

// Per dictionary the addresses of 1,024 entries asked for lately, by a hash that costs one multiplication. An empty
// place is 0: nothing is stored there, so no string has the length found at 4.
const RECENT: usize = 1024;
const recent: usize = memory.data(4 * 1024 * 7, 64);

// @ts-ignore: decorator
@inline
function recentPlace(index: u32, key: u64): usize {
  return recent + (<usize>index) * (RECENT * 4) + (((<usize>((key * 0x9e3779b97f4a7c15) >> 54)) << 2) as usize);
}

/**
 * The id of the n bytes at p, made when missing; 0 for an empty string. 16 bytes behind them must be readable,
 * and `prepareDictionaries` must have been called.
 */
// @ts-ignore: decorator
@inline
export function intern(index: u32, p: usize, n: usize): u32 {
  if (n - 1 >= 16) return n ? internLong(index, p, n) : 0;
  const v = firstBytes(p, n);
  const place = recentPlace(index, i64x2.extract_lane(v, 0) + n);
  const entry = <usize>load<u32>(place);
  if (load<u32>(entry, 4) == <u32>n) {
    if (!v128.any_true(v128.xor(v, v128.load(entry, 8)))) return load<u32>(entry);
  }
  return internNew(index, p, n, <u32>(mix(v, n) >> 32), place);
}

function internLong(index: u32, p: usize, n: usize): u32 {
  if (n > <usize>MAX_STRING) n = <usize>MAX_STRING;
  // Such strings differ at their ends: paths, and ids behind a name.
  const place = recentPlace(index, (load<u64>(p) ^ load<u64>(p + n - 8)) + n);
  const entry = <usize>load<u32>(place);
  if (load<u32>(entry, 4) == <u32>n && equalLong(entry, p, n)) return load<u32>(entry);
  return internNew(index, p, n, hashLong(p, n), place);
}

function internNew(index: u32, p: usize, n: usize, h: u32, place: usize): u32 {
  const id = find(dictionary(index), p, n, h);
  const entry = dictionaryEntry(index, id);
  // The overflow's entry holds another text than was asked for.
  if (entry && load<u32>(entry, 4) == <u32>n && equalLong(entry, p, n)) store<u32>(place, <u32>entry);
  return id;
}

function find(d: usize, p: usize, n: usize, h: u32): u32 {
  const table = <usize>load<u32>(d, TABLE);
  const shift = load<u32>(d, SHIFT);
  const slots = (<u32>1) << (32 - shift);
  let i = h >> shift;
  for (;;) {
    const slot = load<u64>(table + ((<usize>i) << 3));
    if (slot == 0) break;
    if (<u32>slot == h) {
      const entry = <usize>(slot >> 32);
      if (load<u32>(entry, 4) == <u32>n && equalLong(entry, p, n)) return load<u32>(entry);
    }
    i = (i + 1) & (slots - 1);
  }
  return insert(d, p, n, h, table + ((<usize>i) << 3));
}

function insert(d: usize, p: usize, n: usize, h: u32, slot: usize): u32 {
  const id = load<u32>(d, COUNT);
  if (load<u32>(d, LIMITED) && id >= OVERFLOW_ID) return overflow(d);
  if (id + 1 >= (<u32>1) << (32 - load<u32>(d, SHIFT))) return 0; // it could not grow: one slot must stay free
  const entry = makeEntry(d, id, p, n);
  if (!entry) return 0;
  store<u64>(slot, (<u64>h) | ((<u64>entry) << 32));
  const slots: u32 = 1 << (32 - load<u32>(d, SHIFT));
  if (id * (slots <= SPARSE_TABLE ? 4 : 2) > slots) grow(d);
  return id;
}

// A new entry at the end of the arena, known under `id`.
function makeEntry(d: usize, id: u32, p: usize, n: usize): usize {
  const bytes: u32 = 8 + ((<u32>n + 15) & ~15);
  if (load<u32>(d, ARENA_END) - load<u32>(d, ARENA) < bytes && !newChunk(d, bytes)) return 0;
  if (id >= load<u32>(d, IDS_CAPACITY) && !growIds(d, id + 1)) return 0;
  const entry = <usize>load<u32>(d, ARENA);
  store<u32>(d, <u32>entry + bytes, ARENA);
  store<u32>(entry, id);
  store<u32>(entry, <u32>n, 4);
  v128.store(entry + <usize>bytes - 16, i64x2(0, 0));
  memory.copy(entry + 8, p, n);
  store<u32>(<usize>load<u32>(d, IDS) + ((<usize>id) << 2), <u32>entry);
  store<u32>(d, id + 1, COUNT);
  store<u32>(d, load<u32>(d, TEXT_BYTES) + <u32>n, TEXT_BYTES);
  return entry;
}

function overflow(d: usize): u32 {
  if (load<u32>(d, COUNT) == OVERFLOW_ID && !makeEntry(d, OVERFLOW_ID, ellipsis, 3)) return 0;
  return OVERFLOW_ID;
}

function start(d: usize): bool {
  const table = allocate(FIRST_TABLE * 8);
  const ids = allocate(FIRST_IDS * 4);
  if (!table || !ids) return fail();
  memory.fill(table, 0, FIRST_TABLE * 8);
  store<u32>(d, <u32>table, TABLE);
  store<u32>(d, 32 - 8, SHIFT);
  store<u32>(d, 1, COUNT);
  store<u32>(ids, 0);
  store<u32>(d, <u32>ids, IDS);
  store<u32>(d, FIRST_IDS, IDS_CAPACITY);
  const index = <u32>((d - dictionaries) >> 6);
  store<u32>(d, index == 0 || index >= 5 ? 1 : 0, LIMITED); // process, user, host
  return true;
}

function fail(): bool {
  exhausted = true;
  return false;
}

function newChunk(d: usize, atLeast: u32): bool {
  const before = <usize>load<u32>(d, CHUNK);
  let size = before ? load<u32>(before, 4) * 2 : FIRST_ARENA;
  if (size > LARGEST_ARENA) size = LARGEST_ARENA;
  while (size < atLeast + 16) size *= 2;
  const chunk = allocate(size);
  if (!chunk) return fail();
  store<u32>(chunk, <u32>before);
  store<u32>(chunk, size, 4);
  store<u32>(d, <u32>chunk, CHUNK);
  store<u32>(d, <u32>chunk + 16, ARENA);
  store<u32>(d, <u32>chunk + size, ARENA_END);
  return true;
}

function growIds(d: usize, atLeast: u32): bool {
  const have = load<u32>(d, IDS_CAPACITY);
  let capacity = have * 2;
  while (capacity < atLeast) capacity *= 2;
  const ids = allocate(capacity * 4);
  if (!ids) return fail();
  memory.copy(ids, <usize>load<u32>(d, IDS), have * 4);
  release(<usize>load<u32>(d, IDS), have * 4);
  store<u32>(d, <u32>ids, IDS);
  store<u32>(d, capacity, IDS_CAPACITY);
  return true;
}

// Doubles the hash table. When there is no room the old one stays: slower, but right while it has a free slot.
function grow(d: usize): void {
  const old = <usize>load<u32>(d, TABLE);
  const shift = load<u32>(d, SHIFT);
  const slots = (<usize>1) << (32 - shift);
  const table = allocate(<u32>slots * 16);
  if (!table) {
    exhausted = true;
    return;
  }
  memory.fill(table, 0, slots * 16);
  const mask = slots * 2 - 1;
  for (let at = old, end = old + slots * 8; at < end; at += 8) {
    const slot = load<u64>(at);
    if (slot == 0) continue;
    let i = <usize>((<u32>slot) >> (shift - 1));
    while (load<u64>(table + (i << 3))) i = (i + 1) & mask;
    store<u64>(table + (i << 3), slot);
  }
  release(old, <u32>slots * 8);
  store<u32>(d, <u32>table, TABLE);
  store<u32>(d, shift - 1, SHIFT);
}

/** True once memory did not suffice for a dictionary. */
export function dictionariesExhausted(): bool {
  return exhausted;
}

/** `intern` for callers outside the kernel. */
export function internString(index: u32, p: usize, n: u32): u32 {
  return prepareDictionaries() ? intern(index, p, n) : 0;
}

/** Ids in use, 0 included. */
export function dictionarySize(index: u32): u32 {
  const count = load<u32>(dictionary(index), COUNT);
  return count ? count : 1;
}

/** Address of the entry of an id (u32 id, u32 length, bytes), 0 for id 0 and for ids that are not in use. */
export function dictionaryEntry(index: u32, id: u32): usize {
  if (id == 0 || id >= dictionarySize(index)) return 0;
  return <usize>load<u32>(<usize>load<u32>(dictionary(index), IDS) + ((<usize>id) << 2));
}

/** Forgets every string of every dictionary. */
export function clearDictionaries(): void {
  for (let i: u32 = 0; i < DICTIONARIES; i++) {
    const d = dictionary(i);
    if (!load<u32>(d, TABLE)) continue;
    release(<usize>load<u32>(d, TABLE), (<u32>8) << (32 - load<u32>(d, SHIFT)));
    release(<usize>load<u32>(d, IDS), load<u32>(d, IDS_CAPACITY) * 4);
    for (let chunk = <usize>load<u32>(d, CHUNK); chunk;) {
      const before = <usize>load<u32>(chunk);
      release(chunk, load<u32>(chunk, 4));
      chunk = before;
    }
    memory.fill(d, 0, 64);
  }
  memory.fill(recent, 0, RECENT * 4 * <usize>DICTIONARIES);
  exhausted = false;
}

// @ts-ignore: decorator
@inline
function lower(c: u32): u32 {
  return c - 65 < 26 ? c | 32 : c;
}

// Whole text against a pattern in lower case, `*` for any run of bytes; ASCII letters compare without case.
function matchesGlob(p: usize, e: usize, pattern: usize, patternEnd: usize): bool {
  let star: usize = 0;
  let resume: usize = 0;
  while (p < e) {
    const c = pattern < patternEnd ? load<u8>(pattern) : 0;
    if (pattern < patternEnd && c == 0x2a) {
      star = ++pattern;
      resume = p;
    } else if (pattern < patternEnd && c == lower(load<u8>(p))) {
      pattern++;
      p++;
    } else if (star) {
      pattern = star;
      p = ++resume;
    } else return false;
  }
  while (pattern < patternEnd && load<u8>(pattern) == 0x2a) pattern++;
  return pattern == patternEnd;
}

/** Writes one byte per id to `out` (`dictionarySize` bytes): 1 where the text matches the lower-case pattern. */
export function matchDictionary(index: u32, pattern: usize, n: u32, out: usize): void {
  const size = dictionarySize(index);
  store<u8>(out, 0);
  for (let id: u32 = 1; id < size; id++) {
    const entry = dictionaryEntry(index, id);
    const text = entry + 8;
    const matches = matchesGlob(text, text + <usize>load<u32>(entry, 4), pattern, pattern + <usize>n);
    store<u8>(out + <usize>id, matches ? 1 : 0);
  }
}

/** Bytes that `writeDictionaries` needs. */
export function storedDictionaryBytes(): u32 {
  let bytes: u32 = 0;
  for (let i: u32 = 0; i < DICTIONARIES; i++) {
    bytes += 4 + (dictionarySize(i) - 1) * 2 + load<u32>(dictionary(i), TEXT_BYTES);
  }
  return bytes;
}

/** Per dictionary: u32 number of strings, then each as u16 length and bytes, in the order of their ids. */
export function writeDictionaries(out: usize): void {
  for (let i: u32 = 0; i < DICTIONARIES; i++) {
    const size = dictionarySize(i);
    store<u32>(out, size - 1);
    out += 4;
    for (let id: u32 = 1; id < size; id++) {
      const entry = dictionaryEntry(i, id);
      const n = load<u32>(entry, 4);
      store<u16>(out, <u16>n);
      memory.copy(out + 2, entry + 8, n);
      out += 2 + n;
    }
  }
}

/** Replaces all dictionaries by stored ones (16 bytes behind them readable); false, and empty, when damaged. */
export function readDictionaries(p: usize, length: u32): bool {
  clearDictionaries();
  const e = p + <usize>length;
  for (let i: u32 = 0; i < DICTIONARIES; i++) {
    if (p + 4 > e) return damaged();
    const count = load<u32>(p);
    p += 4;
    for (let id: u32 = 1; id <= count; id++) {
      if (p + 2 > e) return damaged();
      const n = <usize>load<u16>(p);
      if (n > <usize>MAX_STRING || p + 2 + n > e) return damaged();
      if (internString(i, p + 2, <u32>n) != id) return damaged();
      p += 2 + n;
    }
  }
  return p == e ? true : damaged();
}

function damaged(): bool {
  clearDictionaries();
  return false;
}
