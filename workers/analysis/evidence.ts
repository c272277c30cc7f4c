import type { Evidence } from '../public-api';
import type { LogRecord } from './case-reader';

/** Where a record stands, as a public result names it; `row` leads the page to the timeline. */
export function evidenceOf({ source, path, line, lines, row }: LogRecord): Evidence & { row: number } {
  return { source, file: path, line, lines, row };
}
