// SHA-1's compression (FIPS 180-4, 6.1.2). Key files of older hosts and RSA-OAEP still use it.

const schedule: usize = memory.data(80 * 4, 16);

/** The initial hash value (5.3.1) to `state`: five words. */
export function sha1Initial(state: usize): void {
  store<u32>(state, 0x67452301);
  store<u32>(state, 0xefcdab89, 4);
  store<u32>(state, 0x98badcfe, 8);
  store<u32>(state, 0x10325476, 12);
  store<u32>(state, 0xc3d2e1f0, 16);
}

// @ts-ignore: decorator
@inline
function choose(x: u32, y: u32, z: u32): u32 {
  return z ^ (x & (y ^ z));
}

// @ts-ignore: decorator
@inline
function parity(x: u32, y: u32, z: u32): u32 {
  return x ^ y ^ z;
}

// @ts-ignore: decorator
@inline
function majority(x: u32, y: u32, z: u32): u32 {
  return (x & y) | (z & (x | y));
}

/** Works the 64 bytes at `block` into the state. */
export function sha1Compress(state: usize, block: usize): void {
  let at = schedule;
  for (const end = schedule + 64; at < end; at += 4, block += 4) store<u32>(at, bswap<u32>(load<u32>(block)));
  for (const end = schedule + 320; at < end; at += 4) {
    const word = load<u32>(at - 12) ^ load<u32>(at - 32) ^ load<u32>(at - 56) ^ load<u32>(at - 64);
    store<u32>(at, rotl<u32>(word, 1));
  }
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  let e = load<u32>(state, 16);
  at = schedule;
  for (const end = schedule + 80; at < end; at += 20) {
    e += rotl<u32>(a, 5) + choose(b, c, d) + 0x5a827999 + load<u32>(at);
    b = rotl<u32>(b, 30);
    d += rotl<u32>(e, 5) + choose(a, b, c) + 0x5a827999 + load<u32>(at, 4);
    a = rotl<u32>(a, 30);
    c += rotl<u32>(d, 5) + choose(e, a, b) + 0x5a827999 + load<u32>(at, 8);
    e = rotl<u32>(e, 30);
    b += rotl<u32>(c, 5) + choose(d, e, a) + 0x5a827999 + load<u32>(at, 12);
    d = rotl<u32>(d, 30);
    a += rotl<u32>(b, 5) + choose(c, d, e) + 0x5a827999 + load<u32>(at, 16);
    c = rotl<u32>(c, 30);
  }
  for (const end = schedule + 160; at < end; at += 20) {
    e += rotl<u32>(a, 5) + parity(b, c, d) + 0x6ed9eba1 + load<u32>(at);
    b = rotl<u32>(b, 30);
    d += rotl<u32>(e, 5) + parity(a, b, c) + 0x6ed9eba1 + load<u32>(at, 4);
    a = rotl<u32>(a, 30);
    c += rotl<u32>(d, 5) + parity(e, a, b) + 0x6ed9eba1 + load<u32>(at, 8);
    e = rotl<u32>(e, 30);
    b += rotl<u32>(c, 5) + parity(d, e, a) + 0x6ed9eba1 + load<u32>(at, 12);
    d = rotl<u32>(d, 30);
    a += rotl<u32>(b, 5) + parity(c, d, e) + 0x6ed9eba1 + load<u32>(at, 16);
    c = rotl<u32>(c, 30);
  }
  for (const end = schedule + 240; at < end; at += 20) {
    e += rotl<u32>(a, 5) + majority(b, c, d) + 0x8f1bbcdc + load<u32>(at);
    b = rotl<u32>(b, 30);
    d += rotl<u32>(e, 5) + majority(a, b, c) + 0x8f1bbcdc + load<u32>(at, 4);
    a = rotl<u32>(a, 30);
    c += rotl<u32>(d, 5) + majority(e, a, b) + 0x8f1bbcdc + load<u32>(at, 8);
    e = rotl<u32>(e, 30);
    b += rotl<u32>(c, 5) + majority(d, e, a) + 0x8f1bbcdc + load<u32>(at, 12);
    d = rotl<u32>(d, 30);
    a += rotl<u32>(b, 5) + majority(c, d, e) + 0x8f1bbcdc + load<u32>(at, 16);
    c = rotl<u32>(c, 30);
  }
  for (const end = schedule + 320; at < end; at += 20) {
    e += rotl<u32>(a, 5) + parity(b, c, d) + 0xca62c1d6 + load<u32>(at);
    b = rotl<u32>(b, 30);
    d += rotl<u32>(e, 5) + parity(a, b, c) + 0xca62c1d6 + load<u32>(at, 4);
    a = rotl<u32>(a, 30);
    c += rotl<u32>(d, 5) + parity(e, a, b) + 0xca62c1d6 + load<u32>(at, 8);
    e = rotl<u32>(e, 30);
    b += rotl<u32>(c, 5) + parity(d, e, a) + 0xca62c1d6 + load<u32>(at, 12);
    d = rotl<u32>(d, 30);
    a += rotl<u32>(b, 5) + parity(c, d, e) + 0xca62c1d6 + load<u32>(at, 16);
    c = rotl<u32>(c, 30);
  }
  store<u32>(state, load<u32>(state) + a);
  store<u32>(state, load<u32>(state, 4) + b, 4);
  store<u32>(state, load<u32>(state, 8) + c, 8);
  store<u32>(state, load<u32>(state, 12) + d, 12);
  store<u32>(state, load<u32>(state, 16) + e, 16);
}

/** Forgets the last block. */
export function sha1Wipe(): void {
  memory.fill(schedule, 0, 320);
}
