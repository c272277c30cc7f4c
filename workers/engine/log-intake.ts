import type { ByteSink } from '../bytes/sink';
import type { Format } from '../formats/format';
import { detectFormat, isLogPath, PLAIN } from '../formats/registry';
import { RecordParser } from '../kernel/records';
import type { CaseContent } from './case-content';

/** Parses logs, one at a time, into the case's columns, and keeps the table of which rows are whose. */
export class LogIntake {
  readonly #content: CaseContent;
  readonly #parser: RecordParser;

  constructor(content: CaseContent) {
    this.#content = content;
    this.#parser = new RecordParser(content.kernel);
  }

  /**
   * The format of a text by its first bytes (`whole`: nothing comes after them); null when it is no log. What was
   * `dropped` by itself always is one.
   */
  formatOf(
    head: Uint8Array,
    path: string,
    { whole, dropped }: { whole: boolean; dropped: boolean },
  ): Format | null {
    const plain = dropped || isLogPath(path) ? PLAIN : null;
    return detectFormat(this.#content.kernel, head, path, whole) ?? plain;
  }

  /** Begins a log; the sink ends it when its last bytes are pushed. `ended` hears how many bytes it had. */
  begin(file: number, format: Format, ended?: (bytes: number) => void): ByteSink {
    const content = this.#content;
    const parser = this.#parser;
    const { segments, kernel } = content;
    content.files.setFormat(file, format.id);
    parser.beginFile(content.hints(file));
    const segment = segments.begin(file, kernel.exports.rowCount());
    return {
      push(ptr, length, final) {
        const used = parser.push(ptr, length, final);
        if (!final) {
          segments.grow(segment, kernel.exports.rowCount());
          return used;
        }
        const end = parser.endFile(content.referenceTime(file));
        segments.end(segment, end.firstRow + end.rows, { ...end, wrapRows: end.offsetWraps });
        ended?.(end.bytes);
        return used;
      },
    };
  }
}
