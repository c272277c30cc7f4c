import { RowSplitter } from './row-splitter';
import { decode, type Encoding } from './text-encoding';

/** Rows in a group; with rows of at most 2 KiB a group is at most 256 KiB. */
export const GROUP = 128;

export interface TextRow {
  text: string;
  /** Line number on the first row of a line, null where a line goes on. */
  line: number | null;
  /** Byte offset of the row in the file. */
  offset: number;
}

/**
 * Where the rows of a text stand: one entry for every GROUP rows. Grows as bytes are fed to it from the front,
 * so the first rows can be shown while the rest of a large file is still being looked through.
 */
export class RowIndex {
  readonly splitter: RowSplitter;
  /** Offset and line number of each group's first row, and whether that row begins the line. */
  readonly #offsets: number[] = [];
  readonly #lines: number[] = [];
  readonly #begins: boolean[] = [];
  rows = 0;
  line = 1;
  beginsLine = true;

  constructor(
    readonly encoding: Encoding,
    /** Everything before this offset has been fed. */
    public end: number,
    columns: number | null,
  ) {
    this.splitter = new RowSplitter(encoding, columns);
  }

  /** Takes the bytes that follow `end`; gives how many were used. The rest is to be fed again, with more. */
  feed(bytes: Uint8Array, last: boolean): number {
    const base = this.end;
    const used = this.splitter.split(bytes, last, (start, _end, endsLine) => {
      if (this.rows % GROUP === 0) {
        this.#offsets.push(base + start);
        this.#lines.push(this.line);
        this.#begins.push(this.beginsLine);
      }
      this.rows++;
      if (endsLine) this.line++;
      this.beginsLine = endsLine;
    });
    this.end = base + used;
    return used;
  }

  /** Bytes of a group, and the number of its rows. */
  group(group: number): { from: number; to: number; rows: number } {
    return {
      from: this.#offsets[group] ?? this.end,
      to: this.#offsets[group + 1] ?? this.end,
      rows: Math.min(GROUP, this.rows - group * GROUP),
    };
  }

  /** The rows of a group, from its bytes. */
  decode(group: number, bytes: Uint8Array): TextRow[] {
    const rows: TextRow[] = [];
    const base = this.#offsets[group] ?? 0;
    let line = this.#lines[group] ?? 1;
    let begins = this.#begins[group] ?? true;
    this.splitter.split(bytes, true, (start, end, endsLine) => {
      const text = decode(bytes.subarray(start, this.splitter.trim(bytes, start, end)), this.encoding);
      rows.push({ text, line: begins ? line : null, offset: base + start });
      if (endsLine) line++;
      begins = endsLine;
      return rows.length < GROUP;
    });
    return rows;
  }

  /** The group a byte or a line begins in or before. */
  groupOf(where: { offset: number } | { line: number }): number {
    const [list, wanted] = 'offset' in where ? [this.#offsets, where.offset] : [this.#lines, where.line];
    let low = 0;
    let high = list.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      // Several groups may begin in the same long line, which begins before the first of them that says so.
      const before =
        'offset' in where || this.#begins[middle]
          ? (list[middle] ?? 0) <= wanted
          : (list[middle] ?? 0) < wanted;
      if (before) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
