import type { ByteSink } from '../bytes/sink';
import { detect, isLogPath, plainFormat, type DetectedFormat } from '../formats/registry';
import type { RecordParser } from '../kernel/records';
import type { CaseContent } from './case-content';

/** Parses logs, one at a time, into the case's columns, and keeps the table of which rows are whose. */
export class LogIntake {
  readonly #content: CaseContent;
  readonly #parser: RecordParser;

  constructor(content: CaseContent, parser: RecordParser) {
    this.#content = content;
    this.#parser = parser;
  }

  /** The format of a text by its first bytes; null when it is no log. What was `dropped` by itself always is one. */
  formatOf(head: Uint8Array, path: string, dropped: boolean): DetectedFormat | null {
    return detect(head, path) ?? (dropped || isLogPath(path) ? plainFormat : null);
  }

  /** Begins a log; the sink ends it when its last bytes are pushed. */
  begin(file: number, format: DetectedFormat, ended?: (bytes: number) => void): ByteSink {
    const { files, segments } = this.#content;
    files.setFormat(file, format.name);
    this.#parser.beginFile({
      format,
      path: files.path(file),
      referenceTime: files.get(file).modified,
    });
    const segment = segments.begin(file, this.#content.kernel.exports.rowCount());
    const parser = this.#parser;
    const content = this.#content;
    return {
      push(ptr, length, final) {
        const used = parser.push(ptr, length, final);
        if (final) {
          const end = parser.endFile();
          segments.end(segment, end);
          ended?.(end.bytes);
        } else {
          segments.grow(segment, content.kernel.exports.rowCount());
        }
        return used;
      },
    };
  }
}
