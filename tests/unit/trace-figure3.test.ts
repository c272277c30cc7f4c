import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { figure3Text, parseFigure3 } from '../../workers/trace/figure3/figure3-record';
import { tracedRecords } from './trace-samples';

const FIXTURES = new URL('../fixtures/trace/', import.meta.url);
const lines = readFileSync(new URL('figure3.log', FIXTURES), 'utf8').trimEnd().split('\n');

interface FixtureRecord {
  line: number;
  start: string;
  end: string;
  operation: string;
  user: string;
  host: string;
  before: string[];
  after: string[];
  result: string;
}
const expected = (
  JSON.parse(readFileSync(new URL('expected.json', FIXTURES), 'utf8')) as { records: FixtureRecord[] }
).records;

describe('the record of figure 3', () => {
  test('the lines of the figure are read as expected, key by key', () => {
    expect(lines).toHaveLength(expected.length);
    for (const { line, start, end, operation, user, host, before, after, result } of expected) {
      const read = { start, end, operation, user, host, before, after, result };
      expect(parseFigure3(lines[line - 1]!)).toEqual(read);
    }
  });

  test('the table has them with their times without a zone', async () => {
    const records = await tracedRecords([{ path: 'trace/figure3.log', lines }]);
    expect(
      records.map(({ op, start, end, who, where, before, after, result, evidence }) => ({
        line: evidence[0]!.line,
        start,
        end,
        operation: op,
        user: who,
        host: where,
        before,
        after,
        result,
      })),
    ).toEqual(
      expected.map(({ line, start, end, operation, user, host, before, after, result }) => ({
        line,
        start,
        end,
        operation,
        user,
        host,
        before,
        after,
        result,
      })),
    );
    for (const { vendor, target, before, after, client, joined } of records) {
      expect({ vendor, client, joined }).toEqual({ vendor: 'figure3', client: null, joined: {} });
      expect(target).toBe(after[0] ?? before[0] ?? null);
    }
    for (const { evidence } of records) expect(evidence).toHaveLength(1);
  });

  test('is written with the separator that the figure lacks, and reads back', () => {
    const record = parseFigure3(lines[0]!)!;
    const text = figure3Text(record);
    expect(text).toBe(
      '[STR=2010/08/03 15:52:42 240;END=2010/08/03 15:52:52 735;OPR=Login;USR=tester1;HST=129.60.19.31;BEF=;AFT=;RST=OK]',
    );
    expect(parseFigure3(text)).toEqual(record);
  });

  test.each([
    ['a key that is missing', '[STR=;END=;OPR=X;USR=;BEF=;AFT=;RST=OK]'],
    ['keys out of order', '[STR=;END=;USR=;OPR=X;HST=;BEF=;AFT=;RST=OK]'],
    ['no operation', '[STR=;END=;OPR=;USR=;HST=;BEF=;AFT=;RST=OK]'],
    ['a time that is none', '[STR=yesterday;END=;OPR=X;USR=;HST=;BEF=;AFT=;RST=OK]'],
    ['no end', '[STR=;END=;OPR=X;USR=;HST=;BEF=;AFT=;RST=OK'],
    ['nothing', ''],
  ])('a line with %s is no record', (_, line) => expect(parseFigure3(line)).toBe(null));

  test('values hold "=", brackets and the names of keys', () => {
    const values = { before: ['a]b', 'HST=x'], after: ['RST=OK', ''], user: 'USR=', host: '' };
    const record = { ...parseFigure3(lines[1]!)!, ...values };
    expect(parseFigure3(figure3Text(record))).toEqual(record);
  });
});
