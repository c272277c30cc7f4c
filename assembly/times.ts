// Instants as they stand in logs: ISO 8601 and its relatives, BSD syslog without a year, seconds since 1970.
//
// A parser answers where the text goes on, or 0 when there is no time at `p`; what it read is in `parsedTime` and
// `parsedKnown`. Lines of one minute are many, so the first 16 bytes are compared with the last line's.

export const STATED: u32 = 0;
export const ZONE_ASSUMED: u32 = 1;
export const YEAR_INFERRED: u32 = 2;
export const INHERITED: u32 = 3;

const DAY: f64 = 86400000;

let time: f64 = NaN;
let known: u32 = INHERITED;
let minuteText: v128 = i64x2(0, 0);
let minuteStart: f64 = 0;
let assumedYear: i32 = 2000;

/** Milliseconds since 1970 UTC of the last time read. */
// @ts-ignore: decorator
@inline
export function parsedTime(): f64 {
  return time;
}

/** How the last time read is known. */
// @ts-ignore: decorator
@inline
export function parsedKnown(): u32 {
  return known;
}

/** Sets the year that BSD times are read in, and answers the one before. */
export function setAssumedYear(year: i32): i32 {
  const before = assumedYear;
  assumedYear = year;
  return before;
}

// @ts-ignore: decorator
@inline
function isDigit(c: u32): bool {
  return c - 48 < 10;
}

// Two digits as a number; 256 or more when one of them is none.
// @ts-ignore: decorator
@inline
function two(p: usize): i32 {
  const a = <u32>load<u8>(p) - 48;
  const b = <u32>load<u8>(p, 1) - 48;
  return a < 10 && b < 10 ? <i32>(a * 10 + b) : 256;
}

/** Days from 1970-01-01 to a civil date. */
export function daysFromCivil(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = (y >= 0 ? y : y - 399) / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

/** Year of a day counted from 1970-01-01, with month and day packed as year * 512 + month * 32 + day. */
export function civilFromDays(days: i32): i32 {
  const z = days + 719468;
  const era = (z >= 0 ? z : z - 146096) / 146097;
  const dayOfEra = z - era * 146097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const shifted = (5 * dayOfYear + 2) / 153;
  const day = dayOfYear - (153 * shifted + 2) / 5 + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return year * 512 + month * 32 + day;
}

function isLeap(year: i32): bool {
  return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
}

// Reads `YYYY-MM-DD?HH:MM` (the separator is T or a blank) and remembers it.
function newMinute(p: usize): bool {
  const v = v128.load(p);
  const separators = i8x16(0, 0, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0);
  const digits = i8x16.lt_u(i8x16.sub(v, i8x16.splat(48)), i8x16.splat(10));
  if (!i8x16.all_true(v128.or(digits, separators))) return false;
  const between = load<u8>(p, 10);
  if (load<u8>(p, 4) != 0x2d || load<u8>(p, 7) != 0x2d || load<u8>(p, 13) != 0x3a) return false;
  if (between != 0x54 && between != 0x20) return false;
  const month = two(p + 5);
  const day = two(p + 8);
  const hour = two(p + 11);
  const minute = two(p + 14);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59) return false;
  const days = daysFromCivil(two(p) * 100 + two(p + 2), month, day);
  minuteStart = <f64>days * DAY + <f64>(hour * 60 + minute) * 60000;
  minuteText = v;
  return true;
}

/**
 * Whether `2018-07-05T21:06:22.793Z` stands at p, in the minute of the last time read, and what it says; 24 bytes
 * must be there.
 */
// @ts-ignore: decorator
@inline
export function readUsualTime(p: usize): bool {
  if (v128.any_true(v128.xor(v128.load(p), minuteText))) return false;
  // What is left is `:SS.mmmZ`: all of it in one word, digits as nibbles.
  const tail = load<u64>(p, 16) ^ 0x5a3030302e30303a;
  const bad = (tail & 0xfff0f0f0fff0f0ff) | ((tail + 0x0006060600060600) & 0x00f0f0f000f0f000);
  if (bad != 0) return false;
  if ((tail & 0xff00) > 0x500) return false;
  const low = <u32>(tail >> 8);
  const high = <u32>(tail >> 32);
  const seconds = (low & 15) * 10 + ((low >> 8) & 15);
  const fraction = (high & 15) * 100 + ((high >> 8) & 15) * 10 + ((high >> 16) & 15);
  time = minuteStart + <f64>(seconds * 1000 + fraction);
  known = STATED;
  return true;
}

/** `2018-07-05T21:06:22.793Z` and every relative of it: see `readIsoTail`. */
// @ts-ignore: decorator
@inline
export function readIsoTime(p: usize, e: usize): usize {
  return p + 24 <= e && readUsualTime(p) ? p + 24 : readIsoTail(p, e);
}

// Fraction after `.` or `,` with 1 to 9 digits or none, then `Z`, an offset or nothing, then vmware.log's `[+0.000]`.
function readIsoTail(p: usize, e: usize): usize {
  if (p + 19 > e) return 0;
  if (v128.any_true(v128.xor(v128.load(p), minuteText)) && !newMinute(p)) return 0;
  if (load<u8>(p, 16) != 0x3a) return 0;
  const seconds = two(p + 17);
  if (seconds > 60) return 0;
  let ms = minuteStart + <f64>(seconds * 1000);
  let q = p + 19;
  if (q + 1 < e && (load<u8>(q) == 0x2e || load<u8>(q) == 0x2c) && isDigit(load<u8>(q, 1))) {
    let unit = 100;
    let fraction = 0;
    const last = q + 9;
    for (q++; q < e && q <= last && isDigit(load<u8>(q)); q++) {
      fraction += (<i32>load<u8>(q) - 48) * unit;
      unit /= 10;
    }
    ms += <f64>fraction;
  }
  return readZone(q, e, ms);
}

function readZone(p: usize, e: usize, ms: f64): usize {
  let q = p;
  known = ZONE_ASSUMED;
  if (q < e) {
    const c = load<u8>(q);
    if (c == 0x5a) {
      known = STATED;
      q++;
    } else if ((c == 0x2b || c == 0x2d) && q + 3 <= e && two(q + 1) < 24) {
      let minutes = two(q + 1) * 60;
      let r = q + 3;
      if (r < e && load<u8>(r) == 0x3a) r++;
      if (r + 2 <= e && two(r) < 60) {
        minutes += two(r);
        r += 2;
      } else r = q + 3;
      ms -= <f64>(c == 0x2b ? minutes : -minutes) * 60000;
      known = STATED;
      q = r;
    }
    if (q + 3 < e && load<u8>(q) == 0x5b && (load<u8>(q, 1) == 0x2b || load<u8>(q, 1) == 0x2d)) {
      let r = q + 2;
      while (r < e && (isDigit(load<u8>(r)) || load<u8>(r) == 0x2e)) r++;
      if (r < e && load<u8>(r) == 0x5d) q = r + 1;
    }
  }
  time = ms;
  return q;
}

// 1 to 12 for `Jan` … `Dec`, else 0.
function monthOf(p: usize): i32 {
  const name = (<u32>load<u16>(p)) | ((<u32>load<u8>(p, 2)) << 16) | 0x202020;
  switch (name) {
    case 0x6e616a:
      return 1;
    case 0x626566:
      return 2;
    case 0x72616d:
      return 3;
    case 0x727061:
      return 4;
    case 0x79616d:
      return 5;
    case 0x6e756a:
      return 6;
    case 0x6c756a:
      return 7;
    case 0x677561:
      return 8;
    case 0x706573:
      return 9;
    case 0x74636f:
      return 10;
    case 0x766f6e:
      return 11;
    case 0x636564:
      return 12;
    default:
      return 0;
  }
}

// `HH:MM:SS` in milliseconds, or -1.
function clock(p: usize, e: usize): i32 {
  if (p + 8 > e || load<u8>(p, 2) != 0x3a || load<u8>(p, 5) != 0x3a) return -1;
  const hour = two(p);
  const minute = two(p + 3);
  const second = two(p + 6);
  if (hour > 23 || minute > 59 || second > 60) return -1;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

/** `Jul 26 01:26:46`, read in the assumed year (for 29 February: the last leap year up to it). */
export function readBsdTime(p: usize, e: usize): usize {
  if (p + 15 > e || load<u8>(p, 3) != 0x20 || load<u8>(p, 6) != 0x20) return 0;
  const month = monthOf(p);
  if (!month) return 0;
  const day = load<u8>(p, 4) == 0x20 ? <i32>load<u8>(p, 5) - 48 : two(p + 4);
  const ms = clock(p + 7, e);
  if (day < 1 || day > 31 || ms < 0) return 0;
  let year = assumedYear;
  if (month == 2 && day == 29) while (!isLeap(year)) year--;
  time = <f64>daysFromCivil(year, month, day) * DAY + <f64>ms;
  known = YEAR_INFERRED;
  return p + 15;
}

/** `1506321923.246`, seconds since 1970; 13 digits are milliseconds, 16 microseconds. */
export function readEpochTime(p: usize, e: usize): usize {
  let q = p;
  let ms: f64 = 0;
  while (q < e && isDigit(load<u8>(q))) ms = ms * 10 + <f64>(<i32>load<u8>(q++) - 48);
  const digits = q - p;
  if (digits == 13 || digits == 16) {
    time = digits == 13 ? ms : Math.floor(ms / 1000);
    known = STATED;
    return q;
  }
  if (digits < 8 || digits > 11) return 0;
  ms *= 1000;
  if (q + 1 < e && load<u8>(q) == 0x2e && isDigit(load<u8>(q, 1))) {
    let unit: f64 = 100;
    for (q++; q < e && isDigit(load<u8>(q)); q++) {
      ms += Math.floor(<f64>(<i32>load<u8>(q) - 48) * unit);
      unit /= 10;
    }
  }
  time = ms;
  known = STATED;
  return q;
}

// `.mmm` and the like at q added to ms; leaves where it ends in `afterFraction`.
let afterFraction: usize = 0;
function fractionAt(p: usize, e: usize): f64 {
  let q = p;
  let ms = 0;
  if (q + 1 < e && load<u8>(q) == 0x2e && isDigit(load<u8>(q, 1))) {
    let unit = 100;
    for (q++; q < e && isDigit(load<u8>(q)); q++) {
      ms += (<i32>load<u8>(q) - 48) * unit;
      unit /= 10;
    }
  }
  afterFraction = q;
  return <f64>ms;
}

/** `08/05/2014 17:01:05.891`: month, day, year, no zone. */
export function readSlashTime(p: usize, e: usize): usize {
  if (p + 19 > e || load<u8>(p, 2) != 0x2f || load<u8>(p, 5) != 0x2f || load<u8>(p, 10) != 0x20) return 0;
  const month = two(p);
  const day = two(p + 3);
  const century = two(p + 6);
  const year = two(p + 8);
  const ms = clock(p + 11, e);
  if (month < 1 || month > 12 || day < 1 || day > 31 || century > 99 || year > 99 || ms < 0) return 0;
  time = <f64>daysFromCivil(century * 100 + year, month, day) * DAY + <f64>ms + fractionAt(p + 19, e);
  known = ZONE_ASSUMED;
  return afterFraction;
}

/** `20240102T03:04:05.678Z`: ISO 8601 with a basic date. */
export function readBasicTime(p: usize, e: usize): usize {
  if (p + 17 > e || load<u8>(p, 8) != 0x54) return 0;
  const century = two(p);
  const year = two(p + 2);
  const month = two(p + 4);
  const day = two(p + 6);
  const ms = clock(p + 9, e);
  if (month < 1 || month > 12 || day < 1 || day > 31 || century > 99 || year > 99 || ms < 0) return 0;
  const whole = <f64>daysFromCivil(century * 100 + year, month, day) * DAY + <f64>ms;
  const fraction = fractionAt(p + 17, e);
  return readZone(afterFraction, e, whole + fraction);
}

/** The same month, day and clock in another year (for 29 February: the last leap year up to it). */
export function inYear(ms: f64, year: i32): f64 {
  const days = <i32>Math.floor(ms / DAY);
  const civil = civilFromDays(days);
  const month = (civil >> 5) & 15;
  const day = civil & 31;
  if (month == 2 && day == 29) while (!isLeap(year)) year--;
  return <f64>daysFromCivil(year, month, day) * DAY + (ms - <f64>days * DAY);
}

/** The year an instant lies in (UTC). */
export function yearOf(ms: f64): i32 {
  return civilFromDays(<i32>Math.floor(ms / DAY)) >> 9;
}
