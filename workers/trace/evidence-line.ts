import type { LogRecord } from '../analysis/case-reader';
import type { EvidenceLine } from './trace-source';

/** What is kept of a record that proves something: its place, without its texts. */
export function evidenceLine({ row, source, file, path, line, lines, level }: LogRecord): EvidenceLine {
  return { row, source, file, path, line, lines, level };
}
