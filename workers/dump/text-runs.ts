/** Longest run handed on in one piece, in bytes. */
export const MAX_RUN = 64 * 1024;
/** Shorter runs are nobody's text, unless they are a line behind another. */
const MIN_RUN = 6;

const BREAK = 0;
const PLAIN = 1;
const NEWLINE = 10;

/** What each byte is to a text: none of it, a character, or the first of so many bytes (2 to 4). */
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0xc2 && byte <= 0xf4) return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  // A carriage return stands before a line end; tabs indent.
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0d ? PLAIN : BREAK;
});

/** Bytes that read as text. */
export interface TextRun {
  /** The bytes as UTF-8; valid during the call only. */
  bytes: Uint8Array;
  /** Where the run begins, in what was pushed. */
  offset: number;
  encoding: 'utf-8' | 'utf-16le';
  /** True when the run begins right behind a line end. */
  follows: boolean;
}

/**
 * Cuts bytes into runs of text: printable ASCII and UTF-8, ended by anything else, and Latin letters as UTF-16LE.
 * Bytes come in pieces of any size; memory is bounded by the longest run.
 */
export class TextRuns {
  readonly #take: (run: TextRun) => void;
  /** The unfinished run at the end of the last piece. */
  #carry: Uint8Array = new Uint8Array(0);
  #offset = 0;
  /** Where the last line end was, and one more. */
  #lineStart = 0;
  #wide: number[] = [];
  #wideStart = -1;
  #wideEnd = -1;

  constructor(take: (run: TextRun) => void) {
    this.#take = take;
  }

  /** `offset` is where the bytes are; it follows on what came before, or the runs must have been ended. */
  push(bytes: Uint8Array, offset: number): void {
    const carry = this.#carry;
    if (carry.length === 0) {
      if (offset !== this.#offset) this.#lineStart = offset;
      this.#offset = offset;
      this.#scan(bytes, false);
      return;
    }
    const joined = new Uint8Array(carry.length + bytes.length);
    joined.set(carry);
    joined.set(bytes, carry.length);
    carry.fill(0);
    this.#scan(joined, false);
  }

  /** Ends the run at hand: what follows lies elsewhere. */
  end(): void {
    this.#scan(this.#carry, true);
    this.#endWide();
    this.#lineStart = -1;
  }

  #scan(bytes: Uint8Array, final: boolean): void {
    const length = bytes.length;
    let start = -1;
    let at = 0;
    while (at < length) {
      const kind = CLASSES[bytes[at]!]!;
      if (kind === PLAIN) {
        if (start < 0) start = at;
        at++;
      } else if (kind === BREAK) {
        if (start >= 0) {
          this.#run(bytes, start, at);
          start = -1;
        }
        if (bytes[at] === NEWLINE) this.#lineStart = this.#offset + at + 1;
        at++;
      } else {
        const size = characterBytes(bytes, at, kind, final);
        if (size < 0) {
          if (start < 0) start = at;
          break;
        }
        if (size > 0) {
          if (start < 0) start = at;
          at += size;
        } else {
          if (start >= 0) this.#run(bytes, start, at);
          start = -1;
          at++;
        }
      }
      if (start >= 0 && at - start >= MAX_RUN) {
        this.#run(bytes, start, at);
        start = -1;
      }
    }
    if (start >= 0 && final) {
      this.#run(bytes, start, length);
      start = -1;
    }
    this.#carry = start < 0 ? new Uint8Array(0) : new Uint8Array(bytes.subarray(start));
    this.#offset += start < 0 ? length : start;
  }

  #run(bytes: Uint8Array, from: number, to: number): void {
    const offset = this.#offset + from;
    // Single characters with a zero behind each are wide ones.
    if (to - from === 1 && bytes[to] === 0 && bytes[from]! >= 0x20) {
      if (offset !== this.#wideEnd) {
        this.#endWide();
        this.#wideStart = offset;
      }
      this.#wide.push(bytes[from]!);
      this.#wideEnd = offset + 2;
      if (this.#wide.length >= MAX_RUN) this.#endWide();
      return;
    }
    if (this.#wide.length > 0) this.#endWide();
    const follows = offset === this.#lineStart;
    if (to - from < MIN_RUN && !follows) return;
    this.#take({ bytes: bytes.subarray(from, to), offset, encoding: 'utf-8', follows });
  }

  #endWide(): void {
    const { length } = this.#wide;
    if (length >= MIN_RUN) {
      const bytes = Uint8Array.from(this.#wide);
      this.#take({ bytes, offset: this.#wideStart, encoding: 'utf-16le', follows: false });
    }
    if (length > 0) this.#wide = [];
    this.#wideEnd = -1;
  }
}

/** Bytes of the character at `at`: 0 when it is none, -1 when more bytes would tell. RFC 3629. */
function characterBytes(bytes: Uint8Array, at: number, size: number, final: boolean): number {
  for (let i = 1; i < size; i++) {
    if (at + i >= bytes.length) return final ? 0 : -1;
    if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  }
  const first = bytes[at]!;
  const second = bytes[at + 1]!;
  const isWrong =
    (first === 0xc2 && second < 0xa0) || // control characters
    (first === 0xe0 && second < 0xa0) ||
    (first === 0xed && second >= 0xa0) ||
    (first === 0xf0 && second < 0x90) ||
    (first === 0xf4 && second >= 0x90);
  return isWrong ? 0 : size;
}
