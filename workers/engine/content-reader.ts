import type {
  AnalysisControl,
  CaseFile,
  CaseReader,
  CaseSource,
  FoundRecords,
  LogRecord,
} from '../analysis/case-reader';
import { partOfWork } from '../analysis/part-of-work';
import type { HostFacts } from '../public-api';
import { parseQuery } from '../query';
import { evaluate } from '../timeline/evaluator';
import { RowBits } from '../timeline/row-bits';
import { cutPieces } from '../timeline/text-pieces';
import type { TextPiece, TextScanner } from '../timeline/text-scan';
import type { CaseContent } from './case-content';
import { LastingReader } from './lasting-reader';
import type { RecordTexts } from './record-texts';

/** Text read at a time. */
const PIECE_BYTES = 512 * 1024;
/** Rows at a file's beginning looked at for its first time. */
const ROWS_FOR_TIME = 1_000;
/** Records described between two pauses. */
const BATCH = 500;
/** What searching takes of the time until all records are read. */
const SEARCH_SHARE = 0.5;

/** What is open, as analyses read it. */
export class ContentReader implements CaseReader {
  readonly #content: CaseContent;
  readonly #texts: RecordTexts;
  readonly #scanner: TextScanner;
  /** What of it may be handed to others. */
  readonly lasting: CaseReader;

  constructor(content: CaseContent, texts: RecordTexts, scanner: TextScanner) {
    this.#content = content;
    this.#texts = texts;
    this.#scanner = scanner;
    this.lasting = new LastingReader(this, content);
  }

  sources(): CaseSource[] {
    return this.#content.allSources.map(({ id, name, parent }) => ({
      id,
      name,
      parent,
      hostname: this.#content.hostname(id),
    }));
  }

  hosts(): readonly HostFacts[] {
    return this.#content.hosts;
  }

  *files(): Generator<CaseFile> {
    const { index, files } = this.#content;
    for (const { id, source, bytes } of index) {
      const { modified } = files.get(id);
      yield {
        id,
        source,
        path: this.#content.shownPath(id),
        fullPath: this.#content.fullPath(id),
        stream: this.#content.streams.nameOf(id),
        streamGroup: this.#content.streams.groupOf(id),
        bytes,
        format: files.format(id),
        modified,
      };
    }
  }

  *columnValues(column: 'user' | 'host'): Generator<string> {
    const { dictionaries } = this.#content;
    for (let id = 1; id < dictionaries.size(column); id++) {
      const text = dictionaries.text(column, id);
      if (text !== null) yield text;
    }
  }

  async read(file: number, offset: number, length: number): Promise<Uint8Array> {
    const { layer, offset: at, size } = this.#content.files.get(file);
    if (offset < 0 || offset >= size) return new Uint8Array(0);
    return (await this.#content.reader.read(layer, at + offset, Math.min(length, size - offset))).slice();
  }

  rowAt(file: number, line: number): number | null {
    const { segments, rowSource } = this.#content;
    const segment = segments.ofFile(file);
    if (segment === null) return null;
    let low = segments.firstRow(segment);
    let high = segments.endRow(segment);
    if (high === low) return null;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (rowSource.line(middle) <= line) low = middle;
      else high = middle;
    }
    return low;
  }

  async *records(query: string, control: AnalysisControl): AsyncGenerator<LogRecord[]> {
    const found = await this.find(query, partOfWork(control, 0, SEARCH_SHARE));
    yield* found.read(partOfWork(control, SEARCH_SHARE, 1));
  }

  async find(query: string, control: AnalysisControl): Promise<FoundRecords> {
    const content = this.#content;
    const node = parseQuery(query, { anchor: null, zone: 'UTC' });
    const found = new RowBits();
    const endRow = content.settledRows;
    const { signal } = control;
    for await (const step of evaluate(content.timeline(), node, this.#scanner, found, { endRow, signal })) {
      // Where the text of some rows cannot be read, the others count.
      if (step.textBytes > 0) control.progress(step.sweptBytes / step.textBytes);
    }
    await control.pause();
    const count = found.count(0, endRow);
    return { count, read: (reading) => this.#read(found, { count, endRow }, reading) };
  }

  async *#read(
    found: RowBits,
    { count, endRow }: { count: number; endRow: number },
    control: AnalysisControl,
  ): AsyncGenerator<LogRecord[]> {
    let read = 0;
    for (const piece of this.#byFirstTime(
      cutPieces(this.#content.rowSource, found, 0, endRow, PIECE_BYTES),
    )) {
      for await (const batch of this.#describe(piece, found, control)) {
        read += batch.length;
        control.progress(read / count);
        yield batch;
      }
    }
  }

  /** Files by their first time, so that what a rotated log began comes before its end; those without one last. */
  #byFirstTime(pieces: TextPiece[]): TextPiece[] {
    const { rowSource } = this.#content;
    const firstTimes = new Map<number, number>();
    const firstTime = (file: number) => {
      const segment = rowSource.segments.ofFile(file)!;
      const first = rowSource.segments.firstRow(segment);
      const end = Math.min(rowSource.segments.endRow(segment), first + ROWS_FOR_TIME);
      for (let row = first; row < end; row++) {
        const time = rowSource.columns.time(row);
        if (!Number.isNaN(time)) return time;
      }
      return Infinity;
    };
    for (const { file } of pieces) if (!firstTimes.has(file)) firstTimes.set(file, firstTime(file));
    return pieces.sort((a, b) => {
      const timeA = firstTimes.get(a.file)!;
      const timeB = firstTimes.get(b.file)!;
      return timeA === timeB ? a.firstRow - b.firstRow : timeA - timeB;
    });
  }

  async *#describe(piece: TextPiece, found: RowBits, control: AnalysisControl): AsyncGenerator<LogRecord[]> {
    let batch: LogRecord[] = [];
    const read = await this.#textOf(piece);
    for (let row = piece.firstRow; row < piece.endRow; row = found.next(row + 1, piece.endRow)) {
      // A record whose text cannot be read any more is left out, as in a search.
      const record = await this.#texts.logRecord(row, read).catch(() => null);
      if (record) batch.push(record);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
      await control.pause();
    }
    if (batch.length > 0) yield batch;
    await control.pause();
  }

  /** The text of a piece read at once; undefined for a record that is longer than a piece, or when it cannot be read. */
  async #textOf({
    file,
    offset,
    bytes,
  }: TextPiece): Promise<{ bytes: Uint8Array; offset: number } | undefined> {
    if (bytes > PIECE_BYTES) return undefined;
    const { layer, offset: at } = this.#content.files.get(file);
    const text = await this.#content.reader.read(layer, at + offset, bytes).catch(() => null);
    return text?.length === bytes ? { bytes: text.slice(), offset } : undefined;
  }
}
