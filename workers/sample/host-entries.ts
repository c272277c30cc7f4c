import { collect, type Bytes } from './bytes';
import type { BundleDescription } from './description';
import { bundleName, collectionFiles } from './files/collection';
import { commandFiles } from './files/commands';
import { etcFiles } from './files/etc';
import type { SampleFile } from './files/file';
import { vmFiles } from './files/vm-folder';
import { fragmentsOf } from './fragments';
import { gzip, type GzipLevel } from './gzip';
import type { LogFiles } from './logs/log-files';
import { planHostLogs, planVmLogs, type LogWish } from './logs/plan';
import { fileEntry, type TarEntry } from './tar';
import type { TruthBuilder } from './truth';
import type { World } from './world';

/** All entries of one host's bundle: what describes the host first, then the logs, then vm-support's own words. */
export async function* hostEntries(
  world: World,
  description: BundleDescription,
  wish: LogWish,
  truth: TruthBuilder,
): AsyncGenerator<TarEntry> {
  const { host } = world;
  const top = bundleName(host);
  const small = smallFiles(world, description.fragments ?? false);
  yield* smallEntries(top, small, host.collectedAt, truth);
  const level = description.level ?? 6;
  for (const files of planHostLogs(world, wish)) {
    yield* logEntries(top, files, level, truth);
  }
  for (const files of planVmLogs(world, wish)) yield* logEntries(top, files, level, truth);
  yield* smallEntries(top, collectionFiles(host, small), host.collectedAt, truth);
}

function smallFiles(world: World, fragments: boolean): SampleFile[] {
  const { host } = world;
  const random = world.random.fork('files');
  const dump: SampleFile = {
    path: 'var/core/hostd-worker-zdump.000',
    content: random.bytes(fragments ? 1_300_000 : 96 * 1024),
    piped: true,
  };
  return [...etcFiles(host), ...commandFiles(host, fragments, random), ...vmFiles(host), dump];
}

function* smallEntries(
  top: string,
  files: readonly SampleFile[],
  mtime: number,
  truth: TruthBuilder,
): Generator<TarEntry> {
  for (const { path, content, piped } of files) {
    const pieces = piped === true ? fragmentsOf(path, content) : [{ path, content }];
    if (pieces[0]!.path !== path) {
      truth.fragments.push({ path, fragments: pieces.length, bytes: content.length, missing: [] });
    }
    for (const piece of pieces) yield fileEntry(`${top}/${piece.path}`, piece.content, mtime);
  }
}

/** The files of one log, oldest first; the rotated ones are packed. */
export async function* logEntries(
  top: string,
  files: LogFiles,
  level: GzipLevel,
  truth: TruthBuilder,
): AsyncGenerator<TarEntry> {
  for (let index = 0; index < files.rotated; index++) {
    const path = files.rotatedPath(index);
    const content = await collect(gzip(asynchronous(files.rotatedFile(index)), level));
    truth.files.push(files.written.truth());
    yield fileEntry(`${top}/${path}`, content, files.modified);
  }
  const { path, size, content } = files.currentFile();
  yield { path: `${top}/${path}`, size, content, mtime: files.modified };
  truth.files.push(files.written.truth());
  truth.planted.push(...files.planted);
}

async function* asynchronous(chunks: Iterable<Bytes>): AsyncGenerator<Bytes> {
  yield* chunks;
}
