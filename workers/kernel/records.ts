import type { ByteSink } from '../bytes/sink';
import type { Format } from '../formats/format';
import { LEVELS } from '../level';
import type { Level, TimeKnownBy } from '../public-api';
import type { ColumnsExports } from './columns';
import { DICTIONARIES, type DictionaryExports, type DictionaryName, MAX_STRING_BYTES } from './dictionary';
import { type Kernel, KernelMemoryError } from './kernel';

/** Exports of `assembly/records.ts` and `assembly/years.ts`. */
export interface RecordsExports extends ColumnsExports, DictionaryExports {
  beginFile(format: number, process: number, year: number): number;
  parseText(ptr: number, length: number, final: boolean): number;
  fileLines(): number;
  offsetWraps(): number;
  offsetWrapRows(): number;
  describeLine(format: number, ptr: number, end: number, year: number): number;
  describedLevel(): number;
  describedTime(): number;
  describedKnown(): number;
  describedMarks(): number;
  describedField(field: number): number;
  describedLength(field: number): number;
  probeFormat(format: number, ptr: number, length: number): bigint;
  fixYears(first: number, end: number, reference: number): number;
  fileTimeSpan(first: number, end: number, latest: boolean): number;
}

type RecordsKernel = Kernel<RecordsExports>;

/** How time is known, by the number in bits 4-5 of the flags column. */
export const TIME_KNOWN_BY: readonly TimeKnownBy[] = ['stated', 'zone-assumed', 'year-inferred', 'inherited'];

const READ_SLACK = 64;
const NEVER = 0xffffffff;

export interface FileHints {
  format: Format;
  /** Program that the path names (`processFromPath`), or null. */
  processHint: string | null;
  /** Year for times printed without one: when the file was written, or collected. */
  yearHint: number;
}

export interface ParsedFile {
  /** Rows [firstRow, firstRow + rows) of the columns. */
  firstRow: number;
  rows: number;
  lines: number;
  bytes: number;
  /** Earliest and latest instant, ms since 1970; null when no record has one. */
  firstTime: number | null;
  lastTime: number | null;
  /** Records whose time was printed without a year. */
  yearInferredRows: number;
  /** Rows before which the (32 bit) offset column wrapped: files of 4 GiB and more. */
  offsetWraps: number[];
}

/** Formats in kernel memory, put there at first use. */
const loaded = new WeakMap<RecordsKernel, Map<Format, number>>();

function formatBlock(kernel: RecordsKernel, format: Format): number {
  let blocks = loaded.get(kernel);
  if (!blocks) loaded.set(kernel, (blocks = new Map()));
  const known = blocks.get(format);
  if (known !== undefined) return known;
  const block = kernel.allocate(format.program.length);
  kernel.bytes().set(format.program, block);
  blocks.set(format, block);
  return block;
}

/** Parses one file after another into the kernel's columns. Files must not be interleaved. */
export class RecordParser implements ByteSink {
  readonly #kernel: RecordsKernel;
  #firstRow = 0;
  #bytes = 0;

  constructor(kernel: RecordsKernel) {
    this.#kernel = kernel;
  }

  beginFile({ format, processHint, yearHint }: FileHints): void {
    const { exports } = this.#kernel;
    const block = formatBlock(this.#kernel, format);
    this.#firstRow = exports.rowCount();
    this.#bytes = 0;
    const process = format.processFromPath && processHint ? this.#intern(processHint) : 0;
    if (!exports.beginFile(block, process, yearHint)) throw new KernelMemoryError(0);
  }

  /** Parses whole lines, takes them and leaves the rest; throws `KernelMemoryError` when memory is full. */
  push(ptr: number, length: number, final: boolean): number {
    const taken = this.#kernel.exports.parseText(ptr, length, final) >>> 0;
    if (taken === NEVER) throw new KernelMemoryError(length);
    this.#bytes += taken;
    return taken;
  }

  /**
   * Ends the file (after the last `push` or before: what was read stays). `reference` is when the file was written
   * or collected, in ms: its times without a year are not later than a day after it.
   */
  endFile(reference: number): ParsedFile {
    const { exports } = this.#kernel;
    const firstRow = this.#firstRow;
    const end = exports.rowCount();
    const yearInferredRows = exports.fixYears(firstRow, end, reference) >>> 0;
    const instant = (latest: boolean) => {
      const time = exports.fileTimeSpan(firstRow, end, latest);
      return Number.isNaN(time) ? null : time;
    };
    const wraps = exports.offsetWrapRows() >>> 2;
    return {
      firstRow,
      rows: end - firstRow,
      lines: exports.fileLines() >>> 0,
      bytes: this.#bytes,
      firstTime: instant(false),
      lastTime: instant(true),
      yearInferredRows,
      offsetWraps: [...this.#kernel.words().subarray(wraps, wraps + exports.offsetWraps())],
    };
  }

  #intern(process: string): number {
    return withBytes(this.#kernel, new TextEncoder().encode(process), (ptr, end) =>
      this.#kernel.exports.internString(DICTIONARIES.indexOf('process'), ptr, end - ptr),
    );
  }
}

/** A record's fields and message, read again from its bytes. */
export interface RecordDescription extends Record<DictionaryName, string | null> {
  /** The instant its own head states, or null: then it has that of the record before. */
  time: number | null;
  timeKnownBy: TimeKnownBy;
  level: Level | null;
  /** Text after the head, continuation lines without their heads and markers. */
  message: string;
}

/** Reads one record (all its lines) as `RecordParser` does. `hints` are those its file was parsed with. */
export function describeRecord(
  kernel: RecordsKernel,
  bytes: Uint8Array,
  { format, processHint, yearHint }: FileHints,
): RecordDescription {
  const block = formatBlock(kernel, format);
  return withBytes(kernel, bytes, (start, end) => {
    const { exports } = kernel;
    const lines = lineRanges(kernel.bytes(), start, end);
    const [from, to] = lines[0] ?? [start, start];
    const head = exports.describeLine(block, from, Math.min(to, from + MAX_LINE), yearHint) >>> 0;
    const text = decoder(kernel);
    const description = head ? describedFields(exports, text) : noFields();
    if (format.processFromPath) description.process ??= processHint;
    const rest = lines.slice(1).map((line) => messageLine(kernel, block, line, format, yearHint));
    const first = head ? text(head, to) : withoutArrow(text(from, to), format);
    return { ...description, message: [first, ...rest].join('\n') };
  });
}

/**
 * The messages of records that stand one after another in a text, each at [from, to) without its line end: what
 * `describeRecord` says of each, for less.
 */
export function messagesOf(
  kernel: RecordsKernel,
  bytes: Uint8Array,
  records: readonly { from: number; to: number; hints: FileHints }[],
): string[] {
  const begin = records[0]?.from ?? 0;
  const text = bytes.subarray(begin, records.at(-1)?.to ?? begin);
  return withBytes(kernel, text, (start) =>
    records.map(({ from, to, hints: { format, yearHint } }) => {
      const block = formatBlock(kernel, format);
      return lineRanges(kernel.bytes(), start + from - begin, start + to - begin)
        .map((line) => messageLine(kernel, block, line, format, yearHint))
        .join('\n');
    }),
  );
}

/** A line without its head, or without what marks it as one that goes on. */
function messageLine(
  kernel: RecordsKernel,
  block: number,
  [from, to]: [number, number],
  format: Format,
  yearHint: number,
): string {
  const message = kernel.exports.describeLine(block, from, Math.min(to, from + MAX_LINE), yearHint) >>> 0;
  const text = decoder(kernel);
  return message ? text(message, to) : withoutArrow(text(from, to), format);
}

const MAX_LINE = 128 * 1024;

function describedFields(exports: RecordsExports, text: (from: number, to: number) => string) {
  const time = exports.describedTime();
  const fields = noFields();
  DICTIONARIES.forEach((name, i) => {
    const at = exports.describedField(i) >>> 0;
    if (at) fields[name] = text(at, at + Math.min(exports.describedLength(i), MAX_STRING_BYTES));
  });
  return {
    ...fields,
    time: Number.isNaN(time) ? null : time,
    timeKnownBy: TIME_KNOWN_BY[exports.describedKnown()]!,
    level: LEVELS[exports.describedLevel()] ?? null,
  };
}

function noFields(): Omit<RecordDescription, 'message'> {
  return {
    time: null,
    timeKnownBy: 'inherited',
    level: null,
    process: null,
    pid: null,
    component: null,
    opId: null,
    sid: null,
    user: null,
    host: null,
  };
}

// A byte order mark at a file's start is no part of the first message.
const utf8 = new TextDecoder('utf-8');

function decoder(kernel: RecordsKernel): (from: number, to: number) => string {
  return (from, to) => utf8.decode(kernel.bytes().subarray(from, to));
}

/** Lines of [start, end) without their line ends. */
function lineRanges(bytes: Uint8Array, start: number, end: number): [number, number][] {
  const ranges: [number, number][] = [];
  for (let from = start; from < end;) {
    const newline = bytes.subarray(from, end).indexOf(10);
    const stop = newline < 0 ? end : from + newline;
    ranges.push([from, stop > from && bytes[stop - 1] === 13 ? stop - 1 : stop]);
    from = stop + 1;
  }
  return ranges;
}

function withoutArrow(line: string, format: Format): string {
  return format.bareLines === 'join' ? line.replace(/^--> ?/, '') : line;
}

/** How many of a sample's lines a format knows. */
export interface Probe {
  /** Lines that this format has and others have not. */
  own: number;
  /** Lines that any log may hold. */
  common: number;
  /** Lines that begin with `-->`. */
  carried: number;
  other: number;
}

export function probeFormat(kernel: RecordsKernel, format: Format, sample: Uint8Array): Probe {
  const block = formatBlock(kernel, format);
  return withBytes(kernel, sample, (start, end) => {
    const counts = kernel.exports.probeFormat(block, start, end - start);
    const part = (shift: bigint) => Number((counts >> shift) & 0xffffn);
    return { own: part(0n), common: part(16n), carried: part(32n), other: part(48n) };
  });
}

function withBytes<T>(kernel: RecordsKernel, bytes: Uint8Array, work: (start: number, end: number) => T): T {
  const room = bytes.length + READ_SLACK;
  const block = kernel.allocate(room);
  try {
    kernel.bytes().set(bytes, block);
    return work(block, block + bytes.length);
  } finally {
    kernel.release(block, room);
  }
}
