import type { ColumnReader } from './column-reader';
import type { FileSegments } from './file-segments';

const WRAP = 2 ** 32;

/** Where a row stands: its file, lines and bytes. */
export class RowSource {
  readonly columns: ColumnReader;
  readonly segments: FileSegments;

  constructor(columns: ColumnReader, segments: FileSegments) {
    this.columns = columns;
    this.segments = segments;
  }

  /** Id of the row's file. */
  file(row: number): number {
    return this.segments.file(this.segments.of(row));
  }

  /** 1-based first line in the file. */
  line(row: number): number {
    return this.columns.line(row);
  }

  /** How many lines the record has; at least 1, also while its file is still being read. */
  lines(row: number): number {
    const segment = this.segments.of(row);
    const next =
      row + 1 < this.segments.endRow(segment) ? this.line(row + 1) : this.segments.lines(segment) + 1;
    return Math.max(1, next - this.line(row));
  }

  /** Byte offset in the file. */
  from(row: number): number {
    return this.#offset(this.segments.of(row), row);
  }

  /** End of the record's bytes in the file: where the next one begins. */
  to(row: number): number {
    return this.#end(this.segments.of(row), row);
  }

  /**
   * Offsets of the rows [firstRow, endRow) of one file, and the end of the last, relative to the first row's:
   * what a text matcher needs to find the records in a piece.
   */
  offsets(firstRow: number, endRow: number): Uint32Array {
    const count = endRow - firstRow;
    const offsets = new Uint32Array(count + 1);
    const base = this.columns.offset(firstRow);
    for (let i = 1; i < count; i++) offsets[i] = this.columns.offset(firstRow + i) - base;
    offsets[count] = this.to(endRow - 1) - this.from(firstRow);
    return offsets;
  }

  #offset(segment: number, row: number): number {
    return this.columns.offset(row) + WRAP * this.segments.wraps(segment, row);
  }

  #end(segment: number, row: number): number {
    if (row + 1 < this.segments.endRow(segment)) return this.#offset(segment, row + 1);
    // While the file is still being read the end of its last record is not known: nothing of it yet.
    return Math.max(this.segments.bytes(segment), this.#offset(segment, row));
  }
}
