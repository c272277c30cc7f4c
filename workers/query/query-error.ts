import { Failure } from '../failure';
import type { Span } from './ast';

/**
 * What is wrong with a query. The offending text is [column, column + length) and always lies inside the query;
 * `suggestion` is text to put in its place. The message names the column as people count, from 1.
 */
export class QueryError extends Failure {
  /** 0-based offset into the query text. */
  readonly column: number;
  readonly length: number;
  readonly suggestion: string | undefined;

  constructor(code: string, at: Span, message: string, suggestion?: string) {
    super(code, `Column ${at.from + 1}: ${message}`);
    this.name = 'QueryError';
    this.column = at.from;
    this.length = at.to - at.from;
    this.suggestion = suggestion;
  }
}
