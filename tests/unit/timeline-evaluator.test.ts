import { describe, expect, test } from 'vitest';
import { CHUNK_ROWS } from '../../workers/kernel/columns';
import type { Level } from '../../workers/public-api';
import type { QueryNode } from '../../workers/query/ast';
import { matchesRecord } from '../../workers/query/match';
import { evaluate, type EvaluationProgress } from '../../workers/timeline/evaluator';
import { RowBits } from '../../workers/timeline/row-bits';
import { randomNumbers, TestCase, type TestFile, type TestRecord } from './timeline-fixture';
import {
  span,
  all,
  and,
  or,
  not,
  text,
  message,
  regex,
  field,
  level,
  time,
  named,
  messageOf,
  HereScanner,
  run,
} from './timeline-queries';

/** The meaning of a query, record by record. */
function matches(timeline: TestCase, query: QueryNode, row: number): boolean {
  const { record, file } = timeline.records[row]!;
  const { source, path } = timeline.files[file]!;
  const { name, hostName } = timeline.sources[source]!;
  const raw = record.raw ?? '';
  return matchesRecord(query, {
    time: record.time == null ? null : new Date(record.time).toISOString(),
    level: record.level ?? null,
    process: record.process ?? null,
    pid: record.pid ?? null,
    component: record.component ?? null,
    opId: record.opId ?? null,
    sid: record.sid ?? null,
    user: record.user ?? null,
    host: record.host ?? hostName,
    message: messageOf(raw),
    raw,
    source,
    sourceName: name,
    file: path,
  });
}

const expected = (timeline: TestCase, query: QueryNode) =>
  timeline.records.flatMap((_, row) => (matches(timeline, query, row) ? [row] : []));

function randomFiles(random: () => number, rows: number): TestFile[] {
  const pick = <T>(...values: T[]) => values[Math.floor(random() * values.length)]!;
  const record = (): TestRecord => ({
    time: random() < 0.1 ? null : Math.floor(random() * 1000),
    level: pick<Level | null>(null, 'info', 'warning', 'error', 'fatal', 'trace'),
    process: pick(undefined, 'hostd', 'Hostd', 'vmkernel', 'vmkwarning', 'vobd'),
    pid: pick(undefined, '1', '22', '222'),
    component: pick(undefined, 'Vimsvc', 'Vimsvc.Task', 'Net'),
    opId: pick(undefined, `op-${Math.floor(random() * 500)}`),
    sid: pick(undefined, '52', '53'),
    user: pick(undefined, 'root', 'vpxuser:admin'),
    host: pick(undefined, undefined, 'host1.example', 'other'),
    raw: `${pick('head', 'Head')} ${pick('alpha', 'beta', 'größe')}|${pick('gamma', 'delta', 'alpha')} ${Math.floor(random() * 9)}`,
  });
  const paths = [
    'var/run/log/hostd.log',
    'var/run/log/vmkernel.log',
    'var/log/hostd.log',
    'vmfs/x/web/vmware.log',
  ];
  return [0, 1].flatMap((source) =>
    paths.map((path, i) => ({
      source,
      path,
      records: Array.from({ length: Math.floor((rows / 8) * (i % 2 ? 0.5 : 1.5)) }, record),
    })),
  );
}

const LEAVES: QueryNode[] = [
  all,
  text('ALPHA'),
  text('größe'),
  text('nowhere'),
  message('alpha'),
  regex('a \\d$'),
  regex('HEAD.*7', 'i'),
  level('>=', 'error'),
  level('<', 'warning'),
  level('=', 'info'),
  time('after', 400),
  time('before', 700),
  field('process', 'hostd'),
  field('process', 'vm*'),
  field('component', 'vimsvc*'),
  field('opid', 'OP-1*'),
  field('sid', '52'),
  field('user', '*admin'),
  field('pid', '2*2'),
  field('host', 'HOST1.*'),
  field('host', 'nobody'),
  named('file', 'hostd.log'),
  named('file', 'run/log/*'),
  named('source', '1'),
  named('source', 'bundle-0*'),
  named('world', '22*'),
  named('vm', 'WEB'),
  { span, kind: 'regex', source: '^(gamma|delta) [0-4]', flags: '', over: 'message' },
];

describe('evaluate', () => {
  test('every kind of term, alone and negated', async () => {
    const timeline = await TestCase.of(randomFiles(randomNumbers(1), 900));
    for (const leaf of LEAVES) {
      for (const query of [leaf, not(leaf)]) {
        const { rows, steps } = await run(timeline, query);
        expect({ query, rows }).toEqual({ query, rows: expected(timeline, query) });
        expect(steps.at(-1)!.done).toBe(true);
      }
    }
  });

  test('random trees over small pieces of text, swept in any order', async () => {
    const random = randomNumbers(2);
    const timeline = await TestCase.of(randomFiles(random, 2500));
    const tree = (depth: number): QueryNode => {
      const kind = depth ? random() : 0;
      if (kind < 0.25) return LEAVES[Math.floor(random() * LEAVES.length)]!;
      if (kind < 0.45) return not(tree(depth - 1));
      const terms = Array.from({ length: Math.floor(random() * 4) }, () => tree(depth - 1));
      return kind < 0.75 ? and(...terms) : or(...terms);
    };
    const reserved: number[] = [];
    for (let round = 0; round < 300; round++) {
      const query = tree(3);
      const { rows, steps } = await run(timeline, query, new HereScanner(timeline, round % 2 === 1));
      expect({ query, rows }).toEqual({ query, rows: expected(timeline, query) });
      expect(steps.at(-1)).toMatchObject({ done: true, sweptBytes: steps[0]!.textBytes });
      reserved.push(timeline.kernel.exports.reservedBytes());
    }
    expect(reserved.at(-1)! - reserved[150]!).toBeLessThan(200_000); // what queries take they give back
  });

  test.each([65_535, 65_536, 65_537, 3 * CHUNK_ROWS + 1])('%i rows', async (rows) => {
    const files = [0.3, 0.69, 0.01].map((share, i) => ({ path: `log${i}`, count: Math.floor(rows * share) }));
    files[2]!.count += rows - files.reduce((sum, { count }) => sum + count, 0);
    let row = 0;
    const timeline = await TestCase.of(
      files.map(({ path, count }) => ({
        path,
        records: Array.from({ length: count }, () => ({
          time: row++,
          level: row % 5 ? ('info' as const) : ('error' as const),
          process: `p${row % 7}`,
          raw: row % 3 ? 'odd' : `x ${row % 1000}`,
        })),
      })),
    );
    for (const query of [
      level('=', 'error'),
      and(field('process', 'p3'), time('after', 60_000), not(named('file', 'log2'))),
      and(level('=', 'error'), text('x 15')),
      or(not(text('x ')), field('process', 'p1')),
    ]) {
      expect((await run(timeline, query)).rows).toEqual(expected(timeline, query));
    }
  });

  test('text is read only where structure leaves the outcome open', async () => {
    const timeline = await TestCase.of([
      {
        path: 'a.log',
        records: [
          { level: 'error', raw: 'one' },
          { level: 'info', raw: 'one' },
        ],
      },
      { path: 'b.log', records: [{ level: 'info', raw: 'one' }] },
      {
        path: 'c.log',
        records: [{ level: 'error', raw: 'two' }, { raw: 'three' }, { level: 'error', raw: 'one' }],
      },
    ]);
    const rowsRead = async (query: QueryNode) => {
      const { scanner } = await run(timeline, query);
      return scanner.requests.flatMap(({ pieces }) =>
        pieces.map(({ firstRow, endRow }) => [firstRow, endRow]),
      );
    };
    expect(await rowsRead(and(level('=', 'error'), text('one')))).toEqual([
      [0, 1],
      [3, 6],
    ]);
    expect(await rowsRead(or(level('=', 'info'), text('one')))).toEqual([
      [0, 1],
      [3, 6],
    ]);
    expect(await rowsRead(not(or(named('file', 'c.log'), text('one'))))).toEqual([
      [0, 2],
      [2, 3],
    ]);
    expect(await rowsRead(and(named('file', 'none'), text('one')))).toEqual([]);
    expect(await rowsRead(or(all, text('one')))).toEqual([]);
    expect(await rowsRead(level('=', 'error'))).toEqual([]);
  });

  test('all text terms go into one sweep, equal ones once', async () => {
    const timeline = await TestCase.of([{ path: 'a', records: [{ raw: 'x|y' }] }]);
    const { scanner } = await run(
      timeline,
      or(text('a'), and(text('b'), not(text('a'))), message('a'), regex('a')),
    );
    expect(scanner.requests).toHaveLength(1);
    expect(scanner.requests[0]!.leaves).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'text', text: 'b' },
      { kind: 'message', text: 'a' },
      { kind: 'regex', source: 'a', flags: '', over: 'raw' },
    ]);
  });

  test('what structure decides is found at once, the rest piece by piece', async () => {
    const timeline = await TestCase.of(
      [0, 1, 2].map((i) => ({
        path: `${i}`,
        records: [{ level: 'error', raw: 'x' }, { raw: 'needle' }] as TestRecord[],
      })),
    );
    const { steps } = await run(timeline, or(level('=', 'error'), text('needle')));
    expect(steps.map(({ found, done }) => [found, done])).toEqual([
      [3, false],
      [4, false],
      [5, false],
      [6, true],
    ]);
    expect(steps.map(({ sweptBytes, textBytes }) => [sweptBytes, textBytes])).toEqual([
      [0, 21],
      [7, 21],
      [14, 21],
      [21, 21],
    ]);
  });

  test('an abort ends it, and what was found stays', async () => {
    const timeline = await TestCase.of(
      [0, 1, 2].map((i) => ({ path: `${i}`, records: [{ raw: 'needle' }] })),
    );
    const controller = new AbortController();
    const found = new RowBits();
    const steps: EvaluationProgress[] = [];
    const scanner = new HereScanner(timeline);
    for await (const step of evaluate(timeline, text('needle'), scanner, found, {
      signal: controller.signal,
    })) {
      steps.push(step);
      if (steps.length === 2) controller.abort();
    }
    expect(steps.map(({ found: count, done }) => [count, done])).toEqual([
      [0, false],
      [1, false],
    ]);
    expect(found.count()).toBe(1);
    const aborted = await run(timeline, all, scanner, { signal: controller.signal });
    expect(aborted.steps).toEqual([]);
  });

  test('text that cannot be read does not match, and is told', async () => {
    const timeline = await TestCase.of(
      [0, 1].map((i) => ({ path: `${i}`, records: [{ raw: 'needle' }, { raw: 'x' }] })),
    );
    const scanner = new HereScanner(timeline);
    scanner.unreadable = [0];
    const { rows, steps } = await run(timeline, not(text('needle')), scanner);
    expect(rows).toEqual([3]);
    expect(steps.map(({ error }) => error)).toEqual([
      null,
      { code: 'unreadable', message: 'file 0 cannot be read' },
      null,
    ]);
    expect(steps.at(-1)!.done).toBe(true);
  });

  test('a range of rows, the others left as they were', async () => {
    const timeline = await TestCase.of(randomFiles(randomNumbers(4), 700));
    const query = or(level('=', 'error'), text('alpha'));
    const found = new RowBits();
    const pieces = [0, 33, 40, 129, 500, timeline.records.length];
    for (let i = 1; i < pieces.length; i++) {
      const options = { firstRow: pieces[i - 1]!, endRow: pieces[i]! };
      for await (const step of evaluate(timeline, query, new HereScanner(timeline), found, options))
        void step;
      expect(found.rows).toBe(options.endRow);
    }
    expect(timeline.records.flatMap((_, row) => (found.has(row) ? [row] : []))).toEqual(
      expected(timeline, query),
    );
  });

  test('ids that came after the query was made ready match nothing', async () => {
    const timeline = await TestCase.of([{ path: 'a', records: [{ process: 'x' }, { process: 'y' }] }]);
    timeline.dictionary.size = () => 2;
    timeline.dictionary.matching = () => Uint8Array.of(0, 1);
    expect((await run(timeline, field('process', '*'))).rows).toEqual([0]);
  });

  test('no rows at all', async () => {
    const timeline = await TestCase.of([]);
    const { rows, steps } = await run(timeline, text('x'));
    expect(rows).toEqual([]);
    expect(steps).toEqual([{ found: 0, sweptBytes: 0, textBytes: 0, done: true, error: null }]);
  });
});
