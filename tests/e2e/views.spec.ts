import { zipSync } from 'fflate';
import type { Page } from 'playwright/test';
import { hostdLine } from './made';
import { expect, open, ready, test, textFile } from './page';

async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await page.waitForFunction(async () => (await window.bundlescope.files()).length > 100);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
}

async function show(page: Page, view: string): Promise<void> {
  await page.getByRole('navigation').getByText(view, { exact: true }).click();
}

/** Rows of records; the first row of the grid is its head. */
const rows = (page: Page) => page.locator('[aria-rowindex]:not([aria-rowindex="1"])');
const selected = (page: Page) => page.locator('[aria-rowindex][aria-selected="true"]');

test('the sample opens with one click to its host, and to a timeline that the keyboard walks', async ({
  page,
}) => {
  await openSample(page);
  await expect(page.getByRole('heading', { name: /esx01\.lab\.example/ })).toBeVisible();

  await show(page, 'Timeline');
  await expect(rows(page).nth(5)).toBeVisible();
  await page.keyboard.press('e');
  await expect(selected(page)).toContainText('ERROR', { ignoreCase: true });
  const first = await selected(page).getAttribute('aria-rowindex');
  await page.keyboard.press('e');
  await expect(selected(page)).not.toHaveAttribute('aria-rowindex', first!);
  await page.keyboard.press('E');
  await expect(selected(page)).toHaveAttribute('aria-rowindex', first!);

  await page.keyboard.press('Enter');
  const pane = page
    .getByRole('complementary')
    .or(page.getByRole('region', { name: /record/i }))
    .first();
  await expect(pane).toBeVisible();
  await page.keyboard.press('Escape');

  await page.keyboard.press('G');
  const total = await page.evaluate(() => window.bundlescope.count());
  await expect(selected(page)).toHaveAttribute('aria-rowindex', String(total + 1));
  await page.keyboard.press('g');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(selected(page)).toHaveAttribute('aria-rowindex', '3');
});

test('a query filters the timeline; a wrong one names its column and offers the right word', async ({
  page,
}) => {
  await openSample(page);
  await show(page, 'Timeline');
  const field = page.getByRole('combobox', { name: 'Query' });
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.type('level>=error');
  await page.keyboard.press('Escape');
  const count = await page.evaluate(() => window.bundlescope.count('level>=error'));
  await expect(page.getByText(new RegExp(`^\\s*${count.toLocaleString('en')} of`))).toBeVisible();

  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('usr:root');
  await expect(page.getByText(/Column 1/)).toBeVisible();
  await page.getByRole('button', { name: /user:root/ }).click();
  const mine = await page.evaluate(() => window.bundlescope.count('user:root'));
  await expect(page.getByText(new RegExp(`^\\s*${mine.toLocaleString('en')} of`))).toBeVisible();
});

test('the search key leads from the overview to the query bar', async ({ page }) => {
  await open(page, [textFile('a.log', 'one\ntwo\n')]);
  await expect(page.getByRole('heading', { name: 'Log coverage' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Query' })).toBeFocused();
});

test('each source is told with its own records, also after a reload', async ({ page, watch }) => {
  const log = (count: number) => Array.from({ length: count }, (_, n) => hostdLine(`line ${n}`, n)).join('');
  const zip = zipSync({ 'logs/c.log': new TextEncoder().encode(log(7)) });
  const report = await open(page, [
    textFile('a.log', log(3)),
    textFile('b.log', log(5)),
    { name: 'c.zip', bytes: zip },
  ]);
  expect(report.sources.map(({ kind }) => kind)).toEqual(['file', 'file', 'zip']);
  const expectRecords = async () => {
    await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
    await page.getByRole('button', { name: 'Sources' }).click();
    const sources = page.getByRole('dialog', { name: 'Sources' }).getByRole('listitem');
    await expect(sources).toContainText(['3 records', '5 records', '7 records']);
  };
  await expectRecords();
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  await expectRecords();
});

test('a mark with its note comes back after a reload', async ({ page, watch }) => {
  await openSample(page);
  await show(page, 'Timeline');
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('e');
  await expect(selected(page)).toBeVisible();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /note/i }).fill('the first error');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  await show(page, 'Timeline');
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('M');
  await expect(page.getByText('the first error')).toBeVisible();
});

test('a note written right after another record was chosen is on that record', async ({ page }) => {
  await openSample(page);
  await show(page, 'Timeline');
  await rows(page).nth(2).click();
  await page.getByRole('textbox', { name: /note/i }).fill('of the third');
  // In one step of the page, so that no answer of the engine can come in between.
  await rows(page)
    .nth(4)
    .evaluate(async (row: HTMLElement) => {
      row.click();
      await Promise.resolve();
      const note = document.querySelector<HTMLTextAreaElement>('textarea[aria-label="Note"]')!;
      note.value = 'of the fifth';
      note.dispatchEvent(new Event('input', { bubbles: true }));
      note.dispatchEvent(new Event('blur'));
    });
  const noteOf = (row: number) => rows(page).nth(row).getByLabel('Marked');
  await expect(noteOf(4)).toBeVisible();
  await expect(noteOf(2)).toBeVisible();
  await page.keyboard.press('M');
  await expect(page.getByRole('button', { name: 'of the third' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'of the fifth' })).toBeVisible();
});

test('a dialog that Escape closed can be opened again at once', async ({ page }) => {
  await openSample(page);
  await show(page, 'Timeline');
  await expect(rows(page).first()).toBeVisible();
  const dialog = page.getByRole('dialog');
  for (let times = 0; times < 5; times++) {
    await page.keyboard.press('x');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
});

test('markup in a log is text in every view', async ({ page }) => {
  const hostile = '<img src=x onerror="document.title=1"><script>alert(1)</script>\u202eevil\u0007';
  await open(page, [
    textFile(
      '<b>hostd</b>.log',
      `2020-07-28T09:11:46.467Z error hostd[1] [Originator@6876 sub=<i>x</i>] ${hostile}\n`,
    ),
  ]);
  await show(page, 'Timeline');
  await expect(rows(page).first()).toContainText('<img src=x onerror=');
  await page.keyboard.press('e');
  await expect(selected(page)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: /note/i })).toBeVisible();
  await show(page, 'Files');
  await expect(page.getByText('<b>hostd</b>.log').first()).toBeVisible();
  await expect(page.locator('img, script[src=x], b, i')).toHaveCount(0);
  expect(await page.title()).not.toBe('1');
});

test('on a narrow screen every view fits its width', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await openSample(page);
  for (const view of ['Overview', 'Timeline', 'Files', 'Dumps']) {
    await show(page, view);
    await page.waitForTimeout(300);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider, `${view} is wider than the screen`).toBeLessThanOrEqual(0);
  }
});
