import Papa from 'papaparse';
import { FORMULA } from '../export/formulas';
import type { HsmEvent, HsmFinding } from '../public-api';
import { eventObject } from './event-object';
import type { HsmCase } from './hsm-case';

/** Records written at a time. */
const SLICE = 2_000;
const TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv' };

type Format = keyof typeof TYPES;

/** Events (indices into the order of time) as lines of JSON or CSV, slice by slice. `pause` hears how many are written. */
export async function exportedEvents(
  from: HsmCase,
  indices: Uint32Array,
  format: Format,
  pause: (done: number) => Promise<void>,
): Promise<Blob> {
  const parts: Blob[] = [];
  for (let start = 0; start < indices.length || start === 0; start += SLICE) {
    const slice: HsmEvent[] = [];
    for (const index of indices.subarray(start, start + SLICE)) {
      slice.push(eventObject(from, from.events.order[index]!));
      if (slice.length % 200 === 0) await pause(start + slice.length);
    }
    parts.push(new Blob([written(slice, EVENT_COLUMNS, format, start === 0)]));
    await pause(start + slice.length);
  }
  return new Blob(parts, { type: TYPES[format] });
}

export function exportedFindings(findings: readonly HsmFinding[], format: Format): Blob {
  return new Blob([written(findings, FINDING_COLUMNS, format, true)], { type: TYPES[format] });
}

const EVENT_COLUMNS = (
  'stream time rebootCounter seq opcode opcodeCode ok responseCode responseText userName userType ' +
  'attributedTo basis candidates acrossGap privKeyHandle pubKeyHandle sessionHandle commandType commandTypeCode ' +
  'logType logTypeCode userTypeCode usecs timeText seqText rebootCounterText opcodeHex other file line'
).split(' ');
const FINDING_COLUMNS = 'rule severity certain title explanation streams keys users from to events'.split(
  ' ',
);

function written(
  records: readonly (HsmEvent | HsmFinding)[],
  columns: string[],
  format: Format,
  withHeader: boolean,
): string {
  if (format === 'ndjson') return records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const rows = records.map((record) => columns.map((column) => cell(record[column as keyof typeof record])));
  const text = Papa.unparse(withHeader ? [columns, ...rows] : rows, {
    escapeFormulae: FORMULA,
    newline: '\r\n',
  });
  return text === '' ? '' : `${text}\r\n`;
}

/** Lists of texts are told with blanks between, anything deeper as JSON. */
function cell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const isPlainList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isPlainList ? value.join(' ') : JSON.stringify(value);
}
