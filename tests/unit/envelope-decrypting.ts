import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInflate } from 'node:zlib';
import type { RandomAccess } from '../../workers/bytes/random-access';
import { inflateZlib } from '../../workers/bytes/zlib-inflate';
import { decryptEnvelope, type DecryptMeans, type DecryptOptions } from '../../workers/envelope/decrypt';
import { kernelSuite } from '../../workers/envelope/kernel-suite';
import { localPool } from '../../workers/envelope/part';
import { Failure } from '../../workers/failure';
import type { InflateExports } from '../../workers/kernel/inflate';
import type { Warning } from '../../workers/warning';
import { freshEnvelopeKernel } from './envelope-kernel';
import { freshKernel } from './kernel';
import { nodeSuite } from './node-cipher-suite';

export const FIXTURES = join(import.meta.dirname, '../fixtures/envelope');

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FIXTURES, name)));
}

export function memory(bytes: Uint8Array): RandomAccess {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/** zlib's inflater behind the contract of `DecryptMeans`: a chunk is used up before the next is asked for. */
export async function* zlibInflate(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createInflate();
  const pieces: Uint8Array[] = [];
  let failure: Error | null = null;
  inflate.on('data', (piece: Uint8Array) => pieces.push(new Uint8Array(piece)));
  inflate.on('error', (error) => (failure = error));
  for await (const chunk of source) {
    await new Promise<void>((resolve) => {
      inflate.once('error', () => resolve());
      inflate.write(chunk, () => resolve());
    });
    yield* pieces.splice(0);
    if (failure) throw failure;
  }
  await new Promise<void>((resolve) => {
    inflate.once('error', () => resolve());
    inflate.end(() => resolve());
  });
  await new Promise((resolve) => setImmediate(resolve));
  yield* pieces.splice(0);
  if (failure) throw failure;
}

/** The WASM kernels as workers use them. */
export async function kernelMeans(): Promise<DecryptMeans> {
  const suite = kernelSuite(await freshEnvelopeKernel());
  return {
    suite,
    pool: localPool(suite),
    async *inflate(source) {
      yield* inflateZlib(await freshKernel<InflateExports>(), source);
    },
  };
}

export const nodeMeans: DecryptMeans = { suite: nodeSuite, pool: localPool(nodeSuite), inflate: zlibInflate };

export interface Decrypted {
  plain: Buffer;
  authenticated: boolean;
  plainBytes: number | null;
  warnings: Warning[];
}

export async function decrypted(
  bytes: Uint8Array,
  options: DecryptOptions,
  means: DecryptMeans = nodeMeans,
): Promise<Decrypted> {
  const decryption = await decryptEnvelope(memory(bytes), options, means);
  const chunks: Uint8Array[] = [];
  for await (const chunk of decryption.chunks) chunks.push(chunk);
  const { authenticated, plainBytes, warnings } = decryption;
  return { plain: Buffer.concat(chunks), authenticated, plainBytes, warnings };
}

/** The code `work` fails with; any other error is thrown on. */
export async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
  return 'no failure';
}
