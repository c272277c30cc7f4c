// XTS-AES (IEEE 1619-2018, section 5; SP 800-38E) over whole sectors of 512 bytes: a data unit is 32 blocks, so
// there is never a partial block and no ciphertext stealing.
//
// `dataKey` and `tweakKey` are contexts from aesSchedule. Source and target may be the same address.

import { forwardRounds, inverseRounds, sliceInMasked, sliceOutMasked } from '../build/bitslice';
import { BATCH, BATCH_BYTES, encryptBatch } from './aes';
import { decryptKey, encryptKey, rounds } from './aes-key';
import { input, output, state, wide, wipeScratch } from './scratch';

const TWEAKED: u32 = 4;

const carries: usize = memory.data<u32>([0x87, 1, 1, 1], 16);

// The tweak times alpha (5.2): a shift by one bit across the block, 0x87 for the bit that falls out.
// @ts-ignore: decorator
@inline
function timesAlpha(tweak: v128, carry: v128): v128 {
  const signs = v128.shr<i32>(tweak, 31);
  return v128.xor(v128.shl<u32>(tweak, 1), v128.and(v128.shuffle<u32>(signs, signs, 3, 0, 1, 2), carry));
}

// Encrypted numbers of 32 sectors to `output`.
function encryptNumbers(tweakKey: usize, sector: u64): void {
  for (let at = input; at < input + BATCH_BYTES; at += 16) {
    store<u64>(at, sector++);
    store<u64>(at, 0, 8);
  }
  encryptBatch(tweakKey, input, output);
}

// All tweaks of the four sectors whose encrypted numbers are at `from`, side by side: one chain waits for itself.
function spreadTweaks(from: usize, to: usize): void {
  const carry = v128.load(carries);
  let a = v128.load(from);
  let b = v128.load(from, 16);
  let c = v128.load(from, 32);
  let d = v128.load(from, 48);
  for (const end = to + BATCH_BYTES; to < end; to += 16) {
    v128.store(to, a);
    v128.store(to, b, 512);
    v128.store(to, c, 1024);
    v128.store(to, d, 1536);
    a = timesAlpha(a, carry);
    b = timesAlpha(b, carry);
    c = timesAlpha(c, carry);
    d = timesAlpha(d, carry);
  }
}

// Tweaks of sector `i` of a run that began with number `first`; to be called for each i in turn.
// @ts-ignore: decorator
@inline
function tweaksOf(tweakKey: usize, first: u64, i: u32): usize {
  if (i % BATCH == 0) encryptNumbers(tweakKey, first + i);
  if (i % TWEAKED == 0) spreadTweaks(output + ((<usize>(i % BATCH)) << 4), wide);
  return wide + ((<usize>(i % TWEAKED)) << 9);
}

/** Decrypts `sectors` sectors, numbered from `firstSector` (a whole number of at most 2^53) on. */
export function xtsDecrypt(
  dataKey: usize,
  tweakKey: usize,
  firstSector: f64,
  source: usize,
  target: usize,
  sectors: u32,
): void {
  const first = <u64>firstSector;
  const last = rounds(dataKey);
  for (let i: u32 = 0; i < sectors; i++) {
    const tweaks = tweaksOf(tweakKey, first, i);
    sliceInMasked(source, tweaks, state, decryptKey(dataKey, 0));
    inverseRounds(state, decryptKey(dataKey, 1), last);
    sliceOutMasked(state, decryptKey(dataKey, last), tweaks, target);
    source += BATCH_BYTES;
    target += BATCH_BYTES;
  }
  wipeScratch();
}

/** Encrypts `sectors` sectors, numbered from `firstSector` on. */
export function xtsEncrypt(
  dataKey: usize,
  tweakKey: usize,
  firstSector: f64,
  source: usize,
  target: usize,
  sectors: u32,
): void {
  const first = <u64>firstSector;
  const last = rounds(dataKey);
  for (let i: u32 = 0; i < sectors; i++) {
    const tweaks = tweaksOf(tweakKey, first, i);
    sliceInMasked(source, tweaks, state, encryptKey(dataKey, 0));
    forwardRounds(state, encryptKey(dataKey, 1), last);
    sliceOutMasked(state, encryptKey(dataKey, last), tweaks, target);
    source += BATCH_BYTES;
    target += BATCH_BYTES;
  }
  wipeScratch();
}

/** The tweaks of `sectors` sectors, 512 bytes each, to `target`. */
export function xtsTweaks(tweakKey: usize, firstSector: f64, target: usize, sectors: u32): void {
  const first = <u64>firstSector;
  for (let i: u32 = 0; i < sectors; i++) {
    memory.copy(target, tweaksOf(tweakKey, first, i), BATCH_BYTES);
    target += BATCH_BYTES;
  }
  wipeScratch();
}

/**
 * Prepares `sectors` sectors for a CBC decryption with an IV of zeros over all of them (SP 800-38A, 6.2), which gives
 * D(X[i]) + X[i - 1] for every block i: the ciphertext at `data` becomes X, the ciphertext with the tweaks added, and
 * `masks`, as long as the data, what is to be added to that outcome for the plain text: the tweak and X[i - 1].
 */
export function xtsIntoCbc(tweakKey: usize, firstSector: f64, data: usize, masks: usize, sectors: u32): void {
  const first = <u64>firstSector;
  let previous = v128.xor(v128.load(data), v128.load(data));
  for (let i: u32 = 0; i < sectors; i++) {
    let tweaks = tweaksOf(tweakKey, first, i);
    for (const end = data + BATCH_BYTES; data < end; data += 16, masks += 16, tweaks += 16) {
      const tweak = v128.load(tweaks);
      v128.store(masks, v128.xor(previous, tweak));
      previous = v128.xor(v128.load(data), tweak);
      v128.store(data, previous);
    }
  }
  wipeScratch();
}
