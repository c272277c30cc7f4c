import { FileTable } from '../archive/file-table';
import { LayerTable, type Layer } from '../bytes/layers';
import { Failure } from '../failure';
import { blankColumns, CHUNK_BYTES, CHUNK_ROWS } from '../kernel/columns';
import type { HostFacts, SourceKind } from '../public-api';
import { CASE_VERSION, type CaseRecord, type PartKey } from '../store/case-record';
import type { CaseStore, NewPart } from '../store/case-store';
import { FileSegments, type StoredSegments } from '../timeline/file-segments';
import type { Warning } from '../warning';
import { CaseContent } from './case-content';
import { Containers, type Container } from './containers';
import type { EngineKernel } from '../kernel/engine-kernel';
import { Source, type SourceFacts } from './source';
import { storableEnd } from './visit-tail';
import type { ContentEnd } from './content-end';

/** Column chunks read back in one go. */
const CHUNKS_AT_ONCE = 8;

interface StoredSource extends SourceFacts {
  kind: SourceKind;
  entries: number;
  warnings: Warning[];
  phase: 'done' | 'cancelled' | 'failed';
  error: string | null;
}

/** Everything of a case but the dropped files and the columns. */
interface CaseIndex {
  layers: Layer[];
  containers: Container[];
  files: ReturnType<FileTable['store']>;
  segments: StoredSegments;
  dictionaries: Uint8Array;
  rows: number;
  sources: StoredSource[];
  hosts: HostFacts[];
}

/** Writes a case's content to the store, and makes it anew from there. */
export class CaseStorage {
  readonly #store: CaseStore;

  constructor(store: CaseStore) {
    this.#store = store;
  }

  /**
   * Stores what the case has now, without what came out of envelopes, of which nothing is kept. Dropped files and full chunks that are stored already are not written again.
   * Throws Failure `quota-exceeded` or `storage-failed`; what was stored before is then untouched.
   * @param written hears of bytes written and to be written
   */
  async save(
    record: CaseRecord,
    content: CaseContent,
    written: (bytes: number, total: number) => void,
  ): Promise<CaseRecord> {
    let serial = record.nextSerial;
    const key = (kind: PartKey[1]): PartKey => [record.id, kind, serial++];
    const parts: NewPart[] = [];
    const blobs = [...record.blobs];
    const end = storableEnd(content);
    const ownBlobs = content.blobs.slice(0, end.blobs);
    for (const blob of ownBlobs.slice(blobs.length)) {
      const part = { key: key('blob'), value: () => blob, bytes: blob.size };
      blobs.push(part.key);
      parts.push(part);
    }
    const { rows } = end;
    const fullBefore = Math.floor(record.storedRows / CHUNK_ROWS);
    const chunks = record.chunks.slice(0, fullBefore);
    const buffer = new ArrayBuffer(CHUNK_BYTES);
    for (let chunk = fullBefore; chunk * CHUNK_ROWS < rows; chunk++) {
      // Rows that a later source adds meanwhile do no harm: `storedRows` says how many count.
      const value = () => copyChunk(content.kernel, chunk, rows, buffer);
      const part = { key: key('chunk'), value, bytes: CHUNK_BYTES };
      chunks.push(part.key);
      parts.push(part);
    }
    const index = indexOf(content, end);
    const indexPart = { key: key('index'), value: () => index, bytes: indexBytes(index) };
    parts.push(indexPart);
    const total = parts.reduce((sum, part) => sum + part.bytes, 0);
    const next: CaseRecord = {
      ...record,
      version: CASE_VERSION,
      stored: true,
      sources: content.sources.map(({ name }) => name),
      blobs,
      chunks,
      index: indexPart.key,
      storedRows: rows,
      nextSerial: serial,
      bytes:
        ownBlobs.reduce((sum, { size }) => sum + size, 0) + chunks.length * CHUNK_BYTES + indexPart.bytes,
    };
    let done = 0;
    await this.#store.save(next, parts, (bytes) => written((done += bytes), total));
    return next;
  }

  /** The content of a stored case, in a fresh kernel. Throws Failure `case-damaged`. */
  async load(record: CaseRecord, kernel: EngineKernel): Promise<CaseContent> {
    try {
      return await this.#load(record, kernel);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure(
        'case-damaged',
        `case "${record.name}" is damaged (${error instanceof Error ? error.message : String(error)}); ` +
          `delete it and open the bundle again`,
      );
    }
  }

  async #load(record: CaseRecord, kernel: EngineKernel): Promise<CaseContent> {
    if (!record.stored || !record.index) {
      throw new Failure(
        'case-unfinished',
        `case "${record.name}" was not stored to the end; delete it and open the bundle again`,
      );
    }
    const [index] = await this.#store.parts<CaseIndex>([record.index]);
    const blobs = await this.#store.parts<Blob>(record.blobs);
    const { layers, containers, files, segments, dictionaries, rows, sources, hosts } = index!;
    const content = new CaseContent(kernel, {
      layers: new LayerTable(layers),
      containers: new Containers(containers),
      files: FileTable.restore(files),
      segments: FileSegments.restore(segments),
    });
    content.blobs.push(...blobs);
    content.hosts = hosts;
    content.sources.push(...sources.map(restoredSource));
    content.dictionaries.restore(dictionaries);
    await this.#loadChunks(record, kernel);
    kernel.exports.setRowCount(rows);
    content.countRecords();
    return content;
  }

  async #loadChunks(record: CaseRecord, kernel: EngineKernel): Promise<void> {
    for (let first = 0; first < record.chunks.length; first += CHUNKS_AT_ONCE) {
      const chunks = await this.#store.parts<ArrayBuffer>(record.chunks.slice(first, first + CHUNKS_AT_ONCE));
      chunks.forEach((chunk, i) => {
        const at = kernel.exports.columnChunk(first + i) >>> 0;
        if (!at || chunk.byteLength !== CHUNK_BYTES) {
          throw new Failure(
            'case-damaged',
            `records of case "${record.name}" are damaged; open the bundle again`,
          );
        }
        kernel.bytes().set(new Uint8Array(chunk), at);
      });
    }
  }
}

function copyChunk(kernel: EngineKernel, chunk: number, rows: number, into: ArrayBuffer): ArrayBuffer {
  const at = kernel.exports.columnChunk(chunk) >>> 0;
  const bytes = new Uint8Array(into);
  bytes.set(kernel.bytes().subarray(at, at + CHUNK_BYTES));
  // Behind the rows that are stored there may be those of an envelope.
  blankColumns(bytes, rows - chunk * CHUNK_ROWS);
  return into;
}

function indexOf(content: CaseContent, end: ContentEnd): CaseIndex {
  return {
    layers: content.layers.layers.slice(0, end.layers),
    containers: content.containers.all.slice(0, end.containers),
    files: content.files.store(end.files),
    segments: content.segments.store(end.segments),
    dictionaries: content.visitStart
      ? content.dictionaries.serialiseFirst(end.dictionaries)
      : content.dictionaries.serialise(),
    rows: end.rows,
    sources: content.sources.map((source) => ({
      id: source.id,
      name: source.name,
      bytes: source.bytes,
      parent: source.parent,
      droppedAt: source.droppedAt,
      kind: source.kind,
      entries: source.entries,
      warnings: source.warnings,
      phase:
        source.progress.phase === 'failed' || source.progress.phase === 'cancelled'
          ? source.progress.phase
          : 'done',
      error: source.progress.error,
    })),
    hosts: content.hosts.filter(({ source }) => source < content.sources.length),
  };
}

/** About what the index takes in the store. */
function indexBytes(index: CaseIndex): number {
  const checkpoints = index.layers.reduce(
    (sum, layer) => sum + (layer.kind === 'inflated' ? layer.checkpoints.length * 33_000 : 100),
    0,
  );
  const columns = Object.values(index.files.columns).reduce((sum, column) => sum + column.byteLength, 0);
  return checkpoints + columns + index.files.paths.length + index.dictionaries.length;
}

function restoredSource(stored: StoredSource): Source {
  const source = new Source(stored);
  source.kind = stored.kind;
  source.entries = stored.entries;
  source.warnings.push(...stored.warnings);
  source.progress.phase = stored.phase;
  source.progress.error = stored.error;
  source.progress.entries = stored.entries;
  source.progress.bytesRead = stored.bytes;
  return source;
}
