import type { Locator, Page } from 'playwright/test';
import { bundleWithDumps } from './decrypting';
import { hostdLog } from './made';
import { expect, open, test, textFile } from './page';

async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await page.waitForFunction(async () => (await window.bundlescope.files()).length > 100);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
}

async function openLog(page: Page): Promise<void> {
  await open(page, [textFile('a-host-with-a-very-long-name.lab.example.log', hostdLog(300))]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  await show(page, 'Timeline');
  await expect(page.locator('[aria-rowindex="2"]')).toBeVisible();
}

const show = (page: Page, view: string) =>
  page.getByRole('navigation').getByText(view, { exact: true }).click();

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  expect(box).not.toBeNull();
  return { ...box!, right: box!.x + box!.width };
}

test('a pane stays where it is while a wrong query leaves no rows', async ({ page }) => {
  await openLog(page);
  await page.keyboard.press('M');
  const pane = page.getByRole('complementary', { name: 'Marks' });
  await expect(pane).toBeVisible();
  const before = await boxOf(pane);
  const query = page.getByRole('combobox', { name: 'Query' });
  await query.fill('nosuchword');
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await query.fill('usr:root');
  await expect(page.getByText(/Column 1/)).toBeVisible();
  expect((await boxOf(pane)).x).toBe(before.x);
});

test('what an export has come to fits a narrow screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await openLog(page);
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Export records' });
  const button = dialog.getByRole('button', { name: 'Export', exact: true });
  await expect(button).toBeEnabled();
  // Closed before it is done: a short word tells of it.
  await button.evaluate((element: HTMLButtonElement) => {
    element.click();
    element.closest('dialog')!.close();
  });
  const word = page.getByRole('status').filter({ hasText: '300 records' });
  await expect(word).toBeVisible();
  const box = await boxOf(word);
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.right).toBeLessThanOrEqual(390);
});

test('the keyboard stays in the export dialog when its button gives way to another', async ({ page }) => {
  await openLog(page);
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Export records' });
  const button = dialog.getByRole('button', { name: 'Export', exact: true });
  await expect(button).toBeEnabled();
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Export again' })).toBeVisible();
  await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a column that is moved keeps the keyboard', async ({ page }) => {
  await openLog(page);
  await page.keyboard.press('c');
  const chooser = page.getByRole('dialog', { name: 'Columns' });
  await expect(chooser).toBeVisible();
  const names = () => chooser.getByRole('checkbox', { checked: true }).locator('..').allInnerTexts();
  const before = (await names()).map((name) => name.trim());
  const later = chooser.getByRole('button', { name: `Move ${before[0]} right` });
  await later.focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await names())[1]?.trim()).toBe(before[0]);
  await expect(later).toBeFocused();
  // At the end there is nothing more to press: the way back has it.
  for (let presses = before.length; presses > 0; presses--) await page.keyboard.press('Enter');
  const buttons = chooser.getByRole('button', { name: `Move ${before[0]} ` });
  const isHere = () => buttons.evaluateAll((all) => all.some((button) => button === document.activeElement));
  await expect.poll(isHere).toBe(true);
});

test('signs in a table are never cut, and the name of the case is told before that of the page', async ({
  page,
}) => {
  await openSample(page);
  await show(page, 'Operations');
  const sign = page.getByRole('gridcell').locator('[aria-hidden="true"]', { hasText: 'joined' }).first();
  await expect(sign).toBeVisible();
  const cell = await boxOf(sign.locator('..'));
  expect((await boxOf(sign)).right).toBeLessThanOrEqual(cell.right);
  await expect(page.getByRole('banner').getByText('Bundlescope', { exact: true })).toBeHidden();
});

test('a field to copy from gives the keyboard back', async ({ page }) => {
  // The page is on plain http: it may not write to the clipboard.
  await openLog(page);
  await page.locator('[aria-rowindex="3"]').click();
  const button = page.getByRole('button', { name: 'Copy Message', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  const field = page.getByRole('complementary', { name: 'Record' }).locator('textarea[readonly]');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});

test('the keyboard goes on where a file was left out, and where it was taken back', async ({ page }) => {
  await open(page, [await bundleWithDumps()]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  await page.getByRole('navigation').getByRole('button', { name: 'Hand over' }).click();
  await page.getByRole('radio', { name: /^Decrypt/ }).check();
  const leaveOut = page.getByRole('button', { name: /^Leave .* out$/ });
  const count = () => leaveOut.count();
  const isInSection = () => page.evaluate(() => document.activeElement?.matches('section *'));
  await expect(leaveOut.first()).toBeVisible();
  const before = await count();
  await leaveOut.first().focus();
  await page.keyboard.press('Enter');
  await expect.poll(count).toBe(before - 1);
  await expect.poll(isInSection).toBe(true);
  await page
    .getByRole('button', { name: /^Take .* back in$/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await expect.poll(count).toBe(before);
  await expect.poll(isInSection).toBe(true);
});

test('the keyboard is never lost with a button that goes: marks, their removal, the query', async ({
  page,
}) => {
  await openLog(page);
  const isLost = () => page.evaluate(() => document.activeElement === document.body);
  for (const row of ['2', '3']) {
    await page.locator(`[aria-rowindex="${row}"]`).click();
    await page.keyboard.press('m');
    await expect(page.locator(`[aria-rowindex="${row}"]`).getByLabel('Marked')).toBeVisible();
  }
  await page.keyboard.press('M');
  const remove = page
    .getByRole('complementary', { name: 'Marks' })
    .getByRole('button', { name: 'Remove mark' });
  for (const left of [1, 0]) {
    await remove.first().focus();
    await page.keyboard.press('Enter');
    await expect(remove).toHaveCount(left);
    await expect.poll(isLost).toBe(false);
  }
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.focus();
  await page.keyboard.press('Enter');
  await expect(undo).toHaveCount(0);
  await expect.poll(isLost).toBe(false);

  const query = page.getByRole('combobox', { name: 'Query' });
  await query.fill('made');
  const clear = page.getByRole('button', { name: 'Clear the query' });
  await clear.focus();
  await page.keyboard.press('Enter');
  await expect(query).toHaveValue('');
  await expect(query).toBeFocused();
});
