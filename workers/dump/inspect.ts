import { FORMATS } from '../formats/registry';
import type { InflateExports } from '../kernel/inflate';
import type { Kernel } from '../kernel/kernel';
import type { RecordsExports } from '../kernel/records';
import type { DumpKind, ZlibFinding } from '../public-api';
import type { Warning } from '../warning';
import { CRASH_SIGNS, CrashLines } from './crash-lines';
import { dumpKind } from './dump-kind';
import { LogRecovery } from './recovered-log';
import { MIN_STRING, StringList, type DumpPlace } from './string-list';
import { TextRuns, type TextRun } from './text-runs';
import { ZlibSearch } from './zlib-search';

/** Bytes that tell what a dump is. */
const HEAD_BYTES = 24 * 1024;
/** Bytes looked through in one go: the caller may pause between two. */
export const PIECE_BYTES = 16 * 1024;
/**
 * Memory that is packed page by page has its texts cut at the pages: a stream of whole pages is read on with the next
 * one, when that begins so few bytes behind it.
 */
const PAGE_BYTES = 4096;
const MAX_GAP = 64;
const MAX_STARTS = 64;
/** Streams listed; the others are counted. */
const MAX_STREAMS = 10_000;

export interface InspectionOptions {
  /** `vmware.contentType` of the envelope. */
  contentType: string | null;
  /** Text that strings must hold, without regard to case. */
  filter: string;
  /** Strings kept. */
  strings: number;
}

/**
 * Looks through the plain bytes of a dump as they stream by, in bounded memory whatever its size: for strings, for
 * lines of logs and of crashes, both as they lie there and inside zlib streams, which are found by content.
 */
export class DumpInspection {
  readonly strings: StringList;
  readonly crash = new CrashLines();
  readonly log: LogRecovery;
  readonly streams: ZlibFinding[] = [];
  streamCount = 0;
  bytes = 0;
  readonly #contentType: string | null;
  readonly #search: ZlibSearch;
  readonly #plainRuns: TextRuns;
  #head = new Uint8Array(0);
  /** Texts of the streams, one stream behind the other; `#starts` says which began where. */
  readonly #streamRuns: TextRuns;
  #starts: { at: number; offset: number }[] = [];
  #inflated = 0;
  /** Where the last stream ended, when its text may go on in the next. */
  #goesOnBehind: number | null = null;
  #broken = 0;

  /** @param kernel one of its own: it is used between the pieces, and the caller's to wipe at the end */
  constructor(
    kernel: Kernel<InflateExports & RecordsExports>,
    { contentType, filter, strings }: InspectionOptions,
  ) {
    this.#contentType = contentType;
    this.strings = new StringList(filter, strings);
    this.log = new LogRecovery(kernel);
    this.#plainRuns = new TextRuns((run) => this.#take(run, { offset: run.offset, inflatedAt: null }));
    this.#streamRuns = new TextRuns((run) => this.#take(run, this.#placeInStream(run.offset)));
    this.#search = new ZlibSearch(kernel, {
      plain: (bytes, offset) => this.#plainRuns.push(bytes, offset),
      begin: (offset) => this.#begin(offset),
      inflated: (bytes) => {
        this.#streamRuns.push(bytes, this.#inflated);
        this.#inflated += bytes.length;
        bytes.fill(0);
      },
      end: (finding) => this.#end(finding),
    });
  }

  /** The next bytes, at most `PIECE_BYTES`. */
  push(bytes: Uint8Array): void {
    if (this.#head.length < HEAD_BYTES) {
      const more = bytes.subarray(0, HEAD_BYTES - this.#head.length);
      const head = new Uint8Array(this.#head.length + more.length);
      head.set(this.#head);
      head.set(more, this.#head.length);
      this.#head = head;
    }
    this.bytes += bytes.length;
    this.#search.push(bytes);
  }

  end(): void {
    this.#search.end();
    this.#plainRuns.end();
    this.#endStreams();
  }

  /** Gives memory back; of an inspection that is not brought to its end. */
  dispose(): void {
    this.#search.dispose();
    this.#head.fill(0);
  }

  /** Wipes what was found. */
  wipe(): void {
    this.dispose();
    this.log.wipe();
    this.strings.first.length = 0;
    this.crash.lines.length = 0;
  }

  get kind(): DumpKind {
    return dumpKind(this.#head, this.bytes, this.#contentType);
  }

  /** What was looked for, in words. */
  get lookedFor(): string[] {
    const formats = FORMATS.map(({ label }) => label).join(', ');
    return [
      `the kind of file, by its first bytes: ELF core, gzip, tar, zip, zlib, text`,
      `text of ${MIN_STRING} characters or more, in ASCII, UTF-8 and (Latin letters) UTF-16LE`,
      'zlib streams (RFC 1950) without a preset dictionary, anywhere in the data, and the same inside of them',
      `lines that begin with a time and are of a known log: ${formats}`,
      `lines of a crash: ${CRASH_SIGNS.join('; ')}`,
    ];
  }

  /** What the search could not do. */
  warnings(path: string): Warning[] {
    const warnings: Warning[] = [];
    const warn = (code: string, message: string, offset: number | null = null) =>
      warnings.push({ code, path, offset, message });
    const { stopped } = this.#search;
    if (stopped)
      warn(
        'zlib-search-ended',
        stopped.reason === 'inflated'
          ? 'what the zlib streams inflate to is out of all proportion: from here on none is looked for'
          : 'too much of the data looks like zlib streams and is none: from here on none is looked for',
        stopped.offset,
      );
    if (this.#broken > 0)
      warn(
        'zlib-broken',
        `${this.#broken} zlib streams are cut off or damaged: what came before that is shown`,
      );
    if (this.streamCount > this.streams.length)
      warn('zlib-listed', `${this.streamCount} zlib streams were found, the first ${MAX_STREAMS} are listed`);
    if (this.log.leftOut > 0)
      warn('too-many-lines', `${this.log.leftOut} more lines of logs were found than are kept`);
    return warnings;
  }

  #take(run: TextRun, place: DumpPlace): void {
    this.strings.take(run, place);
    this.log.take(run, place);
    this.crash.take(run.bytes, place);
  }

  #begin(offset: number): void {
    this.#plainRuns.end();
    if (this.#goesOnBehind === null || offset - this.#goesOnBehind > MAX_GAP) this.#endStreams();
    this.#starts.push({ at: this.#inflated, offset });
    // The longest run spans fewer pages than are kept.
    if (this.#starts.length > 2 * MAX_STARTS) this.#starts.splice(0, MAX_STARTS);
  }

  #endStreams(): void {
    this.#streamRuns.end();
    this.log.endText();
    this.#starts = [];
    this.#goesOnBehind = null;
  }

  /** Texts come in order: streams that ended before this one are not asked for again. */
  #placeInStream(at: number): DumpPlace {
    const index = Math.max(
      0,
      this.#starts.findLastIndex((start) => start.at <= at),
    );
    if (index > 0) this.#starts.splice(0, index);
    const start = this.#starts[0]!;
    return { offset: start.offset, inflatedAt: at - start.at };
  }

  #end(finding: ZlibFinding): void {
    const { offset, bytes, inflatedBytes } = finding;
    const isOfPages = finding.state === 'whole' && inflatedBytes % PAGE_BYTES === 0;
    if (isOfPages) this.#goesOnBehind = offset + bytes;
    else this.#endStreams();
    this.streamCount++;
    if (finding.state !== 'whole') this.#broken++;
    if (this.streams.length < MAX_STREAMS) this.streams.push(finding);
  }
}
