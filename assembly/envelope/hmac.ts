// HMAC (FIPS 198-1, section 4) over messages in pieces, and PBKDF2 (RFC 8018, 5.2) in slices of rounds.
//
// A context is a block of the caller's:
//
//   0      hash of the message, begun with the inner pad (hash.ts)
//   112    state after the inner pad
//   144    state after the outer pad
//   176    PBKDF2: the block U, padded for either pass
//   240    PBKDF2: T, the XOR of all U so far

import {
  absorb,
  BLOCK,
  compress,
  finish,
  hashStart,
  initial,
  putState,
  STATE_AT,
  wipeSchedules,
} from './hash';

const INNER_AT: usize = 112;
const OUTER_AT: usize = 144;
const BLOCK_AT: usize = 176;
const SUM_AT: usize = 240;
const CONTEXT_BYTES: u32 = 272;

const pad: usize = memory.data(64, 16);
const working: usize = memory.data(32, 16);

/** Size of a context in bytes. */
export function hmacBytes(): u32 {
  return CONTEXT_BYTES;
}

/** Begins a message under a key of any length. */
export function hmacStart(context: usize, digestBytes: u32, key: usize, keyLength: usize): void {
  memory.fill(pad, 0, BLOCK);
  if (keyLength > BLOCK) {
    hashStart(context, digestBytes);
    absorb(context, key, keyLength);
    finish(context, pad);
  } else {
    memory.copy(pad, key, keyLength);
  }
  maskPad(0x3636363636363636);
  initial(context + INNER_AT, digestBytes);
  compress(context + INNER_AT, pad, digestBytes);
  maskPad(0x3636363636363636 ^ 0x5c5c5c5c5c5c5c5c);
  initial(context + OUTER_AT, digestBytes);
  compress(context + OUTER_AT, pad, digestBytes);
  memory.fill(pad, 0, BLOCK);
  restart(context, digestBytes);
  wipeSchedules();
}

/** Takes the next piece of the message. */
export function hmacUpdate(context: usize, source: usize, length: usize): void {
  absorb(context, source, length);
  wipeSchedules();
}

/** Ends the message: the code, as long as the digest, goes to `target`. Another message may follow. */
export function hmacFinish(context: usize, target: usize): void {
  finishCode(context, target);
  wipeSchedules();
}

/**
 * PBKDF2, block `index` (from 1): the first round. The context has been begun with the password as its key.
 */
export function pbkdf2Start(context: usize, salt: usize, saltLength: usize, index: u32): void {
  const digestBytes = load<u32>(context);
  const block = context + BLOCK_AT;
  absorb(context, salt, saltLength);
  store<u32>(pad, bswap<u32>(index));
  absorb(context, pad, 4);
  // Either pass of the later rounds hashes a pad and a digest: the padding of the block stays as it is.
  memory.fill(block, 0, BLOCK);
  finishCode(context, block);
  store<u8>(block + <usize>digestBytes, 0x80);
  store<u64>(block, bswap<u64>((<u64>BLOCK + <u64>digestBytes) << 3), 56);
  memory.copy(context + SUM_AT, block, <usize>digestBytes);
  wipeSchedules();
}

/** `rounds` further rounds. */
export function pbkdf2Rounds(context: usize, rounds: u32): void {
  const digestBytes = load<u32>(context);
  const block = context + BLOCK_AT;
  for (; rounds; rounds--) {
    pass(context + INNER_AT, block, digestBytes);
    pass(context + OUTER_AT, block, digestBytes);
    for (let i: usize = 0; i < <usize>digestBytes; i += 4) {
      const at = context + SUM_AT + i;
      store<u32>(at, load<u32>(at) ^ load<u32>(block + i));
    }
  }
  memory.fill(working, 0, 32);
  wipeSchedules();
}

/** The block of the derived key, as far as the rounds have come. */
export function pbkdf2Result(context: usize, target: usize): void {
  memory.copy(target, context + SUM_AT, <usize>load<u32>(context));
}

// The digest of a pad and the block's digest replaces the latter.
function pass(start: usize, block: usize, digestBytes: u32): void {
  memory.copy(working, start, 32);
  compress(working, block, digestBytes);
  putState(working, block, <usize>digestBytes);
}

function maskPad(mask: u64): void {
  for (let at = pad; at < pad + BLOCK; at += 8) store<u64>(at, load<u64>(at) ^ mask);
}

// The hash of a message that has begun with the inner pad.
function restart(context: usize, digestBytes: u32): void {
  hashStart(context, digestBytes);
  memory.copy(context + STATE_AT, context + INNER_AT, 32);
  store<u64>(context, <u64>BLOCK, 8);
}

function finishCode(context: usize, target: usize): void {
  const digestBytes = load<u32>(context);
  finish(context, working);
  restart(context, digestBytes);
  memory.copy(context + STATE_AT, context + OUTER_AT, 32);
  absorb(context, working, <usize>digestBytes);
  finish(context, target);
  restart(context, digestBytes);
  memory.fill(working, 0, 32);
}
