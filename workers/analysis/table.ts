import { Failure } from '../failure';
import { parseQuery, type FieldSet } from '../query';
import { expressionsIn, matcher, type ExpressionNode } from '../query/match';
import type { MatchableRecord } from '../query/record';
import { sortedRows } from './sorted-rows';

/** Rows tested between two looks at the clock. */
const STEP = 2_000;
/** Characters that expressions are tested on at a time, unless the first record alone has more. */
const STEP_LENGTH = 512 * 1024;
/** Expressions look at so many characters of a record only, as those of the timeline do. */
const MAX_EXPRESSION_LENGTH = 1024 * 1024;

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

/** Whether each of the texts matches a regular expression, which is the user's: 1 where it does. */
export type ExpressionTest = (
  expression: Pick<ExpressionNode, 'source' | 'flags'>,
  texts: readonly string[],
) => Promise<Uint8Array>;

/** Where the times of a query lie, and who tests regular expressions. */
export interface MatchOptions {
  /** Instant that relative times count from, ms UTC. */
  anchor?: number | null;
  /** IANA zone of times that state none; UTC without it. */
  zone?: string;
  /** On this thread without it, which an expression may keep busy for ever. */
  expressionTest?: ExpressionTest;
}

/** Rows that match the query, in the table's own order. Throws QueryError, and what testing an expression fails with. */
export async function matchingRows(
  table: Table,
  query: string,
  pause: () => Promise<void>,
  { anchor = null, zone = 'UTC', expressionTest }: MatchOptions = {},
): Promise<Uint32Array> {
  const node = parseQuery(query, { anchor, zone }, table.fields);
  const found = new Uint32Array(table.rows);
  if (node.kind === 'all') return found.map((_, row) => row);
  const expressions = expressionTest ? expressionsIn(node) : [];
  const answers = new Map<ExpressionNode, Uint8Array>();
  let at = 0;
  const answered = (expression: ExpressionNode) => () => answers.get(expression)?.[at] === 1;
  const test = matcher(node, expressionTest && answered);
  let count = 0;
  for (let first = 0; first < table.rows;) {
    const { end, texts } = stepFrom(table, first, zone, expressions);
    for (const [i, expression] of expressions.entries())
      answers.set(expression, await expressionTest!(expression, texts[i]!));
    for (let row = first; row < end; row++) {
      at = row - first;
      if (test(table.record(row, zone))) found[count++] = row;
    }
    first = end;
    await pause();
  }
  return found.slice(0, count);
}

/** The end of the rows that are tested together with the first, and what each expression is to be tested on. */
function stepFrom(
  table: Table,
  first: number,
  zone: string,
  expressions: readonly ExpressionNode[],
): { end: number; texts: string[][] } {
  const texts: string[][] = expressions.map(() => []);
  const most = Math.min(table.rows, first + STEP);
  if (expressions.length === 0) return { end: most, texts };
  let end = first;
  for (let length = 0; end < most && length < STEP_LENGTH; end++) {
    // A table may give the same object for all rows.
    const record = table.record(end, zone);
    for (const [i, { over }] of expressions.entries()) {
      const text = record[over].slice(0, MAX_EXPRESSION_LENGTH);
      texts[i]!.push(text);
      length += text.length;
    }
  }
  return { end, texts };
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
