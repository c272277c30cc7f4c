import type { Page } from 'playwright/test';
import { heldCalls, hold, release } from './held-calls';
import { bundle, hostdLine } from './made';
import { expect, open, runCommand, test, textFile } from './page';

/** Records of a log, every tenth an error, each of an operation of its own. */
const RECORDS = 1_000;
const log = (text: string): string =>
  Array.from({ length: RECORDS }, (_, n) => {
    const line = hostdLine(`${text} ${n} end`, n);
    return n % 10 === 9 ? line.replace(' info ', ' error ') : line;
  }).join('');

const rows = (page: Page) => page.locator('[aria-rowindex]:not([aria-rowindex="1"])');
const selected = (page: Page) => page.locator('[aria-rowindex][aria-selected="true"]');
const pane = (page: Page) => page.getByRole('complementary', { name: 'Record' });
/** The message of the record in the pane. */
const message = (page: Page) => pane(page).locator('section').first();
const queryField = (page: Page) => page.getByRole('combobox', { name: 'Query' });

async function openLog(page: Page, name: string, text = 'made'): Promise<string> {
  await open(page, [textFile(name, log(text))]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const cases = await page.evaluate(() => window.bundlescope.cases());
  return cases.find(({ sources }) => sources.includes(name))!.id;
}

async function showTimeline(page: Page): Promise<void> {
  await page.getByRole('navigation').getByText('Timeline', { exact: true }).click();
  await expect(rows(page).first()).toContainText('end');
}

async function query(page: Page, text: string): Promise<void> {
  await queryField(page).fill(text);
  await page.keyboard.press('Enter');
}

/** The mark's note is the list's text; no mark at all says so. */
async function marks(page: Page): Promise<string[]> {
  await page.evaluate(() => window.bundlescope.whenIdle());
  return page.getByRole('complementary', { name: 'Marks' }).locator('.message').allInnerTexts();
}

test('a record chosen while the same result comes anew stays chosen', async ({ page }) => {
  await openLog(page, 'a.log');
  await showTimeline(page);
  await query(page, '-level:error');
  await expect(page.getByText('900 of 1,000')).toBeVisible();
  await expect(rows(page).first()).toContainText('made 0 end');
  await hold(page, 'rows');
  await page.keyboard.press('G');
  await heldCalls(page, 1);
  // Times in a query mean something else in another zone: it is run again.
  await page.getByRole('button', { name: 'Time zone' }).click();
  const zones = page.getByRole('combobox', { name: 'Search zones' });
  await zones.fill('Tokyo');
  await zones.press('Enter');
  await heldCalls(page, 2);
  await release(page);
  await expect(selected(page)).toContainText('made 998 end');
  await selected(page).click();
  await expect(message(page)).toContainText('made 998 end');
});

test('keys pressed while a query is answered are meant for its rows', async ({ page }) => {
  await openLog(page, 'a.log');
  await showTimeline(page);
  await hold(page, 'search');
  await query(page, 'level>=error');
  await heldCalls(page, 1);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('m');
  await expect(queryField(page)).toHaveValue('level>=error');
  await release(page);
  await expect(page.getByText('100 of 1,000')).toBeVisible();
  await expect(selected(page)).toContainText('made 19 end');
  await expect(selected(page).getByLabel('Marked')).toBeVisible();
});

test('keys pressed while a query is answered give way to who types another one', async ({ page }) => {
  await openLog(page, 'a.log');
  await showTimeline(page);
  await hold(page, 'search');
  await query(page, 'level>=error');
  await heldCalls(page, 1);
  await page.keyboard.press('j');
  await page.keyboard.press('/');
  await expect(queryField(page)).toBeFocused();
  await release(page);
  await expect(page.getByText('100 of 1,000')).toBeVisible();
  await expect(queryField(page)).toBeFocused();
  await expect(selected(page)).toHaveCount(0);
});

test('the answer to a query does not take the keyboard from who types the next one', async ({ page }) => {
  await openLog(page, 'a.log');
  await showTimeline(page);
  await query(page, 'nowhere');
  await expect(rows(page)).toHaveCount(0);
  await hold(page, 'search');
  // There are no rows to go to before the answer.
  await query(page, 'level>=error');
  await heldCalls(page, 1);
  await page.keyboard.type(' ma');
  await release(page);
  await expect(rows(page).first()).toContainText('made 9 end');
  await page.keyboard.type('de');
  await expect(queryField(page)).toHaveValue('level>=error made');
});

test('a record chosen in a new result is not lost to the one chosen before', async ({ page }) => {
  await openLog(page, 'a.log');
  await showTimeline(page);
  await rows(page).nth(9).click();
  await expect(message(page)).toContainText('made 9 end');
  await hold(page, 'indexOfRow');
  await query(page, 'level>=error');
  await expect(page.getByText('100 of 1,000')).toBeVisible();
  await heldCalls(page, 1);
  await rows(page).nth(3).click();
  await expect(message(page)).toContainText('made 39 end');
  await release(page);
  await expect(page.getByText('100 of 1,000')).toBeVisible();
  await page.evaluate(() => window.bundlescope.whenIdle());
  await expect(selected(page)).toContainText('made 39 end');
});

test('details that come late are not shown for another record', async ({ page }) => {
  await openLog(page, 'a.log');
  await showTimeline(page);
  await rows(page).nth(2).click();
  await expect(message(page)).toContainText('made 2 end');
  await hold(page, 'record');
  await rows(page).nth(5).click();
  await heldCalls(page, 1);
  await rows(page).nth(2).click();
  await release(page);
  await page.evaluate(() => window.bundlescope.whenIdle());
  await expect(selected(page)).toContainText('made 2 end');
  await expect(message(page)).toContainText('made 2 end');
  await expect(pane(page).locator('[aria-busy="true"]')).toHaveCount(0);
});

test('following an operation twice while it is searched leads back to the query before', async ({ page }) => {
  await openLog(page, 'a.log');
  await showTimeline(page);
  await query(page, 'level>=error');
  await expect(page.getByText('100 of 1,000')).toBeVisible();
  await page.keyboard.press('j');
  await expect(selected(page)).toContainText('made 9 end');
  await hold(page, 'search');
  await page.keyboard.press('o');
  await heldCalls(page, 1);
  await page.keyboard.press('o');
  await release(page);
  await expect(queryField(page)).toHaveValue('level>=error');
  await expect(page.getByText('100 of 1,000')).toBeVisible();
});

test('a mark goes to the record on its way, and twice is never once', async ({ page }) => {
  await openLog(page, 'a.log');
  await showTimeline(page);
  await page.keyboard.press('j');
  await expect(selected(page)).toContainText('made 0 end');
  await hold(page, 'rows');
  await page.keyboard.press('G');
  await heldCalls(page, 1);
  await page.keyboard.press('m');
  await page.waitForTimeout(100);
  await release(page);
  await expect(selected(page)).toContainText('made 999 end');
  await page.keyboard.press('M');
  await expect.poll(() => marks(page)).toEqual(['made 999 end']);

  await hold(page, 'setMark');
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await heldCalls(page, 1);
  await page.keyboard.press('m');
  await page.waitForTimeout(100);
  await release(page);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await expect.poll(() => marks(page)).toEqual(['made 999 end']);
});

test('a jump asked of a result that was replaced is made in the next, without a word of failure', async ({
  page,
}) => {
  await openLog(page, 'a.log');
  await showTimeline(page);
  await hold(page, 'nextAtLevel');
  await page.keyboard.press('e');
  await heldCalls(page, 1);
  await query(page, '"made 5"');
  await expect(page.getByText('111 of 1,000')).toBeVisible();
  await release(page);
  await expect(selected(page)).toContainText('made 59 end');
  await expect(page.getByText(/search \d+ is over/)).toHaveCount(0);
});

test('what belongs to one case does not reach the next', async ({ page }) => {
  const first = await openLog(page, 'a.log', 'first');
  await runCommand(page, 'close case');
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  const second = await openLog(page, 'b.log', 'second');
  const openCase = (id: string) => page.evaluate((one) => window.bundlescope.openCase(one), id);

  await openCase(first);
  await showTimeline(page);
  await query(page, 'after:"2026-02-03 04:06"');
  await rows(page).nth(3).click();
  await page.keyboard.press('m');
  await page.keyboard.press('m');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();

  // A note that is still being typed, and a mark whose removal could be undone.
  await page.getByRole('textbox', { name: 'Note' }).fill('of the first case');
  await openCase(second);
  await page.getByRole('navigation').getByRole('button', { name: 'Hand over' }).click();
  // Its timeline is held to nothing.
  await page.getByRole('button', { name: 'As on the timeline' }).click();
  await expect(page.getByText(/^The timeline is not held to a range/)).toBeVisible();

  await showTimeline(page);
  await expect(rows(page).first()).toContainText('second 0 end');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(queryField(page)).toHaveValue('');
  await page.keyboard.press('M');
  await expect(page.getByText('No marks yet')).toBeVisible();

  await openCase(first);
  await showTimeline(page);
  await page.keyboard.press('M');
  await expect(page.getByRole('button', { name: 'of the first case' })).toBeVisible();
});

test('a query that rests after its case was left is not run in the next', async ({ page }) => {
  const first = await openLog(page, 'a.log', 'first');
  await runCommand(page, 'close case');
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  const second = await openLog(page, 'b.log', 'second');
  await page.evaluate((id) => window.bundlescope.openCase(id), first);
  await showTimeline(page);
  await page.evaluate(async (id) => {
    const field = document.querySelector<HTMLInputElement>('input[role="combobox"]')!;
    field.value = 'level>=error';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await window.bundlescope.openCase(id);
  }, second);
  await page.waitForTimeout(1_500);
  await showTimeline(page);
  await expect(page.getByText('1,000 records', { exact: true })).toBeVisible();
  await expect(queryField(page)).toHaveValue('');
});

test('whoever left the timeline is not called back by what was asked there', async ({ page }) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await page.waitForFunction(async () => (await window.bundlescope.files()).length > 100);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  await page.getByRole('navigation').getByText('Operations', { exact: true }).click();
  await expect(page.getByText(/^\d+ operations$/)).toBeVisible();
  await page.getByRole('navigation').getByText('Timeline', { exact: true }).click();
  await query(page, 'process:hostd "logged in"');
  await expect(rows(page).first()).toContainText('logged in');
  await rows(page).first().click();
  const way = pane(page).getByRole('button', { name: /^(Show the|Find its) operation$/ });
  await expect(way).toBeVisible();
  await hold(page, 'operationsOfRow');
  await way.click();
  await heldCalls(page, 1);
  await page.getByRole('navigation').getByText('Files', { exact: true }).click();
  await release(page);
  await page.waitForTimeout(500);
  await expect(page.getByPlaceholder('Find files')).toBeVisible();
});

test('the end of an export is told in whatever view one is', async ({ page }) => {
  await openLog(page, 'a.log');
  await showTimeline(page);
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Export records' });
  const button = dialog.getByRole('button', { name: 'Export', exact: true });
  await expect(button).toBeEnabled();
  await hold(page, 'exportEvents');
  await button.click();
  await heldCalls(page, 1);
  await page.keyboard.press('Escape');
  await page.getByRole('navigation').getByText('Files', { exact: true }).click();
  await release(page);
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('1,000 records');
});

test('a query of a table that is answered in the next case is none of that case', async ({ page }) => {
  const openBundle = async (seed: string) => {
    await open(page, [await bundle({ logBytes: 60_000, seed })]);
    await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  };
  const idsOfCases = () => page.evaluate(async () => (await window.bundlescope.cases()).map(({ id }) => id));
  const openCase = (id: string) => page.evaluate((one) => window.bundlescope.openCase(one), id);
  const showOperations = () => page.getByRole('navigation').getByText('Operations', { exact: true }).click();
  const counted = page.getByText(/^\d+ operations?$/);
  const field = page.getByRole('combobox').first();

  await openBundle('first');
  const first = (await idsOfCases())[0]!;
  await runCommand(page, 'close case');
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  await openBundle('second');
  const second = (await idsOfCases()).find((id) => id !== first)!;

  await openCase(first);
  await showOperations();
  await expect(counted).toBeVisible();
  await hold(page, 'tableSearch');
  await field.fill('op:Login');
  await heldCalls(page, 1);
  await openCase(second);
  await release(page);
  await page.waitForTimeout(300);
  await showOperations();
  await expect(counted).toBeVisible();
  await expect(field).toHaveValue('');
});

test('a name typed while its folder is read is found when it comes', async ({ page }) => {
  await open(page, [await bundle({ logBytes: 60_000 })]);
  await hold(page, 'folder');
  await page.getByRole('navigation').getByText('Files', { exact: true }).click();
  await heldCalls(page, 1);
  await page.getByRole('tree').focus();
  await page.keyboard.type('var');
  const selected = page.getByRole('treeitem', { selected: true });
  await expect(selected).toHaveCount(0);
  await release(page);
  await expect(selected).toHaveAccessibleName(/^var/);
});

test('the row of a table that is opened before it is there is opened when it comes', async ({ page }) => {
  await open(page, [await bundle({ logBytes: 60_000 })]);
  await page.evaluate(() => window.bundlescope.whenIdle());
  await hold(page, 'tableRows');
  await page.getByRole('navigation').getByText('Operations', { exact: true }).click();
  await expect(page.getByText(/^\d+ operations?$/)).toBeVisible();
  await heldCalls(page, 1);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('i');
  await release(page);
  await expect(selected(page)).toHaveAttribute('aria-rowindex', '3');
  await expect(page.getByRole('complementary', { name: 'Operation', exact: true })).toBeVisible();
});

test('keys for a record that is chosen before it is there are not lost', async ({ page }) => {
  await openLog(page, 'a.log');
  await hold(page, 'rows');
  await page.getByRole('navigation').getByText('Timeline', { exact: true }).click();
  await heldCalls(page, 1);
  await rows(page).nth(4).click();
  await page.keyboard.press('m');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await release(page);
  await expect(rows(page).nth(4).getByLabel('Marked')).toBeVisible();
  await expect(message(page)).toContainText('made 4 end');
});
