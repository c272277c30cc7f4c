import type { Page } from 'playwright/test';
import { countCalls } from './held-calls';
import { hostdLog } from './made';
import { expect, open, runCommand, test, textFile } from './page';
import { engineWorker } from './page-workers';
import { caseFile } from './reporting';

const rows = (page: Page) => page.locator('[aria-rowindex]:not([aria-rowindex="1"])');
const queryField = (page: Page) => page.getByRole('combobox', { name: 'Query' });
const openCase = (page: Page, id: string) => page.evaluate((one) => window.bundlescope.openCase(one), id);

/** A stored case of one log that is looked at on the timeline, with a query and a mark; gives its id. */
async function caseOnTimeline(page: Page, name: string): Promise<string> {
  await open(page, [textFile(name, hostdLog(30, name))]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  await page.getByRole('navigation').getByText('Timeline', { exact: true }).click();
  await queryField(page).fill(`"${name} 7"`);
  await queryField(page).press('Enter');
  await expect(rows(page)).toHaveCount(1);
  await rows(page).first().click();
  await page.getByRole('textbox', { name: 'Note' }).fill(`note of ${name}`);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const cases = await page.evaluate(() => window.bundlescope.cases());
  return cases.find(({ sources }) => sources.includes(name))!.id;
}

/** Two such cases, the second one open; all that is remembered of them is stored. */
async function twoCases(page: Page): Promise<{ first: string; second: string }> {
  const first = await caseOnTimeline(page, 'a.log');
  await runCommand(page, 'close case');
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  const second = await caseOnTimeline(page, 'b.log');
  await openCase(page, first);
  await openCase(page, second);
  await expectShown(page, 'b.log');
  return { first, second };
}

async function expectShown(page: Page, name: string): Promise<void> {
  await expect(queryField(page)).toHaveValue(`"${name} 7"`);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText(`${name} 7`);
  await expect(rows(page).first().getByLabel('Marked')).toBeVisible();
}

/** The timeline has asked for its result and its marks, and does not ask again. */
async function expectAskedOnce(page: Page, calls: (name: string) => Promise<number>): Promise<void> {
  await expect.poll(() => calls('marks')).toBeGreaterThan(0);
  await page.waitForTimeout(800);
  expect({ search: await calls('search'), marks: await calls('marks') }).toEqual({ search: 1, marks: 1 });
}

test('another case that is opened is searched once', async ({ page }) => {
  const { first } = await twoCases(page);
  const calls = await countCalls(page);
  await openCase(page, first);
  await expectShown(page, 'a.log');
  await expectAskedOnce(page, calls);
});

test('the case that is open, opened anew, starts over once', async ({ page }) => {
  const { second } = await twoCases(page);
  await queryField(page).fill('"b.log 1"');
  await expect(rows(page)).toHaveCount(11);
  const calls = await countCalls(page);
  await openCase(page, second);
  await expect(queryField(page)).toHaveValue('"b.log 1"');
  await expectAskedOnce(page, calls);
  await expect(rows(page)).toHaveCount(11);
});

test('a case that another engine brings back starts over once', async ({ page, watch }) => {
  await twoCases(page);
  const calls = await countCalls(page);
  const engine = await engineWorker(page);
  await engine.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('made to fail');
      }),
  );
  await expect(page.getByText(/The engine stopped/).first()).toBeVisible({ timeout: 45_000 });
  await expect.poll(() => calls('restoreLastCase').then(async (n) => n + (await calls('openCase')))).toBe(1);
  await expectShown(page, 'b.log');
  await expectAskedOnce(page, calls);
  // Its rows are those of the new engine.
  await rows(page).first().click();
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('note of b.log');
  watch.errors.length = 0;
});

test('a case file that is taken over is shown by one search', async ({ page }) => {
  await twoCases(page);
  const file = await caseFile(page);
  await queryField(page).fill('');
  await expect(rows(page)).not.toHaveCount(1);
  const calls = await countCalls(page);
  await page.evaluate((json) => window.bundlescope.attachCaseFile(new Blob([json])), file);
  await expectShown(page, 'b.log');
  await expectAskedOnce(page, calls);
});
