import { CaseContent } from '../../workers/engine/case-content';
import { CryptoMeans } from '../../workers/engine/crypto-means';
import type { Job } from '../../workers/engine/jobs';
import { OpenCase } from '../../workers/engine/open-case';
import type { TreatmentContext, TreatmentKind } from '../../workers/engine/treatment-kind';
import type { EngineExports } from '../../workers/kernel/engine-kernel';
import type { EntryFile, FileContent } from '../../workers/package/entry-file';
import type { PackOptions } from '../../workers/public-api';
import { newCaseRecord } from '../../workers/store/case-record';
import { CryptoWorkersOnThisThread } from './crypto-workers-on-this-thread';
import { freshEnvelopeKernel } from './envelope-kernel';
import { freshKernel } from './kernel';

/** When all files given to `caseOf` were written, ms UTC. */
export const WRITTEN_AT = Date.UTC(2026, 1, 3, 4, 5, 6);

/** A case with these files dropped as a folder, or with one of them dropped by itself. */
export async function caseOf(files: Record<string, Uint8Array | string>, single?: string): Promise<OpenCase> {
  const crypto = new CryptoMeans({
    kernel: () => freshKernel<EngineExports>(),
    envelopeKernel: freshEnvelopeKernel,
    cryptoWorkers: new CryptoWorkersOnThisThread(2),
  });
  const ignored = () => undefined;
  const noWorkers = {
    count: 1,
    start: (): Worker => {
      throw new Error('no text is searched here');
    },
  };
  const content = new CaseContent(await freshKernel<EngineExports>());
  const open = new OpenCase(newCaseRecord(''), content, noWorkers, crypto, {
    changed: ignored,
    progressed: ignored,
    searched: ignored,
    troubled: ignored,
    decrypting: ignored,
    analysing: ignored,
    working: ignored,
  });
  const inputs = Object.entries(files).map(([path, bytes]) => ({
    file: new File([bytes as BlobPart], path.split('/').at(-1)!, { lastModified: WRITTEN_AT }),
    folderPath: single === undefined ? `esx/${path}` : '',
  }));
  const what = { name: single ?? 'esx', inputs, isFolder: single === undefined };
  await open.read(open.announce(what), what);
  return open;
}

/** A job that nobody waits for. */
export function freeJob(abort = new AbortController()): Job {
  return { signal: abort.signal, advance: () => undefined, check: () => abort.signal.throwIfAborted() };
}

/** Numbers of all shown files, in the order of the table. */
export function filesOf({ content }: OpenCase): number[] {
  return Array.from(content.index, ({ id }) => id).sort((a, b) => a - b);
}

/** What a treatment did to a file: all of its bytes, where it changed them. */
export interface TreatedFile {
  action: string;
  path: string;
  reason: string | undefined;
  bytes: Buffer | null;
}

export interface TreatedCase {
  files: Map<string, TreatedFile>;
  added: Map<string, Buffer>;
  keyFile: Buffer | null;
}

/** Everything of a content. Fails where its length is not what it says, or a second reading gives something else. */
export async function allOf(content: FileContent): Promise<Buffer> {
  const read = async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of content.chunks()) chunks.push(chunk.slice());
    return Buffer.concat(chunks);
  };
  const bytes = await read();
  if (content.bytes !== null && content.bytes !== bytes.length)
    throw new Error(`${content.bytes} bytes were announced, ${bytes.length} came`);
  if (!(await read()).equals(bytes)) throw new Error('a second reading gives something else');
  return bytes;
}

/** Lets a treatment go over all files of a case, as the packer does. */
export async function treated(
  kind: TreatmentKind,
  open: OpenCase,
  options: PackOptions,
  job = freeJob(),
): Promise<TreatedCase> {
  const files = filesOf(open);
  const spool: TreatmentContext['spool'] = () => Promise.reject(new Error('not needed'));
  const treatment = await kind.make({ open, job, options, files, spool });
  try {
    const done = new Map<string, TreatedFile>();
    for (const file of files) {
      const entry = entryOf(open, file);
      const one = await treatment.treat(entry);
      if (!one) continue;
      const { action, reason } = one;
      const content = 'content' in one ? one.content : null;
      const path = ('path' in one ? one.path : undefined) ?? entry.path;
      done.set(entry.shownPath, { action, reason, path, bytes: content && (await allOf(content)) });
      content?.drop?.();
    }
    const added = new Map<string, Buffer>();
    for (const { id } of open.content.sources)
      for (const one of treatment.added?.(id) ?? []) added.set(`${id}:${one.path}`, await allOf(one.content));
    const { keyFile } = treatment.beside?.() ?? {};
    return { files: done, added, keyFile: keyFile ? Buffer.from(await keyFile.arrayBuffer()) : null };
  } finally {
    treatment.close?.();
  }
}

function entryOf({ content }: OpenCase, file: number): EntryFile {
  const { path, kind, modified, mode, layer, offset, size } = content.files.get(file);
  const access = content.reader.access(layer, offset, size);
  return {
    file,
    source: content.sourceOf(file),
    path,
    shownPath: content.shownPath(file),
    kind,
    format: content.files.format(file),
    modified,
    mode,
    access,
    content: {
      bytes: size,
      async *chunks() {
        yield new Uint8Array(await access.read(0, size));
      },
    },
    holes: 0,
  };
}
