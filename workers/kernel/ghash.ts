import { BLOCK_BYTES, encryptBytes, type AesKey } from './aes';
import type { Kernel } from './kernel';
import { SecretBlock, withSecretBlock, type SecretExports } from './secret-block';

/** Exports of `assembly/envelope/ghash.ts`. */
export interface GhashExports extends SecretExports {
  ghashBytes(): number;
  ghashStart(h: number, context: number): void;
  ghashUpdate(context: number, y: number, source: number, bytes: number): void;
  ghashShift(context: number, y: number, count: number): void;
  ghashInverse(h: number, target: number): void;
}

/**
 * GHASH (SP 800-38D, 6.4) under one hash key, with its state in kernel memory (6 KiB in all).
 *
 * Parts of a message may be hashed by several instances, each from zero and each part but the last of whole
 * blocks: `joinParts` puts their states together.
 */
export class Ghash {
  readonly #kernel: Kernel<GhashExports>;
  readonly #context: SecretBlock;
  readonly #state: SecretBlock;

  /** `h` is the hash key: the encryption of 16 zeros. Throws a RangeError. */
  constructor(kernel: Kernel<GhashExports>, h: Uint8Array) {
    if (h.length !== BLOCK_BYTES) throw new RangeError('the hash key has 16 bytes');
    this.#kernel = kernel;
    this.#context = new SecretBlock(kernel, kernel.exports.ghashBytes());
    this.#state = new SecretBlock(kernel, BLOCK_BYTES);
    this.#state.put(h);
    kernel.exports.ghashStart(this.#state.at, this.#context.at);
    this.#state.wipe();
  }

  /** The hash for GCM under an AES key, of a kernel that has both. */
  static under(kernel: Kernel<GhashExports>, key: AesKey): Ghash {
    const h = encryptBytes(key, new Uint8Array(BLOCK_BYTES));
    const ghash = new Ghash(kernel, h);
    h.fill(0);
    return ghash;
  }

  /** Hashes bytes of kernel memory; an unfinished block at the end is filled up with zeros. */
  update(source: number, bytes: number): void {
    this.#kernel.exports.ghashUpdate(this.#context.at, this.#state.at, source, bytes);
  }

  /** The same for a few bytes from outside: associated data, lengths. */
  updateBytes(data: Uint8Array): void {
    if (!data.length) return;
    withSecretBlock(this.#kernel, data.length, (block) => {
      block.put(data);
      this.update(block.at, data.length);
    });
  }

  /** The block of lengths that ends GCM's input: bytes of associated data and of ciphertext, both below 2^53. */
  updateLengths(associatedBytes: number, cipherBytes: number): void {
    const lengths = new DataView(new ArrayBuffer(BLOCK_BYTES));
    lengths.setBigUint64(0, BigInt(associatedBytes) * 8n);
    lengths.setBigUint64(8, BigInt(cipherBytes) * 8n);
    this.updateBytes(new Uint8Array(lengths.buffer));
  }

  /** A copy of the state, 16 bytes. */
  get state(): Uint8Array<ArrayBuffer> {
    return this.#state.copy();
  }

  set state(state: Uint8Array) {
    if (state.length !== BLOCK_BYTES) throw new RangeError('the state has 16 bytes');
    this.#state.put(state);
  }

  /** Makes the state what it would be after `blocks` more blocks of zeros (times H^blocks). */
  shift(blocks: number): void {
    if (!Number.isSafeInteger(blocks) || blocks < 0) throw new RangeError('not a number of blocks');
    this.#kernel.exports.ghashShift(this.#context.at, this.#state.at, blocks);
  }

  /** Goes on with parts that others hashed from zero, in their order: `blocks` of each, and its state. */
  joinParts(parts: Iterable<{ blocks: number; state: Uint8Array }>): void {
    for (const part of parts) {
      this.shift(part.blocks);
      const joined = this.state;
      for (let i = 0; i < BLOCK_BYTES; i++) joined[i]! ^= part.state[i]!;
      this.state = joined;
      joined.fill(0);
    }
  }

  dispose(): void {
    this.#state.dispose();
    this.#context.dispose();
  }
}

/** The inverse of a hash key in the field of GCM: under it `shift(1)` undoes what the hash key's does. Throws a RangeError. */
export function inverseHashKey(kernel: Kernel<GhashExports>, h: Uint8Array): Uint8Array<ArrayBuffer> {
  if (h.length !== BLOCK_BYTES) throw new RangeError('the hash key has 16 bytes');
  return withSecretBlock(kernel, BLOCK_BYTES, (block) => {
    block.put(h);
    kernel.exports.ghashInverse(block.at, block.at);
    return block.copy();
  });
}
