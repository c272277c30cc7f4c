import type { Kernel, MemoryExports } from './kernel';

/** Exports of `assembly/crc32.ts`. */
export interface Crc32Exports extends MemoryExports {
  crc32(crc: number, at: number, length: number): number;
}

/** The CRC-32 of [at, at + length) of kernel memory, continuing from the CRC of what came before (0 at first). */
export function crc32(kernel: Kernel<Crc32Exports>, crc: number, at: number, length: number): number {
  return kernel.exports.crc32(crc, at, length) >>> 0;
}
