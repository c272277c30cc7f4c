import { crc32 as nodeCrc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32, type Crc32Exports } from '../../workers/kernel/crc32';
import { freshKernel } from './kernel';
import { randomBytes, randomNumbers } from './sample-bytes';

// The fold works on blocks of 4,800 bytes and begins at three of them.
const BLOCK = 4800;

describe('crc32', async () => {
  const kernel = await freshKernel<Crc32Exports>();
  const bytes = randomBytes(8 * BLOCK);
  const at = kernel.allocate(bytes.length + 64);
  kernel.bytes().set(bytes, at);

  it('knows the check value of the standard', () => {
    const digits = kernel.allocate(16);
    kernel.bytes().set(new TextEncoder().encode('123456789'), digits);
    expect(crc32(kernel, 0, digits, 9)).toBe(0xcbf43926);
  });

  it('agrees with zlib at every length around its seams', () => {
    const lengths = Array.from({ length: 70 }, (_, n) => n);
    for (const blocks of [1, 2, 3, 4, 5, 7]) {
      for (let d = -17; d <= 17; d++) lengths.push(blocks * BLOCK + d);
    }
    for (const length of lengths) {
      for (const skip of [0, 1, 13]) {
        expect(crc32(kernel, 0, at + skip, length), `${length} bytes from ${skip}`).toBe(
          nodeCrc32(bytes.subarray(skip, skip + length)),
        );
      }
    }
  });

  it('continues from what came before', () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 200; round++) {
      const cuts = [0, random(bytes.length), random(bytes.length), bytes.length].sort((a, b) => a - b);
      let crc = 0;
      for (let i = 0; i < 3; i++) crc = crc32(kernel, crc, at + cuts[i]!, cuts[i + 1]! - cuts[i]!);
      expect(crc).toBe(nodeCrc32(bytes));
    }
  });

  it('does not write to what it reads', () => {
    crc32(kernel, 0, at, bytes.length);
    expect(kernel.bytes().slice(at, at + bytes.length)).toEqual(bytes);
  });
});
