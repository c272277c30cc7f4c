import type { OperationRecord } from '../../workers/public-api';
import { TRACE_ITEMS } from '../../workers/trace/operation-kinds';
import type { TrueOperation } from './composed-host';
import { BELOW_INFO, composedBundles, composedOperations } from './composed-operations';
import { expect, open, test } from './page';

test.beforeEach(async ({ page }) => {
  await open(page, await composedBundles());
});

test('three generations of ESXi, a libvirt host and a XAPI pool give one table', async ({ page }) => {
  const { total, operations } = await page.evaluate(() => window.bundlescope.operations({ limit: 1000 }));
  const expected = composedOperations();
  expect(operations.map((operation, i) => compared(operation, expected[i]))).toEqual(expected);
  expect(total).toBe(expected.length);
});

test('the table is asked in the query language', async ({ page }) => {
  const truth = composedOperations();
  const queries: [query: string, matches: (operation: TrueOperation) => boolean][] = [
    ['op:StartVM', ({ op }) => op === 'StartVM'],
    ['who:*alice', ({ who }) => who?.endsWith('alice') === true],
    ['target:"My VM" -vendor:xen', ({ target }) => target === 'My VM'],
    ['result:NG', ({ result }) => result === 'NG'],
    ['missing:who', ({ missing }) => missing!.includes('who')],
    ['joined:when or vendor:xen', ({ joined, vendor }) => vendor === 'xen' || joined!.when !== undefined],
    ['host:esx67.lab', ({ where }) => where === 'esx67.lab'],
    ['after:2023-11-14T22:16:00Z before:2023-12-01', ({ end }) => /^2023-11-14T22:1[6-9]/.test(end!)],
  ];
  for (const [query, matches] of queries) {
    const found = await page.evaluate((q) => window.bundlescope.operations({ query: q }), query);
    const expected = truth.filter(matches);
    expect(expected.length, query).toBeGreaterThan(0);
    expect(
      found.operations.map(({ op, start, end }) => [op, start, end]),
      query,
    ).toEqual(expected.map(({ op, start, end }) => [op, start, end]));
  }
});

test('the completeness table counts it, and what was done in sessions stands with them', async ({ page }) => {
  const truth = composedOperations();
  const { completeness, sessions } = await page.evaluate(async () => ({
    completeness: await window.bundlescope.completeness(),
    sessions: await window.bundlescope.sessions(),
  }));
  const kinds = new Set(truth.map(({ op }) => op));
  expect(new Set(completeness.filter(({ records }) => records > 0).map(({ op }) => op))).toEqual(kinds);
  for (const { op, records, items } of completeness) {
    const all = truth.filter((operation) => operation.op === op);
    expect(records, op).toBe(all.length);
    for (const item of TRACE_ITEMS) {
      const unseen = BELOW_INFO.filter((cell) => cell.op === op && cell.item === item).length;
      const missing = all.filter((one) => one.missing!.includes(item)).length + unseen;
      const notApplicable = all.filter((one) => one.notApplicable!.includes(item)).length;
      const joined = all.filter((one) => one.joined![item] !== undefined).length;
      const stated = all.length - missing - notApplicable - joined;
      expect(items[item], `${op} ${item}`).toEqual({ stated, joined, missing, notApplicable });
    }
  }
  expect(
    sessions.map(({ who, client, host, operations }) => ({
      who,
      client,
      host,
      did: operations.map((index) => truth[index]!.op),
    })),
  ).toEqual([
    { who: 'CORP\\alice', client: null, host: null, did: ['StartVM', 'ModifyCPU'] },
    { who: 'root', client: '10.131.3.116', host: 'esx55.lab', did: [] },
    { who: 'root', client: '192.168.127.10', host: 'esx80.lab', did: ['ModifyVM'] },
  ]);
});

/** The record as the truth states it: a reason that begins with "…" must hold what follows. */
function compared(operation: OperationRecord, expected: TrueOperation | undefined) {
  const joined: OperationRecord['joined'] = {};
  for (const [item, reason] of Object.entries(operation.joined) as [keyof typeof joined, string][]) {
    const wanted = expected?.joined?.[item];
    joined[item] = wanted?.startsWith('…') && reason.includes(wanted.slice(1)) ? wanted : reason;
  }
  const evidence = operation.evidence.map(({ file, line }) => `${file}:${line}`);
  return { ...operation, joined, evidence };
}
