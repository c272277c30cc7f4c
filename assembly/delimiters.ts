// What a step of a program looks for in a line: bytes that end a text, and text that must follow.

import { WITH_BLANKS } from './steps';

const lengthMasks: usize = memory.data<u64>(
  [0, 0xff, 0xffff, 0xffffff, 0xffffffff, 0xffffffffff, 0xffffffffffff, 0xffffffffffffff, -1],
  16,
);

/** Whether the n bytes of the step's x stand at p, before e. */
// @ts-ignore: decorator
@inline
export function follows(pc: usize, p: usize, e: usize, n: usize): bool {
  const other = (load<u64>(p) ^ load<u64>(pc, 8)) & load<u64>(lengthMasks + (n << 3));
  return (other | (<u64>(p + n > e))) == 0;
}

/** Where the step's b stands in [p, e), or the first blank unless blanks may be; 0 when neither does. */
// @ts-ignore: decorator
@inline
export function find(pc: usize, p: usize, e: usize, flags: u32): usize {
  const needle = v128.load8_splat(pc, 2);
  const blank = flags & WITH_BLANKS ? needle : i8x16.splat(0x20);
  for (let at = p; at < e; at += 16) {
    const v = v128.load(at);
    const m = <u32>i8x16.bitmask(v128.or(i8x16.eq(v, needle), i8x16.eq(v, blank)));
    if (m) return at + <usize>ctz(m);
  }
  return 0;
}

/** Bytes before the needle or a blank, more than 16 when neither is among the first 16. */
// @ts-ignore: decorator
@inline
export function delimited(p: usize, needle: v128): usize {
  const v = v128.load(p);
  return <usize>ctz(<u32>i8x16.bitmask(v128.or(i8x16.eq(v, needle), i8x16.eq(v, i8x16.splat(0x20)))));
}
