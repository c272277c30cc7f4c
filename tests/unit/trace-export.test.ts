import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { OperationRecord } from '../../workers/public-api';
import { readCsv } from '../../workers/trace/export/csv';
import { readNdjson } from '../../workers/trace/export/ndjson';
import { EXPORT_FORMS, writeOperations } from '../../workers/trace/export/operations-export';
import { TRACE_SOURCES } from '../../workers/trace/registry';
import { tracedRecords } from './trace-samples';

const FIGURE = readFileSync(new URL('../fixtures/trace/figure3.log', import.meta.url), 'utf8');

const RECORD: OperationRecord = {
  op: 'ModifyCPU',
  start: '2018-07-05T21:55:18.660Z',
  end: '2018-07-05T21:55:18.928Z',
  who: 'root',
  client: '10.0.0.1',
  where: 'esx1',
  target: 'vm 1',
  before: ['vm 1', '1'],
  after: ['vm 1', '2'],
  result: 'OK',
  missing: ['when'],
  notApplicable: [],
  joined: { who: 'the session' },
  vendor: 'vmware',
  evidence: [{ source: 0, file: 'var/log/hostd.log', line: 3, lines: 2 }],
};

const NASTY = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\tx',
  '\rx',
  '\nx',
  `'=1`,
  `''+1`,
  `'quoted'`,
  'a"b,c;d',
  'a\r\nb',
  '＝1',
  ' =1',
  '日本',
  '__proto__',
];

async function written(name: string, records: readonly OperationRecord[]) {
  const { blob, refused } = await writeOperations(EXPORT_FORMS.get(name)!, records, async () => undefined);
  return { text: Buffer.from(await blob.arrayBuffer()).toString('utf8'), refused };
}

async function sampleRecords(): Promise<OperationRecord[]> {
  const all: OperationRecord[] = [];
  for (const { samples } of TRACE_SOURCES) {
    for (const { files } of samples) all.push(...(await tracedRecords(files)));
  }
  return all;
}

/** What the form of figure 3 holds of a record. */
function held({ op, start, end, who, where, before, after, target, result }: OperationRecord) {
  const named = before.length + after.length === 0 && target !== null ? [target] : after;
  return { op, start, end, who, where, before, after: named, result };
}

describe.each([
  ['ndjson', readNdjson],
  ['csv', readCsv],
] as const)('%s', (name, read) => {
  test('reads back to the same records, those of all samples and nasty texts in every place', async () => {
    const nasty = NASTY.map((text) => ({
      ...RECORD,
      op: text,
      who: text,
      client: text,
      where: text,
      target: text,
      before: [text, text],
      after: [text],
      joined: { who: text },
      evidence: [{ source: 0, file: text, line: null, lines: 0 }],
    }));
    const records = [...(await sampleRecords()), RECORD, ...nasty];
    const { text, refused } = await written(name, records);
    expect(refused).toEqual([]);
    expect(read(text)).toEqual(JSON.parse(JSON.stringify(records)));
  });

  test('without records has its head only', async () => {
    const { text } = await written(name, []);
    expect(read(text)).toEqual([]);
  });
});

describe('CSV', () => {
  test.each(NASTY)('no cell begins as a formula: %j', async (text) => {
    const { text: csv } = await written('csv', [{ ...RECORD, who: text, target: text }]);
    // Cells by the rules of RFC 4180, read here anew.
    const cells = [...csv.slice(1).matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^,"\r\n]*))/g)].map(
      ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare!,
    );
    expect(cells.length).toBeGreaterThanOrEqual(30);
    for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
  });
});

describe('figure 3', () => {
  test('the figure reads back to the same records, with the separator repaired', async () => {
    const given = await tracedRecords([{ path: 'figure3.log', lines: FIGURE.trimEnd().split('\n') }]);
    const { text, refused } = await written('figure3', given);
    expect(refused).toEqual([]);
    expect(text).toContain('BEF=;AFT=;RST=OK]');
    expect(text).not.toContain('AFT=RST=');
    const again = await tracedRecords([{ path: 'figure3.log', lines: text.trimEnd().split('\n') }]);
    expect(again).toEqual(given);
  });

  test('every record of the samples reads back, or is refused and named', async () => {
    const given = await sampleRecords();
    const { text, refused } = await written('figure3', given);
    const lines = text.trimEnd().split('\n');
    expect(lines.length + refused.length).toBe(given.length);
    const kept = given.filter((_, index) => !refused.some((one) => one.index === index));
    // One by one, because the table puts them into order.
    for (const [i, line] of lines.entries()) {
      const [again] = await tracedRecords([{ path: 'exported.log', lines: [line] }]);
      expect(held(again!)).toEqual(held(kept[i]!));
    }
  });

  test.each([
    ['target', { target: 'a;b', before: [], after: [] }, 'after "a;b" holds ";"'],
    ['value', { after: ['vm 1', 'x;y'] }, 'after "x;y" holds ";"'],
    ['person', { who: 'a\nb' }, 'who "a\\nb" holds a line end'],
    ['host', { where: 'a\u2028b' }, 'holds a line end'],
    ['control character', { where: 'a\0b' }, 'holds a control character'],
    ['lone empty value', { target: null, before: [], after: [''] }, 'read back as another one'],
    ['two clocks', { start: '2018-07-05T21:55:18.660' }, 'different clocks'],
    ['object beside the change', { target: 'folder' }, 'no place for target "folder"'],
  ])('a %s that the form cannot hold is refused, the others are written', async (_, change, reason) => {
    const records = [RECORD, { ...RECORD, ...change } as OperationRecord, RECORD];
    const { text, refused } = await written('figure3', records);
    expect(refused).toEqual([{ index: 1, reason: expect.stringContaining(reason) }]);
    expect(text.trimEnd().split('\n')).toHaveLength(2);
  });
});

test('100,000 records are written in pieces, with pauses between', async () => {
  let pauses = 0;
  function* many() {
    for (let i = 0; i < 100_000; i++) yield { ...RECORD, target: `vm ${i}`, before: [], after: [] };
  }
  const pause = async () => void pauses++;
  for (const form of EXPORT_FORMS.values()) {
    const { blob, refused } = await writeOperations(form, many(), pause);
    expect(refused).toEqual([]);
    const text = await blob.text();
    expect(text.trimEnd().split(/\r?\n/)).toHaveLength(100_000 + (form.head ? 1 : 0));
    expect(text).toContain('vm 99999');
  }
  expect(pauses).toBeGreaterThanOrEqual(600);
});
