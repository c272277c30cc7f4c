// AES key schedule (FIPS 197, section 5.2), and round keys in bit slices.
//
// A key context is a block of the caller's:
//
//   0      u32 rounds (10, 12 or 14)
//   64     rounds + 1 round keys for encryption, 512 bytes each: vector 8 * row + bit, all ones or all zeros
//   7744   the same for the equivalent inverse cipher (section 5.3.5), in order of use
//
// The S-box circuits leave the constant 0x63 out; it is in the round keys instead. MixColumns maps it to itself.

import { substituteWord } from '../build/bitslice';

const SLICED_KEY: usize = 512;
const ENCRYPT_AT: usize = 64;
const DECRYPT_AT: usize = 64 + 15 * 512;
const CONTEXT_BYTES: u32 = 64 + 2 * 15 * 512;

// The words of the schedule while a key is being set up: 15 round keys of 16 bytes.
const words: usize = memory.data(240, 16);

/** Size of a key context in bytes. */
export function aesKeyBytes(): u32 {
  return CONTEXT_BYTES;
}

// @ts-ignore: decorator
@inline
export function rounds(key: usize): u32 {
  return load<u32>(key);
}

/** Address of the round key `round` for encryption. */
// @ts-ignore: decorator
@inline
export function encryptKey(key: usize, round: u32): usize {
  return key + ENCRYPT_AT + SLICED_KEY * <usize>round;
}

/** Address of the round key used `round`-th in decryption. */
// @ts-ignore: decorator
@inline
export function decryptKey(key: usize, round: u32): usize {
  return key + DECRYPT_AT + SLICED_KEY * <usize>round;
}

/**
 * Sets up a key context from a key of 16, 24 or 32 bytes; false, and nothing done, for another length.
 */
export function aesSchedule(bytes: usize, length: u32, key: usize): bool {
  if (length != 16 && length != 24 && length != 32) return false;
  const last = length / 4 + 6;
  store<u32>(key, last);
  expand(bytes, length / 4, 4 * (last + 1));
  for (let round: u32 = 0; round <= last; round++) {
    slice(words + 16 * <usize>round, encryptKey(key, round), round > 0);
  }
  // The equivalent inverse cipher uses the round keys backwards, all but the outer two through InvMixColumns.
  slice(words + 16 * <usize>last, decryptKey(key, 0), true);
  for (let round = last - 1; round > 0; round--) {
    const from = words + 16 * <usize>round;
    for (let column: usize = 0; column < 16; column += 4) {
      store<u32>(from + column, inverseMixColumn(load<u32>(from + column)));
    }
    slice(from, decryptKey(key, last - round), true);
  }
  slice(words, decryptKey(key, last), false);
  memory.fill(words, 0, 240);
  return true;
}

// KeyExpansion (FIPS 197, figure 11); a word's first byte is its lowest, so RotWord turns right.
function expand(bytes: usize, keyWords: u32, count: u32): void {
  for (let i: usize = 0; i < keyWords; i++) store<u32>(words + 4 * i, load<u32>(bytes + 4 * i));
  let roundConstant: u32 = 1;
  for (let i = keyWords; i < count; i++) {
    let word = load<u32>(words + 4 * <usize>(i - 1));
    if (i % keyWords == 0) {
      word = substituteWord(rotr<u32>(word, 8)) ^ roundConstant;
      roundConstant = doubled(roundConstant);
    } else if (keyWords == 8 && i % 8 == 4) {
      word = substituteWord(word);
    }
    store<u32>(words + 4 * <usize>i, word ^ load<u32>(words + 4 * <usize>(i - keyWords)));
  }
}

// xTimes (FIPS 197, 4.2.1) on each byte of a word.
function doubled(word: u32): u32 {
  return ((word & 0x7f7f7f7f) << 1) ^ (((word >> 7) & 0x01010101) * 0x1b);
}

// InvMixColumns (FIPS 197, 5.3.3) of one column.
function inverseMixColumn(a: u32): u32 {
  const a2 = doubled(a);
  const a4 = doubled(a2);
  const a8 = doubled(a4);
  const by9 = a8 ^ a;
  return a8 ^ a4 ^ a2 ^ rotr<u32>(by9 ^ a2, 8) ^ rotr<u32>(by9 ^ a4, 16) ^ rotr<u32>(by9, 24);
}

// One round key in bit slices: every bit spread over the 32 blocks.
function slice(from: usize, to: usize, withConstant: bool): void {
  const constant: u32 = withConstant ? 0x63636363 : 0;
  for (let column: usize = 0; column < 16; column += 4) {
    const word = load<u32>(from + column) ^ constant;
    for (let bit: u32 = 0; bit < 32; bit++)
      store<u32>(to + 16 * <usize>bit + column, 0 - ((word >> bit) & 1));
  }
}
