import type { Format } from '../formats/format';
import { FORMATS } from '../formats/registry';
import { probeFormat, RecordParser, type RecordsExports } from '../kernel/records';
import type { Kernel } from '../kernel/kernel';
import { READ_SLACK } from '../bytes/sink';
import type { DumpPlace } from './string-list';
import type { TextRun } from './text-runs';

/** Text and lines kept of one dump. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_LINES = 1_000_000;
/** Bytes before the time of a line that may be rubbish: a length, or what the memory held before. */
const MAX_RUBBISH = 8;
/** A line has at least this many bytes. */
const MIN_LINE = 16;
/** Lines without a head that a record is carried on by. */
const MAX_CARRIED = 500;
/** Bytes of a line that tell its format. */
const HEAD_BYTES = 1024;
const FIRST_CAPACITY = 64 * 1024;

/** The lines of one format, in the order they were found. */
export class RecoveredLines {
  readonly format: Format;
  lines = 0;
  #text = new Uint8Array(FIRST_CAPACITY);
  #bytes = 0;
  #offsets = new Float64Array(256);
  /** NaN for a line that lies in the dump as it is. */
  #inflatedAt = new Float64Array(256);

  constructor(format: Format) {
    this.format = format;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The lines, each ended by a line feed; not to be written to. */
  get text(): Uint8Array<ArrayBuffer> {
    return this.#text.subarray(0, this.#bytes);
  }

  /** Where in the dump a line was, counted from 0. */
  place(line: number): DumpPlace {
    const inflatedAt = this.#inflatedAt[line] ?? NaN;
    return { offset: this.#offsets[line] ?? 0, inflatedAt: Number.isNaN(inflatedAt) ? null : inflatedAt };
  }

  add(line: Uint8Array, { offset, inflatedAt }: DumpPlace): void {
    if (this.#bytes + line.length + 1 > this.#text.length) {
      const wider = new Uint8Array(Math.max(this.#text.length * 2, this.#bytes + line.length + 1));
      wider.set(this.#text);
      this.#text.fill(0);
      this.#text = wider;
    }
    this.#text.set(line, this.#bytes);
    this.#text[this.#bytes + line.length] = 10;
    this.#bytes += line.length + 1;
    if (this.lines === this.#offsets.length) {
      this.#offsets = widened(this.#offsets);
      this.#inflatedAt = widened(this.#inflatedAt);
    }
    this.#offsets[this.lines] = offset;
    this.#inflatedAt[this.lines] = inflatedAt ?? NaN;
    this.lines++;
  }

  /** Wipes the text, and keeps where its lines were. */
  wipeText(): void {
    this.#text.fill(0);
    this.#text = new Uint8Array(0);
    this.#bytes = 0;
  }

  wipe(): void {
    this.wipeText();
    this.lines = 0;
  }
}

function widened(old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(old.length * 2);
  wider.set(old);
  return wider;
}

/** Gathers the lines of a dump that a log format knows, by format. */
export class LogRecovery {
  lines = 0;
  /** Lines that were found but not kept. */
  leftOut = 0;
  readonly #kernel: Kernel<RecordsExports>;
  readonly #byFormat = new Map<Format, RecoveredLines>();
  #bytes = 0;
  /** The format of the last line, and how many bare lines came behind it. */
  #last: Format | null = null;
  #carried = 0;

  constructor(kernel: Kernel<RecordsExports>) {
    this.#kernel = kernel;
  }

  /** By number of lines, most first. */
  get logs(): RecoveredLines[] {
    return [...this.#byFormat.values()].sort((a, b) => b.lines - a.lines);
  }

  /** Takes a run of text if it is a line of a log, or carries one on; says whether it is. */
  take(run: TextRun, place: DumpPlace): boolean {
    const { bytes, follows } = run;
    const from = run.encoding === 'utf-8' && bytes.length >= MIN_LINE ? timeAt(bytes) : -1;
    if (from >= 0) {
      const line = withoutReturn(bytes.subarray(from));
      const format = this.#formatOf(line);
      if (format) {
        this.#last = format;
        this.#carried = 0;
        this.#add(format, line, from === 0 ? place : moved(place, from));
        return true;
      }
    }
    if (!follows || this.#last?.bareLines !== 'join' || ++this.#carried > MAX_CARRIED) {
      this.#last = null;
      return false;
    }
    this.#add(this.#last, withoutReturn(bytes), place);
    return false;
  }

  /** The text at hand ends: what follows lies elsewhere. */
  endText(): void {
    this.#last = null;
  }

  /** First and last instant of all lines, ms since 1970 UTC. `reference`: when the dump was written, at the latest. */
  span(reference: number): { first: number; last: number } | null {
    let first = Infinity;
    let last = -Infinity;
    for (const lines of this.#byFormat.values()) {
      const { firstTime, lastTime } = parsed(this.#kernel, lines, reference);
      if (firstTime !== null) first = Math.min(first, firstTime);
      if (lastTime !== null) last = Math.max(last, lastTime);
    }
    return last >= first ? { first, last } : null;
  }

  wipe(): void {
    for (const lines of this.#byFormat.values()) lines.wipe();
    this.#byFormat.clear();
    this.lines = this.#bytes = 0;
  }

  #add(format: Format, line: Uint8Array, place: DumpPlace): void {
    if (this.#bytes + line.length > MAX_BYTES || this.lines >= MAX_LINES) {
      this.leftOut++;
      return;
    }
    let lines = this.#byFormat.get(format);
    if (!lines) this.#byFormat.set(format, (lines = new RecoveredLines(format)));
    lines.add(line, place);
    this.lines++;
    this.#bytes += line.length + 1;
  }

  #formatOf(line: Uint8Array): Format | null {
    const head = line.subarray(0, HEAD_BYTES);
    const has = (format: Format) => probeFormat(this.#kernel, format, head).own > 0;
    return FORMATS.find(has) ?? null;
  }
}

/** Reads the lines as their log will be read, into the (spare) kernel's columns, and forgets them again. */
function parsed(kernel: Kernel<RecordsExports>, { format, text }: RecoveredLines, reference: number) {
  const parser = new RecordParser(kernel);
  parser.beginFile({ format, processHint: null, yearHint: new Date(reference).getUTCFullYear() });
  const step = 1024 * 1024;
  const room = 2 * step + READ_SLACK;
  const block = kernel.allocate(room);
  try {
    let left = 0;
    for (let at = 0; at < text.length; at += step) {
      const bytes = text.subarray(at, at + step);
      kernel.bytes().set(bytes, block + left);
      const total = left + bytes.length;
      const used = parser.push(block, total, at + step >= text.length);
      left = total - used;
      kernel.bytes().copyWithin(block, block + used, block + total);
    }
    const end = parser.endFile(reference);
    kernel.exports.setRowCount(end.firstRow);
    return end;
  } finally {
    kernel.release(block, room);
  }
}

function moved({ offset, inflatedAt }: DumpPlace, by: number): DumpPlace {
  return inflatedAt === null ? { offset: offset + by, inflatedAt } : { offset, inflatedAt: inflatedAt + by };
}

function withoutReturn(line: Uint8Array): Uint8Array {
  return line[line.length - 1] === 13 ? line.subarray(0, -1) : line;
}

const MONTHS = new Set(
  'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ').map((name) => codeOf(name)),
);

function codeOf(name: string): number {
  return (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2);
}

/** Where in a line its time begins: at its start, or a little behind it; -1 when it has none. */
function timeAt(bytes: Uint8Array): number {
  const last = Math.min(MAX_RUBBISH, bytes.length - MIN_LINE);
  for (let at = 0; at <= last; at++) {
    if (isIsoTime(bytes, at) || isBsdTime(bytes, at) || isCounter(bytes, at)) return at;
  }
  return -1;
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** `2023-12-05T14:31`, or with a blank between. */
function isIsoTime(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d || bytes[at + 13] !== 0x3a) return false;
  const between = bytes[at + 10];
  if (between !== 0x54 && between !== 0x20) return false;
  return [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15].every((i) => isDigit(bytes[at + i]));
}

/** `Jul 26 01:26` */
function isBsdTime(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 3] !== 0x20 || bytes[at + 6] !== 0x20 || bytes[at + 9] !== 0x3a) return false;
  const month = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
  return MONTHS.has(month) && isDigit(bytes[at + 5]) && isDigit(bytes[at + 7]) && isDigit(bytes[at + 8]);
}

/** `TSC: 0 cpu0:0)`, of the kernel before it knows the time. */
function isCounter(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x54 &&
    bytes[at + 1] === 0x53 &&
    bytes[at + 2] === 0x43 &&
    bytes[at + 3] === 0x3a &&
    bytes[at + 4] === 0x20
  );
}
