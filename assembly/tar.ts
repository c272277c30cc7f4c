// Tar headers, many a call: checks them, reads their numbers and gathers their names.
//
// `tarScan` fills one report in static memory. The caller copies it out before it calls anything else, so walks
// may nest (a tar in a tar) although there is only one.
//
// | at                       | type | content                                                  |
// | ------------------------ | ---- | -------------------------------------------------------- |
// | 0                        | u32  | why the scan stopped: one of STOP_*                      |
// | 4                        | u32  | offset in the range where it stopped                     |
// | 8                        | u32  | bytes of names                                           |
// | 12                       | u32  | 1 when a name holds bytes that are not ASCII             |
// | 16 + 40 * row            |      | rows, see ROW_*                                          |
// | NAMES_AT                 | u8   | names one after another: path, link target, path, …      |

const BLOCK: u32 = 512;
const MAX_ROWS: u32 = 256;
const ROW_BYTES: u32 = 40;
const ROWS_AT: u32 = 16;
const NAMES_AT: u32 = ROWS_AT + 256 * 40;
const NAME_BYTES: u32 = 32 * 1024;

// Fields of a row.
const ROW_SIZE: usize = 0; // f64, NaN when the field is no number
const ROW_MODIFIED: usize = 8; // f64, seconds, NaN when the field is no number
const ROW_AT: usize = 16; // u32, offset of the header in the range
const ROW_MODE: usize = 20; // u32
const ROW_NAME: usize = 24; // u32, offset of the path in the names
const ROW_NAME_BYTES: usize = 28; // u16
const ROW_LINK_BYTES: usize = 30; // u16, the link target follows the path
const ROW_TYPE: usize = 32; // u8, the type flag

const STOP_MORE: u32 = 0; // the range ends inside a header or an entry
const STOP_FULL: u32 = 1; // no room in the report, or as many rows as wanted
const STOP_ZEROS: u32 = 2; // a block of zeros
const STOP_BAD: u32 = 3; // a block that is no header
const STOP_SPECIAL: u32 = 4; // the last row needs a closer look

// No more than this is a size: Number.MAX_SAFE_INTEGER.
const MAX_SIZE: f64 = 9007199254740991;

const report: usize = memory.data(16 + 256 * 40 + 32 * 1024 + 64, 16);

let wide: u32 = 0;

/** Address of the report. */
export function tarReport(): usize {
  return report;
}

/**
 * Reads the headers in [from, from + length), which begins with one, stepping over the data of plain entries;
 * stops after `most` rows. Returns the number of rows.
 */
export function tarScan(from: usize, length: u32, most: u32): u32 {
  const limit = min(most, MAX_ROWS);
  let at: u32 = 0;
  let rows: u32 = 0;
  let names: u32 = 0;
  let stop = STOP_MORE;
  wide = 0;
  while (length - at >= BLOCK) {
    if (rows == limit || names > NAME_BYTES - BLOCK) {
      stop = STOP_FULL;
      break;
    }
    const header = from + at;
    const state = tarBlock(header);
    if (state != 1) {
      stop = state == 0 ? STOP_BAD : STOP_ZEROS;
      break;
    }
    const size = tarNumber(header + 124, 12);
    const type = <u32>load<u8>(header, 156);
    const row = report + ROWS_AT + rows * ROW_BYTES;
    store<f64>(row, size, ROW_SIZE);
    store<f64>(row, tarNumber(header + 136, 12), ROW_MODIFIED);
    store<u32>(row, at, ROW_AT);
    store<u32>(row, modeOf(header), ROW_MODE);
    store<u32>(row, names, ROW_NAME);
    store<u8>(row, <u8>type, ROW_TYPE);
    const path = copyPath(header, report + NAMES_AT + names);
    const link =
      type == 0x31 || type == 0x32 ? copyField(header + 157, 100, report + NAMES_AT + names + path) : 0;
    store<u16>(row, <u16>path, ROW_NAME_BYTES);
    store<u16>(row, <u16>link, ROW_LINK_BYTES);
    names += path + link;
    rows++;
    if (!isPlain(type, size)) {
      stop = STOP_SPECIAL;
      break;
    }
    const room = <f64>(length - at - BLOCK);
    if (size > room) break;
    const next = <u64>at + BLOCK + ((<u64>size + 511) & ~511);
    if (next > <u64>length) break;
    at = <u32>next;
  }
  store<u32>(report, stop);
  store<u32>(report, at, 4);
  store<u32>(report, names, 8);
  store<u32>(report, wide, 12);
  return rows;
}

/** Offset of the first block in [from, from + length) that is a header; where whole blocks end when none is. */
export function tarFind(from: usize, length: u32): u32 {
  const end = length & ~511;
  for (let at: u32 = 0; at < end; at += BLOCK) {
    if (tarBlock(from + at) == 1 && tarNumber(from + at + 124, 12) >= 0) return at;
  }
  return end;
}

/** What a block is: 0 no header, 1 a header whose checksum is right, 2 zeros. */
export function tarBlock(block: usize): u32 {
  let sums = i16x8.splat(0);
  let highs = i8x16.splat(0); // counts bytes >= 0x80, for the checksum of signed bytes that some tars wrote
  for (let i: usize = 0; i < 512; i += 64) {
    const a = v128.load(block + i);
    const b = v128.load(block + i, 16);
    const c = v128.load(block + i, 32);
    const d = v128.load(block + i, 48);
    sums = i16x8.add(sums, i16x8.extadd_pairwise_i8x16_u(a));
    sums = i16x8.add(sums, i16x8.extadd_pairwise_i8x16_u(b));
    sums = i16x8.add(sums, i16x8.extadd_pairwise_i8x16_u(c));
    sums = i16x8.add(sums, i16x8.extadd_pairwise_i8x16_u(d));
    highs = i8x16.sub(highs, i8x16.shr_s(a, 7));
    highs = i8x16.sub(highs, i8x16.shr_s(b, 7));
    highs = i8x16.sub(highs, i8x16.shr_s(c, 7));
    highs = i8x16.sub(highs, i8x16.shr_s(d, 7));
  }
  const sum = total(sums);
  if (sum == 0) return 2;
  const stated = octal(block + 148, 8);
  if (!(stated > 0)) return 0;
  // The field itself counts as blanks.
  let field: u32 = 0;
  for (let i: usize = 0; i < 8; i++) field += load<u8>(block + 148 + i);
  const unsigned = sum - field + 8 * 32;
  if (<f64>unsigned == stated) return 1;
  let fieldHighs: u32 = 0;
  for (let i: usize = 0; i < 8; i++) fieldHighs += load<u8>(block + 148 + i) >> 7;
  const high = total(i16x8.extadd_pairwise_i8x16_u(highs)) - fieldHighs;
  return <f64>(<i32>unsigned - 256 * <i32>high) == stated ? 1 : 0;
}

/** A numeric field, octal or base-256; NaN when it is neither, infinite when it is out of all bounds. */
export function tarNumber(field: usize, width: u32): f64 {
  const first = load<u8>(field);
  if (first < 0x80) return octal(field, width);
  if (first != 0x80 && first != 0xff) {
    // Base-256 has room for larger numbers; none of them means anything.
    return first & 0x40 ? -Infinity : Infinity;
  }
  const sign: u8 = first == 0xff ? 0xff : 0;
  const top = width - 8;
  for (let i: u32 = 1; i < top; i++) {
    if (load<u8>(field + i) != sign) return sign ? -Infinity : Infinity;
  }
  let value: u64 = 0;
  for (let i: u32 = top; i < width; i++) value = (value << 8) | (<u64>load<u8>(field + i));
  // A field of eight bytes has the marker in its value.
  if (top == 0) value = sign ? value : value & 0x7fffffffffffffff;
  else if (<i64>value < 0 != (sign != 0)) return sign ? -Infinity : Infinity;
  return <f64>(<i64>value);
}

// The sum of unsigned lanes.
function total(lanes: v128): u32 {
  const quads = i32x4.extadd_pairwise_i16x8_u(lanes);
  return (
    i32x4.extract_lane(quads, 0) +
    i32x4.extract_lane(quads, 1) +
    i32x4.extract_lane(quads, 2) +
    i32x4.extract_lane(quads, 3)
  );
}

// Octal digits, blanks before them, a NUL or blank behind; an empty field is 0.
function octal(field: usize, width: u32): f64 {
  const end = field + width;
  let p = field;
  while (p < end && load<u8>(p) == 0x20) p++;
  let value: u64 = 0;
  for (; p < end; p++) {
    const digit = <u32>load<u8>(p) - 0x30;
    if (digit > 7) break;
    value = (value << 3) | digit;
  }
  if (p < end) {
    const behind = load<u8>(p);
    if (behind != 0 && behind != 0x20) return NaN;
  }
  return <f64>value;
}

function modeOf(header: usize): u32 {
  const mode = tarNumber(header + 100, 8);
  return mode >= 0 && mode <= 4294967295 ? (<u32>mode) & 0xffff : 0;
}

// True when nothing but the header tells what the entry is and where it ends.
function isPlain(type: u32, size: f64): bool {
  if (!(size >= 0 && size <= MAX_SIZE)) return false;
  switch (type) {
    case 0x78: // x, X: PAX records of the next entry
    case 0x58:
    case 0x67: // g: PAX records of all that follow
    case 0x4c: // L: GNU long name
    case 0x4b: // K: GNU long link target
    case 0x53: // S: GNU sparse file
      return false;
  }
  // Links, devices and folders have no data, but some writers state a size.
  return !(type >= 0x31 && type <= 0x36) || size == 0;
}

// Copies prefix and name; returns the bytes of the path.
function copyPath(header: usize, to: usize): u32 {
  let bytes: u32 = 0;
  // GNU tar ("ustar  ") keeps other things where POSIX ("ustar\0") has the prefix.
  const posix = load<u32>(header, 257) == 0x61747375 && load<u16>(header, 261) == 0x0072;
  if (posix && load<u8>(header, 345) != 0) {
    // star ("tar\0" at the end) has a shorter prefix, with times behind it.
    const star = load<u32>(header, 508) == 0x00726174;
    bytes = copyField(header + 345, star ? 131 : 155, to);
    store<u8>(to + bytes, 0x2f);
    bytes++;
  }
  return bytes + copyField(header, 100, to + bytes);
}

// Copies a field up to its first NUL, and up to 15 bytes more; returns its length.
function copyField(field: usize, width: u32, to: usize): u32 {
  const zeros = i8x16.splat(0);
  for (let i: u32 = 0; i < width; i += 16) {
    const piece = v128.load(field + i);
    v128.store(to + i, piece);
    let end = v128.bitmask<i8>(v128.eq<i8>(piece, zeros));
    if (width - i < 16) end |= 1 << (width - i);
    const high = v128.bitmask<i8>(piece);
    if (end) {
      const length = <u32>ctz(end);
      if (high & ((1 << length) - 1)) wide = 1;
      return i + length;
    }
    if (high) wide = 1;
  }
  return width;
}
