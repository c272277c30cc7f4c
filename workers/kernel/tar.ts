import type { Kernel, MemoryExports } from './kernel';

/** Exports of `assembly/tar.ts`. */
export interface TarExports extends MemoryExports {
  tarReport(): number;
  tarScan(from: number, length: number, most: number): number;
  tarFind(from: number, length: number): number;
  tarBlock(block: number): number;
  tarNumber(field: number, width: number): number;
}

/** What `tarBlock` says of a block. */
export const NO_HEADER = 0;
export const HEADER = 1;
export const ZEROS = 2;

/** Why a scan stopped. */
export const STOP_MORE = 0;
export const STOP_FULL = 1;
export const STOP_ZEROS = 2;
export const STOP_BAD = 3;
export const STOP_SPECIAL = 4;

const MAX_ROWS = 256;
const ROW_BYTES = 40;
const ROWS_AT = 16;
const NAMES_AT = ROWS_AT + MAX_ROWS * ROW_BYTES;
const NAME_BYTES = 32 * 1024;
/** The last instant of a `Date`, ms since 1970. */
const MOST_MS = 8.64e15;

/** Names as text. A byte order mark is part of a name, and what is no UTF-8 is shown as U+FFFD. */
export const nameDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A copy of the kernel's report of one scan: fields of headers by row. */
export class TarScan {
  rows = 0;
  stop = STOP_MORE;
  /** Offset in the range where the scan stopped. */
  at = 0;

  readonly #kernel: Kernel<TarExports>;
  readonly #report: number;
  readonly #bytes = new Uint8Array(NAMES_AT);
  readonly #words = new Uint32Array(this.#bytes.buffer);
  readonly #shorts = new Uint16Array(this.#bytes.buffer);
  readonly #doubles = new Float64Array(this.#bytes.buffer);
  readonly #names = new Uint8Array(NAME_BYTES);
  /** All names in one string when they are ASCII: one decoding for hundreds of names. Null before it is needed. */
  #text: string | null = null;

  constructor(kernel: Kernel<TarExports>) {
    this.#kernel = kernel;
    this.#report = kernel.exports.tarReport();
  }

  /** Scans a range that begins with a header. Nothing of the kernel's memory is referred to afterwards. */
  scan(from: number, length: number, most = MAX_ROWS): void {
    this.rows = this.#kernel.exports.tarScan(from, length, most);
    const memory = this.#kernel.bytes();
    const report = this.#report;
    this.#bytes.set(memory.subarray(report, report + ROWS_AT + this.rows * ROW_BYTES));
    this.stop = this.#words[0]!;
    this.at = this.#words[1]!;
    this.#names.set(memory.subarray(report + NAMES_AT, report + NAMES_AT + this.#words[2]!));
    this.#text = null;
  }

  /** NaN when the field is no number. */
  size(row: number): number {
    return this.#doubles[2 + row * 5]!;
  }

  /** ms since 1970 UTC, or null, also of what no `Date` can hold. */
  modified(row: number): number | null {
    const ms = this.#doubles[3 + row * 5]! * 1000;
    return Math.abs(ms) <= MOST_MS ? ms : null;
  }

  /** Offset of the header in the range. */
  offset(row: number): number {
    return this.#words[8 + row * 10]!;
  }

  mode(row: number): number {
    return this.#words[9 + row * 10]!;
  }

  /** The type flag, a character code. */
  type(row: number): number {
    return this.#bytes[ROWS_AT + row * ROW_BYTES + 32]!;
  }

  path(row: number): string {
    const from = this.#words[10 + row * 10]!;
    return this.#name(from, from + this.#shorts[22 + row * 20]!);
  }

  /** What a link leads to, '' for anything else. */
  linkTarget(row: number): string {
    const from = this.#words[10 + row * 10]! + this.#shorts[22 + row * 20]!;
    return this.#name(from, from + this.#shorts[23 + row * 20]!);
  }

  #name(from: number, to: number): string {
    if (from === to) return '';
    if (this.#words[3]) return nameDecoder.decode(this.#names.subarray(from, to));
    this.#text ??= nameDecoder.decode(this.#names.subarray(0, this.#words[2]));
    return this.#text.slice(from, to);
  }
}
