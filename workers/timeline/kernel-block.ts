import type { Kernel } from '../kernel/kernel';

/** Runs `work` with a block of kernel memory that is given back afterwards. */
export function withBlock<T>(kernel: Kernel, bytes: number, work: (address: number) => T): T {
  const size = Math.max(16, bytes);
  const block = kernel.allocate(size);
  try {
    return work(block);
  } finally {
    kernel.release(block, size);
  }
}

/** The same with the words of a bitset in the block, filled up with zeros to `bytes`. */
export function withBits<T>(
  kernel: Kernel,
  bits: Uint32Array,
  bytes: number,
  work: (address: number) => T,
): T {
  return withBlock(kernel, bytes, (address) => {
    const view = new Uint32Array(kernel.exports.memory.buffer, address, bytes >>> 2);
    view.fill(0);
    view.set(bits.subarray(0, view.length));
    return work(address);
  });
}

/** Bytes of a bitset over so many rows, in whole vectors of the kernel. */
export function bitBytes(rows: number): number {
  return ((rows + 127) >>> 7) << 4;
}
