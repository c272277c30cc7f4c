import Papa from 'papaparse';
import { FORMULA } from '../../export/formulas';
import type { OperationRecord } from '../../public-api';
import type { ExportForm } from './export-format';

/** Columns in their order. Lists and objects are JSON, so that a name with any separator reads back. */
const COLUMNS = [
  'op',
  'start',
  'end',
  'who',
  'client',
  'where',
  'target',
  'before',
  'after',
  'result',
  'missing',
  'notApplicable',
  'joined',
  'vendor',
  'evidence',
] as const satisfies readonly (keyof OperationRecord)[];

const AS_JSON: ReadonlySet<string> = new Set([
  'before',
  'after',
  'missing',
  'notApplicable',
  'joined',
  'evidence',
]);

const OPTIONS: Papa.UnparseConfig = { newline: '\r\n', escapeFormulae: FORMULA };

/** RFC 4180 with a head, UTF-8 with its mark, safe against formula injection. An empty cell is null. */
export const CSV: ExportForm = {
  mime: 'text/csv;charset=utf-8',
  extension: 'csv',
  head: `\uFEFF${Papa.unparse([[...COLUMNS]], OPTIONS)}\r\n`,
  write: (record) => `${Papa.unparse([COLUMNS.map((column) => cell(record, column))], OPTIONS)}\r\n`,
};

function cell(record: OperationRecord, column: (typeof COLUMNS)[number]): string {
  const value = record[column];
  if (AS_JSON.has(column)) return JSON.stringify(value);
  return typeof value === 'string' ? value : '';
}

/** Reads what was written. */
export function readCsv(text: string): OperationRecord[] {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: true });
  const [head = [], ...rows] = data;
  return rows.map(
    (row) =>
      Object.fromEntries(
        head.map((column, i) => {
          const value = unescaped(row[i] ?? '');
          return [column, AS_JSON.has(column) ? (JSON.parse(value) as unknown) : value === '' ? null : value];
        }),
      ) as unknown as OperationRecord,
  );
}

function unescaped(value: string): string {
  return value.startsWith(`'`) && FORMULA.test(value.slice(1)) ? value.slice(1) : value;
}
