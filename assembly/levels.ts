// Level words and letters, as the numbers that the columns hold.

export const TRACE: u32 = 1;
export const DEBUG: u32 = 2;
export const INFO: u32 = 3;
export const NOTICE: u32 = 4;
export const WARNING: u32 = 5;
export const ERROR: u32 = 6;
export const CRITICAL: u32 = 7;
export const FATAL: u32 = 8;

// A perfect hash: every word, as a little-endian number of its lower-case letters, has a slot of its own among 32.
const MULTIPLIER: u64 = 0x9e569cd1e8c1c4ef;
const words: usize = memory.data(32 * 16, 16);
// Likewise the codes of two letters, among 8: u16 code, u16 level.
const CODE_MULTIPLIER: u32 = 0xa9ec0807;
const codes: usize = memory.data(8 * 4, 16);
let ready: bool = false;

function add(word: u64, level: u32): void {
  const slot = words + <usize>(((word * MULTIPLIER) >> 59) << 4);
  store<u64>(slot, word);
  store<u32>(slot, level, 8);
}

// @ts-ignore: decorator
@inline
function codeSlot(code: u32): usize {
  return codes + (<usize>((code * CODE_MULTIPLIER) >> 29) << 2);
}

function addCode(code: u32, level: u32): void {
  store<u32>(codeSlot(code), code | (level << 16));
}

export function prepareLevels(): void {
  if (ready) return;
  ready = true;
  add(0x6563617274, TRACE); // trace
  add(0x616976697274, TRACE); // trivia
  add(0x65736f62726576, TRACE); // verbose
  add(0x6775626564, DEBUG); // debug
  add(0x6f666e69, INFO); // info
  add(0x656369746f6e, NOTICE); // notice
  add(0x676e696e726177, WARNING); // warning
  add(0x6e726177, WARNING); // warn
  add(0x726f727265, ERROR); // error
  add(0x727265, ERROR); // err
  add(0x657265766573, ERROR); // severe
  add(0x6c61636974697263, CRITICAL); // critical
  add(0x74697263, CRITICAL); // crit
  add(0x63696e6170, FATAL); // panic
  add(0x6c61746166, FATAL); // fatal
  add(0x7472656c61, FATAL); // alert
  add(0x6772656d65, FATAL); // emerg
  addCode(0x6244, DEBUG); // Db
  addCode(0x6e49, INFO); // In
  addCode(0x6f4e, NOTICE); // No
  addCode(0x6157, WARNING); // Wa
  addCode(0x7245, ERROR); // Er
  addCode(0x7243, CRITICAL); // Cr
  addCode(0x6c41, FATAL); // Al
  addCode(0x6d45, FATAL); // Em
}

/** Number of ASCII letters at p, at most 16. */
// @ts-ignore: decorator
@inline
export function letters(p: usize): u32 {
  const v = i8x16.sub(v128.or(v128.load(p), i8x16.splat(0x20)), i8x16.splat(0x61));
  return ctz(~(<u32>i8x16.bitmask(i8x16.lt_u(v, i8x16.splat(26)))));
}

/** The level of a word of n letters, in any case; 0 when it is none. */
// @ts-ignore: decorator
@inline
export function levelOfWord(p: usize, n: u32): u32 {
  if (n - 1 > 7) return 0;
  const word = (load<u64>(p) | 0x2020202020202020) & ((<u64>-1) >> (64 - ((<u64>n) << 3)));
  const slot = words + <usize>(((word * MULTIPLIER) >> 59) << 4);
  return load<u64>(slot) == word ? load<u32>(slot, 8) : 0;
}

/** The level of ESXi 8's two letters (`In`, `Wa` …), 0 when they are none. */
// @ts-ignore: decorator
@inline
export function levelOfCode(p: usize): u32 {
  const code = <u32>load<u16>(p);
  const slot = load<u32>(codeSlot(code));
  return (slot & 0xffff) == code ? slot >> 16 : 0;
}

/** The level of vmware.log's letter (`I125`), 0 when it is none. */
export function levelOfLetter(c: u32): u32 {
  switch (c) {
    case 0x49:
      return INFO;
    case 0x57:
      return WARNING;
    case 0x45:
      return ERROR;
    case 0x44:
      return DEBUG;
    case 0x56:
      return TRACE;
    case 0x41:
      return FATAL;
    default:
      return 0;
  }
}

/** The level of a Linux kernel's digit (`<6>`). */
export function levelOfDigit(digit: u32): u32 {
  return digit <= 1 ? FATAL : digit <= 7 ? 9 - digit : 0;
}
