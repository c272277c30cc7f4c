import { expect, open, ready, test, textFile } from './page';

const LOG = Array.from(
  { length: 500 },
  (_, i) =>
    `2020-07-28T09:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.000Z ` +
    `${i % 50 ? 'info' : 'error'} hostd[${1000 + (i % 7)}] [Originator@6876 sub=Default opID=op-${i}] record ${i}`,
).join('\n');

test('a reload brings the case back without the file: records, text, marks and name', async ({
  page,
  watch,
}) => {
  await open(page, [textFile('hostd.log', LOG)]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const before = await everything(page);
  expect(before.cases).toMatchObject([{ stored: true, sources: ['hostd.log'] }]);

  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  expect(await everything(page)).toEqual(before);
});

test('what is opened after a reload joins the case', async ({ page, watch }) => {
  await open(page, [textFile('hostd.log', LOG)]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  await open(page, [textFile('vpxa.log', LOG.replaceAll('hostd', 'vpxa'))]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const { count, cases, text } = await everything(page);
  expect(count).toBe(1000);
  expect(cases).toHaveLength(1);
  expect(cases[0]!.sources).toEqual(['hostd.log', 'vpxa.log']);
  expect(text).toBe(LOG);
});

test('what is given while another case is being opened is read into that one', async ({ page }) => {
  await open(page, [textFile('hostd.log', LOG)]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const seen = await page.evaluate(async (log) => {
    const api = window.bundlescope;
    const { id } = (await api.cases())[0]!;
    const given: unknown[] = [];
    // However far the opening of the case has come by then.
    for (const pause of [0, 0, 2, 5, 10]) {
      const turning = api.openCase(id);
      await new Promise((resolve) => setTimeout(resolve, pause));
      const name = `vpxa-${given.length}.log`;
      const { sources } = await api.open([new File([log], name)]);
      await turning;
      given.push([sources.map(({ entries }) => entries), await api.count(`file:${name}`)]);
      await api.whenIdle({ stored: true });
    }
    return given;
  }, LOG);
  expect(seen).toEqual(seen.map(() => [[1], 500]));
});

test('a deleted case is gone, also after a reload', async ({ page, watch }) => {
  await open(page, [textFile('hostd.log', LOG)]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  await page.evaluate(async () => {
    const [only] = await window.bundlescope.cases();
    await window.bundlescope.deleteCase(only!.id);
  });
  expect(await page.evaluate(() => window.bundlescope.cases())).toEqual([]);
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  expect(await page.evaluate(() => window.bundlescope.count())).toBe(0);
  const code = await page.evaluate(() =>
    window.bundlescope.openCase('0123').then(
      () => null,
      (error: { code: string }) => error.code,
    ),
  );
  expect(code).toBe('no-such-case');
});

test('two tabs with the same case do not damage each other', async ({ page, watch, context }) => {
  await open(page, [textFile('hostd.log', LOG)]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const other = await context.newPage();
  await other.goto(page.url());
  await ready(other);
  await open(other, [textFile('other.log', LOG)]);
  await other.evaluate(() => window.bundlescope.whenIdle({ stored: true }));

  // The first tab stores its view, which must not name parts that the other one has replaced.
  await page.keyboard.press('2');
  await expect(page.getByRole('grid', { name: 'Log records' })).toBeVisible();
  await page.waitForTimeout(1000);
  expect(await reopened(other)).toEqual([{ count: 1000, sources: ['hostd.log', 'other.log'] }]);

  await open(page, [textFile('mine.log', LOG)]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  await other.close();
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  expect(await reopened(page)).toEqual([
    { count: 1000, sources: ['hostd.log', 'mine.log'] },
    { count: 1000, sources: ['hostd.log', 'other.log'] },
  ]);
});

test('a case deleted in another tab does not come back as a case without content', async ({
  page,
  watch,
  context,
}) => {
  await open(page, [textFile('hostd.log', LOG)]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const other = await context.newPage();
  await other.goto(page.url());
  await ready(other);
  await other.evaluate(async () => {
    for (const { id } of await window.bundlescope.cases()) await window.bundlescope.deleteCase(id);
  });

  await page.keyboard.press('2');
  await expect(page.getByText('the stored case was deleted in another tab').first()).toBeVisible();
  expect(await page.evaluate(() => window.bundlescope.cases())).toEqual([]);

  await open(page, [textFile('mine.log', LOG)]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  expect(await reopened(page)).toEqual([{ count: 1000, sources: ['hostd.log', 'mine.log'] }]);
});

/** What each stored case holds when it is opened. */
async function reopened(page: import('playwright/test').Page) {
  return page.evaluate(async () => {
    const { bundlescope } = window;
    const found = [];
    for (const { id, sources } of await bundlescope.cases()) {
      await bundlescope.openCase(id);
      for (const source of [0, 1]) await bundlescope.read({ source, path: sources[source]! });
      found.push({ count: await bundlescope.count(), sources });
    }
    return found.sort((a, b) => a.sources.join().localeCompare(b.sources.join()));
  });
}

async function everything(page: import('playwright/test').Page) {
  return page.evaluate(async () => {
    const { bundlescope } = window;
    return {
      count: await bundlescope.count(),
      errors: await bundlescope.events({ query: 'level:error', limit: 3 }),
      words: await bundlescope.count('"record 49"'),
      text: await (await bundlescope.read('hostd.log')).text(),
      cases: await bundlescope.cases(),
    };
  });
}
