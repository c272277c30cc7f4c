// AES in cipher block chaining (SP 800-38A, 6.2), over whole messages and over the 512-byte sectors of envelopes.
//
// `key` is a context from aesSchedule. Source and target may be the same address, but must not overlap otherwise.

import { inverseRounds, sliceIn, sliceOutChained } from '../build/bitslice';
import { BATCH, BATCH_BYTES, encryptBatch } from './aes';
import { decryptKey, rounds } from './aes-key';
import { input, output, state, wide, wipeScratch } from './scratch';

// 32 blocks that follow each other; at `first` is what the first of them is chained to.
function decryptChain(key: usize, first: usize, source: usize, target: usize): void {
  const last = rounds(key);
  sliceIn(source, state, decryptKey(key, 0));
  inverseRounds(state, decryptKey(key, 1), last);
  sliceOutChained(state, decryptKey(key, last), first, source, target);
}

/**
 * Decrypts `blocks` blocks that form one chain. The 16 bytes at `iv` become the last ciphertext block, so that
 * a message can come in pieces.
 */
export function cbcDecrypt(key: usize, iv: usize, source: usize, target: usize, blocks: u32): void {
  for (; blocks >= BATCH; blocks -= BATCH, source += BATCH_BYTES, target += BATCH_BYTES) {
    const next = v128.load(source, 31 * 16);
    decryptChain(key, iv, source, target);
    v128.store(iv, next);
  }
  if (blocks) {
    const bytes = (<usize>blocks) << 4;
    memory.copy(input, source, bytes);
    decryptChain(key, iv, input, output);
    memory.copy(target, output, bytes);
    v128.store(iv, v128.load(input + bytes - 16));
  }
  wipeScratch();
}

/** Encrypts `blocks` blocks as one chain; a block needs the one before, so only short messages are meant. */
export function cbcEncrypt(key: usize, iv: usize, source: usize, target: usize, blocks: u32): void {
  let previous = v128.load(iv);
  for (; blocks; blocks--, source += 16, target += 16) {
    v128.store(input, v128.xor(v128.load(source), previous));
    encryptBatch(key, input, output);
    previous = v128.load(output);
    v128.store(target, previous);
  }
  v128.store(iv, previous);
  wipeScratch();
}

// The IVs of 32 sectors to `target`: the envelope's IV, its first 8 bytes as a big-endian number XORed with the
// sector's number, encrypted under the key of the data.
function sectorIvs(key: usize, iv: usize, sector: u64, target: usize): void {
  const high = load<u64>(iv);
  const low = load<u64>(iv, 8);
  for (let at = wide; at < wide + BATCH_BYTES; at += 16) {
    store<u64>(at, high ^ bswap<u64>(sector++));
    store<u64>(at, low, 8);
  }
  encryptBatch(key, wide, target);
}

/**
 * The IVs of `sectors` sectors from number `firstSector` on, 16 bytes each, to `target`.
 * `firstSector` is a whole number of at most 2^53.
 */
export function cbcSectorIvs(key: usize, iv: usize, firstSector: f64, target: usize, sectors: u32): void {
  let sector = <u64>firstSector;
  for (; sectors; sector += BATCH) {
    const now = min(sectors, BATCH);
    sectorIvs(key, iv, sector, output);
    memory.copy(target, output, now << 4);
    target += now << 4;
    sectors -= now;
  }
  wipeScratch();
}

/** Decrypts `sectors` sectors of 512 bytes, numbered from `firstSector` on; `iv` is the envelope's. */
export function cbcSectorsDecrypt(
  key: usize,
  iv: usize,
  firstSector: f64,
  source: usize,
  target: usize,
  sectors: u32,
): void {
  const sector = <u64>firstSector;
  for (let i: u32 = 0; i < sectors; i++) {
    if (i % BATCH == 0) sectorIvs(key, iv, sector + i, output);
    decryptChain(key, output + ((<usize>(i % BATCH)) << 4), source, target);
    source += BATCH_BYTES;
    target += BATCH_BYTES;
  }
  wipeScratch();
}

/** Encrypts `sectors` sectors of 512 bytes: a batch takes one block of each of 32 sectors. */
export function cbcSectorsEncrypt(
  key: usize,
  iv: usize,
  firstSector: f64,
  source: usize,
  target: usize,
  sectors: u32,
): void {
  let sector = <u64>firstSector;
  for (; sectors; sector += BATCH) {
    const now = <usize>min(sectors, BATCH);
    sectorIvs(key, iv, sector, output);
    for (let block: usize = 0; block < BATCH_BYTES; block += 16) {
      for (let s: usize = 0; s < now; s++) {
        const chained = v128.xor(v128.load(source + (s << 9) + block), v128.load(output + (s << 4)));
        v128.store(input + (s << 4), chained);
      }
      encryptBatch(key, input, output);
      for (let s: usize = 0; s < now; s++)
        v128.store(target + (s << 9) + block, v128.load(output + (s << 4)));
    }
    source += now << 9;
    target += now << 9;
    sectors -= <u32>now;
  }
  wipeScratch();
}
