import { createHash } from 'node:crypto';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test, expect, type Page } from 'playwright/test';
import { caseOf, fixture } from './envelope-cases';
import { parquetRows } from '../unit/export-reading';
import { hostdLog } from './made';
import { open, ready, textFile, Watch } from './page';

const SINGLE_FILE = pathToFileURL(
  fileURLToPath(new URL('../../dist/bundlescope.html', import.meta.url)),
).href;

test('the single file opens the sample from file:// and answers a query', async ({ page }) => {
  const watch = await Watch.over(page);
  await page.goto(SINGLE_FILE);
  await ready(page);
  watch.pageIsThere();
  await openSample(page);
  const counts = await page.evaluate(async () => [
    await window.bundlescope.count(),
    await window.bundlescope.count('level>=error'),
    await window.bundlescope.count('"powered on"'),
  ]);
  expect(counts[0]).toBeGreaterThan(10_000);
  expect(counts[1]).toBeGreaterThan(0);
  expect(counts[2]).toBeGreaterThan(0);
  watch.expectClean();
});

test('the single file decrypts in workers of its own', async ({ page }) => {
  const watch = await Watch.over(page);
  await page.goto(SINGLE_FILE);
  await ready(page);
  watch.pageIsThere();
  const one = caseOf('aes-256.ve');
  const plain = await page.evaluate(
    async ({ password, files }) => {
      const [envelope, keyFile] = files.map(
        (text) => new Blob([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))]),
      );
      const { blob } = await window.bundlescope.decrypt(envelope!, { keyFile: keyFile!, password });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    {
      password: one.password!,
      files: [one.file, one.keyFile!].map((name) => Buffer.from(fixture(name)).toString('base64')),
    },
  );
  expect(createHash('sha256').update(Buffer.from(plain)).digest('hex')).toBe(one.plainSha256);
  watch.expectClean();
});

test('the single file exports records, Parquet too', async ({ page }) => {
  const watch = await Watch.over(page);
  await page.goto(SINGLE_FILE);
  await ready(page);
  watch.pageIsThere();
  await open(page, [textFile('hostd.log', hostdLog(20))]);
  const exported = await page.evaluate(async () => {
    const { bundlescope } = window;
    const lines = await (await bundlescope.exportEvents({ format: 'ndjson' })).text();
    const parquet = await bundlescope.exportEvents({ format: 'parquet' });
    return {
      lines: lines.trimEnd().split('\n').length,
      parquet: [...new Uint8Array(await parquet.arrayBuffer())],
    };
  });
  expect(exported.lines).toBe(20);
  expect(await parquetRows(Uint8Array.from(exported.parquet))).toHaveLength(20);
  watch.expectClean();
});

test('the single file needs nothing beside it', async ({ request: _request, page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(SINGLE_FILE);
  await ready(page);
  expect(asked.filter((url) => !/^(blob|data):/.test(url))).toEqual([SINGLE_FILE]);
});

async function openSample(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /sample/i })
    .first()
    .click();
  await page.waitForFunction(async () => (await window.bundlescope.count()) > 0);
  await page.evaluate(() => window.bundlescope.whenIdle());
}
