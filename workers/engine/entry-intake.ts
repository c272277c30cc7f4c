import { contentKind, type ContentSniff } from '../archive/content-kind';
import { fragmentOf } from '../archive/fragments';
import { TarWalk, type TarEntry } from '../archive/tar';
import { GzipStream } from '../bytes/gzip-stream';
import type { LayerId } from '../bytes/layers';
import { SkippingSink, type ByteSink } from '../bytes/sink';
import type { DetectedFormat } from '../formats/registry';
import type { ContentKind } from '../public-api';
import type { Warning } from '../warning';
import type { CaseContent } from './case-content';
import type { Container } from './containers';
import { ExpansionGuard } from './expansion-guard';
import type { LogIntake } from './log-intake';

/** Bytes looked at to tell what a file is. */
const SNIFF_BYTES = 24 * 1024;
/** Archives in archives are opened this deep. */
const MAX_DEPTH = 6;

/** What reading one source shares between its entries. */
export interface SourceReading {
  content: CaseContent;
  logs: LogIntake;
  source: number;
  warn(warning: Warning): void;
  /** Bytes of the dropped file consumed so far, for the expansion guard. */
  bytesTaken(): number;
  /** Work that needs the whole layer and is done after the stream has ended. */
  later(job: LaterJob): void;
  countEntry(): void;
}

/** What is done once the stream that holds it has been read. */
export type LaterJob =
  { kind: 'zip'; file: number; depth: number } | { kind: 'utf16'; file: number; bigEndian: boolean };

/** A file met in a container, before its content is known. */
export interface FoundFile {
  container: Container;
  path: string;
  layer: LayerId;
  offset: number;
  /** Bytes, or null while a stream of unknown length is read. */
  size: number | null;
  /** ms UTC, or null. */
  modified: number | null;
  mode: number;
  depth: number;
}

/**
 * Takes one file's bytes as they stream by: looks at the first ones, decides what the file is, and from then on
 * hands them to whoever reads that kind.
 */
export class FileIntake implements ByteSink {
  readonly #reading: SourceReading;
  readonly #file: FoundFile;
  #inner: ByteSink | null = null;
  #taken = 0;

  constructor(reading: SourceReading, file: FoundFile) {
    this.#reading = reading;
    this.#file = file;
  }

  get satisfied(): boolean {
    return this.#inner?.satisfied ?? false;
  }

  push(ptr: number, length: number, final: boolean): number {
    if (!this.#inner) {
      if (length < SNIFF_BYTES && !final) return 0;
      const head = this.#reading.content.kernel.bytes().slice(ptr, ptr + Math.min(length, SNIFF_BYTES));
      this.#inner = chooseReader(this.#reading, this.#file, head);
    }
    const used = this.#inner.push(ptr, length, final);
    this.#taken += used;
    return used;
  }
}

function chooseReader(reading: SourceReading, file: FoundFile, head: Uint8Array): ByteSink {
  const sniff = contentKind(head, file.size ?? head.length);
  if (sniff.kind === 'gzip' && file.depth < MAX_DEPTH) return new GzipFileIntake(reading, file);
  if (sniff.kind === 'tar' && file.depth < MAX_DEPTH) return tarReader(reading, file, 'tar');
  return readerOfContent(reading, file, head, sniff);
}

/** The reader of a file that is no stream of other files. */
function readerOfContent(
  reading: SourceReading,
  file: FoundFile,
  head: Uint8Array,
  sniff: ContentSniff,
): ByteSink {
  const isText = sniff.kind === 'text' && !fragmentOf(file.path);
  if (isText && sniff.encoding !== 'utf-8') return deferred(reading, file, sniff);
  const format = isText ? reading.logs.formatOf(head, file.path) : null;
  if (format) return logReader(reading, file, format);
  const id = addFile(reading, file, sniff.kind);
  if (sniff.kind === 'zip' && file.depth < MAX_DEPTH) {
    reading.later({ kind: 'zip', file: id, depth: file.depth });
  }
  return file.size === null ? new MeasuringSink(reading, id) : new SkippingSink();
}

function deferred(reading: SourceReading, file: FoundFile, sniff: ContentSniff): ByteSink {
  const id = addFile(reading, file, 'text');
  reading.later({ kind: 'utf16', file: id, bigEndian: sniff.encoding === 'utf-16be' });
  return file.size === null ? new MeasuringSink(reading, id) : new SkippingSink();
}

function logReader(reading: SourceReading, file: FoundFile, format: DetectedFormat): ByteSink {
  const id = addFile(reading, file, 'log');
  return reading.logs.begin(id, format, {
    ended: (bytes) => {
      if (file.size === null) reading.content.files.setSize(id, bytes);
    },
  });
}

/** Adds the file to the case's table and answers its id. */
export function addFile(reading: SourceReading, file: FoundFile, kind: ContentKind): number {
  reading.countEntry();
  return reading.content.files.add({
    container: file.container.id,
    path: file.path,
    layer: file.layer,
    offset: file.offset,
    size: file.size ?? 0,
    modified: file.modified,
    mode: file.mode,
    kind,
  });
}

/** Counts the bytes of a file whose size only its end tells. */
class MeasuringSink implements ByteSink {
  #bytes = 0;
  readonly #reading: SourceReading;
  readonly #file: number;

  constructor(reading: SourceReading, file: number) {
    this.#reading = reading;
    this.#file = file;
  }

  push(_ptr: number, length: number, final: boolean): number {
    this.#bytes += length;
    if (final) this.#reading.content.files.setSize(this.#file, this.#bytes);
    return length;
  }
}

/** Reads a tar: every entry is a file of a new container. */
function tarReader(reading: SourceReading, file: FoundFile, kind: 'tar' | 'tgz'): ByteSink {
  const container = innerContainer(reading, file, kind);
  return new TarWalk(reading.content.kernel, {
    entry: (entry) => takeTarEntry(reading, container, file, entry),
    warning: (warning) => reading.warn({ ...warning, path: warning.path || file.path }),
    end: () => undefined,
  });
}

function takeTarEntry(
  reading: SourceReading,
  container: Container,
  archive: FoundFile,
  entry: TarEntry,
): ByteSink | null {
  if (entry.kind !== 'file') return null;
  const found: FoundFile = {
    container,
    path: entry.path,
    layer: archive.layer,
    offset: archive.offset + entry.dataOffset,
    size: entry.size,
    modified: entry.modified,
    mode: entry.mode,
    depth: archive.depth + 1,
  };
  if (!entry.sparse) return new FileIntake(reading, found);
  const layer = reading.content.layers.add({
    kind: 'sparse',
    parent: archive.layer,
    offset: found.offset,
    pieces: entry.sparse,
    size: entry.size,
  });
  if (entry.size > 64 * 1024 * 1024 && entry.size > entry.storedBytes * 1000) {
    reading.warn({
      code: 'sparse-expansion',
      path: entry.path,
      offset: entry.dataOffset,
      message: `holds ${entry.storedBytes} bytes but claims ${entry.size}: shown as it is, not read as a log`,
    });
  }
  addFile(reading, { ...found, layer, offset: 0 }, entry.size === 0 ? 'empty' : 'binary');
  return null;
}

/** The container an archive opens: what was dropped itself is its source's first container. */
export function innerContainer(reading: SourceReading, file: FoundFile, kind: Container['kind']): Container {
  if (file.depth === 0) {
    file.container.kind = kind;
    return file.container;
  }
  return reading.content.containers.add({
    parent: file.container.id,
    source: reading.source,
    name: file.path,
    kind,
    topFolder: '',
    isSource: false,
  });
}

/**
 * Reads a gzip file. What is inside decides: a tar is walked, a log is parsed and stands in the case as the
 * unpacked text; anything else stays the compressed file that it is, and is not inflated further.
 */
class GzipFileIntake implements ByteSink {
  readonly #reading: SourceReading;
  readonly #file: FoundFile;
  readonly #layer: LayerId;
  readonly #stream: GzipStream;
  readonly #guard: ExpansionGuard;
  #inner: ByteSink | null = null;
  #opened = false;
  #inflated = 0;
  #taken = 0;
  #stopped = false;

  constructor(reading: SourceReading, file: FoundFile) {
    this.#reading = reading;
    this.#file = file;
    const { layers, kernel } = reading.content;
    const parent = wholeLayer(reading, file);
    this.#layer = layers.add({
      kind: 'inflated',
      parent,
      format: 'gzip',
      size: 0,
      complete: false,
      checkpoints: [],
    });
    this.#guard = new ExpansionGuard(file.path);
    this.#stream = new GzipStream(kernel, new InflatedBytes(this), {
      format: 'gzip',
      onWarning: (warning) => reading.warn({ ...warning, path: file.path }),
      onCheckpoint: (checkpoint) => {
        const layer = layers.get(this.#layer);
        if (layer.kind === 'inflated') layer.checkpoints.push(checkpoint);
      },
    });
  }

  get satisfied(): boolean {
    return this.#stopped && this.#file.depth === 0;
  }

  push(ptr: number, length: number, final: boolean): number {
    if (this.#stopped) return length;
    const used = this.#stream.push(ptr, length, final);
    this.#taken += used;
    const layer = this.#reading.content.layers.get(this.#layer);
    if (layer.kind === 'inflated') {
      layer.size = this.#inflated;
      layer.complete = final;
    }
    this.#reading.content.layers.touch(this.#layer);
    if (final || this.#stopped) this.#end();
    return this.#stopped ? length : used;
  }

  /** Inflated bytes come here, and only from the stream. */
  take(ptr: number, length: number, final: boolean): number {
    if (this.#stopped) return length;
    if (!this.#inner) {
      if (length < SNIFF_BYTES && !final) return 0;
      const head = this.#reading.content.kernel.bytes().slice(ptr, ptr + Math.min(length, SNIFF_BYTES));
      this.#inner = this.#open(head);
      if (!this.#inner) {
        this.#stopped = true;
        return length;
      }
    }
    const bomb = this.#guard.check(this.#inflated + length, this.#taken);
    if (bomb) this.#reading.warn(bomb);
    const used = this.#inner.push(ptr, length, final || bomb !== null);
    this.#inflated += bomb ? length : used;
    if (bomb || this.#inner.satisfied) this.#stopped = true;
    return this.#stopped ? length : used;
  }

  /** The reader of what is inside, or null when the file shall stay compressed. */
  #open(head: Uint8Array): ByteSink | null {
    const reading = this.#reading;
    const inside: FoundFile = {
      ...this.#file,
      layer: this.#layer,
      offset: 0,
      size: null,
      depth: this.#file.depth,
    };
    const sniff = contentKind(head, head.length);
    if (sniff.kind === 'tar') {
      this.#opened = true;
      return tarReader(reading, inside, 'tgz');
    }
    const dropped = this.#file.depth === 0;
    if (dropped) this.#file.container.kind = 'gzip';
    const worthReading =
      sniff.kind === 'text' && (dropped || reading.logs.formatOf(head, inside.path) !== null);
    if (!worthReading && !(dropped && sniff.kind !== 'gzip')) return null;
    this.#opened = true;
    return readerOfContent(reading, inside, head, sniff);
  }

  #end(): void {
    if (!this.#opened) addFile(this.#reading, this.#file, 'gzip');
    this.#opened = true;
    const layer = this.#reading.content.layers.get(this.#layer);
    if (layer.kind === 'inflated') layer.complete = true;
    this.#stopped = true;
    this.#stream.dispose();
  }
}

/** Passes what the stream inflates on; keeps the two ends of GzipFileIntake apart. */
class InflatedBytes implements ByteSink {
  readonly #owner: GzipFileIntake;
  constructor(owner: GzipFileIntake) {
    this.#owner = owner;
  }
  get satisfied(): boolean {
    return this.#owner.satisfied;
  }
  push(ptr: number, length: number, final: boolean): number {
    return this.#owner.take(ptr, length, final);
  }
}

/** A layer that is exactly this file, for what must be read from its first byte. */
export function wholeLayer(reading: SourceReading, file: FoundFile): LayerId {
  const { layers } = reading.content;
  const parent = layers.get(file.layer);
  if (file.offset === 0 && (file.size === null || file.size === parent.size)) return file.layer;
  return layers.add({ kind: 'slice', parent: file.layer, offset: file.offset, size: file.size ?? 0 });
}
