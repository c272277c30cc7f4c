import type { OperationRecord } from '../../public-api';
import type { ExportForm } from './export-format';

/** One JSON object a line, in the members of `window.bundlescope.operations()`. */
export const NDJSON: ExportForm = {
  mime: 'application/x-ndjson',
  extension: 'ndjson',
  head: '',
  write: (record) => `${JSON.stringify(record)}\n`,
};

/** Reads what was written; throws on a line that is no JSON. */
export function readNdjson(text: string): OperationRecord[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as OperationRecord);
}
