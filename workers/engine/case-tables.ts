import { matchingRows, ordered, type ExpressionTest, type Table } from '../analysis/table';
import { Failure } from '../failure';
import { completions } from '../query';
import { Breath } from './breath';
import type { CaseAnalyses } from './case-analyses';
import type { Completion } from '../query';
import type { Job } from './jobs';
import { ExpressionWorker } from '../scan/expression-worker';
import type { Waiting } from './shared-work';
import type { TableName, TableQuery, TableRows, TableState } from './tables-api';

/** Most rows handed out at a time. */
const MAX_ROWS = 1_000;

/** A table that can be shown: rows as the page gets them, values for completion. */
export interface ShownTable<Row> extends Table {
  row(row: number): Row;
  /** Values in a column that begin with the prefix (in any case). */
  values(column: string, prefix: string, limit: number): readonly string[];
}

/** How each table is made. */
export type TableSources = {
  readonly [Name in TableName]: (
    analyses: CaseAnalyses,
    waiting?: Waiting,
  ) => Promise<ShownTable<TableRows[Name]>>;
};

interface Shown {
  search: number;
  table: ShownTable<unknown>;
  rows: Uint32Array;
}

/** The page's searches of tables: one at a time for each table. */
export class CaseTables {
  readonly #analyses: CaseAnalyses;
  readonly #sources: TableSources;
  readonly #expressions: ExpressionWorker;
  readonly #shown = new Map<TableName, Shown>();
  #nextSearch = 1;

  /** @param workers starts those that test regular expressions */
  constructor(analyses: CaseAnalyses, sources: TableSources, workers: { start: () => Worker }) {
    this.#analyses = analyses;
    this.#sources = sources;
    this.#expressions = new ExpressionWorker(() => workers.start());
  }

  /** The table for the case as it is now. */
  table<Name extends TableName>(name: Name, waiting?: Waiting): Promise<ShownTable<TableRows[Name]>> {
    const source = this.#sources[name] as TableSources[Name] | undefined;
    if (!source) throw new Failure('no-such-table', `there is no table "${String(name)}"`);
    return source(this.#analyses, waiting);
  }

  async search(name: TableName, query: TableQuery, job: Job): Promise<TableState> {
    const search = this.#nextSearch++;
    const table: ShownTable<unknown> = await this.table(name, job);
    const rows = await this.matching(table, query, job);
    // A search that was begun later has the last word.
    if ((this.#shown.get(name)?.search ?? 0) < search) this.#shown.set(name, { search, table, rows });
    return { search, total: rows.length, of: table.rows };
  }

  /**
   * Numbers of the matching rows, in the order asked for. Throws QueryError; fails as `ExpressionWorker.test` does, and with
   * `cancelled` as `job` is.
   */
  async matching(
    table: Table,
    { query, order, anchor, zone }: TableQuery,
    job?: Pick<Job, 'check' | 'signal'>,
  ): Promise<Uint32Array> {
    const breath = new Breath();
    try {
      const pause = async () => {
        if (breath.due) await breath.take();
        job?.check();
      };
      const expressionTest: ExpressionTest = (expression, texts) =>
        this.#expressions.test(expression, texts, job?.signal);
      const rows = await matchingRows(table, query, pause, { anchor, zone, expressionTest });
      return order ? await ordered(table, rows, order, pause) : rows;
    } finally {
      breath.end();
    }
  }

  /** The case is left. */
  close(): void {
    this.#expressions.end();
  }

  rows<Name extends TableName>(name: Name, search: number, start: number, count: number): TableRows[Name][] {
    const shown = this.#searched(name, search);
    const from = Math.max(0, start);
    const rows = shown.rows.subarray(from, from + Math.min(Math.max(0, count), MAX_ROWS));
    return Array.from(rows, (row) => shown.table.row(row) as TableRows[Name]);
  }

  /** Place of a row in a search's result, or -1. */
  place(name: TableName, search: number, row: number): number {
    return this.#searched(name, search).rows.indexOf(row);
  }

  #searched(name: TableName, search: number): Shown {
    const shown = this.#shown.get(name);
    if (shown?.search !== search) throw new Failure('stale-search', `search ${search} is over`);
    return shown;
  }

  async complete(name: TableName, query: string, cursor: number): Promise<Completion[]> {
    const table: ShownTable<unknown> = await this.table(name);
    return completions(query, cursor, table, undefined, table.fields);
  }
}
