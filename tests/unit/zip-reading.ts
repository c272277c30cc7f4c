// Reads zips through counted random access.
import { constants, inflateRawSync } from 'node:zlib';
import { expect } from 'vitest';
import { zipDataOffset, zipEntries, type ZipEntry } from '../../workers/archive/zip';
import type { RandomAccess } from '../../workers/bytes/random-access';
import type { Warning } from '../../workers/warning';
import type { ZipField } from './zip-bytes';

export interface Read {
  entries: ZipEntry[];
  warnings: Warning[];
  /** The largest and the number of the reads. */
  reads: { most: number; count: number; bytes: number };
  access: RandomAccess;
}

export function accessTo(bytes: Uint8Array): RandomAccess & { reads: Read['reads'] } {
  const reads = { most: 0, count: 0, bytes: 0 };
  return {
    size: bytes.length,
    reads,
    read(offset, length) {
      if (!(offset >= 0 && length >= 0 && Number.isSafeInteger(offset + length)))
        throw new RangeError(`${offset} ${length}`);
      const piece = bytes.slice(offset, offset + length);
      reads.most = Math.max(reads.most, length);
      reads.bytes += piece.length;
      reads.count++;
      return Promise.resolve(piece);
    },
  };
}

export async function read(bytes: Uint8Array): Promise<Read> {
  const access = accessTo(bytes);
  const warnings: Warning[] = [];
  const entries: ZipEntry[] = [];
  for await (const batch of zipEntries(access, (warning) => warnings.push(warning))) entries.push(...batch);
  expect(access.reads.most).toBeLessThanOrEqual(1024 * 1024);
  return { entries, warnings, reads: access.reads, access };
}

/** The content of an entry; with its size unknown, what inflating gives. */
export async function content(bytes: Uint8Array, entry: ZipEntry): Promise<string> {
  const from = await zipDataOffset(accessTo(bytes), entry, () => undefined);
  const data = bytes.subarray(from!, from! + entry.packedBytes);
  if (entry.method === 0) return Buffer.from(data).toString('latin1');
  const finishFlush = entry.size === null ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
  return inflateRawSync(data, { finishFlush }).toString('latin1');
}

export const paths = ({ entries }: Read) => entries.map(({ path }) => path);
export const codes = ({ warnings }: Read) => warnings.map(({ code }) => code);

export const LOGS: ZipField[] = [
  { name: 'top/', method: 0 },
  { name: 'top/a.log', data: 'line of a log\n'.repeat(300) },
  { name: 'top/stored.bin', data: 'as it is', method: 0 },
  { name: 'top/empty', data: '' },
  { name: '../../x', data: 'hostile' },
];
