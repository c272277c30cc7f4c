// Substring search that does not mind the case of ASCII letters.
//
// A needle is two rows of bytes, padded to a multiple of 16: a mask and a value for each byte of it. A byte of text
// fits where (byte | mask) == value: the mask is 0x20 for letters, 0 for other bytes, and 0xff (with value 0xff) in the
// padding, which so fits anything. Sixteen places at a time are tested at two bytes of the needle, the rarest two
// (workers/timeline/needle.ts), and only places where both fit are compared in full.
//
// At least 64 bytes behind the text can be read.

import { setBit } from './filter';

// @ts-ignore: decorator
@inline
function padded(length: u32): u32 {
  return (length + 15) & ~15;
}

// @ts-ignore: decorator
@inline
function fits(text: usize, needle: usize, pad: u32): bool {
  for (const end = needle + pad; needle < end; needle += 16, text += 16) {
    const folded = v128.or(v128.load(text), v128.load(needle));
    if (!v128.all_true<i8>(v128.eq<i8>(folded, v128.load(needle + pad)))) return false;
  }
  return true;
}

// First place in [at, last] where the needle fits, or 0.
function find(at: usize, last: usize, needle: usize, length: u32, probeA: u32, probeB: u32): usize {
  const pad = padded(length);
  const maskA = v128.load_splat<u8>(needle + probeA);
  const maskB = v128.load_splat<u8>(needle + probeB);
  const valueA = v128.load_splat<u8>(needle + pad + probeA);
  const valueB = v128.load_splat<u8>(needle + pad + probeB);
  while (at + 63 <= last) {
    const a = at + probeA;
    const b = at + probeB;
    const hits0 = v128.and(
      v128.eq<i8>(v128.or(v128.load(a), maskA), valueA),
      v128.eq<i8>(v128.or(v128.load(b), maskB), valueB),
    );
    const hits1 = v128.and(
      v128.eq<i8>(v128.or(v128.load(a, 16), maskA), valueA),
      v128.eq<i8>(v128.or(v128.load(b, 16), maskB), valueB),
    );
    const hits2 = v128.and(
      v128.eq<i8>(v128.or(v128.load(a, 32), maskA), valueA),
      v128.eq<i8>(v128.or(v128.load(b, 32), maskB), valueB),
    );
    const hits3 = v128.and(
      v128.eq<i8>(v128.or(v128.load(a, 48), maskA), valueA),
      v128.eq<i8>(v128.or(v128.load(b, 48), maskB), valueB),
    );
    if (v128.any_true(v128.or(v128.or(hits0, hits1), v128.or(hits2, hits3)))) {
      let places =
        (<u64>v128.bitmask<i8>(hits0)) |
        ((<u64>v128.bitmask<i8>(hits1)) << 16) |
        ((<u64>v128.bitmask<i8>(hits2)) << 32) |
        ((<u64>v128.bitmask<i8>(hits3)) << 48);
      do {
        const place = at + <usize>ctz(places);
        if (fits(place, needle, pad)) return place;
        places &= places - 1;
      } while (places);
    }
    at += 64;
  }
  for (; at <= last; at += 16) {
    let places = <u32>(
      v128.bitmask<i8>(
        v128.and(
          v128.eq<i8>(v128.or(v128.load(at + probeA), maskA), valueA),
          v128.eq<i8>(v128.or(v128.load(at + probeB), maskB), valueB),
        ),
      )
    );
    for (; places; places &= places - 1) {
      const place = at + <usize>ctz(places);
      if (place > last) return 0;
      if (fits(place, needle, pad)) return place;
    }
  }
  return 0;
}

// First newline in [at, end), or `end`.
function lineEnd(at: usize, end: usize): usize {
  const newline = i8x16.splat(10);
  for (; at < end; at += 16) {
    const places = <u32>v128.bitmask<i8>(v128.eq<i8>(v128.load(at), newline));
    if (places) return min<usize>(end, at + <usize>ctz(places));
  }
  return end;
}

// First index above `record` whose offset is beyond `offset`, less one: the record that holds the offset.
function gallop(offsets: usize, record: u32, records: u32, offset: u32): u32 {
  if (load<u32>(offsets + ((record + 1) << 2)) > offset) return record;
  let step: u32 = 1;
  let low = record + 1;
  while (low + step < records && load<u32>(offsets + ((low + step) << 2)) <= offset) {
    low += step;
    step <<= 1;
  }
  let high = min<u32>(low + step, records);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (load<u32>(offsets + (middle << 2)) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Sets in `bits`, from bit `firstBit` on, every record of the text that holds the needle whole. `offsets` are those
 * of the `records` records in the text (u32, rising) and its end after them. Returns how many were found.
 */
export function searchRecords(
  text: usize,
  needle: usize,
  length: u32,
  probeA: u32,
  probeB: u32,
  offsets: usize,
  records: u32,
  bits: usize,
  firstBit: u32,
): u32 {
  const textLength = load<u32>(offsets + (records << 2));
  let at = text + load<u32>(offsets);
  if (textLength < length || at > text + textLength - length) return 0;
  const last = text + textLength - length;
  let record: u32 = 0;
  let found: u32 = 0;
  while (at <= last) {
    const hit = find(at, last, needle, length, probeA, probeB);
    if (!hit) break;
    record = gallop(offsets, record, records, <u32>(hit - text));
    const end = text + load<u32>(offsets + ((record + 1) << 2));
    if (hit + length > end) {
      at = hit + 1; // it runs on into the next record
      continue;
    }
    setBit(bits, firstBit + record);
    found++;
    at = end;
  }
  return found;
}

let resumeAt: u32 = 0;

/** Where `searchLines` goes on: the offset to give it next, or the length of the text when it is through. */
export function searchResume(): u32 {
  return resumeAt;
}

/**
 * Writes the offsets (u32) of lines' first hits in the text from offset `from` on to `hits`: one hit per line at most,
 * `capacity` at most. Returns how many; `searchResume` tells where to go on.
 */
export function searchLines(
  text: usize,
  textLength: u32,
  from: u32,
  needle: usize,
  length: u32,
  probeA: u32,
  probeB: u32,
  hits: usize,
  capacity: u32,
): u32 {
  let found: u32 = 0;
  const end = text + textLength;
  resumeAt = textLength;
  let at = text + from;
  while (at + length <= end) {
    if (found == capacity) {
      resumeAt = <u32>(at - text);
      break;
    }
    const hit = find(at, end - length, needle, length, probeA, probeB);
    if (!hit) break;
    store<u32>(hits + (found++ << 2), <u32>(hit - text));
    at = lineEnd(hit, end) + 1;
  }
  return found;
}

/** Address of the first byte in [at, end) that is not ASCII, or `end`. */
export function firstNonAscii(at: usize, end: usize): usize {
  for (; at < end; at += 16) {
    const places = <u32>v128.bitmask<i8>(v128.load(at));
    if (places) return min<usize>(end, at + <usize>ctz(places));
  }
  return end;
}
