import { Failure } from '../failure';
import type { LogRecord } from '../analysis/case-reader';
import { ColumnValues } from './column-values';
import { describeRecord, messagesOf, TIME_KNOWN_BY, type FileHints } from '../kernel/records';
import { LEVELS } from '../level';
import type { EventRecord } from '../public-api';
import { vmOfComponent, vmOfPath } from '../timeline/vm';
import type { CaseContent } from './case-content';
import type { RecordDetail, TimelineRow } from './timeline-api';
import { readBatch, type RecordBatch } from './record-batch';

/** Longest raw text handed out for one record, in bytes. */
const MAX_RAW = 1024 * 1024;
/** Bytes of a record read to show its first line. */
const FIRST_LINE_BYTES = 8 * 1024;
/** Characters of the message in a row of the timeline. */
const ROW_MESSAGE = 2_000;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** What all rows of a file share. */
interface FileFacts {
  source: number;
  path: string;
  hostname: string | null;
  hints: FileHints;
}

/** Records as people read them: columns from memory, texts from the source, read again when asked for. */
export class RecordTexts {
  readonly #content: CaseContent;
  readonly #values: ColumnValues;

  constructor(content: CaseContent) {
    this.#content = content;
    this.#values = new ColumnValues(content.kernel, content.dictionaries);
  }

  /** Rows for the timeline; `marked` says which have a mark. */
  async rows(rows: ArrayLike<number>, marked: ReadonlyMap<number, string>): Promise<TimelineRow[]> {
    const answers: TimelineRow[] = [];
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const { message } = await this.#describe(row, FIRST_LINE_BYTES);
      const firstLine = message.slice(0, ROW_MESSAGE + 1).split('\n', 1)[0] ?? '';
      answers.push({
        ...this.#common(row),
        message: firstLine.slice(0, ROW_MESSAGE),
        marked: marked.has(row),
      });
    }
    return answers;
  }

  async detail(row: number, marked: ReadonlyMap<number, string>): Promise<RecordDetail> {
    const { message, raw, rawCut, hints } = await this.#describe(row, MAX_RAW);
    return {
      ...this.#common(row),
      message: (message.split('\n', 1)[0] ?? '').slice(0, ROW_MESSAGE),
      marked: marked.has(row),
      note: marked.get(row) ?? null,
      fullMessage: message,
      raw,
      rawCut,
      format: hints.format.label,
      formatId: hints.format.id,
    };
  }

  /** Records in the order of `rows`. Many of different files cost no more than what is read of each. */
  async events(rows: ArrayLike<number>): Promise<EventRecord[]> {
    const events: EventRecord[] = [];
    while (events.length < rows.length) {
      const batch = await this.batch(rows, events.length);
      for (const event of this.eventsOf(batch, 0, batch.rows.length)) events.push(event);
    }
    return events;
  }

  /** Reads the texts of as many of `rows` from `start` on as may be held together. Fails with `unreadable`. */
  batch(rows: ArrayLike<number>, start: number): Promise<RecordBatch> {
    return readBatch(this.#content, rows, start, MAX_RAW);
  }

  /** The records [from, to) of a batch, whose rows must still have the numbers that it was read by. */
  eventsOf({ rows, text, offsets }: RecordBatch, from: number, to: number): EventRecord[] {
    const { rowSource, kernel } = this.#content;
    const files = new Map<number, FileFacts>();
    const records = Array.from(rows.subarray(from, to), (row, i) => {
      const start = offsets[from + i]!;
      const file = rowSource.file(row);
      let facts = files.get(file);
      if (!facts) files.set(file, (facts = this.#ofFile(file)));
      const end = withoutLineEnd(text, start, offsets[from + i + 1]!);
      return { row, file, facts, from: start, to: end, hints: facts.hints };
    });
    const messages = messagesOf(kernel, text, records);
    return records.map(({ row, file, facts, from: start, to: end }, i) => {
      const { time, ...fields } = this.#fields(row, file, facts);
      return {
        time: time === null ? null : isoTime(time),
        timeKnownBy: fields.timeKnownBy,
        level: fields.level,
        process: fields.process,
        pid: fields.pid,
        component: fields.component,
        opId: fields.opId,
        sid: fields.sid,
        user: fields.user,
        host: fields.host,
        message: messages[i]!,
        raw: utf8.decode(text.subarray(start, end)),
        ...(rowSource.to(row) - rowSource.from(row) > MAX_RAW && { rawCut: true }),
        source: fields.source,
        file: fields.path,
        line: fields.line,
        lines: fields.lines,
        ...(fields.recoveredAt && { recoveredAt: fields.recoveredAt }),
      };
    });
  }

  /** A record as analyses read it. `read` is the text of its piece of the file, where that has been read. */
  async logRecord(row: number, read?: { bytes: Uint8Array; offset: number }): Promise<LogRecord> {
    const { message, raw, hints } = read ? this.#textIn(row, read) : await this.#describe(row, MAX_RAW);
    return { ...this.#common(row), message, raw, format: hints.format.id };
  }

  /** The messages of records, in their order. */
  async messages(rows: ArrayLike<number>): Promise<string[]> {
    const messages: string[] = [];
    for (let i = 0; i < rows.length; i++) messages.push((await this.#describe(rows[i]!, MAX_RAW)).message);
    return messages;
  }

  #common(row: number): Omit<TimelineRow, 'message' | 'marked'> {
    const file = this.#content.rowSource.file(row);
    const fields = this.#fields(row, file, this.#ofFile(file));
    return { ...fields, vm: this.#vmOf(file, fields.component) };
  }

  /** What all rows of a file share. */
  #ofFile(file: number): FileFacts {
    const content = this.#content;
    const source = content.sourceOf(file);
    return {
      source,
      path: content.shownPath(file),
      hostname: content.hostname(source),
      hints: content.hints(file),
    };
  }

  #fields(
    row: number,
    file: number,
    { source, path, hostname }: FileFacts,
  ): Omit<TimelineRow, 'message' | 'marked' | 'vm'> {
    const { rowSource } = this.#content;
    const value = this.#values;
    const flags = value.flags(row);
    const line = rowSource.line(row);
    return {
      row,
      time: value.instant(row),
      timeKnownBy: TIME_KNOWN_BY[(flags >> 4) & 3] ?? 'stated',
      level: LEVELS[flags & 15] ?? null,
      source,
      file,
      path,
      process: value.text(row, 'process'),
      pid: value.text(row, 'pid'),
      component: value.text(row, 'component'),
      opId: value.text(row, 'opId'),
      sid: value.text(row, 'sid'),
      user: value.text(row, 'user'),
      host: value.text(row, 'host') ?? hostname,
      line,
      lines: rowSource.lines(row),
      ...this.#recovered(file, source, line),
    };
  }

  /** What marks a record that came out of an envelope. */
  #recovered(
    file: number,
    source: number,
    line: number,
  ): Pick<TimelineRow, 'visitOnly' | 'recoveredAt'> | null {
    if (!this.#content.source(source).visitOnly) return null;
    const recoveredAt = this.#content.recovered.get(file)?.place(line - 1);
    return { visitOnly: true, ...(recoveredAt && { recoveredAt }) };
  }

  #vmOf(file: number, component: string | null): string | null {
    return (component === null ? null : vmOfComponent(component)) ?? vmOfPath(this.#content.plainPath(file));
  }

  async #describe(row: number, limit: number) {
    const { rowSource, files, reader } = this.#content;
    const id = rowSource.file(row);
    const file = files.get(id);
    const from = rowSource.from(row);
    const length = rowSource.to(row) - from;
    const bytes = await reader.read(file.layer, file.offset + from, Math.min(length, limit));
    if (bytes.length === 0 && length > 0) {
      throw new Failure('unreadable', `${this.#content.shownPath(id)} can no longer be read at byte ${from}`);
    }
    return this.#textOf(id, bytes, length > limit);
  }

  #textIn(row: number, { bytes, offset }: { bytes: Uint8Array; offset: number }) {
    const { rowSource } = this.#content;
    const from = rowSource.from(row) - offset;
    const end = Math.min(rowSource.to(row) - offset, from + MAX_RAW);
    return this.#textOf(rowSource.file(row), bytes.subarray(from, end), false);
  }

  #textOf(file: number, bytes: Uint8Array, rawCut: boolean) {
    const hints = this.#content.hints(file);
    const text = bytes.subarray(0, withoutLineEnd(bytes, 0, bytes.length));
    const { message } = describeRecord(this.#content.kernel, text, hints);
    return { message, raw: utf8.decode(text), rawCut, hints };
  }
}

/** Where the text [from, to) ends without its line end. */
function withoutLineEnd(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  if (end > from && bytes[end - 1] === 0x0a) end--;
  if (end > from && bytes[end - 1] === 0x0d) end--;
  return end;
}

/** ISO 8601 UTC with milliseconds, finer fractions cut. */
export function isoTime(ms: number): string {
  return new Date(Math.floor(ms)).toISOString();
}
