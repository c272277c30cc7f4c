import { describe, expect, test } from 'vitest';
import {
  CASE_FILE_LIMITS,
  looksLikeCaseFile,
  writeCaseFile,
  type CaseFile,
  type CaseFileFinding,
} from '../../workers/report/case-file';
import { comparedFindings, joinedNote } from '../../workers/report/case-file-merging';
import { readCaseFile } from '../../workers/report/case-file-reading';
import { upgradeCaseFile } from '../../workers/report/case-file-upgrade';
import { handedView, mergedView } from '../../workers/report/case-file-view';

const DISK_FULL: CaseFileFinding = {
  rule: 'disk-full',
  severity: 'critical',
  places: [{ source: 0, path: 'df.txt', line: null }],
};
const FILE: CaseFile = {
  format: 'bundlescope-case',
  version: 2,
  made: '2026-01-02T03:04:05.678Z',
  by: 'Bundlescope 1.2.3',
  sources: [{ name: 'esx.tgz', bytes: 1234, sha256: 'ab'.repeat(32) }],
  marks: [
    { source: 0, path: 'esx/var/log/hostd.log', line: 7, note: 'who\nwas that? ‮' },
    { source: 0, path: 'twice.log', copy: 2, line: 1, note: '' },
  ],
  findings: { faults: [DISK_FULL], hsm: [] },
  selected: { source: 0, path: 'esx/var/log/hostd.log', line: 9 },
  view: { view: 'timeline', zone: 'Asia/Tokyo', timeline: { query: 'a', history: ['b'] } },
};

const bytes = (text: string) => new TextEncoder().encode(text);
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};
const readJson = (value: unknown) => readCaseFile(bytes(JSON.stringify(value)));
/** The file with members replaced, as JSON. */
const but = (changes: Record<string, unknown>) => ({ ...FILE, ...changes });

describe('a case file', () => {
  test('is read as it was written', () => expect(readCaseFile(bytes(writeCaseFile(FILE)))).toEqual(FILE));

  test('is told by its beginning, whole or damaged', () => {
    const text = writeCaseFile(FILE);
    for (const one of [
      text,
      text.slice(0, 60),
      `\uFEFF${text}`,
      JSON.stringify({ ...FILE, format: undefined, more: '' }).replace(
        '{',
        '{"by":"x","format":"bundlescope-case",',
      ),
    ])
      expect(looksLikeCaseFile(one), one.slice(0, 40)).toBe(true);
    const logged = JSON.stringify({ message: JSON.stringify(FILE) });
    for (const one of [logged, '', '{}', '{"format":"bundlescope-aliases"}', `x ${text}`, `[${text}]`])
      expect(looksLikeCaseFile(one), one.slice(0, 40)).toBe(false);
  });

  test('of an older version is upgraded step by step, of a newer one refused', () => {
    const upgrades = {
      1: (file: object) => ({ ...file, version: 2, two: true }),
      2: (file: object) => ({ ...file, version: 3, three: true }),
    };
    const old = { format: 'bundlescope-case', version: 1, kept: 'yes' };
    expect(upgradeCaseFile(old, upgrades, 3)).toEqual({ ...old, version: 3, two: true, three: true });
    expect(upgradeCaseFile({ ...old, version: 2 }, upgrades, 3)).toEqual({ ...old, version: 3, three: true });
    expect(codeOf(() => upgradeCaseFile({ ...old, version: 4 }, upgrades, 3))).toBe('case-file-version');
    expect(codeOf(() => readJson(but({ version: 3 })))).toBe('case-file-version');
  });

  test('of version 1 has known faults, and nothing of what was not looked for then', () => {
    const old = but({ version: 1, findings: [DISK_FULL] });
    expect(readJson(old)).toEqual(but({ findings: { faults: [DISK_FULL] } }));
    expect(codeOf(() => readJson(but({ version: 1, findings: 'none' })))).toBe('not-a-case-file');
    expect(codeOf(() => readJson(but({ version: 1 })))).toBe('not-a-case-file');
  });

  test('keeps findings of analyses that are not known here, by names that are names', () => {
    const findings = { other: [DISK_FULL], constructor: [], 'no name': [DISK_FULL], __proto: 1 };
    expect(readJson(but({ findings })).findings).toEqual({ other: [DISK_FULL], constructor: [] });
    const text = JSON.stringify(but({ findings: {} })).replace(
      '"findings":{}',
      '"findings":{"__proto__":[{"rule":"x"}],"faults":[]}',
    );
    const read = readCaseFile(bytes(text)).findings;
    expect(Object.keys(read)).toEqual(['faults']);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a list', [FILE]],
    ['a text', 'bundlescope-case'],
    ['another format', but({ format: 'bundlescope-aliases' })],
    ['no version', but({ version: undefined })],
    ['a version that is no number', but({ version: '1' })],
    ['version 0', but({ version: 0 })],
    ['version 1.5', but({ version: 1.5 })],
    ['no sources', but({ sources: [] })],
    ['sources that are no list', but({ sources: { length: 1, 0: FILE.sources[0] } })],
    ['a source without a digest', but({ sources: [{ name: 'x', bytes: 1 }] })],
    ['a digest in capitals', but({ sources: [{ ...FILE.sources[0], sha256: 'AB'.repeat(32) }] })],
    ['a size below 0', but({ sources: [{ ...FILE.sources[0], bytes: -1 }] })],
    ['a size that is a text', but({ sources: [{ ...FILE.sources[0], bytes: '1' }] })],
    ['a name as long as a book', but({ sources: [{ ...FILE.sources[0], name: 'x'.repeat(100_000) }] })],
    ['too many sources', but({ sources: Array.from({ length: 1_001 }, () => FILE.sources[0]) })],
    ['marks that are no list', but({ marks: 'many' })],
    ['a mark that is null', but({ marks: [null] })],
    ['a mark in no source', but({ marks: [{ ...FILE.marks[0], source: 1 }] })],
    ['a mark in source -1', but({ marks: [{ ...FILE.marks[0], source: -1 }] })],
    ['a mark in source __proto__', but({ marks: [{ ...FILE.marks[0], source: '__proto__' }] })],
    ['a mark at line 0', but({ marks: [{ ...FILE.marks[0], line: 0 }] })],
    ['a mark at line 1e300', but({ marks: [{ ...FILE.marks[0], line: 1e300 }] })],
    ['a mark without a line', but({ marks: [{ ...FILE.marks[0], line: null }] })],
    ['a mark of the first copy', but({ marks: [{ ...FILE.marks[0], copy: 1 }] })],
    ['a note that is an object', but({ marks: [{ ...FILE.marks[0], note: {} }] })],
    ['a note without end', but({ marks: [{ ...FILE.marks[0], note: 'x'.repeat(100_001) }] })],
    ['a path without end', but({ marks: [{ ...FILE.marks[0], path: 'x'.repeat(100_001) }] })],
    ['a million marks', but({ marks: Array.from({ length: 1_000_000 }, () => 0) })],
    ['findings that are a list', but({ findings: [DISK_FULL] })],
    ['findings that are none', but({ findings: null })],
    ['findings of an analysis that are no list', but({ findings: { hsm: { length: 0 } } })],
    [
      'findings of many analyses',
      but({ findings: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`a${i}`, []])) }),
    ],
    ['too many findings', but({ findings: { faults: Array(1_001).fill(DISK_FULL) } })],
    ['a finding of no severity', but({ findings: { faults: [{ ...DISK_FULL, severity: 'constructor' }] } })],
    [
      'a finding with too many places',
      but({ findings: { hsm: [{ ...DISK_FULL, places: Array(21).fill(FILE.selected) }] } }),
    ],
    ['a selected place that is a number', but({ selected: 7 })],
  ])('with %s is refused', (_, value) => expect(codeOf(() => readJson(value))).toBe('not-a-case-file'));

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['a cut text', bytes(writeCaseFile(FILE).slice(0, -20))],
    ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)],
    ['ten million brackets', bytes('['.repeat(10_000_000))],
    ['more than it may have', new Uint8Array(CASE_FILE_LIMITS.bytes + 1)],
  ])('of %s is refused', (_, given) => expect(codeOf(() => readCaseFile(given))).toBe('not-a-case-file'));

  test('cannot reach a prototype, nor bring members along', () => {
    const text = JSON.stringify(but({ view: {} })).replace(
      '"view":{}',
      '"__proto__":{"polluted":1},"extra":"x","view":{"__proto__":{"polluted":1},"timeline":{"columns":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"widths":{"time":80}},"query":"q","unknown":1},"password":"x"}',
    );
    const read = readCaseFile(bytes(text));
    expect(read.view).toEqual({ timeline: { columns: { widths: { time: 80 } }, query: 'q' } });
    expect(Object.keys(read).sort()).toEqual(Object.keys(FILE).sort());
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(JSON.stringify(mergedView(null, read.view))).not.toContain('polluted');
  });
});

describe('the view that is handed over', () => {
  test('has only choices and queries, each of its type', () => {
    const view = {
      view: 'timeline',
      zone: 'Europe/Berlin',
      timeline: {
        query: 'a b',
        history: ['x', 7],
        order: 'desc',
        collapse: true,
        row: 12,
        pane: { width: 3 },
      },
      'table:operations': { query: 'op:StopVM', order: { column: 'start', direction: 'asc' } },
      'table:../../x': { query: 'x' },
      handover: { words: ['the customer'] },
      dumpsOpen: true,
    };
    expect(handedView(view)).toEqual({
      view: 'timeline',
      zone: 'Europe/Berlin',
      timeline: { query: 'a b', history: ['x'], order: 'desc', collapse: true, pane: { width: 3 } },
      'table:operations': { query: 'op:StopVM', order: { column: 'start', direction: 'asc' } },
    });
  });

  test.each([null, 7, 'x', [], { zone: 'Mars/Base', view: '<b>', timeline: 'x', findings: [] }])(
    'of %j is empty',
    (view) => expect(handedView(view)).toEqual({}),
  );

  test('is bounded, however deep and long', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    const long = Array.from({ length: 100_000 }, (_, i) => i);
    const { timeline } = handedView({
      timeline: { columns: deep, pane: long, query: 'x'.repeat(20_000) },
    }) as {
      timeline: { columns: unknown; pane: number[]; query?: string };
    };
    expect(JSON.stringify(timeline.columns)).toBe('[[[[]]]]');
    expect(timeline.pane).toHaveLength(200);
    expect(timeline.query).toBeUndefined();
  });

  test('is laid over the own one, whose queries stay in the history', () => {
    const own = {
      view: 'files',
      operations: { tab: 'days' },
      timeline: { query: 'mine', history: ['old'], row: 5 },
    };
    const theirs = { view: 'timeline', timeline: { query: 'theirs', history: ['b', 'mine'] } };
    expect(mergedView(own, theirs)).toEqual({
      view: 'timeline',
      operations: { tab: 'days' },
      timeline: { query: 'theirs', history: ['b', 'mine', 'old'], row: 5 },
    });
  });
});

describe('notes on one line', () => {
  test.each([
    [undefined, 'theirs', 'theirs'],
    [undefined, '', ''],
    ['', 'theirs', 'theirs'],
    ['own', '', 'own'],
    ['same', 'same', 'same'],
    ['own', 'theirs', 'own\ntheirs'],
    ['own\ntheirs', 'theirs', 'own\ntheirs'],
    ['theirs\nown', 'theirs', 'theirs\nown'],
    ['theirs and more', 'theirs', 'theirs and more\ntheirs'],
    ['a\nb\nc', 'b\nc', 'a\nb\nc'],
  ])('%j and %j are %j', (own, theirs, both) => {
    expect(joinedNote(own, theirs)).toBe(both);
    expect(joinedNote(both, theirs)).toBe(both);
  });
});

test('findings are compared by rule and first place', () => {
  const finding = (rule: string, line: number | null, more: number[] = []) => ({
    rule,
    severity: 'high' as const,
    places: [line, ...more].map((at) => ({ source: 0, path: 'a', line: at })),
  });
  expect(
    comparedFindings([finding('a', 1), finding('b', 1)], [finding('a', 1, [7]), finding('b', 1)]),
  ).toEqual({
    added: [],
    missing: [],
  });
  expect(comparedFindings([finding('a', 1), finding('c', null)], [finding('a', 2), finding('d', 1)])).toEqual(
    {
      added: ['a', 'c'],
      missing: ['a', 'd'],
    },
  );
});
