// Products in the field of GCM (SP 800-38D, 6.3) without tables, for single blocks and powers of H.
//
// Carry-less products come from integer ones: operands are split into four with three zero bits between their
// bits, so that carries run into the gaps and are masked off. The upper half of a product is the lower half of the
// product of the mirrored operands. This is the method of BearSSL's ghash_ctmul64 (Thomas Pornin).

const EVERY_4TH: u64 = 0x1111111111111111;

// The lower 64 bits of the carry-less product.
function low(x: u64, y: u64): u64 {
  const x0 = x & EVERY_4TH;
  const x1 = x & (EVERY_4TH << 1);
  const x2 = x & (EVERY_4TH << 2);
  const x3 = x & (EVERY_4TH << 3);
  const y0 = y & EVERY_4TH;
  const y1 = y & (EVERY_4TH << 1);
  const y2 = y & (EVERY_4TH << 2);
  const y3 = y & (EVERY_4TH << 3);
  return (
    (((x0 * y0) ^ (x1 * y3) ^ (x2 * y2) ^ (x3 * y1)) & EVERY_4TH) |
    (((x0 * y1) ^ (x1 * y0) ^ (x2 * y3) ^ (x3 * y2)) & (EVERY_4TH << 1)) |
    (((x0 * y2) ^ (x1 * y1) ^ (x2 * y0) ^ (x3 * y3)) & (EVERY_4TH << 2)) |
    (((x0 * y3) ^ (x1 * y2) ^ (x2 * y1) ^ (x3 * y0)) & (EVERY_4TH << 3))
  );
}

// The bits of a word in reverse order.
function mirrored(x: u64): u64 {
  x = ((x & 0x5555555555555555) << 1) | ((x >> 1) & 0x5555555555555555);
  x = ((x & 0x3333333333333333) << 2) | ((x >> 2) & 0x3333333333333333);
  x = ((x & 0x0f0f0f0f0f0f0f0f) << 4) | ((x >> 4) & 0x0f0f0f0f0f0f0f0f);
  return bswap<u64>(x);
}

/** The product of the blocks at `a` and `b` to `target`, which may be one of them. */
export function fieldMultiply(a: usize, b: usize, target: usize): void {
  const a1 = bswap<u64>(load<u64>(a));
  const a0 = bswap<u64>(load<u64>(a, 8));
  const b1 = bswap<u64>(load<u64>(b));
  const b0 = bswap<u64>(load<u64>(b, 8));
  const a1m = mirrored(a1);
  const a0m = mirrored(a0);
  const b1m = mirrored(b1);
  const b0m = mirrored(b0);
  // Karatsuba: three products of 64 bits, each in two halves.
  const z0 = low(a0, b0);
  const z1 = low(a1, b1);
  const z2 = low(a0 ^ a1, b0 ^ b1) ^ z0 ^ z1;
  const z0m = low(a0m, b0m);
  const z1m = low(a1m, b1m);
  const z2m = low(a0m ^ a1m, b0m ^ b1m) ^ z0m ^ z1m;
  const p0 = z0;
  const p1 = (mirrored(z0m) >> 1) ^ z2;
  const p2 = z1 ^ (mirrored(z2m) >> 1);
  const p3 = mirrored(z1m) >> 1;
  // The field's bit order makes the product one bit short: shift it up, then reduce the lower half into the upper
  // by x^128 = x^7 + x^2 + x + 1.
  const v0 = p0 << 1;
  let v1 = (p1 << 1) | (p0 >> 63);
  let v2 = (p2 << 1) | (p1 >> 63);
  let v3 = (p3 << 1) | (p2 >> 63);
  v2 ^= v0 ^ (v0 >> 1) ^ (v0 >> 2) ^ (v0 >> 7);
  v1 ^= (v0 << 63) ^ (v0 << 62) ^ (v0 << 57);
  v3 ^= v1 ^ (v1 >> 1) ^ (v1 >> 2) ^ (v1 >> 7);
  v2 ^= (v1 << 63) ^ (v1 << 62) ^ (v1 << 57);
  store<u64>(target, bswap<u64>(v3));
  store<u64>(target, bswap<u64>(v2), 8);
}
