import type { CounterCipher, Ghash } from './cipher-suite';

const BLOCK = 16;

/** The counter block of block `block` of a message; -1 is J0 (SP 800-38D, 7.1, with an IV of 12 bytes). */
export function counterBlock(iv: Uint8Array, block: number): Uint8Array {
  const counter = new Uint8Array(BLOCK);
  counter.set(iv);
  new DataView(counter.buffer).setUint32(12, (block + 2) >>> 0);
  return counter;
}

/** The hash key: the zero block encrypted, which is the key stream of the zero counter. */
export async function hashKey(counter: CounterCipher): Promise<Uint8Array> {
  const h = new Uint8Array(BLOCK);
  await counter.apply(new Uint8Array(BLOCK), h);
  return h;
}

/** Lengths of associated data and ciphertext in bits, 64 bits each. */
export function lengthBlock(associatedBytes: number, cipherBytes: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const view = new DataView(block.buffer);
  view.setBigUint64(0, BigInt(associatedBytes) * 8n);
  view.setBigUint64(8, BigInt(cipherBytes) * 8n);
  return block;
}

export function xorInto(target: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i]! ^= other[i]!;
}

/**
 * What `data` adds to the GHASH of a message in which `blocksAfter` blocks follow it: its own GHASH times
 * H^blocksAfter. So parts can be hashed anywhere in any order, and their shares are XORed.
 */
export async function hashShare(hash: Ghash, data: Uint8Array, blocksAfter: number): Promise<Uint8Array> {
  return hash.shift(await hash.fold(new Uint8Array(BLOCK), data), blocksAfter);
}
