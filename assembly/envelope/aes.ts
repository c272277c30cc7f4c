// AES (FIPS 197) on blocks, 32 at a time: sections 5.1 (Cipher) and 5.3.5 (equivalent inverse cipher).
//
// `key` is a context from aesSchedule. Source and target may be the same address.

import { forwardRounds, inverseRounds, sliceIn, sliceOut } from '../build/bitslice';
import { decryptKey, encryptKey, rounds } from './aes-key';
import { input, output, state, wipeScratch } from './scratch';

/** Blocks in a batch. */
export const BATCH: u32 = 32;
export const BATCH_BYTES: usize = 512;

/** Encrypts the 32 blocks at `source`. */
export function encryptBatch(key: usize, source: usize, target: usize): void {
  const last = rounds(key);
  sliceIn(source, state, encryptKey(key, 0));
  forwardRounds(state, encryptKey(key, 1), last);
  sliceOut(state, encryptKey(key, last), target);
}

/** Decrypts the 32 blocks at `source`. */
export function decryptBatch(key: usize, source: usize, target: usize): void {
  const last = rounds(key);
  sliceIn(source, state, decryptKey(key, 0));
  inverseRounds(state, decryptKey(key, 1), last);
  sliceOut(state, decryptKey(key, last), target);
}

/** Encrypts any number of blocks, each on its own (SP 800-38A, 6.1: ECB). */
export function aesEncrypt(key: usize, source: usize, target: usize, blocks: u32): void {
  for (; blocks >= BATCH; blocks -= BATCH, source += BATCH_BYTES, target += BATCH_BYTES) {
    encryptBatch(key, source, target);
  }
  if (blocks) {
    memory.copy(input, source, blocks << 4);
    encryptBatch(key, input, output);
    memory.copy(target, output, blocks << 4);
  }
  wipeScratch();
}

/** Decrypts any number of blocks, each on its own (SP 800-38A, 6.1: ECB). */
export function aesDecrypt(key: usize, source: usize, target: usize, blocks: u32): void {
  for (; blocks >= BATCH; blocks -= BATCH, source += BATCH_BYTES, target += BATCH_BYTES) {
    decryptBatch(key, source, target);
  }
  if (blocks) {
    memory.copy(input, source, blocks << 4);
    decryptBatch(key, input, output);
    memory.copy(target, output, blocks << 4);
  }
  wipeScratch();
}
