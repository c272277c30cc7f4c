import type { OperationRecord } from '../../public-api';
import { figure3Text, parseFigure3, type Figure3Record } from '../figure3/figure3-record';
import type { ExportForm } from './export-format';

/**
 * The seed paper's form, with the separator that it lacks behind an empty AFT. It has no escape: a record that would not
 * read back as it is is refused. It has no zone either: `Z` in the head says that the times of a line are UTC.
 */
export const FIGURE_3: ExportForm = {
  mime: 'text/plain;charset=utf-8',
  extension: 'log',
  head: '',
  write(record) {
    const zones = new Set([record.start, record.end].filter((time) => time !== null).map(isUtc));
    if (zones.size > 1) return { refused: 'start and end are on different clocks, and the form has no zone' };
    const written = figure3Of(record);
    const { target } = record;
    if (target !== null && written.before[0] !== target && written.after[0] !== target) {
      return { refused: `the form has no place for target ${JSON.stringify(target)} beside the change` };
    }
    const bad = [...textsOf(written)].find(([, text]) => UNHELD.test(text));
    if (bad)
      return {
        refused: `${bad[0]} ${JSON.stringify(bad[1])} holds ${signIn(bad[1])}, which the form cannot hold`,
      };
    const text = figure3Text(written);
    if (JSON.stringify(parseFigure3(text)) !== JSON.stringify(written)) {
      return { refused: 'the form has no escape, and the record would read back as another one' };
    }
    return `${headOf(record, zones.has(true))}${text}\n`;
  },
};

/** The separator, line ends of any kind and other control characters. */
// eslint-disable-next-line no-control-regex
const UNHELD = /[;\x00-\x1f\x7f\x85\u2028\u2029]/;

function signIn(text: string): string {
  const sign = UNHELD.exec(text)![0];
  if (sign === ';') return '";"';
  return /[\r\n\x85\u2028\u2029]/.test(sign) ? 'a line end' : 'a control character';
}

function* textsOf({ operation, user, host, before, after }: Figure3Record): Generator<[string, string]> {
  yield ['op', operation];
  yield ['who', user];
  yield ['where', host];
  for (const text of before) yield ['before', text];
  for (const text of after) yield ['after', text];
}

function figure3Of(record: OperationRecord): Figure3Record {
  const { start, end, op, who, where, target, before, after, result } = record;
  // Where nothing changed the form has the object's name in AFT.
  const named = before.length === 0 && after.length === 0 && target !== null ? [target] : after;
  return {
    start: start && withoutZone(start),
    end: end && withoutZone(end),
    operation: op,
    user: who ?? '',
    host: where ?? '',
    before,
    after: named,
    result: result ?? '',
  };
}

function isUtc(time: string): boolean {
  return time.endsWith('Z');
}

function withoutZone(time: string): string {
  return time.slice(0, 23);
}

// Log4J wrote its own time, a moment after END. A record without a time stands without a head.
function headOf({ start, end }: OperationRecord, utc: boolean): string {
  const time = end ?? start;
  if (time === null) return '';
  return `${withoutZone(time).replace('T', ' ').replace('.', ',')}${utc ? 'Z' : ''} INFO - `;
}
