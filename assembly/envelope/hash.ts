// SHA-1 and SHA-256 over messages in pieces: padding and length of FIPS 180-4, 5.1.1.
//
// A context is a block of the caller's; the size of the digest (20 or 32 bytes) says which hash it is:
//
//   0    u32 bytes of the digest        16   state: 5 or 8 words
//   4    u32 bytes in the buffer        48   buffer: 64 bytes
//   8    u64 bytes of the message

import { sha1Compress, sha1Initial, sha1Wipe } from './sha1';
import { sha256Compress, sha256Initial, sha256Wipe } from './sha256';

export const BLOCK: usize = 64;
export const SHA1_BYTES: u32 = 20;
export const STATE_AT: usize = 16;
const BUFFER_AT: usize = 48;
const CONTEXT_BYTES: u32 = 112;

/** Size of a context in bytes. */
export function hashBytes(): u32 {
  return CONTEXT_BYTES;
}

/** Begins a message. */
export function hashStart(context: usize, digestBytes: u32): void {
  memory.fill(context, 0, CONTEXT_BYTES);
  store<u32>(context, digestBytes);
  initial(context + STATE_AT, digestBytes);
}

/** Takes the next piece of the message. */
export function hashUpdate(context: usize, source: usize, length: usize): void {
  absorb(context, source, length);
  wipeSchedules();
}

/** Ends the message: the digest goes to `target`. The context is to be wiped or begun anew. */
export function hashFinish(context: usize, target: usize): void {
  finish(context, target);
  wipeSchedules();
}

/** The initial state of the hash with this size of digest. */
export function initial(state: usize, digestBytes: u32): void {
  if (digestBytes == SHA1_BYTES) sha1Initial(state);
  else sha256Initial(state);
}

export function compress(state: usize, block: usize, digestBytes: u32): void {
  if (digestBytes == SHA1_BYTES) sha1Compress(state, block);
  else sha256Compress(state, block);
}

/** Words of the state as big-endian bytes. */
export function putState(state: usize, target: usize, digestBytes: usize): void {
  for (let i: usize = 0; i < digestBytes; i += 4) store<u32>(target + i, bswap<u32>(load<u32>(state + i)));
}

export function wipeSchedules(): void {
  sha1Wipe();
  sha256Wipe();
}

/** hashUpdate without the wiping, for callers who do more. */
export function absorb(context: usize, source: usize, length: usize): void {
  const digestBytes = load<u32>(context);
  const state = context + STATE_AT;
  const buffer = context + BUFFER_AT;
  let pending = <usize>load<u32>(context, 4);
  store<u64>(context, load<u64>(context, 8) + <u64>length, 8);
  if (pending) {
    const taken = min<usize>(BLOCK - pending, length);
    memory.copy(buffer + pending, source, taken);
    pending += taken;
    source += taken;
    length -= taken;
    if (pending == BLOCK) {
      compress(state, buffer, digestBytes);
      pending = 0;
    }
  }
  for (; length >= BLOCK; source += BLOCK, length -= BLOCK) compress(state, source, digestBytes);
  if (length) {
    memory.copy(buffer, source, length);
    pending = length;
  }
  store<u32>(context, <u32>pending, 4);
}

/** hashFinish without the wiping. */
export function finish(context: usize, target: usize): void {
  const digestBytes = load<u32>(context);
  const state = context + STATE_AT;
  const buffer = context + BUFFER_AT;
  const pending = <usize>load<u32>(context, 4);
  store<u8>(buffer + pending, 0x80);
  memory.fill(buffer + pending + 1, 0, BLOCK - pending - 1);
  if (pending >= BLOCK - 8) {
    compress(state, buffer, digestBytes);
    memory.fill(buffer, 0, BLOCK);
  }
  store<u64>(buffer, bswap<u64>(load<u64>(context, 8) << 3), 56);
  compress(state, buffer, digestBytes);
  putState(state, target, <usize>digestBytes);
}
