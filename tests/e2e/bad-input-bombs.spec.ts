import type { Page } from 'playwright/test';
import * as damage from '../../workers/sample/damage';
import { bundle, entry, gzipOf, hostdLog, tarOf } from './made';
import { expect, open, test, textFile, type TestFile } from './page';

const MIB = 1024 * 1024;
/** A bomb must be over before this, ms: what it claims to hold would take minutes. */
const SOON = 45_000;

/** Opens one file and answers its report, the files, and how long that took in ms. */
async function opened(page: Page, file: TestFile) {
  const began = Date.now();
  const { sources } = await open(page, [file]);
  const took = Date.now() - began;
  const files = await page.evaluate(() => window.bundlescope.files());
  return { source: sources[0]!, files, took };
}

const limits = (source: { warnings: { code: string }[] }) =>
  source.warnings.filter(({ code }) => code === 'expansion-limit');

/** The rest of the bundle is there: its hostd.log has records and can be read. */
async function expectUsable(page: Page) {
  const log = 'var/run/log/hostd.log';
  const seen = await page.evaluate(
    async (path) => ({
      count: await window.bundlescope.count(`file:${path}`),
      text: await (await window.bundlescope.read(path)).slice(0, 200).text(),
      hosts: (await window.bundlescope.hosts()).length,
    }),
    log,
  );
  expect(seen.count).toBeGreaterThan(100);
  expect(seen.text.length).toBe(200);
  expect(seen.hosts).toBe(1);
}

test('a rotated log that is a bomb of 1,000:1 is ended, the rest is whole', async ({ page }) => {
  const { source, files, took } = await opened(page, await bundle({ damage: damage.gzipBomb(1024 * MIB) }));
  expect(took).toBeLessThan(SOON);
  // Zeros are no log: nobody unpacks them.
  const bomb = files.find(({ path }) => path === damage.BOMB_PATH)!;
  expect(bomb.kind).toBe('gzip');
  expect(limits(source)).toEqual([]);
  await expectUsable(page);
});

test('the same packed twice, 10,000:1 and more', async ({ page }) => {
  const file = await bundle({ damage: damage.gzipBomb(4 * 1024 * MIB, 2) });
  const { files, took } = await opened(page, file);
  expect(took).toBeLessThan(SOON);
  expect(files.find(({ path }) => path === damage.BOMB_PATH)!.bytes).toBeLessThan(MIB);
  await expectUsable(page);
});

test('a rotated log of one line over and over is ended at the limit and named', async ({ page }) => {
  const line = hostdLog(1, 'a');
  const log = await gzipOf(line.repeat(Math.ceil((40 * MIB) / line.length)));
  // Packed again it is well over 10,000:1.
  const members = Buffer.concat(Array.from({ length: 8 }, () => log));
  const tar = await tarOf([entry('b/var/run/log/hostd.0.gz', members), entry('b/other.log', hostdLog(30))]);
  const { source, took } = await opened(page, { name: 'b.tgz', bytes: await gzipOf(tar) });
  expect(took).toBeLessThan(SOON);
  expect(limits(source)).toEqual([expect.objectContaining({ path: expect.stringContaining('hostd.0.gz') })]);
  expect(await page.evaluate(() => window.bundlescope.count('file:other.log'))).toBe(30);
  const [first] = await page.evaluate(
    async () => (await window.bundlescope.events({ query: 'file:hostd.0.gz', limit: 1 })).events,
  );
  expect(first!.raw).toBe(line.trimEnd());
});

test('an archive of nothing but zeros', async ({ page }) => {
  const { source, took } = await opened(page, {
    name: 'zeros.tgz',
    bytes: damage.zerosInGzip(3 * 1024 * MIB),
  });
  expect(took).toBeLessThan(SOON);
  expect(limits(source)).toHaveLength(1);
  expect(limits(source)[0]).toMatchObject({ offset: expect.any(Number), path: '' });
  await open(page, [textFile('hostd.log', hostdLog(5))]);
  expect(await page.evaluate(() => window.bundlescope.count('file:hostd.log'))).toBe(5);
});

test('a gzip of line feeds is ended before every byte has become a record', async ({ page }) => {
  test.setTimeout(180_000);
  const feeds = await gzipOf(Buffer.alloc(64 * MIB, 10));
  const bytes = Buffer.concat(Array.from({ length: 8 }, () => feeds));
  const { source, took } = await opened(page, { name: 'feeds.gz', bytes });
  expect(took).toBeLessThan(SOON);
  expect(limits(source)).toHaveLength(1);
  expect(await page.evaluate(() => window.bundlescope.count())).toBeLessThan(5_000_000);
  await open(page, [textFile('hostd.log', hostdLog(5))]);
  expect(await page.evaluate(() => window.bundlescope.count('file:hostd.log'))).toBe(5);
  await page
    .getByRole('link', { name: 'Timeline' })
    .or(page.getByRole('button', { name: 'Timeline' }))
    .first()
    .click();
  await expect(page.getByRole('row').first()).toBeVisible();
});

for (const form of ['gnu', 'pax'] as const) {
  test(`a sparse entry of two terabytes (${form}) costs nothing until it is read, and then little`, async ({
    page,
  }) => {
    const file = await bundle({ damage: damage.sparseBomb(2 * 1024 ** 4, form) });
    const { source, files, took } = await opened(page, file);
    expect(took).toBeLessThan(SOON);
    expect(limits(source)).toEqual([
      expect.objectContaining({ path: expect.stringContaining(damage.SPARSE_PATH) }),
    ]);
    const sparse = files.find(({ path }) => path === damage.SPARSE_PATH)!;
    expect(sparse.bytes).toBe(2 * 1024 ** 4);
    const failure = await page.evaluate(
      (path) =>
        window.bundlescope.read(path).then(
          () => null,
          (error: Error & { code: string }) => ({ code: error.code, message: error.message }),
        ),
      damage.SPARSE_PATH,
    );
    expect(failure).toMatchObject({ code: 'too-large' });
    expect(failure!.message).toContain(damage.SPARSE_PATH);
    await expectUsable(page);

    await page.getByRole('button', { name: 'Files', exact: true }).click();
    await page.getByRole('textbox', { name: 'Find files' }).fill('sparse.bin');
    await page.getByText('sparse.bin').last().click();
    const shown = page.getByRole('article').or(page.locator('article'));
    await expect(shown.getByText('78 78 78 78').first()).toBeVisible();
    await shown.getByRole('button', { name: 'Text', exact: true }).click();
    await expect(shown.getByText('xxxxxxxx').first()).toBeVisible();
    const frames = await page.evaluate(async () => {
      const began = performance.now();
      for (let n = 0; n < 10; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now() - began;
    });
    expect(frames).toBeLessThan(3_000);
    await shown.getByRole('button', { name: 'Hex', exact: true }).click();
    await expect(shown.getByText('78 78 78 78').first()).toBeVisible();
  });
}
