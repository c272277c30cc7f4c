import type { LayerId, LayerRange } from '../bytes/layers';
import { Failure } from '../failure';
import type { ContentKind } from '../public-api';

/** One file of the case: what it is called where, and which range of which layer it is. */
export interface FileRecord {
  container: number;
  /** Path in the container, as written there. */
  path: string;
  layer: LayerId;
  offset: number;
  size: number;
  /** ms since 1970 UTC, or null. */
  modified: number | null;
  mode: number;
  kind: ContentKind;
}

/** Content kinds by the number stored; append only. */
const KINDS: readonly ContentKind[] = [
  'log',
  'text',
  'binary',
  'empty',
  'gzip',
  'tar',
  'zip',
  'elf',
  'envelope',
  'damaged',
];
const FIRST_CAPACITY = 1024;
const FIRST_PATH_BYTES = 64 * 1024;
/** Longest path kept, in bytes; real ones end near 4 KiB. */
const MAX_PATH = 64 * 1024;

/** How far the table is filled; `truncate` goes back to it. */
export interface FileTableEnd {
  files: number;
  pathBytes: number;
  formats: number;
}

interface StoredTable {
  count: number;
  formats: string[];
  hidden: number[];
  columns: Record<string, ArrayBufferView>;
  paths: Uint8Array;
}

/**
 * All files of a case in columns: a bundle may hold millions, and an object for each would take more memory than
 * its records. Ids count from 0 and stay.
 */
export class FileTable {
  #count = 0;
  #container = new Uint32Array(FIRST_CAPACITY);
  #layer = new Uint32Array(FIRST_CAPACITY);
  #offset = new Float64Array(FIRST_CAPACITY);
  #size = new Float64Array(FIRST_CAPACITY);
  /** NaN for none. */
  #modified = new Float64Array(FIRST_CAPACITY);
  #mode = new Uint16Array(FIRST_CAPACITY);
  #kind = new Uint8Array(FIRST_CAPACITY);
  /** 0 for none, else index in `#formats` + 1. */
  #format = new Uint8Array(FIRST_CAPACITY);
  /** Where each path begins in `#paths`, and its length. */
  #pathAt = new Float64Array(FIRST_CAPACITY);
  #pathBytes = new Uint32Array(FIRST_CAPACITY);
  #paths = new Uint8Array(FIRST_PATH_BYTES);
  #pathsUsed = 0;
  readonly #formats: string[] = [];
  readonly #hidden = new Set<number>();
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** Grows with every change that an index of the paths must know of. */
  version = 0;

  get count(): number {
    return this.#count;
  }

  add(file: FileRecord): number {
    const id = this.#count;
    if (id === this.#container.length) this.#widen();
    this.#count++;
    this.#container[id] = file.container;
    this.#mode[id] = file.mode;
    this.#modified[id] = file.modified ?? NaN;
    this.setKind(id, file.kind);
    this.setPlace(id, file.layer, file.offset, file.size);
    this.rename(id, file.path);
    return id;
  }

  get(id: number): FileRecord {
    this.#check(id);
    const modified = this.#modified[id]!;
    return {
      container: this.#container[id]!,
      path: this.path(id),
      layer: this.#layer[id]!,
      offset: this.#offset[id]!,
      size: this.#size[id]!,
      modified: Number.isNaN(modified) ? null : modified,
      mode: this.#mode[id]!,
      kind: this.kind(id),
    };
  }

  path(id: number): string {
    const at = this.#pathAt[id]!;
    return this.#decoder.decode(this.#paths.subarray(at, at + this.#pathBytes[id]!));
  }

  container(id: number): number {
    return this.#container[id]!;
  }

  /** Where its bytes are: `get` without what must be decoded. */
  place(id: number): LayerRange {
    return { layer: this.#layer[id]!, offset: this.#offset[id]!, size: this.#size[id]! };
  }

  kind(id: number): ContentKind {
    return KINDS[this.#kind[id]!] ?? 'binary';
  }

  size(id: number): number {
    return this.#size[id]!;
  }

  /** Id of the log format, or null. */
  format(id: number): string | null {
    return this.#formats[this.#format[id]! - 1] ?? null;
  }

  /** False for what the case does not show by itself: fragments that were joined. */
  shown(id: number): boolean {
    return !this.#hidden.has(id);
  }

  setKind(id: number, kind: ContentKind): void {
    this.#kind[id] = KINDS.indexOf(kind);
  }

  setSize(id: number, size: number): void {
    this.#size[id] = size;
    this.version++;
  }

  setPlace(id: number, layer: LayerId, offset: number, size: number): void {
    this.#layer[id] = layer;
    this.#offset[id] = offset;
    this.setSize(id, size);
  }

  /** Shortens the files from `first` on that claim more than their layer holds, as the last of a cut archive does. */
  shorten(first: number, layerSize: (layer: LayerId) => number): void {
    for (let id = first; id < this.#count; id++) {
      const there = Math.max(0, layerSize(this.#layer[id]!) - this.#offset[id]!);
      if (this.#size[id]! > there) this.setSize(id, there);
    }
  }

  setFormat(id: number, format: string): void {
    let index = this.#formats.indexOf(format);
    if (index < 0) index = this.#formats.push(format) - 1;
    this.#format[id] = index + 1;
  }

  rename(id: number, path: string): void {
    const bytes = this.#encoder.encode(path).subarray(0, MAX_PATH);
    if (this.#pathsUsed + bytes.length > this.#paths.length) {
      const wider = new Uint8Array(Math.max(this.#paths.length * 2, this.#pathsUsed + bytes.length));
      wider.set(this.#paths);
      this.#paths = wider;
    }
    this.#paths.set(bytes, this.#pathsUsed);
    this.#pathAt[id] = this.#pathsUsed;
    this.#pathBytes[id] = bytes.length;
    this.#pathsUsed += bytes.length;
    this.version++;
  }

  hide(id: number): void {
    this.#hidden.add(id);
    this.version++;
  }

  get end(): FileTableEnd {
    return { files: this.#count, pathBytes: this.#pathsUsed, formats: this.#formats.length };
  }

  /** Forgets the files that were added since the table ended there; those before must not have changed since. */
  truncate({ files, pathBytes, formats }: FileTableEnd): void {
    if (files > this.#count) throw new RangeError(`there are no ${files} files`);
    this.#paths.fill(0, pathBytes, this.#pathsUsed);
    this.#pathsUsed = pathBytes;
    this.#format.fill(0, files, this.#count);
    this.#count = files;
    this.#formats.length = formats;
    for (const id of this.#hidden) if (id >= files) this.#hidden.delete(id);
    this.version++;
  }

  /** Plain data for IndexedDB: all of the table, or what was there when it ended so. */
  store({ files: n, pathBytes, formats }: FileTableEnd = this.end): StoredTable {
    return {
      count: n,
      formats: this.#formats.slice(0, formats),
      hidden: [...this.#hidden].filter((id) => id < n),
      columns: {
        container: this.#container.slice(0, n),
        layer: this.#layer.slice(0, n),
        offset: this.#offset.slice(0, n),
        size: this.#size.slice(0, n),
        modified: this.#modified.slice(0, n),
        mode: this.#mode.slice(0, n),
        kind: this.#kind.slice(0, n),
        format: this.#format.slice(0, n),
        pathAt: this.#pathAt.slice(0, n),
        pathBytes: this.#pathBytes.slice(0, n),
      },
      paths: this.#paths.slice(0, pathBytes),
    };
  }

  /** The table that `store` gave. Throws Failure `case-damaged` when it is none. */
  static restore(stored: StoredTable): FileTable {
    const table = new FileTable();
    const { columns, count, paths } = stored;
    const complete = Object.values(columns).every((column) => 'length' in column && column.length === count);
    if (!complete || !(paths instanceof Uint8Array)) {
      throw new Failure('case-damaged', 'the table of files in the stored case is incomplete');
    }
    table.#count = count;
    table.#container = columns.container as Uint32Array<ArrayBuffer>;
    table.#layer = columns.layer as Uint32Array<ArrayBuffer>;
    table.#offset = columns.offset as Float64Array<ArrayBuffer>;
    table.#size = columns.size as Float64Array<ArrayBuffer>;
    table.#modified = columns.modified as Float64Array<ArrayBuffer>;
    table.#mode = columns.mode as Uint16Array<ArrayBuffer>;
    table.#kind = columns.kind as Uint8Array<ArrayBuffer>;
    table.#format = columns.format as Uint8Array<ArrayBuffer>;
    table.#pathAt = columns.pathAt as Float64Array<ArrayBuffer>;
    table.#pathBytes = columns.pathBytes as Uint32Array<ArrayBuffer>;
    table.#paths = paths as Uint8Array<ArrayBuffer>;
    table.#pathsUsed = paths.length;
    table.#formats.push(...stored.formats);
    for (const id of stored.hidden) table.#hidden.add(id);
    return table;
  }

  #check(id: number): void {
    if (!(id >= 0 && id < this.#count)) throw new RangeError(`there is no file ${id}`);
  }

  #widen(): void {
    const capacity = Math.max(FIRST_CAPACITY, this.#container.length * 2);
    this.#container = widened(this.#container, new Uint32Array(capacity));
    this.#layer = widened(this.#layer, new Uint32Array(capacity));
    this.#offset = widened(this.#offset, new Float64Array(capacity));
    this.#size = widened(this.#size, new Float64Array(capacity));
    this.#modified = widened(this.#modified, new Float64Array(capacity));
    this.#mode = widened(this.#mode, new Uint16Array(capacity));
    this.#kind = widened(this.#kind, new Uint8Array(capacity));
    this.#format = widened(this.#format, new Uint8Array(capacity));
    this.#pathAt = widened(this.#pathAt, new Float64Array(capacity));
    this.#pathBytes = widened(this.#pathBytes, new Uint32Array(capacity));
  }
}

function widened<A extends { set(old: A): void }>(old: A, wider: A): A {
  wider.set(old);
  return wider;
}
