// CRC-32 (IEEE 802.3, reflected), as gzip and zip use it.
//
// Long ranges are folded without any table. 1 + x^89 + x^117 + x^155 + x^300 is a multiple of the CRC's
// polynomial P, and so is the same with x^128 for x, because P(x)^128 = P(x^128) over GF(2). A vector of 16
// bytes can hence be dropped from the message when it is XORed into the vectors 145, 183, 211 and 300 further
// on, which in gathered form is
//
//   t[i] = m[i] ^ t[i-145] ^ t[i-183] ^ t[i-211] ^ t[i-300]
//
// on whole aligned vectors. The last 300 t's live in a ring; the message shrinks to 4,800 bytes of equal CRC.

const VECTORS: usize = 300;
const BLOCK: usize = VECTORS * 16;

const tables: usize = memory.data(8 * 1024, 64);
// The ring, with room behind it for what is left of the message (less than a block).
const ring: usize = memory.data(2 * 4800, 64);
let ready: bool = false;

// tables[k][b]: the CRC of byte b followed by k zero bytes.
function makeTables(): void {
  for (let i: u32 = 0; i < 256; i++) {
    let c = i;
    for (let bit = 0; bit < 8; bit++) c = (c >> 1) ^ (0xedb88320 & (0 - (c & 1)));
    store<u32>(tables + ((<usize>i) << 2), c);
  }
  for (let at: usize = tables; at < tables + 7 * 1024; at += 4) {
    const c = load<u32>(at);
    store<u32>(at, (c >> 8) ^ load<u32>(tables + ((<usize>(c & 255)) << 2)), 1024);
  }
  ready = true;
}

// @ts-ignore: decorator
@inline
function entry(table: usize, index: u64): u32 {
  return load<u32>(tables + table * 1024 + (((<usize>index) & 255) << 2));
}

// Slicing by 8: `c` is the register, not the finished CRC.
function sliced(c: u32, at: usize, end: usize): u32 {
  for (; at + 8 <= end; at += 8) {
    const v = load<u64>(at) ^ (<u64>c);
    c =
      entry(7, v) ^
      entry(6, v >> 8) ^
      entry(5, v >> 16) ^
      entry(4, v >> 24) ^
      entry(3, v >> 32) ^
      entry(2, v >> 40) ^
      entry(1, v >> 48) ^
      entry(0, v >> 56);
  }
  for (; at < end; at++) c = (c >> 8) ^ entry(0, (<u64>c) ^ (<u64>load<u8>(at)));
  return c;
}

// @ts-ignore: decorator
@inline
function tap(slot: usize, distance: usize): v128 {
  return v128.load(slot + BLOCK - distance * 16);
}

// @ts-ignore: decorator
@inline
function tapAcross(slot: usize, distance: usize): v128 {
  return v128.load(slot - distance * 16);
}

// One block of the message through the ring. Each loop is a stretch over which no tap crosses the ring's end.
function fold(at: usize): void {
  let slot = ring;
  for (const end = ring + 145 * 16; slot < end; slot += 16, at += 16) {
    const far = v128.xor(v128.load(slot), tap(slot, 211));
    v128.store(slot, v128.xor(v128.xor(v128.load(at), far), v128.xor(tap(slot, 183), tap(slot, 145))));
  }
  for (const end = ring + 183 * 16; slot < end; slot += 16, at += 16) {
    const far = v128.xor(v128.load(slot), tap(slot, 211));
    v128.store(slot, v128.xor(v128.xor(v128.load(at), far), v128.xor(tap(slot, 183), tapAcross(slot, 145))));
  }
  for (const end = ring + 211 * 16; slot < end; slot += 16, at += 16) {
    const far = v128.xor(v128.load(slot), tap(slot, 211));
    v128.store(
      slot,
      v128.xor(v128.xor(v128.load(at), far), v128.xor(tapAcross(slot, 183), tapAcross(slot, 145))),
    );
  }
  for (const end = ring + BLOCK; slot < end; slot += 16, at += 16) {
    const far = v128.xor(v128.load(slot), tapAcross(slot, 211));
    v128.store(
      slot,
      v128.xor(v128.xor(v128.load(at), far), v128.xor(tapAcross(slot, 183), tapAcross(slot, 145))),
    );
  }
}

// The block after the last folded one: it takes what the ring owes it and is itself not folded on.
function drain(at: usize): void {
  let slot = ring;
  for (const end = ring + 145 * 16; slot < end; slot += 16, at += 16) {
    const far = v128.xor(v128.load(slot), tap(slot, 211));
    v128.store(slot, v128.xor(v128.xor(v128.load(at), far), v128.xor(tap(slot, 183), tap(slot, 145))));
  }
  for (const end = ring + 183 * 16; slot < end; slot += 16, at += 16) {
    const far = v128.xor(v128.load(slot), tap(slot, 211));
    v128.store(slot, v128.xor(v128.xor(v128.load(at), far), tap(slot, 183)));
  }
  for (const end = ring + 211 * 16; slot < end; slot += 16, at += 16) {
    const far = v128.xor(v128.load(slot), tap(slot, 211));
    v128.store(slot, v128.xor(v128.load(at), far));
  }
  for (const end = ring + BLOCK; slot < end; slot += 16, at += 16) {
    v128.store(slot, v128.xor(v128.load(at), v128.load(slot)));
  }
}

/**
 * The CRC-32 of [at, at + length), continuing from the CRC `crc` of what came before (0 at the start).
 */
export function crc32(crc: u32, at: usize, length: usize): u32 {
  if (!ready) makeTables();
  const end = at + length;
  crc = ~crc;
  if (length < 3 * BLOCK) return ~sliced(crc, at, end);
  memory.fill(ring, 0, BLOCK);
  store<u32>(ring, crc);
  do {
    fold(at);
    at += BLOCK;
  } while (end - at >= 2 * BLOCK);
  drain(at);
  at += BLOCK;
  memory.copy(ring + BLOCK, at, end - at);
  return ~sliced(0, ring, ring + BLOCK + (end - at));
}
