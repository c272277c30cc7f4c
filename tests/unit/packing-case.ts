import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { CaseContent } from '../../workers/engine/case-content';
import { CryptoMeans } from '../../workers/engine/crypto-means';
import type { JobProgress } from '../../workers/engine/work-progress';
import { OpenCase, type ScanWorkers } from '../../workers/engine/open-case';
import { groupInputs } from '../../workers/engine/source-intake';
import type { EngineExports } from '../../workers/kernel/engine-kernel';
import type { Package, PackOptions } from '../../workers/public-api';
import { generateBundle, type BundleDescription } from '../../workers/sample';
import { newCaseRecord } from '../../workers/store/case-record';
import { CryptoWorkersOnThisThread } from './crypto-workers-on-this-thread';
import { freshEnvelopeKernel } from './envelope-kernel';
import { freshKernel } from './kernel';

/** A file to drop; with a folder's path it is dropped in that folder. */
export interface Dropped {
  name: string;
  bytes: Uint8Array;
  folderPath?: string;
  modified?: number;
}

const ignored = () => undefined;

const noWorkers: ScanWorkers = {
  count: 1,
  start: () => {
    throw new Error('no text is searched here');
  },
};

/** @param workers what searches texts, for tests that do */
export async function openCaseOf(
  dropped: readonly Dropped[],
  workers: ScanWorkers = noWorkers,
): Promise<OpenCase & { told: JobProgress[] }> {
  const crypto = new CryptoMeans({
    kernel: () => freshKernel<EngineExports>(),
    envelopeKernel: freshEnvelopeKernel,
    cryptoWorkers: new CryptoWorkersOnThisThread(1),
  });
  const told: JobProgress[] = [];
  const content = new CaseContent(await freshKernel<EngineExports>());
  const open = new OpenCase(newCaseRecord(''), content, workers, crypto, {
    changed: ignored,
    progressed: ignored,
    searched: ignored,
    troubled: ignored,
    decrypting: ignored,
    analysing: ignored,
    working: (progress) => told.push(progress),
  });
  const inputs = dropped.map(({ name, bytes, folderPath = '', modified = Date.UTC(2026, 0, 2) }) => ({
    file: new File([bytes as Uint8Array<ArrayBuffer>], name, { lastModified: modified }),
    folderPath,
  }));
  for (const source of groupInputs(inputs)) await open.read(open.announce(source), source);
  return Object.assign(open, { told });
}

export async function bundleOf(description: Partial<BundleDescription>): Promise<Dropped> {
  const made = generateBundle({ release: '8.0', seed: 'package', rotated: 2, ...description });
  const parts: Uint8Array[] = [];
  for await (const chunk of made.chunks) parts.push(chunk);
  return { name: made.fileName, bytes: new Uint8Array(Buffer.concat(parts)) };
}

let jobs = 0;

export const KEEP: PackOptions = { dumps: 'keep', fragments: 'keep' };
export const JOIN: PackOptions = { dumps: 'keep', fragments: 'join' };

export function pack(open: OpenCase, options: PackOptions = KEEP): Promise<Package> {
  return open.packings.pack(++jobs, options);
}

export async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What a case shows of its files. */
export async function shownFiles(open: OpenCase) {
  const { content } = open;
  const files = [];
  for (const { id, source, bytes } of content.index) {
    const { kind, modified, mode, container } = content.files.get(id);
    const { name, parent } = content.containers.get(container);
    const isSparse = bytes > 1 << 28;
    files.push({
      source,
      path: content.shownPath(id),
      // What was dropped may be called otherwise.
      around: parent === null ? '' : name,
      bytes,
      kind,
      format: content.files.format(id),
      modified,
      mode,
      sha256: isSparse ? '' : sha256(await bytesOf(await open.files.blob(id as never))),
    });
  }
  return files;
}

/** What a case has of records. */
export function shownRecords(open: OpenCase) {
  const { content } = open;
  open.order.build();
  const { records, levels, from, to } = open.state();
  return {
    records,
    levels,
    from,
    to,
    hosts: content.hosts.map((host) => ({ ...host, source: 0 })),
    segments: Array.from({ length: content.segments.count }, (_, segment) => [
      content.shownPath(content.segments.file(segment)),
      content.segments.rowCount(segment),
    ]),
  };
}

/** Files of a compressed tar, by a reader that is not ours. */
export async function entriesOf(blob: Blob) {
  return (await allEntriesOf(blob)).filter(({ header }) => header.type === 'file');
}

/** The same with folders and links. */
export async function allEntriesOf(blob: Blob) {
  return unpackTar(gunzipSync(await bytesOf(blob)), { strict: true });
}

/** Runs GNU tar on a package in a folder of its own, which is gone afterwards. */
export async function withGnuTar<T>(
  blob: Blob,
  work: (tar: (...args: string[]) => string, folder: string) => T,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    const input = await bytesOf(blob);
    const tar = (...args: string[]) =>
      execFileSync('tar', [...args, '-f', '-'], { cwd: folder, input, maxBuffer: 1 << 28 }).toString();
    return work(tar, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
