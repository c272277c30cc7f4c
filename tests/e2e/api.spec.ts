import { gzipSync } from 'node:zlib';
import type { EventsOptions } from '../../workers/public-api';
import { expect, open, test, textFile } from './page';

const HOSTD = [
  '2020-07-28T09:11:46.467Z info hostd[1001] [Originator@6876 sub=Vimsvc.TaskManager opID=abc-1 user=root] Task Created : haTask-9-vim.VirtualMachine.powerOn-5',
  '2020-07-28T09:11:47.000Z warning hostd[1002] [Originator@6876 sub=Default] WARNING path /vmfs/volumes/x has mac 00:50:56:aa',
  '2020-07-28T09:11:48.250Z error hostd[1001] [Originator@6876 sub=Vimsvc opID=abc-2 user=vpxuser:LAB\\anna] first line',
  '-->    second line',
  '--> third <b>line</b>',
  '2020-07-28T09:11:49.000Z verbose hostd[1003] [Originator@6876 sub=Proxy Req 07995] said "hello there" twice',
].join('\n');
const VMKERNEL = [
  '2020-07-28T09:11:46.500Z cpu2:66518)WARNING: NMP: nmp_DeviceRequestFastDeviceProbe:237: state in doubt',
  '2020-07-28T09:11:48.000Z cpu0:65641)StorageApdHandler: 1205: APD start',
].join('\r\n');

test.beforeEach(async ({ page }) => {
  await open(page, [textFile('hostd.log', HOSTD), textFile('vmkernel.log', VMKERNEL)]);
});

test('events stand in the order of time, then source, file and line, with all their fields', async ({
  page,
}) => {
  const { total, events } = await ask(page, {});
  expect(total).toBe(6);
  expect(events.map(({ time, file }) => [time, file])).toEqual([
    ['2020-07-28T09:11:46.467Z', 'hostd.log'],
    ['2020-07-28T09:11:46.500Z', 'vmkernel.log'],
    ['2020-07-28T09:11:47.000Z', 'hostd.log'],
    ['2020-07-28T09:11:48.000Z', 'vmkernel.log'],
    ['2020-07-28T09:11:48.250Z', 'hostd.log'],
    ['2020-07-28T09:11:49.000Z', 'hostd.log'],
  ]);
  expect(events[4]).toEqual({
    time: '2020-07-28T09:11:48.250Z',
    timeKnownBy: 'stated',
    level: 'error',
    process: 'hostd',
    pid: '1001',
    component: 'Vimsvc',
    opId: 'abc-2',
    sid: null,
    user: 'vpxuser:LAB\\anna',
    host: null,
    message: 'first line\n   second line\nthird <b>line</b>',
    raw: HOSTD.split('\n').slice(2, 5).join('\n'),
    source: 0,
    file: 'hostd.log',
    line: 3,
    lines: 3,
  });
  const turned = await ask(page, { order: 'desc', offset: 1, limit: 2 });
  expect(turned.events.map(({ time }) => time)).toEqual([
    '2020-07-28T09:11:48.250Z',
    '2020-07-28T09:11:48.000Z',
  ]);
});

const COUNTS: [query: string, count: number][] = [
  ['', 6],
  ['APD', 1],
  ['apd start', 1],
  ['"hello there"', 1],
  ['hello -twice', 0],
  ['APD or hello', 2],
  ['(APD or hello) level:trace', 1],
  ['level>=warning', 3],
  ['level>warning', 1],
  ['-level>=warning', 3],
  ['user:root', 1],
  ['-user:root', 5],
  ['user:VPXUSER:*', 1],
  ['user:vpxuser', 0],
  ['opid:abc-*', 2],
  ['component:"Proxy Req 07995"', 1],
  ['pid:1001', 2],
  ['world:66518', 1],
  ['world:1001', 0],
  ['process:hostd', 4],
  ['file:hostd.log', 4],
  ['file:*.log', 6],
  ['file:ostd.log', 0],
  ['source:1', 2],
  ['source:vmkernel.log', 2],
  ['00:50:56', 1],
  ['/vmfs/volumes/x', 1],
  ['/power(on|off)/i', 1],
  ['/^2020.*start$/', 1],
  ['message:"second line"', 1],
  ['message:2020-07', 0],
  ['after:2020-07-28T09:11:48', 3],
  ['before:2020-07-28T09:11:48', 3],
  ['after:"2020-07-28 09:11:47" before:2020-07-28T09:11:48.250Z', 2],
];

for (const [query, count] of COUNTS) {
  test(`the query ${query || '(none)'} finds ${count}`, async ({ page }) => {
    expect(await page.evaluate((q) => window.bundlescope.count(q), query)).toBe(count);
  });
}

test('relative times count from the anchor and need one', async ({ page }) => {
  const anchor = '2020-07-28T09:11:48.000Z';
  expect(
    await page.evaluate((a) => window.bundlescope.count('after:-1s before:+1s', { anchor: a }), anchor),
  ).toBe(3);
  expect(await codeOf(page, 'after:-1s')).toMatch(/anchor/);
});

test('times of a query are UTC, or in the zone that is named', async ({ page }) => {
  const inZone = (zone?: string) =>
    page.evaluate(async (given) => {
      const query = 'after:2020-07-28T11:11:48 before:2020-07-28T11:11:49';
      const { events, count, histogram } = window.bundlescope;
      const { total } = await events({ query, zone: given });
      const { bins } = await histogram({ query, zone: given, bins: 1 });
      return [total, await count(query, { zone: given }), bins.length];
    }, zone);
  expect(await inZone()).toEqual([0, 0, 0]);
  expect(await inZone('Europe/Berlin')).toEqual([2, 2, 1]);
  const refused = await page.evaluate(() =>
    Promise.all(
      [
        window.bundlescope.events({ zone: 'Mars/Olympus' }),
        window.bundlescope.operations({ zone: 'Mars/Olympus' }),
        window.bundlescope.hsm.events({ zone: 'Mars/Olympus' }),
      ].map((asked) =>
        asked.then(
          () => null,
          (error: Error & { code: string }) => error.code,
        ),
      ),
    ),
  );
  expect(refused).toEqual(['bad-argument', 'bad-argument', 'bad-argument']);
});

test('an unknown field is an error with a suggestion, never an empty result', async ({ page }) => {
  const failure = await page.evaluate(() =>
    window.bundlescope.count('usr:root').then(
      () => null,
      (error: Error & { code: string; suggestion?: string }) => ({
        isError: error instanceof Error,
        code: error.code,
        message: error.message,
        suggestion: error.suggestion,
      }),
    ),
  );
  expect(failure).toMatchObject({ isError: true, code: 'query-unknown-field' });
  expect(`${failure!.message} ${failure!.suggestion}`).toContain('user');
});

test('the histogram counts every record once', async ({ page }) => {
  const { from, to, bins } = await page.evaluate(() => window.bundlescope.histogram({ bins: 4 }));
  expect([from, to]).toEqual(['2020-07-28T09:11:46.467Z', '2020-07-28T09:11:49.000Z']);
  expect(bins).toHaveLength(4);
  const sum = (level: string) =>
    bins.reduce((total, { counts }) => total + ((counts as Record<string, number>)[level] ?? 0), 0);
  expect(['info', 'warning', 'error', 'trace'].map(sum)).toEqual([2, 2, 1, 1]);
});

test('files are read by path, or by source and path when several have it', async ({ page }) => {
  const rotated = { name: 'hostd.0.gz', bytes: gzipSync(HOSTD) };
  await open(page, [rotated, textFile('hostd.log', 'another\n')]);
  const text = (reference: unknown) =>
    page.evaluate(async (r) => (await window.bundlescope.read(r as string)).text(), reference);
  expect(await text('vmkernel.log')).toBe(VMKERNEL);
  expect(await text('hostd.0.gz')).toBe(HOSTD);
  expect(await text({ source: 3, path: 'hostd.log' })).toBe('another\n');
  const codes = await page.evaluate(() =>
    Promise.all(
      ['hostd.log', 'nosuch.log'].map((path) =>
        window.bundlescope.read(path).then(
          () => null,
          (error: { code: string }) => error.code,
        ),
      ),
    ),
  );
  expect(codes).toEqual(['ambiguous-path', 'no-such-file']);
});

async function ask(page: import('playwright/test').Page, options: EventsOptions) {
  return page.evaluate((o) => window.bundlescope.events(o), options);
}

async function codeOf(page: import('playwright/test').Page, query: string): Promise<string> {
  return page.evaluate(
    (q) =>
      window.bundlescope.count(q).then(
        () => '',
        (error: { code: string }) => error.code,
      ),
    query,
  );
}

test('wrong arguments are failures, never an empty answer', async ({ page }) => {
  const codes = await page.evaluate(async () => {
    const api = window.bundlescope as unknown as Record<string, (argument?: unknown) => Promise<unknown>>;
    const calls: [name: string, argument?: unknown][] = [
      ['open'],
      ['open', new File(['x'], 'x.log')],
      ['open', ['x.log']],
      ['read'],
      ['read', { source: 0 }],
      ['count', 5],
      ['events', 'user:root'],
      ['events', { query: 5 }],
      ['events', { offset: -1 }],
      ['events', { limit: 1.5 }],
      ['events', { order: 'up' }],
      ['histogram', 'user:root'],
    ];
    return Promise.all(
      calls.map(([name, argument]) =>
        api[name]!(argument).then(
          () => `${name} answered`,
          (error: { code: string }) => error.code,
        ),
      ),
    );
  });
  expect(new Set(codes)).toEqual(new Set(['bad-argument']));
});

test('whenIdle waits for what was opened right before it', async ({ page }) => {
  const count = await page.evaluate(async () => {
    void window.bundlescope.open([new File(['one more line\n'], 'more.log')]);
    await window.bundlescope.whenIdle();
    return window.bundlescope.count();
  });
  expect(count).toBe(7);
});
