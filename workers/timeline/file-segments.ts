import { Failure } from '../failure';

/** What is known of a file's rows once it has been read to its end. */
export interface FileEnd {
  /** Bytes of the (unpacked) file. */
  bytes: number;
  lines: number;
  /** Rows whose offset is past a further multiple of 4 GiB, rising; one row more than once if it skips one. */
  wrapRows?: readonly number[];
}

/** The table as plain data for IndexedDB. */
export interface StoredSegments {
  files: Uint32Array;
  firstRows: Uint32Array;
  rows: Uint32Array;
  lines: Uint32Array;
  bytes: Float64Array;
  wrapRows: [segment: number, rows: readonly number[]][];
}

const FIRST_CAPACITY = 64;

/**
 * Which rows are whose: one segment per file with rows, by first row. Rows of a file are contiguous, files are read
 * one after another, and only the last segment grows. Columns, since a bundle may have a million small files.
 */
export class FileSegments {
  #count = 0;
  #files = new Uint32Array(FIRST_CAPACITY);
  #firstRows = new Uint32Array(FIRST_CAPACITY);
  #rows = new Uint32Array(FIRST_CAPACITY);
  #lines = new Uint32Array(FIRST_CAPACITY);
  #bytes = new Float64Array(FIRST_CAPACITY);
  /** By file id: its segment and 1, or 0. */
  #segments = new Uint32Array(FIRST_CAPACITY);
  readonly #wrapRows = new Map<number, readonly number[]>();

  get count(): number {
    return this.#count;
  }

  /** Rows of all segments. */
  get rows(): number {
    return this.#count ? this.endRow(this.#count - 1) : 0;
  }

  /** A new segment for the rows from `firstRow` on; returns its index. */
  begin(file: number, firstRow: number): number {
    if (firstRow !== this.rows) throw new RangeError(`segment begins at row ${firstRow}, not ${this.rows}`);
    if (this.#count === this.#files.length) this.#widen();
    const segment = this.#count++;
    this.#files[segment] = file;
    this.#firstRows[segment] = firstRow;
    this.#rows[segment] = 0;
    this.#lines[segment] = 0;
    this.#bytes[segment] = 0;
    this.#enter(segment);
    return segment;
  }

  /** The last segment has rows up to `endRow` now. */
  grow(segment: number, endRow: number): void {
    if (segment !== this.#count - 1)
      throw new RangeError(`segment ${segment} is not the last and cannot grow`);
    this.#rows[segment] = endRow - this.firstRow(segment);
  }

  /** The file of the last segment has been read. */
  end(segment: number, endRow: number, end: FileEnd): void {
    this.grow(segment, endRow);
    this.#bytes[segment] = end.bytes;
    this.#lines[segment] = end.lines;
    if (end.wrapRows?.length) this.#wrapRows.set(segment, end.wrapRows);
  }

  /** Forgets the last segment, whose rows are dropped. */
  drop(segment: number): void {
    if (segment !== this.#count - 1)
      throw new RangeError(`segment ${segment} is not the last and cannot be dropped`);
    this.#wrapRows.delete(segment);
    this.#segments[this.file(segment)] = 0;
    this.#count--;
  }

  file(segment: number): number {
    return this.#files[segment]!;
  }

  firstRow(segment: number): number {
    return this.#firstRows[segment]!;
  }

  rowCount(segment: number): number {
    return this.#rows[segment]!;
  }

  endRow(segment: number): number {
    return this.#firstRows[segment]! + this.#rows[segment]!;
  }

  /** Lines of the file; 0 until it has been read. */
  lines(segment: number): number {
    return this.#lines[segment]!;
  }

  /** Bytes of the file; 0 until it has been read. */
  bytes(segment: number): number {
    return this.#bytes[segment]!;
  }

  /** How often the offsets of the file have passed 4 GiB at this row. */
  wraps(segment: number, row: number): number {
    const rows = this.#wrapRows.get(segment);
    if (!rows) return 0;
    let wraps = 0;
    while (wraps < rows.length && rows[wraps]! <= row) wraps++;
    return wraps;
  }

  /** The segment that holds the row. Throws RangeError when there is none. */
  of(row: number): number {
    if (!(row >= 0 && row < this.rows)) throw new RangeError(`there is no row ${row}`);
    return lastAtOrBelow(this.#firstRows, this.#count, row);
  }

  /** The segment of a file, or null when it has none. */
  ofFile(file: number): number | null {
    const entry = this.#segments[file] ?? 0;
    return entry ? entry - 1 : null;
  }

  /** Forgets the segments from `count` on, whose rows are dropped. */
  truncate(count: number): void {
    while (this.#count > count) this.drop(this.#count - 1);
  }

  /** All segments, or the first ones. */
  store(n = this.#count): StoredSegments {
    return {
      files: this.#files.slice(0, n),
      firstRows: this.#firstRows.slice(0, n),
      rows: this.#rows.slice(0, n),
      lines: this.#lines.slice(0, n),
      bytes: this.#bytes.slice(0, n),
      wrapRows: [...this.#wrapRows].filter(([segment]) => segment < n),
    };
  }

  /** The table that `store` gave. Throws Failure `case-damaged` when it is none. */
  static restore(stored: StoredSegments): FileSegments {
    const { files, firstRows, rows, lines, bytes, wrapRows } = stored;
    const count = files.length;
    const complete = [firstRows, rows, lines, bytes].every((column) => column.length === count);
    let row = 0;
    if (!complete || rows.some((length, i) => firstRows[i] !== (row += length) - length)) {
      throw new Failure('case-damaged', 'the table of records by file in the stored case is incomplete');
    }
    const table = new FileSegments();
    while (table.#files.length < count) table.#widen();
    table.#count = count;
    table.#files.set(files);
    table.#firstRows.set(firstRows);
    table.#rows.set(rows);
    table.#lines.set(lines);
    table.#bytes.set(bytes);
    for (let segment = 0; segment < count; segment++) table.#enter(segment);
    for (const [segment, wraps] of wrapRows) table.#wrapRows.set(segment, wraps);
    return table;
  }

  /** Indices of the segments that have rows, in the order of `compare` on file ids. */
  ranked(compare: (fileA: number, fileB: number) => number): Uint32Array {
    const indices: number[] = [];
    for (let segment = 0; segment < this.#count; segment++) if (this.#rows[segment]) indices.push(segment);
    return Uint32Array.from(indices.sort((a, b) => compare(this.file(a), this.file(b)) || a - b));
  }

  #enter(segment: number): void {
    const file = this.file(segment);
    if (file >= this.#segments.length) {
      const capacity = Math.max(file + 1, this.#segments.length * 2);
      this.#segments = widened(this.#segments, new Uint32Array(capacity));
    }
    this.#segments[file] = segment + 1;
  }

  #widen(): void {
    const capacity = this.#files.length * 2;
    this.#files = widened(this.#files, new Uint32Array(capacity));
    this.#firstRows = widened(this.#firstRows, new Uint32Array(capacity));
    this.#rows = widened(this.#rows, new Uint32Array(capacity));
    this.#lines = widened(this.#lines, new Uint32Array(capacity));
    this.#bytes = widened(this.#bytes, new Float64Array(capacity));
  }
}

function widened<A extends Uint32Array | Float64Array>(old: A, wider: A): A {
  wider.set(old);
  return wider;
}

/** The last index whose value is not above `wanted`; values rise, and the first is not above it. */
export function lastAtOrBelow(values: Uint32Array, count: number, wanted: number): number {
  let low = 0;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= wanted) low = middle;
    else high = middle;
  }
  return low;
}
