import { describe, expect, test } from 'vitest';
import { matchingRows, ordered, type Table } from '../../workers/analysis/table';
import type { LogRecord } from '../../workers/analysis/case-reader';
import { CaseAnalyses } from '../../workers/engine/case-analyses';
import { tableFields } from '../../workers/query';
import { openedCase, unwatched } from './analysis-case';

const HOSTD = [
  '2018-07-05T21:55:18.660Z info hostd[9BC1B70] [Originator@6876 sub=Vimsvc.TaskManager opID=ecb6776e user=root] Task Created : haTask-99-vim.VirtualMachine.powerOn-108005254',
  '2018-07-05T21:55:18.661Z info hostd[6C88890] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=ecb6776e user=root] Event 3673 : a b',
  '--> second line',
  '2018-07-05T21:55:19.000Z info hostd[6C88890] [Originator@6876 sub=Other] nothing of note',
];
const VMKERNEL = '2018-07-05T21:55:18.100Z cpu0:2097152)Event of another log\n';

async function collected(query: string): Promise<LogRecord[]> {
  const reader = await openedCase([
    { path: 'esx/var/log/hostd.log', content: HOSTD.join('\r\n') },
    { path: 'esx/var/log/vmkernel.log', content: VMKERNEL },
    { path: 'esx/etc/empty.conf', content: '' },
  ]);
  expect(Array.from(reader.files(), ({ path, bytes }) => [path, bytes])).toContainEqual([
    'etc/empty.conf',
    0,
  ]);
  const records: LogRecord[] = [];
  for await (const batch of reader.records(query, unwatched())) records.push(...batch);
  return records;
}

describe('the records an analysis asks for', () => {
  test('come with their fields, place and text', async () => {
    const records = await collected('process:hostd ("Task Created" or "Event ")');
    expect(records).toHaveLength(2);
    expect(records[1]).toMatchObject({
      time: Date.UTC(2018, 6, 5, 21, 55, 18, 661),
      opId: 'ecb6776e',
      user: 'root',
      message: 'Event 3673 : a b\nsecond line',
      path: 'var/log/hostd.log',
      line: 2,
      lines: 2,
      format: 'vmacore',
    });
  });

  test('may be those of one format', async () => {
    const records = await collected('format:vmkernel Event');
    expect(records.map(({ message }) => message)).toEqual(['Event of another log']);
  });
});

describe('a table', () => {
  const words = ['red apple', 'green apple', 'red pear'];
  const table: Table = {
    rows: words.length,
    fields: tableFields([{ name: 'fruit', description: 'What it is', example: 'fruit:pear' }], ['after']),
    record: (row) => ({
      time: null,
      level: null,
      process: null,
      pid: null,
      component: null,
      opId: null,
      sid: null,
      user: null,
      host: null,
      message: words[row]!,
      raw: words[row]!,
      source: 0,
      file: '',
      cells: (column) => (column === 'fruit' ? [words[row]!.split(' ')[1]!] : []),
    }),
    comparator: (column) => (column === 'word' ? (a, b) => (words[a]! < words[b]! ? -1 : 1) : null),
  };
  const rows = async (query: string) => [...(await matchingRows(table, query, async () => undefined))];

  test('is asked in the same language, with its own fields', async () => {
    expect(await rows('')).toEqual([0, 1, 2]);
    expect(await rows('fruit:apple')).toEqual([0, 1]);
    expect(await rows('red -fruit:ap*')).toEqual([2]);
    await expect(rows('user:root')).rejects.toMatchObject({ code: 'query-unknown-field' });
  });

  const by = async (column: string, direction: 'asc' | 'desc', of: Table = table, pause = async () => {}) => {
    const all = Uint32Array.from({ length: of.rows }, (_, row) => row);
    return [...(await ordered(of, all, { column, direction }, pause))];
  };

  test('is ordered by its columns', async () => {
    expect(await by('word', 'asc')).toEqual([1, 0, 2]);
    expect(await by('word', 'desc')).toEqual([2, 0, 1]);
    await expect(by('weight', 'asc')).rejects.toMatchObject({ code: 'unknown-column' });
  });

  test('a long one is ordered in steps; rows that are equal stay in the order of the table, either way', async () => {
    const long: Table = { ...table, rows: 200_000, comparator: () => (a, b) => (a % 3) - (b % 3) };
    let pauses = 0;
    const pause = async () => void pauses++;
    const inOrder = (rows: number[], sign: number) =>
      rows.every((row, i) => {
        const last = rows[i - 1];
        return (
          last === undefined || sign * ((row % 3) - (last % 3)) > 0 || (row % 3 === last % 3 && row > last)
        );
      });
    expect(inOrder(await by('any', 'asc', long, pause), 1)).toBe(true);
    expect(inOrder(await by('any', 'desc', long, pause), -1)).toBe(true);
    expect(pauses).toBeGreaterThan(20);
  });
});

describe('results of analyses', () => {
  test('are kept until the case changes; a cancelled one is worked out again', async () => {
    const reader = await openedCase([{ path: 'a.log', content: HOSTD.join('\n') }]);
    let version = '1';
    let runs = 0;
    const analyses = new CaseAnalyses(
      reader,
      () => version,
      () => undefined,
    );
    const counting = { name: 'counting', run: async () => ++runs };
    expect([await analyses.get(counting), await analyses.get(counting)]).toEqual([1, 1]);
    version = '2';
    expect(await analyses.get(counting)).toBe(2);
    version = '3';
    const cancelled = analyses.get(counting);
    analyses.cancel('counting');
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(await analyses.get(counting)).toBe(3);
  });
});
