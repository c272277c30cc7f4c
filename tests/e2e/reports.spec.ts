import { writeFileSync } from 'node:fs';
import type { Browser } from 'playwright/test';
import { harmsOf, readReport } from '../unit/report-reading';
import { entry, hostdLine, hostdLog, tarOf } from './made';
import { manyOperations } from './many-operations';
import { expect, open, test } from './page';
import { markFirst, report, sha256, studied } from './reporting';

/** Opens the report as a file, in a tab of its own, watched; what it asks for, and what goes wrong, is told. */
async function asFile(browser: Browser, html: string, path: string, scheme: 'light' | 'dark' = 'light') {
  writeFileSync(path, html);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: scheme });
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('request', (request) => request.url().startsWith('file:') || trouble.push(request.url()));
  await page.goto(`file://${path}`);
  return { page, trouble };
}

test('the report is one file that opens anywhere, shows the facts and prints', async ({
  page,
  browser,
}, info) => {
  const bundle = await studied();
  await open(page, [bundle]);
  const html = await report(page);
  const read = readReport(html);
  expect(harmsOf(read)).toEqual([]);
  const findings = await page.evaluate(() => window.bundlescope.findings());
  expect(findings.length).toBeGreaterThan(0);
  for (const { title, cause } of findings) {
    expect(read.text).toContain(title.replace(/\s+/g, ' '));
    expect(read.text).toContain(cause.replace(/\s+/g, ' '));
  }
  for (const text of [
    bundle.name,
    sha256(bundle.bytes),
    'inside vc-lab-2018-11-13.tgz',
    'var/run/log/hostd.log',
  ])
    expect(read.text).toContain(text);
  expect(read.text).toContain('All times are in the zone UTC');

  for (const scheme of ['light', 'dark'] as const) {
    const { page: tab, trouble } = await asFile(browser, html, info.outputPath('report.html'), scheme);
    await expect(tab.getByRole('heading', { level: 1 })).toHaveText(bundle.name);
    const style = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(style).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 26)');
    await tab.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Findings' }).click();
    await expect(tab.getByRole('heading', { level: 2, name: 'Findings' })).toBeInViewport();
    for (const width of [1280, 390]) {
      await tab.setViewportSize({ width, height: 900 });
      expect(await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
        0,
      );
    }
    expect(trouble).toEqual([]);
    await tab.close();
  }
});

test('printed on A4 no table is cut, and headings stand on every page', async ({ page, browser }, info) => {
  await page
    .getByRole('button', { name: /sample/i })
    .first()
    .click();
  await expect.poll(() => page.evaluate(() => window.bundlescope.count())).toBeGreaterThan(0);
  await page.evaluate(() => window.bundlescope.whenIdle());
  const { page: tab } = await asFile(browser, await report(page), info.outputPath('report.html'));
  await tab.emulateMedia({ media: 'print' });
  // The width that A4 leaves between the margins of the report.
  await tab.setViewportSize({ width: Math.floor(((210 - 28) / 25.4) * 96), height: 1000 });
  const cut = await tab.evaluate(() =>
    [...document.querySelectorAll('table, pre, svg, dl')]
      .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((one) => one.textContent.slice(0, 80)),
  );
  expect(cut).toEqual([]);
  const heads = await tab.evaluate(() =>
    [...document.querySelectorAll('thead')].map((head) => getComputedStyle(head).display),
  );
  expect(new Set(heads)).toEqual(new Set(['table-header-group']));
  const pdf = await tab.pdf({ preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThan(5);
  await tab.close();
});

test('whatever a bundle holds is text in the report', async ({ page, browser }, info) => {
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>‮evil\u0007';
  const bytes = await tarOf([
    entry('b/var/log/hostd.log', hostdLine(hostile) + hostdLine('</style></title></pre><svg/onload=x>', 1)),
    entry(`b/${hostile.replaceAll('/', '|')}.log`, hostdLog(3)),
    entry('b/commands/uname_-a.txt', 'VMkernel <b>esx</b> 6.7.0 #1 SMP Release build-1 x86_64 ESXi\n'),
  ]);
  await open(page, [{ name: '"><img src=x onerror=alert(1)>.tar', bytes }]);
  await markFirst(page, 'made', '</p><script>alert(1)</script> & a "note"');
  const html = await report(page);
  const read = readReport(html);
  expect(harmsOf(read)).toEqual([]);
  expect(read.text).toContain('<img src=x onerror="document.title=1">');
  expect(read.text).toContain('‹U+202E›evil␇');
  expect(read.text).toContain('</p><script>alert(1)</script> & a "note"');
  const { page: tab, trouble } = await asFile(browser, html, info.outputPath('report.html'));
  await expect(tab).toHaveTitle(/report of Bundlescope$/);
  expect(trouble).toEqual([]);
  await tab.close();
});

test('a report of thousands of operations says what it leaves out, and can be cancelled', async ({
  page,
}) => {
  await open(page, [manyOperations(30_000)]);
  await page.getByRole('navigation').getByRole('button', { name: 'Hand over' }).click();
  await page.getByRole('tab', { name: 'Report and case file' }).click();
  await page.getByRole('button', { name: 'Save report' }).click();
  await page.getByRole('region', { name: 'Report' }).getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled.')).toBeVisible();
  const read = readReport(await report(page));
  expect(harmsOf(read)).toEqual([]);
  const total = await page.evaluate(async () => (await window.bundlescope.operations({ limit: 1 })).total);
  expect(total).toBeGreaterThan(1_000);
  const said = (value: number) => value.toLocaleString('en');
  expect(read.text).toContain(`${said(total - 500)} more operations are left out`);
  expect(read.text).toContain(`500 of ${said(total)} shown`);
  const { op } = await page.evaluate(
    async () => (await window.bundlescope.operations({ limit: 1 })).operations[0]!,
  );
  expect(read.text).toContain(`op:${op}`);
});
