// GHASH on 16 blocks at once (SP 800-38D, 6.4), the heart of it: products by powers of H through the bytes of
// a vector register.
//
// 16 blocks are turned so that vector j holds byte j of each. A product by a constant is then a sum over nibbles
// of the data, and the 16 multiples of the constant that a nibble can ask for are one vector per byte of the
// result: i8x16.swizzle looks 16 of them up at once, in a register, wherever the secret nibbles point.
//
// Two levels of Karatsuba split the 16 bytes into nine sums of 4 bytes ("leaves"). Products of several groups of
// blocks by different powers are added up leaf by leaf; joining the leaves and reducing modulo
// x^128 + x^7 + x^2 + x + 1 are done once for all of them. In a byte the coefficient of the lowest power is the
// highest bit, so times x is a shift to the right.

import { fieldMultiply } from './field';

/** Groups of 16 blocks between two reductions. */
export const GROUPS: usize = 4;
const LEAVES: usize = 9;
const LEAF_TABLE_BYTES: usize = 2 * 5 * 16;
/** The nibble tables of one power of H: 9 leaves of 2 nibbles of 5 bytes. */
export const POWER_TABLE_BYTES: usize = 9 * 2 * 5 * 16;
/** One group's leaves: 9 times 4 vectors. */
const GROUP_BYTES: usize = LEAVES * 64;

// The leaves of the groups to be multiplied, the sums of products by leaf, and the steps of joining them.
const leaves: usize = memory.data(4 * 9 * 64, 64);
const products: usize = memory.data(9 * 128, 64);
const halves: usize = memory.data(768, 64);
const joined: usize = memory.data(512, 64);
// Half-turned and turned blocks.
const turning: usize = memory.data(256, 64);
const turned: usize = memory.data(256, 64);
// The 16 sums so far, turned: vector j holds their bytes j.
const sums: usize = memory.data(256, 64);
// What is to be added to the run's first block.
const initial: usize = memory.data(16, 16);

// 0x0f, 0x7f, 0x3f, 0x01 and 0x03 in every byte, in memory for Binaryen would put constants into every use.
const masks: usize = memory.data<u64>(
  [
    0x0f0f0f0f0f0f0f0f, 0x0f0f0f0f0f0f0f0f, 0x7f7f7f7f7f7f7f7f, 0x7f7f7f7f7f7f7f7f, 0x3f3f3f3f3f3f3f3f,
    0x3f3f3f3f3f3f3f3f, 0x0101010101010101, 0x0101010101010101, 0x0303030303030303, 0x0303030303030303,
  ],
  16,
);

// Tables

/** The tables of the power at `power` to `table`. */
export function makePowerTable(power: usize, table: usize): void {
  const a = load<u32>(power);
  const b = load<u32>(power, 4);
  const c = load<u32>(power, 8);
  const d = load<u32>(power, 12);
  // The order of leaves, here and in `spread`: low half, high half and their sum, each likewise split.
  makeLeafTable(a, table);
  makeLeafTable(b, table + LEAF_TABLE_BYTES);
  makeLeafTable(a ^ b, table + 2 * LEAF_TABLE_BYTES);
  makeLeafTable(c, table + 3 * LEAF_TABLE_BYTES);
  makeLeafTable(d, table + 4 * LEAF_TABLE_BYTES);
  makeLeafTable(c ^ d, table + 5 * LEAF_TABLE_BYTES);
  makeLeafTable(a ^ c, table + 6 * LEAF_TABLE_BYTES);
  makeLeafTable(b ^ d, table + 7 * LEAF_TABLE_BYTES);
  makeLeafTable(a ^ b ^ c ^ d, table + 8 * LEAF_TABLE_BYTES);
}

// Multiples of four bytes of a power by every nibble: five vectors (bytes of the product) for the high nibble of a
// data byte, whose coefficients are x^0 to x^3, then five for the low one, x^4 to x^7.
function makeLeafTable(bytes: u32, table: usize): void {
  // From the top of the word down the powers of x go up: times x^n is a shift to the right by n.
  const wide = (<u64>bswap<u32>(bytes)) << 32;
  for (let half: u64 = 0; half < 2; half++) {
    for (let nibble: u64 = 0; nibble < 16; nibble++) {
      let multiple: u64 = 0;
      // The nibble is a loop counter, not a secret.
      for (let power: u64 = 0; power < 4; power++) {
        if ((nibble >> (3 - power)) & 1) multiple ^= wide >> (4 * half + power);
      }
      for (let byte: usize = 0; byte < 5; byte++) {
        store<u8>(table + 16 * byte + <usize>nibble, <u8>(multiple >> (56 - 8 * <u64>byte)));
      }
    }
    table += 5 * 16;
  }
}

// Turning: a 16 x 16 transpose of bytes, two of its four steps at a time

// @ts-ignore: decorator
@inline
function low8(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function high8(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

function halfTurn(from: usize, to: usize): void {
  for (const end = from + 64; from < end; from += 16, to += 64) {
    const a = v128.load(from);
    const b = v128.load(from, 64);
    const c = v128.load(from, 128);
    const d = v128.load(from, 192);
    const ac = low8(a, c);
    const bd = low8(b, d);
    const acHigh = high8(a, c);
    const bdHigh = high8(b, d);
    v128.store(to, low8(ac, bd));
    v128.store(to, high8(ac, bd), 16);
    v128.store(to, low8(acHigh, bdHigh), 32);
    v128.store(to, high8(acHigh, bdHigh), 48);
  }
}

// 16 blocks turned; from and to may be the same.
function turn(from: usize, to: usize): void {
  halfTurn(from, turning);
  halfTurn(turning, to);
}

// The nine leaves of 16 turned blocks.
function spread(from: usize, to: usize): void {
  for (const end = from + 64; from < end; from += 16, to += 16) {
    const a = v128.load(from);
    const b = v128.load(from, 64);
    const c = v128.load(from, 128);
    const d = v128.load(from, 192);
    const ac = v128.xor(a, c);
    const bd = v128.xor(b, d);
    v128.store(to, a);
    v128.store(to, b, 64);
    v128.store(to, v128.xor(a, b), 128);
    v128.store(to, c, 192);
    v128.store(to, d, 256);
    v128.store(to, v128.xor(c, d), 320);
    v128.store(to, ac, 384);
    v128.store(to, bd, 448);
    v128.store(to, v128.xor(ac, bd), 512);
  }
}

// Products

// @ts-ignore: decorator
@inline
function add(sum: v128, table: v128, nibbles: v128): v128 {
  return v128.xor(sum, v128.swizzle(table, nibbles));
}

// All groups' products, added up, for every leaf: 8 vectors each. The table of the first group's power is first.
function multiplyLeaves(tables: usize): void {
  let to = products;
  for (let leaf: usize = 0; leaf < LEAVES; leaf++) {
    const mask = v128.load(masks);
    let from = leaves + 64 * leaf;
    let table = tables + LEAF_TABLE_BYTES * leaf;
    let p0 = v128.xor(mask, mask);
    let p1 = p0;
    let p2 = p0;
    let p3 = p0;
    let p4 = p0;
    let p5 = p0;
    let p6 = p0;
    let p7 = p0;
    for (const end = from + GROUPS * GROUP_BYTES; from < end; from += GROUP_BYTES) {
      let n0 = v128.and(v128.shr<u16>(v128.load(from), 4), mask);
      let n1 = v128.and(v128.shr<u16>(v128.load(from, 16), 4), mask);
      let n2 = v128.and(v128.shr<u16>(v128.load(from, 32), 4), mask);
      let n3 = v128.and(v128.shr<u16>(v128.load(from, 48), 4), mask);
      let t = v128.load(table);
      p0 = add(p0, t, n0);
      p1 = add(p1, t, n1);
      p2 = add(p2, t, n2);
      p3 = add(p3, t, n3);
      t = v128.load(table, 16);
      p1 = add(p1, t, n0);
      p2 = add(p2, t, n1);
      p3 = add(p3, t, n2);
      p4 = add(p4, t, n3);
      t = v128.load(table, 32);
      p2 = add(p2, t, n0);
      p3 = add(p3, t, n1);
      p4 = add(p4, t, n2);
      p5 = add(p5, t, n3);
      t = v128.load(table, 48);
      p3 = add(p3, t, n0);
      p4 = add(p4, t, n1);
      p5 = add(p5, t, n2);
      p6 = add(p6, t, n3);
      t = v128.load(table, 64);
      p4 = add(p4, t, n0);
      p5 = add(p5, t, n1);
      p6 = add(p6, t, n2);
      p7 = add(p7, t, n3);
      n0 = v128.and(v128.load(from), mask);
      n1 = v128.and(v128.load(from, 16), mask);
      n2 = v128.and(v128.load(from, 32), mask);
      n3 = v128.and(v128.load(from, 48), mask);
      t = v128.load(table, 80);
      p0 = add(p0, t, n0);
      p1 = add(p1, t, n1);
      p2 = add(p2, t, n2);
      p3 = add(p3, t, n3);
      t = v128.load(table, 96);
      p1 = add(p1, t, n0);
      p2 = add(p2, t, n1);
      p3 = add(p3, t, n2);
      p4 = add(p4, t, n3);
      t = v128.load(table, 112);
      p2 = add(p2, t, n0);
      p3 = add(p3, t, n1);
      p4 = add(p4, t, n2);
      p5 = add(p5, t, n3);
      t = v128.load(table, 128);
      p3 = add(p3, t, n0);
      p4 = add(p4, t, n1);
      p5 = add(p5, t, n2);
      p6 = add(p6, t, n3);
      t = v128.load(table, 144);
      p4 = add(p4, t, n0);
      p5 = add(p5, t, n1);
      p6 = add(p6, t, n2);
      p7 = add(p7, t, n3);
      table += POWER_TABLE_BYTES;
    }
    v128.store(to, p0);
    v128.store(to, p1, 16);
    v128.store(to, p2, 32);
    v128.store(to, p3, 48);
    v128.store(to, p4, 64);
    v128.store(to, p5, 80);
    v128.store(to, p6, 96);
    v128.store(to, p7, 112);
    to += 128;
  }
}

// Joins three products of 2 * n vectors (low, high and of the sums) to one of 4 * n vectors:
// low + x^.. (middle + low + high) + x^.. high.
// @ts-ignore: decorator
@inline
function join(low: usize, high: usize, middle: usize, to: usize, n: usize): void {
  for (let i: usize = 0; i < 16 * n; i += 16) {
    const l0 = v128.load(low + i);
    const l1 = v128.load(low + i + 16 * n);
    const h0 = v128.load(high + i);
    const h1 = v128.load(high + i + 16 * n);
    const inner = v128.xor(l1, h0);
    v128.store(to + i, l0);
    v128.store(to + i + 16 * n, v128.xor(v128.xor(inner, l0), v128.load(middle + i)));
    v128.store(to + i + 32 * n, v128.xor(v128.xor(inner, h1), v128.load(middle + i + 16 * n)));
    v128.store(to + i + 48 * n, h1);
  }
}

// The joined product, reduced, with 16 turned blocks at `blocks` added to it, becomes the new sums.
function reduce(blocks: usize): void {
  const by1 = v128.load(masks, 16);
  const by2 = v128.load(masks, 32);
  const by7 = v128.load(masks, 48);
  const lowest = v128.load(masks, 64);
  // Byte 31 reaches into byte 16, which must have that before it is reduced itself.
  v128.store(joined, v128.xor(v128.load(joined, 256), carried(v128.load(joined, 496), lowest)), 256);
  let carry = v128.xor(by1, by1);
  for (let at: usize = 0; at < 256; at += 16) {
    const high = v128.load(joined + at, 256);
    let sum = v128.xor(v128.load(joined + at), v128.load(blocks + at));
    sum = v128.xor(v128.xor(sum, carry), high);
    sum = v128.xor(sum, v128.and(v128.shr<u16>(high, 1), by1));
    sum = v128.xor(sum, v128.and(v128.shr<u16>(high, 2), by2));
    v128.store(sums + at, v128.xor(sum, v128.and(v128.shr<u16>(high, 7), by7)));
    carry = carried(high, lowest);
  }
}

// What a byte times x^128 = x^7 + x^2 + x + 1 leaves in the next byte: it shifted left by 1, 6 and 7.
// @ts-ignore: decorator
@inline
function carried(high: v128, lowest: v128): v128 {
  const by6 = v128.shl<u16>(v128.and(high, lowest), 6);
  return v128.xor(v128.add<u8>(high, high), v128.xor(by6, v128.add<u8>(by6, by6)));
}

// Runs of blocks

/** Begins a run; the block at `y` is added to its first block. */
export function beginLanes(y: usize): void {
  memory.fill(sums, 0, 256);
  memory.copy(initial, y, 16);
}

/** Takes GROUPS * 16 blocks. `tables` are of H to the power 16 * GROUPS, ... 32, 16, in this order. */
export function addLanes(tables: usize, from: usize): void {
  spread(sums, leaves);
  for (let group: usize = 1; group < GROUPS; group++) {
    turn(from, turned);
    if (group == 1) addInitial();
    spread(turned, leaves + GROUP_BYTES * group);
    from += 256;
  }
  turn(from, turned);
  multiplyLeaves(tables);
  join(products, products + 128, products + 256, halves, 4);
  join(products + 384, products + 512, products + 640, halves + 256, 4);
  join(products + 768, products + 896, products + 1024, halves + 512, 4);
  join(halves, halves + 256, halves + 512, joined, 8);
  reduce(turned);
}

// Block 0 is the first byte of every vector.
function addInitial(): void {
  for (let i: usize = 0; i < 16; i++) {
    const at = turned + 16 * i;
    store<u8>(at, load<u8>(at) ^ load<u8>(initial + i));
    store<u8>(initial + i, 0);
  }
}

/** Ends a run: the sum of lane l, for `powers` H^16 ... H^1 the (l + 1)-th of them, goes to `y`. */
export function endLanes(powers: usize, y: usize): void {
  turn(sums, sums);
  let sum = v128.xor(v128.load(sums), v128.load(sums));
  for (let at: usize = 0; at < 256; at += 16) {
    fieldMultiply(sums + at, powers + at, initial);
    sum = v128.xor(sum, v128.load(initial));
  }
  v128.store(y, sum);
  memory.fill(sums, 0, 256);
  memory.fill(initial, 0, 16);
  memory.fill(turned, 0, 256);
  memory.fill(turning, 0, 256);
  memory.fill(leaves, 0, GROUPS * GROUP_BYTES);
  memory.fill(products, 0, LEAVES * 128);
  memory.fill(halves, 0, 768);
  memory.fill(joined, 0, 512);
}
