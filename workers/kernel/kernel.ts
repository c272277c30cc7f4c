/** The kernel's memory functions (`assembly/memory.ts`). Every other group of exports has its own file here. */
export interface MemoryExports {
  readonly memory: WebAssembly.Memory;
  allocate(bytes: number): number;
  release(block: number, bytes: number): void;
  reserve(bytes: number): number;
  reservedBytes(): number;
}

/** Thrown when the kernel's memory (4 GiB at most) can grow no further. */
export class KernelMemoryError extends Error {
  readonly code = 'out-of-memory';
  constructor(bytes: number) {
    super(`no room for ${bytes} more bytes in the kernel's memory`);
  }
}

/**
 * One instance of the WASM kernel.
 *
 * `bytes()` and `words()` give views on the whole memory. Any call into the kernel may grow the memory and
 * detach them: take them anew after each call, never keep them in a field.
 */
export class Kernel<E extends MemoryExports = MemoryExports> {
  readonly exports: E;
  #u8 = new Uint8Array(0);
  #u32 = new Uint32Array(0);

  constructor(instance: WebAssembly.Instance) {
    this.exports = instance.exports as unknown as E;
  }

  /** Compiles and instantiates the module (`kernel.wasm`). */
  static async load<E extends MemoryExports>(module: BufferSource | WebAssembly.Module): Promise<Kernel<E>> {
    const compiled = module instanceof WebAssembly.Module ? module : await WebAssembly.compile(module);
    return new Kernel<E>(await WebAssembly.instantiate(compiled, {}));
  }

  bytes(): Uint8Array {
    const { buffer } = this.exports.memory;
    if (this.#u8.buffer !== buffer) this.#u8 = new Uint8Array(buffer);
    return this.#u8;
  }

  words(): Uint32Array {
    const { buffer } = this.exports.memory;
    if (this.#u32.buffer !== buffer) this.#u32 = new Uint32Array(buffer);
    return this.#u32;
  }

  /** A block of `bytes` bytes in kernel memory, given back with `release`. Throws KernelMemoryError. */
  allocate(bytes: number): number {
    const block = this.exports.allocate(bytes) >>> 0;
    if (!block) throw new KernelMemoryError(bytes);
    return block;
  }

  release(block: number, bytes: number): void {
    this.exports.release(block, bytes);
  }
}
