import type { Completion } from '../../workers/query';
import { parseQuery, QueryError, type FieldSet } from '../../workers/query';

/** Why a query cannot be run. */
export interface QueryProblem {
  message: string;
  /** What is wrong stands at [column, column + length) of the query, counted from 0. */
  column: number | null;
  length: number;
  /** The query as it may have been meant. */
  fixed: string | null;
}

/** What a query field edits: the timeline's query, or that of a table. */
export interface QueryModel {
  readonly query: string;
  readonly problem: QueryProblem | null;
  /** Queries run before, newest first. */
  readonly history: readonly string[];
  /** The query as it is being typed: it runs when the typing rests. */
  type(query: string): void;
  /** A query to run now. */
  run(query: string): Promise<void>;
  complete(query: string, cursor: number): Promise<readonly Completion[]>;
  /** Puts the query into the history. */
  remember(): void;
  /** Keys go on in the result, as in a pager. */
  leave(): void;
}

/** How many queries a history keeps. */
export const HISTORY_LENGTH = 50;

export function problemOf(message: string): QueryProblem {
  return { message, column: null, length: 0, fixed: null };
}

/** A mistake in a query with the place it is at, or null when the query can be read. */
export function mistakeIn(query: string, fields?: FieldSet): QueryError | null {
  try {
    parseQuery(query, { anchor: 0, zone: 'UTC' }, fields);
    return null;
  } catch (error) {
    return error instanceof QueryError ? error : null;
  }
}

/** What the engine said of a query, with the place of the mistake, which does not cross from there. */
export function problemIn(query: string, error: unknown, fields?: FieldSet): QueryProblem {
  const mistake = mistakeIn(query, fields);
  if (!mistake) return problemOf(error instanceof Error ? error.message : String(error));
  const { message, column, length, suggestion } = mistake;
  const fixed = suggestion && query.slice(0, column) + suggestion + query.slice(column + length);
  return { message, column, length, fixed: fixed ?? null };
}

/** The history with one more query at its front. */
export function withNewest(history: readonly string[], query: string): readonly string[] {
  return [query, ...history.filter((one) => one !== query)].slice(0, HISTORY_LENGTH);
}
