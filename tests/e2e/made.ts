import { generateBundle, type BundleDescription } from '../../workers/sample';
import { utf8 } from '../../workers/sample/bytes';
import { gzip } from '../../workers/sample/gzip';
import { fileEntry, tar, type TarEntry } from '../../workers/sample/tar';
import type { TestFile } from './page';

/** When everything made here was modified, ms UTC. */
export const MADE_AT = Date.UTC(2026, 1, 3, 4, 5, 6);

/** A line of hostd.log, `second` seconds after MADE_AT. */
export function hostdLine(text: string, second = 0): string {
  const time = new Date(MADE_AT + second * 1000).toISOString();
  return `${time} info hostd[2099425] [Originator@6876 sub=Made opID=made-${second}] ${text}\n`;
}

/** A log of `count` such lines, whose texts end in their numbers. */
export function hostdLog(count: number, text = 'made line'): string {
  return Array.from({ length: count }, (_, n) => hostdLine(`${text} ${n}`, n)).join('');
}

/** A tar of these entries, as written. */
export async function tarOf(entries: Iterable<TarEntry> | AsyncIterable<TarEntry>): Promise<Uint8Array> {
  async function* all() {
    yield* entries;
  }
  return collected(tar(all(), 'pax'));
}

/** One gzip member. */
export function gzipOf(bytes: Uint8Array | string): Promise<Uint8Array> {
  const content = typeof bytes === 'string' ? utf8(bytes) : Uint8Array.from(bytes);
  return collected(
    gzip(
      (async function* () {
        yield content;
      })(),
    ),
  );
}

/** An entry of a tar, from a text or bytes. */
export function entry(path: string, content: string | Uint8Array): TarEntry {
  return fileEntry(path, typeof content === 'string' ? utf8(content) : Uint8Array.from(content), MADE_AT);
}

/** An entry that is stored in pieces, in the order given: what lies between them are holes. */
export function sparseEntry(
  path: string,
  size: number,
  pieces: readonly { offset: number; bytes: Uint8Array }[],
): TarEntry {
  const stored = new Uint8Array(Buffer.concat(pieces.map(({ bytes }) => bytes)));
  const map = pieces.map(({ offset, bytes }) => `${offset},${bytes.length}`).join(',');
  return { ...entry(path, stored), pax: { 'GNU.sparse.size': String(size), 'GNU.sparse.map': map } };
}

/** A generated bundle as a file to open. */
export async function bundle(description: Partial<BundleDescription>): Promise<TestFile> {
  const made = generateBundle({ release: '8.0', seed: 'bad input', rotated: 1, ...description });
  return { name: made.fileName, bytes: await collected(made.chunks) };
}

/** Bytes that look like nothing, the same every time. */
export function noise(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return new Uint8Array(Buffer.concat(parts));
}
