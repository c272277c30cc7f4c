import { Failure } from '../failure';
import { parseQuery, type FieldSet } from '../query';
import { matcher } from '../query/match';
import type { MatchableRecord } from '../query/record';
import { sortedRows } from './sorted-rows';

/** Rows tested between two looks at the clock. */
const STEP = 2_000;

/** A table that an analysis made, as queries and pages of it need it. Rows are numbered from 0. */
export interface Table {
  rows: number;
  fields: FieldSet;
  /**
   * What queries see of a row. A time that a log states without a zone is read in the query's, as the times are that the
   * query states without one.
   */
  record(row: number, zone: string): MatchableRecord;
  /** Orders rows by a column of the view, rising; null for a column that rows are not ordered by. */
  comparator(column: string): ((a: number, b: number) => number) | null;
}

export interface TableOrder {
  column: string;
  direction: 'asc' | 'desc';
}

/** Where the times of a query lie. */
export interface TableTimes {
  /** Instant that relative times count from, ms UTC. */
  anchor?: number | null;
  /** IANA zone of times that state none; UTC without it. */
  zone?: string;
}

/** Rows that match the query, in the table's own order. Throws QueryError. */
export async function matchingRows(
  table: Table,
  query: string,
  pause: () => Promise<void>,
  { anchor = null, zone = 'UTC' }: TableTimes = {},
): Promise<Uint32Array> {
  const node = parseQuery(query, { anchor, zone }, table.fields);
  const found = new Uint32Array(table.rows);
  if (node.kind === 'all') return found.map((_, row) => row);
  const test = matcher(node);
  let count = 0;
  for (let row = 0; row < table.rows; row++) {
    if (test(table.record(row, zone))) found[count++] = row;
    if (row % STEP === STEP - 1) await pause();
  }
  return found.slice(0, count);
}

/** The rows in another order; equal ones stay in the table's own. Fails with `unknown-column`. */
export async function ordered(
  table: Table,
  rows: Uint32Array,
  { column, direction }: TableOrder,
  pause: () => Promise<void>,
): Promise<Uint32Array> {
  const compare = table.comparator(column);
  if (!compare) throw new Failure('unknown-column', `rows are not ordered by "${column}"`);
  const sign = direction === 'asc' ? 1 : -1;
  return sortedRows(rows, (a, b) => sign * compare(a, b) || a - b, pause);
}
