import { readFile } from 'node:fs/promises';
import type { EnvelopeExports } from '../../workers/kernel/envelope-kernel';
import { Kernel } from '../../workers/kernel/kernel';

export type { EnvelopeExports };

const path = new URL('../../assembly/build/envelope.wasm', import.meta.url);

/** A fresh instance of the built decryption kernel (`npm run build:kernel`). */
export async function freshEnvelopeKernel(): Promise<Kernel<EnvelopeExports>> {
  return Kernel.load<EnvelopeExports>(await readFile(path));
}

/** Bytes from hex digits; white space is ignored. */
export function hex(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits.replace(/\s/g, ''), 'hex'));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Where in the kernel's memory `needle` is found; -1 if nowhere. */
export function findInMemory(kernel: Kernel<EnvelopeExports>, needle: Uint8Array): number {
  return Buffer.from(kernel.exports.memory.buffer).indexOf(needle);
}
