import type { Encoding } from './text-encoding';

/** A row holds at most this many bytes, its line feed not counted; a longer line goes on in the next row. */
export const ROW_BYTES = 2046;
/** The longest character, in bytes. */
const CHARACTER = 4;
const TAB = 8;

/**
 * Cuts text into rows: at line feeds, after ROW_BYTES bytes, and with `columns` before a row gets wider than
 * that. Never inside a character. The same bytes from the same row start always give the same rows.
 */
export class RowSplitter {
  readonly #unit: 1 | 2;
  /** Index of the byte of a unit that holds its low half. */
  readonly #low: 0 | 1;

  constructor(
    encoding: Encoding,
    private readonly columns: number | null,
  ) {
    this.#unit = encoding === 'utf-8' ? 1 : 2;
    this.#low = encoding === 'utf-16be' ? 1 : 0;
  }

  /**
   * Calls `row` for each row that begins in the bytes and ends for certain, until it answers false; `last` says
   * that no bytes follow. Gives the number of bytes in those rows.
   */
  split(
    bytes: Uint8Array,
    last: boolean,
    row: (start: number, end: number, endsLine: boolean) => unknown,
  ): number {
    let at = 0;
    let lineFeed = -1;
    while (at < bytes.length) {
      if (lineFeed < at) lineFeed = this.#lineFeed(bytes, at);
      const endsHere = lineFeed < bytes.length;
      const cut = this.#cut(bytes, at, lineFeed);
      if (cut === lineFeed && !endsHere && !last) return at;
      const end = cut === lineFeed && endsHere ? lineFeed + this.#unit : cut;
      if (row(at, end, endsHere && end > lineFeed) === false) return end;
      at = end;
    }
    return at;
  }

  /** End of a row without its line ending. */
  trim(bytes: Uint8Array, start: number, end: number): number {
    const unit = this.#unit;
    const ends = (code: number): boolean => end - unit >= start && this.#code(bytes, end - unit) === code;
    if (!ends(10)) return end;
    end -= unit;
    return ends(13) ? end - unit : end;
  }

  #code(bytes: Uint8Array, at: number): number {
    if (this.#unit === 1) return bytes[at] ?? 0;
    return (bytes[at + this.#low] ?? 0) | ((bytes[at + 1 - this.#low] ?? 0) << 8);
  }

  /** Index of the next line feed; the length of the bytes when there is none. */
  #lineFeed(bytes: Uint8Array, from: number): number {
    for (let at = bytes.indexOf(10, from); at >= 0; at = bytes.indexOf(10, at + 1)) {
      if (this.#unit === 1) return at;
      const start = at - this.#low;
      const whole = start >= from && start + 1 < bytes.length && (start - from) % 2 === 0;
      if (whole && this.#code(bytes, start) === 10) return start;
    }
    return bytes.length;
  }

  /** Where a row from `start` must be cut; `end` when all until there fits. */
  #cut(bytes: Uint8Array, start: number, end: number): number {
    const limit = Math.min(end, start + ROW_BYTES);
    if (this.columns !== null) {
      let column = 0;
      for (let at = start; at < limit; at += this.#unit) {
        const code = this.#code(bytes, at);
        column += code === 9 ? TAB - (column % TAB) : this.#width(code);
        if (column > this.columns && at > start) return at;
      }
    }
    return limit === end ? end : this.#characterStart(bytes, start, limit);
  }

  /** Columns a unit takes; three-byte characters may be wide, later bytes of a character take none. */
  #width(code: number): number {
    if (this.#unit === 2)
      return code === 13 ? 0 : code < 0x1100 ? 1 : code >= 0xdc00 && code < 0xe000 ? 0 : 2;
    if (code < 0x80) return code === 13 ? 0 : 1;
    if (code < 0xc0) return 0;
    return code < 0xe0 ? 1 : 2;
  }

  #characterStart(bytes: Uint8Array, start: number, end: number): number {
    if (this.#unit === 2) {
      const code = this.#code(bytes, end);
      return code >= 0xdc00 && code < 0xe000 && end - 2 > start ? end - 2 : end;
    }
    for (let back = 0; back < CHARACTER && end - back > start; back++) {
      if (((bytes[end - back] ?? 0) & 0xc0) !== 0x80) return end - back;
    }
    return end;
  }
}
