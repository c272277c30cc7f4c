import Papa from 'papaparse';
import type { DeliveredEvent, DeliveryReader } from './delivered';

/** Longest name of a log group, with the account in front. */
const MAX_GROUP = 600;
/** A row as long as this is none. */
const MAX_ROW = 4 * 1024 * 1024;

/** Reads the CSV of a Logs Insights query: a column `@message`, and others if they were asked for. */
export class CsvDelivery implements DeliveryReader {
  readonly #found: (event: DeliveredEvent) => void;
  readonly #decoder = new TextDecoder();
  readonly #columns = new Map<string, number>();
  #rest = '';
  #newline: '\n' | '\r\n' | null = null;
  #hasHeader = false;
  #problem: string | null = null;

  constructor(found: (event: DeliveredEvent) => void) {
    this.#found = found;
  }

  push(bytes: Uint8Array, final: boolean): string | null {
    if (this.#problem !== null) return this.#problem;
    const text = this.#rest + this.#decoder.decode(bytes, { stream: !final });
    // Rows end as the header does; messages have line ends of their own.
    this.#newline ??= /\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n';
    const parser = new Papa.Parser({ delimiter: ',', quoteChar: '"', newline: this.#newline });
    // The last row may go on in the next piece; at the end it is what it is.
    const parsed = parser.parse(text, 0, !final) as Papa.ParseResult<string[]>;
    for (const row of parsed.data) this.#row(row);
    this.#rest = final ? '' : text.slice(parsed.meta.cursor);
    if (this.#rest.length > MAX_ROW) this.#problem = 'a row is too long';
    // A quote that nothing closes takes in all that is left.
    if (final && parsed.errors.some(({ code }) => code === 'MissingQuotes'))
      this.#problem = 'it ends in the middle';
    return this.#problem;
  }

  #row(row: readonly string[]): void {
    if (!this.#hasHeader) {
      this.#hasHeader = true;
      row.forEach((name, i) => this.#columns.set(name.trim(), i));
      return;
    }
    const cell = (name: string) => {
      const column = this.#columns.get(name);
      return column === undefined ? undefined : row[column];
    };
    const message = cell('@message');
    if (message === undefined || message === '') return;
    this.#found({
      message,
      stream: cell('@logStream') || null,
      group: cell('@log')?.slice(0, MAX_GROUP) || null,
      timestamp: timestampOf(cell('@timestamp')),
    });
  }
}

/** `2026-06-03 15:37:23.178`, UTC. */
function timestampOf(text: string | undefined): number | null {
  if (text === undefined || !/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?$/.test(text)) return null;
  const at = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? null : at;
}
