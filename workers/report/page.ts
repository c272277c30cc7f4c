import type { Evidence } from '../public-api';
import { instant } from '../shown/instant';
import { counted, number } from '../shown/number';
import { html, type Html, type HtmlValue } from './html';
import type { Listed, ReportFacts } from './report-facts';

/** A column of a table: its heading, and what stands in it. */
export interface Column<Row> {
  head: string;
  /** `number`: at the right; `long`: may break anywhere. */
  kind?: 'number' | 'long';
  cell(row: Row): HtmlValue;
}

/** Characters of all tables together; rows behind that are left out, which their table says. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** How facts are shown alike in all sections of one report. */
export class ReportPage {
  readonly zone: string;
  readonly #sources: ReadonlyMap<number, string>;
  #characters = 0;

  constructor({ zone, sources }: Pick<ReportFacts, 'zone' | 'sources'>) {
    this.zone = zone;
    this.#sources = new Map(sources.first.map(({ id, name }) => [id, name]));
  }

  /** An instant in the report's zone; a dash for none. */
  time(ms: number | null): string {
    return ms === null ? '–' : instant(ms, this.zone);
  }

  /** Heading of a column of instants. */
  get when(): string {
    return `Time (${this.zone})`;
  }

  /** Text of an instant (ISO 8601): in the zone when it says its own, else as it stands. */
  timeText(iso: string | null): string {
    if (iso === null) return '–';
    const at = Date.parse(iso);
    if (iso.endsWith('Z') && !Number.isNaN(at)) return instant(at, this.zone);
    return `${iso.replace('T', ' ')} (zone not logged)`;
  }

  sourceName(source: number): string {
    return this.#sources.get(source) ?? `source ${source}`;
  }

  /** File and line; with several sources, whose file it is. */
  place({ source, file, line }: Pick<Evidence, 'source' | 'file' | 'line'>): Html {
    const of = this.#sources.size > 1 ? html`<span class="of">${this.sourceName(source)}</span> ` : null;
    return html`${of}<code>${file}${line === null ? '' : `:${line}`}</code>`;
  }

  /** A table whose headings stand on every printed page; each row's first cell names it. */
  table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
    const head = columns.map(({ head, kind }) => html`<th scope="col" class="${kind ?? ''}">${head}</th>`);
    const body: Html[] = [];
    for (const row of rows) {
      if (this.#characters > MOST_CHARACTERS) break;
      const made = rowOf(row, columns);
      this.#characters += made.length;
      body.push(made);
    }
    return html`<div class="table" role="region" tabindex="0" aria-label="${caption}">
        <table>
          <caption>
            ${caption}
          </caption>
          <thead>
            <tr>
              ${head}
            </tr>
          </thead>
          <tbody>
            ${body}
          </tbody>
        </table>
      </div>
      ${body.length < rows.length ? html`<p class="rest">The report has become too large: ${counted(rows.length - body.length, 'row')} of this table are left out.</p>` : null}`;
  }

  /** Says what a table lacks, and where it is seen; nothing when it is whole. */
  rest({ total, first }: Listed<unknown>, one: string, where: string, many = `${one}s`): Html | null {
    const left = total - first.length;
    if (left <= 0) return null;
    return html`<p class="rest">
      ${counted(left, `more ${one} is`, `more ${many} are`)} left out here (${number(first.length)} of
      ${number(total)} shown). ${where}
    </p> `;
  }
}

function rowOf<Row>(row: Row, columns: readonly Column<Row>[]): Html {
  const cells = columns.map(({ kind, cell }, i) =>
    i === 0
      ? html`<th scope="row" class="${kind ?? ''}">${cell(row)}</th>`
      : html`<td class="${kind ?? ''}">${cell(row)}</td>`,
  );
  return html`<tr>
    ${cells}
  </tr> `;
}
