import type { Kernel, MemoryExports } from './kernel';

/** Exports of `assembly/envelope/bytes.ts`. */
export interface SecretExports extends MemoryExports {
  wipe(at: number, length: number): void;
  equalBytes(a: number, b: number, length: number): number;
  xorBytes(target: number, source: number, length: number): void;
}

/** A block of kernel memory that holds secrets: it is wiped before it is given back. */
export class SecretBlock {
  readonly at: number;
  readonly length: number;
  readonly #kernel: Kernel<SecretExports>;
  #open = true;

  /** Throws KernelMemoryError. The content is not defined at first. */
  constructor(kernel: Kernel<SecretExports>, length: number) {
    this.#kernel = kernel;
    this.length = length;
    this.at = kernel.allocate(length);
  }

  /** Copies `data` into the block, at its start or at `offset`. */
  put(data: Uint8Array, offset = 0): void {
    if (offset + data.length > this.length) throw new RangeError('more bytes than the block holds');
    this.#kernel.bytes().set(data, this.at + offset);
  }

  /** A copy of the first `length` bytes. */
  copy(length = this.length): Uint8Array<ArrayBuffer> {
    return this.#kernel.bytes().slice(this.at, this.at + length);
  }

  wipe(): void {
    this.#kernel.exports.wipe(this.at, this.length);
  }

  dispose(): void {
    if (!this.#open) return;
    this.#open = false;
    this.wipe();
    this.#kernel.release(this.at, this.length);
  }
}

/** Runs `work` with a block that is wiped and given back afterwards, whatever happens. */
export function withSecretBlock<T>(
  kernel: Kernel<SecretExports>,
  length: number,
  work: (block: SecretBlock) => T,
): T {
  const block = new SecretBlock(kernel, length);
  try {
    return work(block);
  } finally {
    block.dispose();
  }
}

/** Whether two byte strings are equal, in a time that depends on their lengths only. */
export function equalSecrets(kernel: Kernel<SecretExports>, a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  return withSecretBlock(kernel, 2 * a.length, (block) => {
    block.put(a);
    block.put(b, a.length);
    return kernel.exports.equalBytes(block.at, block.at + a.length, a.length) !== 0;
  });
}
