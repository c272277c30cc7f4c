import { readFileSync } from 'node:fs';
import type { OperationRecord, OperationsExportOptions } from '../../workers/public-api';
import { readCsv } from '../../workers/trace/export/csv';
import { readNdjson } from '../../workers/trace/export/ndjson';
import { composedBundles } from './composed-operations';
import { expect, open, test, textFile } from './page';
import type { Page } from 'playwright/test';

const FIGURE = readFileSync(new URL('../fixtures/trace/figure3.log', import.meta.url), 'utf8');

function exported(page: Page, options: OperationsExportOptions) {
  return page.evaluate(async (given) => {
    const { blob, refused } = await window.bundlescope.exportOperations(given);
    return { text: await blob.text(), refused };
  }, options);
}

async function operations(page: Page, query = ''): Promise<OperationRecord[]> {
  const found = await page.evaluate((q) => window.bundlescope.operations({ query: q, limit: 10_000 }), query);
  return found.operations;
}

test('the paper’s own records are exported in their form and opened again as the same records', async ({
  page,
}) => {
  await open(page, [textFile('figure3.log', FIGURE)]);
  const given = await operations(page);
  expect(given).toHaveLength(8);
  const { text, refused } = await exported(page, { format: 'figure3' });
  expect(refused).toEqual([]);
  await open(page, [textFile('again.log', text)]);
  const both = await operations(page);
  const ofFile = (name: string) =>
    both
      .filter(({ evidence }) => evidence[0]!.file === name)
      .map(({ evidence, ...record }) => ({ ...record, line: evidence[0]!.line }));
  expect(ofFile('again.log')).toHaveLength(8);
  expect(ofFile('again.log')).toEqual(ofFile('figure3.log'));
});

test('NDJSON and CSV hold what the table holds, of all or of what a query matches', async ({ page }) => {
  await open(page, await composedBundles());
  const given = await operations(page);
  expect(given.length).toBeGreaterThan(10);
  const ndjson = await exported(page, { format: 'ndjson' });
  expect(readNdjson(ndjson.text)).toEqual(given);
  const csv = await exported(page, { format: 'csv' });
  expect(readCsv(csv.text)).toEqual(given);

  const query = 'vendor:libvirt missing:who';
  const some = await operations(page, query);
  expect(some.length).toBeGreaterThan(0);
  expect(some.length).toBeLessThan(given.length);
  expect(readNdjson((await exported(page, { format: 'ndjson', query })).text)).toEqual(some);
});

test('a name that figure 3 cannot hold is refused by its place in the table; other arguments are errors', async ({
  page,
}) => {
  const line = (second: string, name: string) =>
    `May  2 19:30:${second} xen1 xapi: [20140502T17:30:${second}.250Z|audit|xen1|46298|VM.start D:aa|audit] ('trackid=aa' 'S-1' 'ann' 'ALLOWED' 'OK' 'API' 'VM.start' (('vm' '${name}' 'u-1' 'OpaqueRef:1')))\n`;
  await open(page, [textFile('audit.log', line('01', 'web') + line('02', 'a;b') + line('03', 'db'))]);
  const { text, refused } = await exported(page, { format: 'figure3' });
  expect(refused).toEqual([{ index: 1, reason: expect.stringContaining('"a;b"') as unknown }]);
  expect(text.trimEnd().split('\n')).toHaveLength(2);

  const codes = await page.evaluate(async () => {
    const tries: unknown[] = [{ format: 'xml' }, {}, { format: 'csv', query: 'after:nonsense' }, undefined];
    return Promise.all(
      tries.map((options) =>
        window.bundlescope.exportOperations(options as OperationsExportOptions).then(
          () => 'done',
          (error: Error & { code?: string }) => error.code,
        ),
      ),
    );
  });
  expect(codes).toEqual(['bad-argument', 'bad-argument', 'query-bad-time', 'bad-argument']);
});
