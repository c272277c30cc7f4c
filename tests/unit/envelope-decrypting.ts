import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInflate } from 'node:zlib';
import type { RandomAccess } from '../../workers/bytes/random-access';
import { inflateZlib } from '../../workers/bytes/zlib-inflate';
import { decryptEnvelope, type DecryptMeans, type DecryptOptions } from '../../workers/envelope/decrypt';
import { localPool } from '../../workers/envelope/part';
import { Failure } from '../../workers/failure';
import type { InflateExports } from '../../workers/kernel/inflate';
import type { Warning } from '../../workers/warning';
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
  const outcome: { failure: Error | null } = { failure: null };
  inflate.on('data', (piece: Uint8Array) => pieces.push(new Uint8Array(piece)));
  const closed = new Promise<void>((resolve) => {
    inflate.on('end', resolve);
    inflate.on('error', (error) => {
      outcome.failure = error;
      resolve();
    });
  });
  for await (const chunk of source) {
    await Promise.race([new Promise((resolve) => inflate.write(chunk, resolve)), closed]);
    yield* pieces.splice(0);
    if (outcome.failure) throw outcome.failure;
  }
  inflate.end();
  await closed;
  yield* pieces.splice(0);
  if (outcome.failure) throw outcome.failure;
}

/** The kernel's inflater, as the engine uses it. */
export const kernelInflate: DecryptMeans['inflate'] = async function* (source) {
  yield* inflateZlib(await freshKernel<InflateExports>(), source);
};

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
