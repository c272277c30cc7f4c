import { contentKind, type ContentSniff } from '../archive/content-kind';
import { fragmentOf } from '../archive/fragments';
import { TarWalk, type TarEntry } from '../archive/tar';
import type { LayerId } from '../bytes/layers';
import { SkippingSink, type ByteSink } from '../bytes/sink';
import { deliveryShape } from '../hsm/delivery/delivery-shape';
import type { ContentKind, SourceKind } from '../public-api';
import type { Container } from './containers';
import { InflatingSink } from './inflating-sink';
import type { FoundFile, SourceReading } from './source-reading';
import { SparseHeadSink } from './sparse-head';

/** Bytes looked at to tell what a file is. */
const SNIFF_BYTES = 24 * 1024;
/** Archives in archives are opened this deep. */
const MAX_DEPTH = 6;

/**
 * Takes one file's bytes as they stream by: looks at the first ones, decides what the file is, and from then on
 * hands them to whoever reads that kind.
 */
export class FileIntake implements ByteSink {
  readonly #reading: SourceReading;
  readonly #file: FoundFile;
  readonly #choose: (reading: SourceReading, file: FoundFile, head: Uint8Array) => ByteSink;
  #inner: ByteSink | null = null;

  constructor(reading: SourceReading, file: FoundFile, choose = chooseReader) {
    this.#reading = reading;
    this.#file = file;
    this.#choose = choose;
  }

  get satisfied(): boolean {
    return this.#inner?.satisfied ?? false;
  }

  push(ptr: number, length: number, final: boolean): number {
    if (!this.#inner) {
      if (length < SNIFF_BYTES && !final) return 0;
      const head = this.#reading.content.kernel.bytes().slice(ptr, ptr + Math.min(length, SNIFF_BYTES));
      this.#inner = this.#choose(this.#reading, this.#file, head);
    }
    return this.#inner.push(ptr, length, final);
  }
}

function chooseReader(reading: SourceReading, file: FoundFile, head: Uint8Array): ByteSink {
  const sniff = contentKind(head, file.size ?? head.length);
  const isOpened = canBeOpened(file);
  if (sniff.kind === 'gzip' && isOpened) return gzipReader(reading, file);
  if (sniff.kind === 'tar' && isOpened) return tarReader(reading, file, 'tar');
  return contentReader(reading, file, head, sniff);
}

/** Pieces are, when they are dropped by themselves. */
function canBeOpened(file: FoundFile): boolean {
  return file.depth < MAX_DEPTH && (file.depth === 0 || !isFragment(file));
}

/** A piece of something: it is opened once it was put together with the others. */
function isFragment({ path, id }: FoundFile): boolean {
  return id === undefined && fragmentOf(path) !== null;
}

/** The reader of a file that is no stream of other files. */
function contentReader(
  reading: SourceReading,
  file: FoundFile,
  head: Uint8Array,
  sniff: ContentSniff,
): ByteSink {
  const isFedAlone = file.depth === 0 || file.id !== undefined;
  if (sniff.kind === 'zip' && canBeOpened(file)) {
    reading.later({ kind: 'zip', file });
    // Inside a gzip the zip is there only once all of it has been inflated.
    return isFedAlone && file.size !== null ? new NothingMore() : new SkippingSink();
  }
  const isText = sniff.kind === 'text' && !isFragment(file);
  const shape = isText && sniff.encoding === 'utf-8' ? deliveryShape(head) : null;
  if (isText && sniff.encoding === 'utf-8' && !shape) {
    const format = reading.logs.formatOf(head, file.path, {
      whole: isWhole(head),
      dropped: file.depth === 0 && !file.isKey,
    });
    if (format) {
      const id = addFile(reading, file, 'log');
      const setSize =
        file.size === null ? (bytes: number) => reading.content.files.setSize(id, bytes) : undefined;
      return reading.logs.begin(id, format, setSize);
    }
  }
  const id = addFile(reading, file, sniff.kind);
  if (shape) reading.later({ kind: 'streams', file: id, shape });
  if (isText && sniff.encoding !== 'utf-8') {
    reading.later({ kind: 'utf16', file: id, bigEndian: sniff.encoding === 'utf-16be' });
  }
  if (file.size === null) return new MeasuringSink((bytes) => reading.content.files.setSize(id, bytes));
  return file.id === undefined ? new SkippingSink() : new NothingMore();
}

/** True when the head is all there is of a file. */
function isWhole(head: Uint8Array): boolean {
  return head.length < SNIFF_BYTES;
}

/** Adds the file to the case's table, where it does not stand there already, and answers its id. */
export function addFile(reading: SourceReading, file: FoundFile, kind: ContentKind): number {
  const { files } = reading.content;
  if (file.id !== undefined) {
    files.setPlace(file.id, file.layer, file.offset, file.size ?? 0);
    files.setKind(file.id, kind);
    return file.id;
  }
  reading.countEntry();
  return files.add({
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

/** Wants nothing: the feed stops at once. */
class NothingMore extends SkippingSink {
  readonly satisfied = true;
}

/** Counts the bytes of a file whose size only its end tells, on their way to who reads them, if anyone does. */
class MeasuringSink implements ByteSink {
  #bytes = 0;
  readonly #measured: (bytes: number) => void;
  readonly #reader: ByteSink | null;

  constructor(measured: (bytes: number) => void, reader: ByteSink | null = null) {
    this.#measured = measured;
    this.#reader = reader;
  }

  push(ptr: number, length: number, final: boolean): number {
    const used = this.#reader?.push(ptr, length, final) ?? length;
    this.#bytes += used;
    if (final) this.#measured(this.#bytes);
    return used;
  }
}

/**
 * Reads a tar: every entry is a file of a new container.
 * @param archive the file that the tar is in, where that is compressed
 */
function tarReader(reading: SourceReading, file: FoundFile, kind: SourceKind, archive = file): ByteSink {
  const container = innerContainer(reading, archive, kind);
  return new TarWalk(reading.content.kernel, {
    entry: (entry) => takeTarEntry(reading, container, file, entry),
    warning: (warning) =>
      reading.warn({
        ...warning,
        path: warning.path ? warnedPath(reading, container, warning.path) : shownName(reading, file),
      }),
    end: () => undefined,
  });
}

/** '' for what was dropped itself: its name stands with the source. */
export function shownName(reading: SourceReading, { depth, container, path }: FoundFile): string {
  return depth === 0 ? '' : warnedPath(reading, container, path);
}

/** The path that a warning of an entry names: archives in what was dropped may have files of the same path. */
export function warnedPath({ content }: SourceReading, { id }: Container, path: string): string {
  return content.containers.archivedPath(id, path);
}

function takeTarEntry(
  reading: SourceReading,
  container: Container,
  archive: FoundFile,
  entry: TarEntry,
): ByteSink | null {
  if (entry.kind !== 'file') return null;
  // What lies behind an archive that is cut is not its last file's.
  const there = archive.size === null ? entry.size : Math.max(0, archive.size - entry.dataOffset);
  const found: FoundFile = {
    container,
    path: entry.path,
    layer: archive.layer,
    offset: archive.offset + entry.dataOffset,
    size: entry.sparse ? entry.size : Math.min(entry.size, there),
    modified: entry.modified,
    mode: entry.mode,
    depth: archive.depth + 1,
  };
  if (!entry.sparse) return new FileIntake(reading, found);
  return sparseReader(reading, found, entry, entry.sparse);
}

function sparseReader(
  reading: SourceReading,
  file: FoundFile,
  entry: TarEntry,
  pieces: NonNullable<TarEntry['sparse']>,
): ByteSink {
  const { size, storedBytes } = entry;
  const layer = reading.content.layers.add({
    kind: 'sparse',
    parent: file.layer,
    offset: file.offset,
    pieces,
    size,
  });
  if (size > 64 * 1024 * 1024 && size > storedBytes * 1000) {
    reading.warn({
      code: 'expansion-limit',
      path: warnedPath(reading, file.container, entry.path),
      offset: entry.dataOffset,
      message: `holds ${storedBytes} bytes but claims ${size}: shown as it is, not read as a log`,
    });
  }
  const id = addFile(reading, { ...file, layer, offset: 0 }, size === 0 ? 'empty' : 'binary');
  const { kernel, files } = reading.content;
  return new SparseHeadSink(kernel, pieces, size, (kind) => files.setKind(id, kind));
}

/** The container an archive opens: what was dropped itself is its source's first container. */
export function innerContainer(reading: SourceReading, file: FoundFile, kind: SourceKind): Container {
  if (file.depth === 0) {
    file.container.kind = kind;
    return file.container;
  }
  const { layer, offset, size, modified, mode, id } = file;
  // As for every archive in an archive, its container stands for it.
  if (id !== undefined) reading.content.files.hide(id);
  return reading.content.containers.add({
    parent: file.container.id,
    source: reading.source,
    name: file.path,
    kind,
    topFolder: '',
    isSource: false,
    stored: { layer, offset, size, modified, mode },
  });
}

/**
 * Reads a gzip file. What is inside decides: a tar is walked, a log is parsed and stands in the case as the
 * unpacked text. Anything else stays the compressed file that it is, and is not inflated further.
 */
function gzipReader(reading: SourceReading, file: FoundFile): ByteSink {
  const dropped = file.depth === 0;
  const stream = new InflatingSink(
    reading,
    { path: shownName(reading, file), parent: wholeLayer(reading, file), format: 'gzip' },
    (layer) => new FileIntake(reading, { ...file, layer, offset: 0, size: null }, choose),
  );
  let asItIs: number | null = null;
  if (file.size !== null) return stream;
  // Inside another stream only its end tells how long it is: it is gone through even where nothing more is wanted.
  return new MeasuringSink((bytes) => {
    if (asItIs !== null) reading.content.files.setSize(asItIs, bytes);
  }, stream);

  function choose(_: SourceReading, inside: FoundFile, head: Uint8Array): ByteSink {
    const sniff = contentKind(head, head.length);
    if (sniff.kind === 'tar') return tarReader(reading, inside, 'tgz', file);
    if (dropped && sniff.kind !== 'gzip') {
      file.container.kind = 'gzip';
      return contentReader(reading, inside, head, sniff);
    }
    const isLog =
      sniff.kind === 'text' &&
      (sniff.encoding !== 'utf-8' ||
        deliveryShape(head) !== null ||
        reading.logs.formatOf(head, file.path, { whole: isWhole(head), dropped: false }) !== null);
    if (isLog) return contentReader(reading, inside, head, sniff);
    asItIs = addFile(reading, file, 'gzip');
    return new NothingMore();
  }
}

/** A layer that is exactly this file, for what must be read from its first byte. */
export function wholeLayer(reading: SourceReading, file: FoundFile): LayerId {
  const { layers } = reading.content;
  const parent = layers.get(file.layer);
  if (file.offset === 0 && (file.size === null || file.size === parent.size)) return file.layer;
  return layers.add({ kind: 'slice', parent: file.layer, offset: file.offset, size: file.size ?? 0 });
}
