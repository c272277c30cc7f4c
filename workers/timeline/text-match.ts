import type { Kernel } from '../kernel/kernel';
import type { SearchExports } from '../kernel/search';
import { compileNeedle, needlePattern, type Needle } from './needle';
import { RowBits } from './row-bits';
import { alignedWords, type TextLeaf } from './text-scan';

/** Expressions look at this much of a record (or of its message) only; words at all of it. */
export const MAX_EXPRESSION_BYTES = 1024 * 1024;

/** The text of a piece in kernel memory, with 64 readable bytes behind it. */
export interface PieceText {
  address: number;
  /** Where each record begins, from `address` on, and the end of the last; `RowSource.offsets` gives them. */
  offsets: Uint32Array;
  firstRow: number;
  /** Records that matter, as in `TextPiece`; all without it. */
  candidates?: Uint32Array | null;
  /**
   * True for the second and later windows of one record that is too large to be held at once: windows overlap by
   * `TextMatcher.overlap` bytes, and their answers are joined by "or". Expressions are not looked for again.
   */
  continued?: boolean;
}

/** The message of the record at [address, address + length) of kernel memory, its line end included. */
export type MessageOf = (row: number, address: number, length: number) => string;

/** A leaf made ready: the word for the kernel, or the expression for decoded text. */
interface Search {
  leaf: TextLeaf;
  needle: Needle | null;
  /** Kernel address of the needle. */
  at: number;
  pattern: RegExp;
  /** True when only records with a byte above 127 can match. */
  nonAsciiOnly: boolean;
}

/** Answers the text terms of a query for pieces of text; one per scan worker and query. */
export class TextMatcher {
  readonly #kernel: Kernel<SearchExports>;
  readonly #searches: Search[];
  readonly #messageOf: MessageOf;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #blocks: { address: number; bytes: number }[] = [];

  constructor(kernel: Kernel<SearchExports>, leaves: readonly TextLeaf[], messageOf: MessageOf) {
    this.#kernel = kernel;
    this.#messageOf = messageOf;
    this.#searches = leaves.map((leaf) => this.#prepare(leaf));
  }

  /** Bytes that windows of one large record have to overlap by. */
  get overlap(): number {
    return Math.max(0, ...this.#searches.map(({ needle }) => (needle?.length ?? 1) - 1));
  }

  /** Gives the needles' memory back. */
  dispose(): void {
    for (const { address, bytes } of this.#blocks) this.#kernel.release(address, bytes);
    this.#blocks = [];
  }

  /** Per leaf the records that match, aligned as in `PieceAnswer.bits`. */
  match(piece: PieceText): Uint32Array[] {
    const text = new TextOfPiece(this.#kernel, this.#decoder, piece, this.#messageOf);
    const needles = this.#searches.some(({ needle }) => needle);
    const byNeedle = needles ? this.#searchNeedles(piece) : [];
    return this.#searches.map((search, i) => this.#finish(search, text, byNeedle[i] ?? null));
  }

  #prepare(leaf: TextLeaf): Search {
    if (leaf.kind === 'regex') {
      return { leaf, needle: null, at: 0, pattern: new RegExp(leaf.source, leaf.flags), nonAsciiOnly: false };
    }
    const needle = compileNeedle(leaf.kind === 'message' ? longestLine(leaf.text) : leaf.text);
    let at = 0;
    if (needle) {
      at = this.#kernel.allocate(needle.bytes.length);
      this.#blocks.push({ address: at, bytes: needle.bytes.length });
      this.#kernel.bytes().set(needle.bytes, at);
    }
    const nonAsciiOnly = !needle && /[^\0-\x7f]/.test(leaf.text);
    return { leaf, needle, at, pattern: needlePattern(leaf.text), nonAsciiOnly };
  }

  // One pass of the kernel per needle: measured as fast as one pass for all of them.
  #searchNeedles({ address, offsets, firstRow }: PieceText): (Uint32Array | null)[] {
    const records = offsets.length - 1;
    const words = alignedWords(firstRow, firstRow + records);
    const bytes = (offsets.length + words) * 4;
    const block = this.#kernel.allocate(bytes);
    try {
      const bits = block + offsets.length * 4;
      this.#kernel.words().set(offsets, block >>> 2);
      return this.#searches.map(({ needle, at }) => {
        if (!needle) return null;
        this.#kernel.words().fill(0, bits >>> 2, (bits >>> 2) + words);
        const { length, probeA, probeB } = needle;
        this.#kernel.exports.searchRecords(
          address,
          at,
          length,
          probeA,
          probeB,
          block,
          records,
          bits,
          firstRow & 31,
        );
        return this.#kernel.words().slice(bits >>> 2, (bits >>> 2) + words);
      });
    } finally {
      this.#kernel.release(block, bytes);
    }
  }

  #finish(search: Search, text: TextOfPiece, hits: Uint32Array | null): Uint32Array {
    const { leaf, pattern, nonAsciiOnly } = search;
    switch (leaf.kind) {
      case 'text':
        return hits ?? text.filter(null, (i) => pattern.test(text.raw(i)), nonAsciiOnly);
      case 'message':
        // What is in the message is in the record, so only records that have the word are asked for theirs. Windows
        // of a large record but the first are all message.
        if (text.continued) return hits ?? text.filter(null, (i) => pattern.test(text.raw(i)), nonAsciiOnly);
        return text.filter(hits, (i) => pattern.test(text.message(i)), nonAsciiOnly);
      case 'regex':
        if (text.continued) return text.filter(null, () => false);
        if (leaf.over === 'raw') return text.filter(null, (i) => pattern.test(text.rawStart(i)));
        return text.filter(null, (i) => pattern.test(text.message(i).slice(0, MAX_EXPRESSION_BYTES)));
    }
  }
}

/** The records of one piece as text, decoded when asked for. */
class TextOfPiece {
  readonly #kernel: Kernel<SearchExports>;
  readonly #decoder: TextDecoder;
  readonly #piece: PieceText;
  readonly #messageOf: MessageOf;
  readonly #messages = new Map<number, string>();
  // The whole piece when it is ASCII, so that a byte is a character; null when it is not, undefined before a look.
  #ascii: string | null | undefined;

  constructor(kernel: Kernel<SearchExports>, decoder: TextDecoder, piece: PieceText, messageOf: MessageOf) {
    this.#kernel = kernel;
    this.#decoder = decoder;
    this.#piece = piece;
    this.#messageOf = messageOf;
  }

  get continued(): boolean {
    return this.#piece.continued === true;
  }

  get #records(): number {
    return this.#piece.offsets.length - 1;
  }

  /**
   * The records that pass `test`, of those that matter, are in `hits` (when given) and, with `nonAsciiOnly`, have a
   * byte above 127.
   */
  filter(hits: Uint32Array | null, test: (record: number) => boolean, nonAsciiOnly = false): Uint32Array {
    const { firstRow, candidates } = this.#piece;
    const shift = firstRow & 31;
    const end = shift + this.#records;
    const found = new RowBits(end);
    const open = new RowBits(end);
    for (let i = 0; i < open.words.length; i++) {
      open.words[i] = (candidates ? candidates[i]! : 0xffffffff) & (hits ? hits[i]! : 0xffffffff);
    }
    let bit = open.next(shift);
    while (bit < end) {
      if (nonAsciiOnly) {
        const record = this.#nextNonAscii(bit - shift) + shift;
        if (record > bit) {
          bit = open.next(record);
          continue;
        }
      }
      if (test(bit - shift)) found.set(bit);
      bit = open.next(bit + 1);
    }
    return found.words;
  }

  /** The record without its line end. */
  raw(record: number): string {
    const { offsets } = this.#piece;
    return this.#decode(offsets[record]!, this.#textEnd(record));
  }

  /** The part of the record that expressions look at. */
  rawStart(record: number): string {
    const from = this.#piece.offsets[record]!;
    return this.#decode(from, Math.min(this.#textEnd(record), from + MAX_EXPRESSION_BYTES));
  }

  message(record: number): string {
    let message = this.#messages.get(record);
    if (message === undefined) {
      const { address, offsets, firstRow } = this.#piece;
      const from = offsets[record]!;
      message = this.#messageOf(firstRow + record, address + from, offsets[record + 1]! - from);
      this.#messages.set(record, message);
    }
    return message;
  }

  // The first record from `record` on that has a byte above 127, or the number of records.
  #nextNonAscii(record: number): number {
    const { address, offsets } = this.#piece;
    const end = address + offsets[this.#records]!;
    const byte = this.#kernel.exports.firstNonAscii(address + offsets[record]!, end) >>> 0;
    if (byte === end) return this.#records;
    let low = record;
    let high = this.#records;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (address + offsets[middle]! <= byte) low = middle;
      else high = middle;
    }
    return low;
  }

  #textEnd(record: number): number {
    const { address, offsets } = this.#piece;
    const bytes = this.#kernel.bytes();
    const from = offsets[record]!;
    let end = offsets[record + 1]!;
    if (end === from || bytes[address + end - 1] !== 0x0a) return end;
    end--;
    return end > from && bytes[address + end - 1] === 0x0d ? end - 1 : end;
  }

  #decode(from: number, end: number): string {
    if (this.#ascii === undefined) this.#ascii = this.#decodeAscii();
    if (this.#ascii !== null) return this.#ascii.slice(from, end);
    const { address } = this.#piece;
    return this.#decoder.decode(this.#kernel.bytes().subarray(address + from, address + end));
  }

  #decodeAscii(): string | null {
    const { address, offsets } = this.#piece;
    const end = address + offsets[this.#records]!;
    if (this.#kernel.exports.firstNonAscii(address, end) >>> 0 < end) return null;
    return this.#decoder.decode(this.#kernel.bytes().subarray(address, end));
  }
}

function longestLine(text: string): string {
  return text.split(/[\r\n]+/).reduce((longest, line) => (line.length > longest.length ? line : longest), '');
}
