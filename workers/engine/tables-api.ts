import type { TableOrder } from '../analysis/table';
import type { Result } from '../failure';
import type { Completion } from '../query';
import type { OperationRow } from '../trace/operations';
import type { SessionRow } from '../trace/session-table';

/** What a row of each table is on the page: one line for each analysis that makes a table. */
export interface TableRows {
  operations: OperationRow;
  sessions: SessionRow;
}

export type TableName = keyof TableRows & string;

/** A question to a table. */
export interface TableQuery {
  query: string;
  /** The table's own order where null. */
  order: TableOrder | null;
  /** Instant relative times count from, ms UTC, or null. */
  anchor: number | null;
  /** IANA zone of times that state none, those of the query and those of the log; UTC without it. */
  zone?: string;
}

export interface TableState {
  /** Names the search in `tableRows`; a new search of the same table ends it. */
  search: number;
  /** Rows that match. */
  total: number;
  /** Rows of the whole table. */
  of: number;
}

/** Tables that analyses make, shown in slices. */
export interface TablesApi {
  /**
   * Works the table out if need be (told by `analysing` events) and answers when all matching rows are known. A job, ended
   * by `cancelJob`. Fails with `expression-too-slow` where the query has a regular expression that is.
   */
  tableSearch(job: number, table: TableName, query: TableQuery): Promise<Result<TableState>>;
  /** Rows [start, start + count) of a search; 1,000 at most. Fails with `stale-search`. */
  tableRows<Name extends TableName>(
    table: Name,
    search: number,
    start: number,
    count: number,
  ): Promise<Result<TableRows[Name][]>>;
  /** Place of a row of the whole table in a search's result, or -1. Fails with `stale-search`. */
  tablePlace(table: TableName, search: number, row: number): Promise<Result<number>>;
  /** Completions of a query over the table. */
  tableComplete(table: TableName, query: string, cursor: number): Promise<Completion[]>;
}
