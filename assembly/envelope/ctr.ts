// AES in counter mode (SP 800-38A, 6.5) with the 32-bit big-endian counter of GCM (SP 800-38D, 6.2 and 6.5).
//
// `key` is a context from aesSchedule. Source and target may be the same address.

import { forwardRounds, sliceIn, sliceOutMasked } from '../build/bitslice';
import { BATCH, BATCH_BYTES, encryptBatch } from './aes';
import { encryptKey, rounds } from './aes-key';
import { input, output, state, wide, wipeScratch } from './scratch';

// 32 counter blocks from `counter` on.
function fillCounters(nonce: usize, counter: u32): void {
  const start = v128.load(nonce);
  for (let at = input; at < input + BATCH_BYTES; at += 16) {
    v128.store(at, start);
    store<u32>(at, bswap<u32>(counter++), 12);
  }
}

// The key stream of one batch, of which `bytes` bytes are used.
function cryptSome(key: usize, nonce: usize, counter: u32, source: usize, target: usize, bytes: usize): void {
  fillCounters(nonce, counter);
  encryptBatch(key, input, output);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    v128.store(target + i, v128.xor(v128.load(source + i), v128.load(output + i)));
  }
  for (; i < bytes; i++) store<u8>(target + i, load<u8>(source + i) ^ load<u8>(output + i));
}

// Whole batches from a counter that is a multiple of 32 on. The sliced counters, first round key included, are
// kept in `wide`: from batch to batch only bits 5 and up change, the same way for all blocks.
function cryptBatches(
  key: usize,
  nonce: usize,
  counter: u32,
  source: usize,
  target: usize,
  batches: usize,
): void {
  const last = rounds(key);
  fillCounters(nonce, counter);
  sliceIn(input, wide, encryptKey(key, 0));
  for (; batches; batches--) {
    memory.copy(state, wide, BATCH_BYTES);
    forwardRounds(state, encryptKey(key, 1), last);
    sliceOutMasked(state, encryptKey(key, last), source, target);
    source += BATCH_BYTES;
    target += BATCH_BYTES;
    let changed = ((counter + BATCH) ^ counter) >> 5;
    counter += BATCH;
    for (let bit: usize = 5; changed; bit++, changed >>= 1) {
      // The counter's lowest byte is row 3 of column 3.
      const lane = wide + 16 * (8 * (3 - (bit >> 3)) + (bit & 7)) + 12;
      store<u32>(lane, ~load<u32>(lane));
    }
  }
}

/**
 * Encrypts or decrypts `bytes` bytes. The counter blocks are the first 12 bytes at `nonce` (16 are read) and
 * `counter`, which goes up by one per block and wraps at 2^32. Only the last piece of a message may end within
 * a block.
 */
export function ctrCrypt(
  key: usize,
  nonce: usize,
  counter: u32,
  source: usize,
  target: usize,
  bytes: usize,
): void {
  if (counter % BATCH) {
    const head = min<usize>(bytes, (<usize>(BATCH - (counter % BATCH))) << 4);
    cryptSome(key, nonce, counter, source, target, head);
    counter += BATCH - (counter % BATCH);
    source += head;
    target += head;
    bytes -= head;
  }
  const batches = bytes / BATCH_BYTES;
  if (batches) {
    cryptBatches(key, nonce, counter, source, target, batches);
    const done = batches * BATCH_BYTES;
    counter += <u32>batches * BATCH;
    source += done;
    target += done;
    bytes -= done;
  }
  if (bytes) cryptSome(key, nonce, counter, source, target, bytes);
  wipeScratch();
}
