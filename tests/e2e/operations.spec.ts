import type { TableOptions } from '../../workers/public-api';
import { entry, tarOf } from './made';
import { MIXED_HOSTS, MIXED_TABLE } from './mixed-hosts';
import { expect, open, test, textFile } from './page';
import type { Page } from 'playwright/test';

async function openMixedHosts(page: Page): Promise<void> {
  const bundles = MIXED_HOSTS.map(async ({ bundle, files }) => ({
    name: `${bundle}.tar`,
    bytes: await tarOf(files.map(({ path, lines }) => entry(`${bundle}/${path}`, `${lines.join('\n')}\n`))),
  }));
  await open(page, await Promise.all(bundles));
}

const ask = (page: Page, options: TableOptions) =>
  page.evaluate((given) => window.bundlescope.operations(given), options);

test('hosts of all makers stand on one table; every record leads to its lines', async ({ page }) => {
  await openMixedHosts(page);
  const { total, operations } = await ask(page, {});
  expect(total).toBe(MIXED_TABLE.length);
  expect(
    operations.map(({ op, vendor, who, target, result, missing, evidence }) => [
      op,
      vendor,
      who,
      target,
      result,
      missing.join(' '),
      evidence.length,
    ]),
  ).toEqual(MIXED_TABLE);
  const { events } = await page.evaluate(() => window.bundlescope.events({ limit: 1000 }));
  for (const { evidence } of operations) {
    for (const { source, file, line, lines } of evidence) {
      expect(lines).toBeGreaterThan(0);
      expect(events.some((of) => of.source === source && of.file === file && of.line === line)).toBe(true);
    }
  }
});

test('times without a zone have no Z; joined values say why', async ({ page }) => {
  await openMixedHosts(page);
  const { operations } = await ask(page, { query: 'op:Login who:root or joined:who' });
  expect(operations.map(({ end }) => end)).toEqual(['2012-04-16T20:35:04.594', '2018-07-05T20:55:45.409Z']);
  const [, stop] = operations;
  expect(stop).toMatchObject({
    op: 'StopVM',
    who: 'joe',
    client: '172.31.255.6',
    where: 'esx65.lab',
    joined: { who: 'the only user of the shell just before: vim-cmd vmsvc/power.off 95' },
    notApplicable: ['how'],
  });
  expect(stop!.evidence.map(({ file }) => file)).toContain('var/run/log/shell.log');
});

const QUERIES: [query: string, ops: string[]][] = [
  ['op:Modify*', ['ModifyCPU', 'ModifyMemory']],
  ['missing:who', ['RestartHost', 'StartVM']],
  ['who:*\\Administrator value:512', ['ModifyMemory']],
  ['target:"My VM"', ['StartVM']],
  ['result:none', ['RestartHost']],
  ['vendor:xen or host:esx65*', ['StopVM', 'StopVM', 'StartVM']],
  ['after:2023-01-01 -op:Login', ['ModifyCPU', 'ModifyMemory']],
  ['source:kvm.tar', ['StartVM']],
];

test('is asked in the query language with fields of its own', async ({ page }) => {
  await openMixedHosts(page);
  for (const [query, ops] of QUERIES) {
    const { operations } = await ask(page, { query });
    expect(
      operations.map(({ op }) => op),
      query,
    ).toEqual(ops);
  }
  const turned = await ask(page, { query: 'vendor:vmware', order: 'desc', offset: 1, limit: 2 });
  expect(turned.total).toBe(9);
  expect(turned.operations.map(({ op }) => op)).toEqual(['ModifyCPU', 'Login']);
  const failed = await page.evaluate(() =>
    window.bundlescope.operations({ query: 'level:error' }).then(
      () => null,
      (error: Error & { code: string }) => error.code,
    ),
  );
  expect(failed).toBe('query-unknown-field');
});

test('completeness, sessions and the tree of an operation', async ({ page }) => {
  await openMixedHosts(page);
  const [rows, sessions, tree] = await page.evaluate(async () => {
    const api = window.bundlescope;
    const id = 'lgfd4abh-18745-auto-egq-h5:70005734-88-01-39-6b81';
    return [await api.completeness(), await api.sessions(), await api.operationTree(id)] as const;
  });
  const cpu = rows.find(({ op }) => op === 'ModifyCPU')!;
  expect(cpu).toMatchObject({ records: 1, paper: { what: '×', when: '', who: '×', target: '×', how: '×' } });
  expect(cpu.items.how).toEqual({ stated: 1, joined: 0, missing: 0, notApplicable: 0 });
  expect(rows.find(({ op }) => op === 'StopVM')!.records).toBe(2);
  expect(sessions.map(({ who, operations }) => [who, operations.length])).toEqual([
    ['root', 0],
    ['joe', 1],
    ['VSPHERE.LOCAL\\Administrator', 2],
  ]);
  const processes = [];
  for (let node = tree[0]; node; node = node.children[0]) processes.push(node.process);
  expect(processes).toEqual(['vpxd', 'vpxa', 'hostd', 'vmkernel']);
});

test('nothing open has no operations; what is opened later counts', async ({ page }) => {
  expect(await ask(page, {})).toEqual({ total: 0, operations: [] });
  const line =
    '2023-02-16T13:35:48.829Z info hostd[2099631] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=esxui-e70a-159a user=root] Event 147 : User root@192.0.2.9 logged out (login time: x)';
  await open(page, [textFile('hostd.log', `${line}\n`)]);
  expect((await ask(page, {})).operations.map(({ op, client }) => [op, client])).toEqual([
    ['Logout', '192.0.2.9'],
  ]);
});
