import { Failure } from '../failure';
import type { LogRecord } from '../analysis/case-reader';
import { ColumnValues } from './column-values';
import { describeRecord, TIME_KNOWN_BY } from '../kernel/records';
import { LEVELS } from '../level';
import type { EventRecord } from '../public-api';
import { vmOfComponent, vmOfPath } from '../timeline/vm';
import type { CaseContent } from './case-content';
import type { RecordDetail, TimelineRow } from './engine-api';

/** Longest raw text handed out for one record, in bytes. */
const MAX_RAW = 1024 * 1024;
/** Bytes of a record read to show its first line. */
const FIRST_LINE_BYTES = 8 * 1024;
/** Characters of the message in a row of the timeline. */
const ROW_MESSAGE = 2_000;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

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

  async events(rows: ArrayLike<number>): Promise<EventRecord[]> {
    const answers: EventRecord[] = [];
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const { message, raw, rawCut } = await this.#describe(row, MAX_RAW);
      const { time, source, path, line, lines, timeKnownBy, level, ...fields } = this.#common(row);
      answers.push({
        time: time === null ? null : isoTime(time),
        timeKnownBy,
        level,
        process: fields.process,
        pid: fields.pid,
        component: fields.component,
        opId: fields.opId,
        sid: fields.sid,
        user: fields.user,
        host: fields.host,
        message,
        raw,
        ...(rawCut && { rawCut }),
        source,
        file: path,
        line,
        lines,
        ...(fields.recoveredAt && { recoveredAt: fields.recoveredAt }),
      });
    }
    return answers;
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
    const { rowSource, files, containers } = this.#content;
    const file = rowSource.file(row);
    const { container } = files.get(file);
    const source = containers.get(container).source;
    const value = this.#values;
    const flags = value.flags(row);
    const time = value.time(row);
    return {
      row,
      time: Number.isNaN(time) || flags & 64 ? null : time,
      timeKnownBy: TIME_KNOWN_BY[(flags >> 4) & 3] ?? 'stated',
      level: LEVELS[flags & 15] ?? null,
      source,
      file,
      path: this.#content.shownPath(file),
      process: value.text(row, 'process'),
      pid: value.text(row, 'pid'),
      component: value.text(row, 'component'),
      opId: value.text(row, 'opId'),
      sid: value.text(row, 'sid'),
      user: value.text(row, 'user'),
      host: value.text(row, 'host') ?? this.#content.hostname(source),
      vm: this.#vmOf(file, value.text(row, 'component')),
      line: rowSource.line(row),
      lines: rowSource.lines(row),
      ...this.#recovered(file, source, rowSource.line(row)),
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
    const text = withoutLineEnd(bytes);
    const { message } = describeRecord(this.#content.kernel, text, hints);
    return { message, raw: utf8.decode(text), rawCut, hints };
  }
}

function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  if (bytes[end - 1] === 0x0a) end--;
  if (bytes[end - 1] === 0x0d) end--;
  return bytes.subarray(0, end);
}

/** ISO 8601 UTC with milliseconds, finer fractions cut. */
export function isoTime(ms: number): string {
  return new Date(Math.floor(ms)).toISOString();
}
