import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { HsmEvent } from '../../workers/public-api';
import { SHAPES, STORY } from '../unit/hsm-deliveries';
import { expect, open, ready, test, textFile, type TestFile } from './page';

interface Expected {
  files: Record<string, { stream: string | null; events: Partial<HsmEvent>[] }>;
  variants: Record<string, string>;
}

const folder = new URL('../fixtures/hsm/', import.meta.url);
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const expected = JSON.parse(text('expected.json')) as Expected;
const names = Object.keys(expected.files);

/** What `hsm.events` must give of a file: exactly these members. */
const members = (events: readonly HsmEvent[], wanted: readonly Partial<HsmEvent>[]) =>
  events.map((event) =>
    Object.fromEntries(Object.keys(wanted[0] ?? {}).map((name) => [name, event[name as keyof HsmEvent]])),
  );

test('every file of the fixtures gives what is expected', async ({ page }) => {
  await open(
    page,
    names.map((name) => textFile(name, text(name))),
  );
  for (const name of names) {
    const { stream, events: wanted } = expected.files[name]!;
    const { total, events } = await page.evaluate(
      (file) => window.bundlescope.hsm.events({ query: `file:${file}` }),
      name,
    );
    expect(total).toBe(wanted.length);
    expect(members(events, wanted)).toEqual(wanted);
    expect(events.map((event) => event.stream)).toEqual(wanted.map(() => stream));
  }
  const timeline = await page.evaluate(() =>
    window.bundlescope.events({ query: 'format:cloudhsm', limit: 0 }),
  );
  const all = await page.evaluate(() => window.bundlescope.hsm.events({ limit: 0 }));
  expect(timeline.total).toBe(all.total);
});

test('queries, order and pages', async ({ page }) => {
  await open(
    page,
    names.map((name) => textFile(name, text(name))),
  );
  const total = (query: string) =>
    page.evaluate(async (q) => (await window.bundlescope.hsm.events({ query: q, limit: 0 })).total, query);
  expect(await total('opcode:CN_LOGIN response:163')).toBe(1);
  expect(await total('key:131078')).toBe(2);
  expect(await total('stream:hsm-*')).toBe(5);
  expect(await total('user:alice -opcode:CN_DELETE_USER')).toBe(1);
  expect(await total('RET_USER_LOGIN_FAILURE after:2018-01-24')).toBe(1);
  const newest = await page.evaluate(() => window.bundlescope.hsm.events({ order: 'desc', limit: 1 }));
  expect(newest.events[0]?.time).toBe('2019-02-08T19:35:39.480168Z');
  const error = await page.evaluate(() =>
    window.bundlescope.hsm.events({ query: 'opcde:x' }).catch((e: { code: string }) => e.code),
  );
  expect(error).toBe('query-unknown-field');
});

test('findings, keys, sessions and users of the two HSMs', async ({ page }) => {
  await open(
    page,
    ['hsm-abcde123456.log', 'hsm-zyxwv987654.log'].map((name) => textFile(name, text(name))),
  );
  const [keys, sessions, users, findings] = await page.evaluate(async () => {
    const { hsm } = window.bundlescope;
    return [await hsm.keys(), await hsm.sessions(), await hsm.users(), await hsm.findings()] as const;
  });
  expect(keys).toMatchObject([
    {
      handle: 262152,
      kind: 'secret',
      made: '2018-01-24T00:39:30.328334Z',
      madeBy: 'testuser',
      copies: [{ stream: 'hsm-zyxwv987654', at: '2018-01-24T00:39:30.408950Z' }],
      destroyed: null,
    },
  ]);
  expect(sessions).toMatchObject([
    { user: 'testuser', to: null, logins: [{ session: '0xc008002' }, { session: '0x7004004' }] },
  ]);
  expect(users).toMatchObject([{ name: 'testuser', type: 'CN_CRYPTO_USER', created: null }]);
  expect(findings.map(({ rule }) => rule)).toEqual(['stream-starts-late']);
});

const EXPORT: TestFile = {
  name: 'filtered.json.gz',
  bytes: gzipSync(
    JSON.stringify({
      events: text('hsm-abcde123456.log')
        .trim()
        .split('\n')
        .map((message, i) => ({
          logStreamName: 'hsm-abcde123456',
          timestamp: 1516754363172 + i,
          message,
          eventId: `${i}`,
        })),
      searchedLogStreams: [],
    }),
  ),
};

test('an export and a stream that the user names survive a reload', async ({ page, watch }) => {
  await open(page, [EXPORT, textFile('page.log', text('hsm-zyxwv987654.log'))]);
  const files = await page.evaluate(() => window.bundlescope.files());
  expect(files.map(({ path }) => path)).toEqual([
    'filtered.json.gz',
    'filtered.json.gz/hsm-abcde123456.log',
    'page.log',
  ]);
  const streams = async () =>
    page.evaluate(async () => (await window.bundlescope.hsm.events()).events.map(({ stream }) => stream));
  expect(await streams()).toEqual(['hsm-abcde123456', null, 'hsm-abcde123456', 'hsm-abcde123456', null]);
  await page.evaluate(() => window.bundlescope.hsm.setStream('page.log', 'hsm-zyxwv987654'));
  const named = [
    'hsm-abcde123456',
    'hsm-zyxwv987654',
    'hsm-abcde123456',
    'hsm-abcde123456',
    'hsm-zyxwv987654',
  ];
  expect(await streams()).toEqual(named);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  expect(await streams()).toEqual(named);
  const raw = await page.evaluate(async () =>
    (await window.bundlescope.read('filtered.json.gz/hsm-abcde123456.log')).text(),
  );
  expect(raw.trim()).toBe(text('hsm-abcde123456.log').trim());
  expect((await page.evaluate(() => window.bundlescope.hsm.keys()))[0]?.copies).toHaveLength(1);
});

test.describe('every shape of delivery gives the same events', () => {
  const loose = Object.entries(SHAPES).filter(([, files]) => files.every(({ path }) => !path.includes('/')));
  for (const [shape, files] of loose) {
    test(shape, async ({ page }) => {
      await open(
        page,
        files.map(({ path, content }) =>
          typeof content === 'string' ? textFile(path, content) : { name: path, bytes: content },
        ),
      );
      const { events } = await page.evaluate(() => window.bundlescope.hsm.events());
      expect(events.map(({ stream, seq, opcode }) => [stream, seq, opcode])).toEqual(
        STORY.map(({ stream, seq, opcode }) => [stream, seq, opcode]),
      );
      const keys = await page.evaluate(async () => (await window.bundlescope.hsm.keys()).length);
      expect(keys).toBe(2);
    });
  }
});

test('a damaged export gives what was read, and says so by its name', async ({ page }) => {
  const whole = SHAPES['filter-log-events']![0]!.content as string;
  const report = await open(page, [textFile('cut.json', whole.slice(0, whole.length * 0.7))]);
  expect(report.sources[0]?.warnings).toMatchObject([{ code: 'streams-damaged', path: 'cut.json' }]);
  const { total } = await page.evaluate(() => window.bundlescope.hsm.events());
  expect(total).toBeGreaterThan(3);
  expect(total).toBeLessThan(STORY.length);
  const files = await page.evaluate(async () => (await window.bundlescope.files()).map(({ path }) => path));
  expect(files[0]).toBe('cut.json');
});

test('an answer of get-log-events is named by its own path; what holds no events is refused', async ({
  page,
}) => {
  const events = text('hsm-abcde123456.log')
    .trim()
    .split('\n')
    .map((message, i) => ({ timestamp: i, message, ingestionTime: i }));
  const answer = { events, nextForwardToken: 'f/1', nextBackwardToken: 'b/1' };
  await open(page, [textFile('page.json', JSON.stringify(answer)), textFile('notes.txt', 'nothing')]);
  const named = await page.evaluate(async () => {
    const { hsm } = window.bundlescope;
    await hsm.setStream('page.json', 'hsm-abcde123456');
    return (await hsm.events()).events.map(({ stream, file }) => [stream, file]);
  });
  expect(named).toEqual(events.map(() => ['hsm-abcde123456', 'page.json/events.log']));
  const refused = page.evaluate(() =>
    window.bundlescope.hsm.setStream('notes.txt', 'x').catch((e: { code: string }) => e.code),
  );
  expect(await refused).toBe('bad-argument');
});

test('events and findings are exported', async ({ page }) => {
  await open(page, [textFile('hsm-abcde123456.log', `${text('hsm-abcde123456.log')}\n`)]);
  const exported = await page.evaluate(async () => {
    const { hsm } = window.bundlescope;
    const text = async (what: 'events' | 'findings', format: 'ndjson' | 'csv') =>
      (await hsm.export({ what, format })).text();
    return [
      await text('events', 'ndjson'),
      await text('events', 'csv'),
      await text('findings', 'ndjson'),
    ] as const;
  });
  const events = await page.evaluate(async () => (await window.bundlescope.hsm.events()).events);
  expect(
    exported[0]
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(events);
  expect(exported[1].split('\r\n')).toHaveLength(events.length + 2);
  expect(exported[1]).toContain('262152');
  expect(exported[2]).toBe('');
});
