import type { Kernel } from './kernel';
import { SecretBlock, withSecretBlock, type SecretExports } from './secret-block';

/** Exports of `assembly/envelope/hash.ts` and of HMAC in `hmac.ts`. */
export interface HashExports extends SecretExports {
  hashBytes(): number;
  hashStart(context: number, digestBytes: number): void;
  hashUpdate(context: number, source: number, length: number): void;
  hashFinish(context: number, target: number): void;
  hmacBytes(): number;
  hmacStart(context: number, digestBytes: number, key: number, keyLength: number): void;
  hmacUpdate(context: number, source: number, length: number): void;
  hmacFinish(context: number, target: number): void;
}

export type HashName = 'SHA-1' | 'SHA-256';

/** Bytes of a digest. */
export const DIGEST_BYTES: Record<HashName, number> = { 'SHA-1': 20, 'SHA-256': 32 };

// What comes from outside is copied into the kernel in pieces of this size.
const PIECE_BYTES = 64 * 1024;

/** SHA-1 or SHA-256 of a message that comes in pieces. */
export class Hash {
  readonly #kernel: Kernel<HashExports>;
  readonly #name: HashName;
  readonly #context: SecretBlock;

  constructor(kernel: Kernel<HashExports>, name: HashName) {
    this.#kernel = kernel;
    this.#name = name;
    this.#context = new SecretBlock(kernel, kernel.exports.hashBytes());
    kernel.exports.hashStart(this.#context.at, DIGEST_BYTES[name]);
  }

  /** Takes a range of kernel memory. */
  update(source: number, length: number): void {
    this.#kernel.exports.hashUpdate(this.#context.at, source, length);
  }

  updateBytes(data: Uint8Array): void {
    inPieces(this.#kernel, data, (at, length) => this.update(at, length));
  }

  /** The digest; the next piece begins another message. */
  finish(): Uint8Array<ArrayBuffer> {
    const { exports } = this.#kernel;
    const bytes = DIGEST_BYTES[this.#name];
    return withSecretBlock(this.#kernel, bytes, (digest) => {
      exports.hashFinish(this.#context.at, digest.at);
      exports.hashStart(this.#context.at, bytes);
      return digest.copy();
    });
  }

  dispose(): void {
    this.#context.dispose();
  }
}

/** HMAC of messages that come in pieces, under one key. */
export class Hmac {
  readonly #kernel: Kernel<HashExports>;
  readonly #name: HashName;
  readonly #context: SecretBlock;

  /** The key may be of any length; its bytes are left to the caller. */
  constructor(kernel: Kernel<HashExports>, name: HashName, key: Uint8Array) {
    this.#kernel = kernel;
    this.#name = name;
    this.#context = new SecretBlock(kernel, kernel.exports.hmacBytes());
    withSecretBlock(kernel, key.length, (block) => {
      block.put(key);
      kernel.exports.hmacStart(this.#context.at, DIGEST_BYTES[name], block.at, key.length);
    });
  }

  /** Takes a range of kernel memory. */
  update(source: number, length: number): void {
    this.#kernel.exports.hmacUpdate(this.#context.at, source, length);
  }

  updateBytes(data: Uint8Array): void {
    inPieces(this.#kernel, data, (at, length) => this.update(at, length));
  }

  /** The code; the next piece begins another message under the same key. */
  finish(): Uint8Array<ArrayBuffer> {
    return withSecretBlock(this.#kernel, DIGEST_BYTES[this.#name], (code) => {
      this.#kernel.exports.hmacFinish(this.#context.at, code.at);
      return code.copy();
    });
  }

  dispose(): void {
    this.#context.dispose();
  }
}

/** The digest of one message. */
export function digest(
  kernel: Kernel<HashExports>,
  name: HashName,
  data: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const hash = new Hash(kernel, name);
  try {
    hash.updateBytes(data);
    return hash.finish();
  } finally {
    hash.dispose();
  }
}

export function sha1(kernel: Kernel<HashExports>, data: Uint8Array): Uint8Array<ArrayBuffer> {
  return digest(kernel, 'SHA-1', data);
}

export function sha256(kernel: Kernel<HashExports>, data: Uint8Array): Uint8Array<ArrayBuffer> {
  return digest(kernel, 'SHA-256', data);
}

/** The HMAC of one message. */
export function hmac(
  kernel: Kernel<HashExports>,
  name: HashName,
  key: Uint8Array,
  data: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const code = new Hmac(kernel, name, key);
  try {
    code.updateBytes(data);
    return code.finish();
  } finally {
    code.dispose();
  }
}

function inPieces(
  kernel: Kernel<HashExports>,
  data: Uint8Array,
  work: (at: number, length: number) => void,
): void {
  if (!data.length) return;
  withSecretBlock(kernel, Math.min(data.length, PIECE_BYTES), (block) => {
    for (let from = 0; from < data.length; from += PIECE_BYTES) {
      const piece = data.subarray(from, from + PIECE_BYTES);
      block.put(piece);
      work(block.at, piece.length);
    }
  });
}
