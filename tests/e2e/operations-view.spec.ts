import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { composedBundles } from './composed-operations';
import { manyOperations, personOf } from './many-operations';
import { keptView } from './kept';
import { expect, open, runCommand, test, textFile } from './page';

const rows = (page: Page) => page.locator('[role=row][aria-rowindex]:not([aria-rowindex="1"])');
const selected = (page: Page) => page.locator('[role=row][aria-selected="true"]');
const details = (page: Page) => page.getByRole('complementary', { name: 'Operation', exact: true });
const query = (page: Page) => page.getByRole('combobox', { name: 'Query over operations' });
const tab = (page: Page, name: string) => page.getByRole('tab', { name });

async function show(page: Page): Promise<void> {
  await page.getByRole('navigation').getByText('Operations', { exact: true }).click();
}

async function ask(page: Page, text: string): Promise<void> {
  await query(page).fill(text);
  await query(page).press('Enter');
}

async function showTimesIn(page: Page, zone: string): Promise<void> {
  await page.getByRole('button', { name: /^Time zone:/ }).click();
  await page.getByPlaceholder('Search zones').fill(zone);
  await page.getByPlaceholder('Search zones').press('Enter');
}

test.describe('over five machines', () => {
  test.beforeEach(async ({ page }) => {
    await open(page, await composedBundles());
    await page.evaluate(() => window.bundlescope.whenIdle());
    await show(page);
    await expect(page.getByText('17 operations', { exact: true })).toBeVisible();
  });

  test('the table says what is logged, what is joined and what is not logged', async ({ page }) => {
    const stop = rows(page).filter({ hasText: 'MGSIP EOSN OUT' });
    await expect(stop).toContainText('StopVM');
    await expect(stop.getByRole('gridcell').filter({ hasText: 'anna' })).toHaveAttribute(
      'title',
      /Joined, not stated: .*vim-cmd vmsvc\/power\.off 95/,
    );
    await expect(rows(page).filter({ hasText: 'web 01' })).toContainText('not logged');
    await expect(rows(page).filter({ hasText: 'LoginFailed' })).toContainText('NG');
  });

  test('columns stand under their names', async ({ page }) => {
    const left = async (role: string, text: string) =>
      (await page
        .getByRole(role as 'gridcell')
        .filter({ hasText: text })
        .first()
        .boundingBox())!.x;
    expect(await left('columnheader', 'Result')).toBeCloseTo(await left('gridcell', 'OK'), 0);
    expect(await left('columnheader', 'Target')).toBeCloseTo(await left('gridcell', 'web 01'), 0);
  });

  test('it is asked and sorted; a query that nothing matches offers a way out', async ({ page }) => {
    await ask(page, 'op:StopVM');
    await expect(page.getByText('2 of 17 operations')).toBeVisible();
    await expect(rows(page)).toHaveCount(2);
    await ask(page, 'opp:StopVM');
    await expect(page.getByRole('alert')).toContainText('op');
    await ask(page, 'target:nowhere');
    await page.getByRole('button', { name: 'Clear the query' }).last().click();
    await expect(rows(page)).toHaveCount(17);
    await page.getByRole('columnheader', { name: 'Time' }).getByRole('button').click();
    await page.getByRole('columnheader', { name: 'Time' }).getByRole('button').click();
    await expect(rows(page).first()).toContainText('LoginFailed');
  });

  test('the query and the tab are kept with the case', async ({ page, watch }) => {
    await ask(page, 'vendor:xen');
    await expect(page.getByText('5 of 17 operations')).toBeVisible();
    await tab(page, 'Completeness').click();
    await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
    await expect
      .poll(() => keptView(page))
      .toMatchObject({ 'table:operations': { query: 'vendor:xen' }, operations: { tab: 'completeness' } });
    watch.pageReloads();
    await page.reload();
    await page.waitForFunction(() => 'bundlescope' in window);
    await expect(tab(page, 'Completeness')).toHaveAttribute('aria-selected', 'true');
    watch.pageIsThere();
    await tab(page, 'Operations').first().click();
    await expect(query(page)).toHaveValue('vendor:xen');
    await expect(rows(page)).toHaveCount(5);
  });

  test('details tell all seven items, and lead to the timeline and back', async ({ page }) => {
    await rows(page).filter({ hasText: 'MGSIP EOSN OUT' }).click();
    const pane = details(page);
    for (const item of ['What', 'When', 'Who', 'Where', 'Target', 'Change', 'Result'])
      await expect(pane.getByRole('term').filter({ hasText: new RegExp(`^${item}$`) })).toBeVisible();
    await expect(pane).toContainText('does not apply');
    await expect(pane).toContainText('vim-cmd vmsvc/power.off 95');
    await expect(pane.getByText('Evidence: 4 records')).toBeVisible();

    await ask(page, 'op:Login');
    await expect(pane).toContainText('The query does not match this operation.');
    await ask(page, '');
    await expect(pane).not.toContainText('The query does not match');

    await pane.getByRole('button', { name: 'Task Created' }).click();
    const record = page.getByRole('complementary', { name: 'Record' });
    await expect(record).toContainText('Task Created : haTask-95-vim.VirtualMachine.powerOff');
    await record.getByRole('button', { name: 'Show the operation' }).click();
    await expect(details(page)).toContainText('MGSIP EOSN OUT');
    await expect(selected(page)).toContainText('MGSIP EOSN OUT');
  });

  test('a record that tells of no operation offers none', async ({ page }) => {
    await page.getByRole('navigation').getByText('Timeline', { exact: true }).click();
    await expect(rows(page).first()).toBeVisible();
    await rows(page).filter({ hasText: 'pid=1182' }).click();
    const record = page.getByRole('complementary', { name: 'Record' });
    await expect(record.getByText('Around it in its file')).toBeVisible();
    await expect(record.getByRole('button', { name: /operation/ })).toHaveCount(0);
  });

  test('what ran under the operation id stands as a tree, and leads to its records', async ({ page }) => {
    await rows(page).filter({ hasText: 'UnregisterVM' }).click();
    const node = details(page).getByRole('button', { name: /hostd.* 3 records/ });
    await expect(node).toBeVisible();
    await node.click();
    await expect(rows(page)).toHaveCount(3);
    await expect(rows(page).first()).toContainText('unregister-107998040');
  });

  test('days and people: a number leads to the operations behind it', async ({ page }) => {
    await tab(page, 'Days and people').click();
    await page.getByRole('button', { name: '3 operations, CORP\\alice, 2014-05-02' }).click();
    await expect(tab(page, 'Operations').first()).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByText('3 of 17 operations')).toBeVisible();
    await tab(page, 'Days and people').click();
    await page.getByRole('button', { name: /4 operations, nobody named, 2023-11-14/ }).click();
    await expect(page.getByText('4 of 17 operations')).toBeVisible();
    await expect(query(page)).toHaveValue('missing:who after:2023-11-14 before:2023-11-15');
  });

  test('days are those of the zone that the page shows, and so are times of queries', async ({ page }) => {
    await tab(page, 'Days and people').click();
    await expect(page.getByRole('button', { name: /nobody named, 2023-11-14/ })).toBeVisible();
    await showTimesIn(page, 'Pacific/Auckland');
    await expect(page.getByText(/per person and day \(Pacific\/Auckland/)).toBeVisible();
    await expect(page.getByRole('button', { name: /nobody named, 2023-11-14/ })).toHaveCount(0);
    await page.getByRole('button', { name: /4 operations, nobody named, 2023-11-15/ }).click();
    await expect(query(page)).toHaveValue('missing:who after:2023-11-15 before:2023-11-16');
    await expect(page.getByText('4 of 17 operations')).toBeVisible();
    // The same query means other instants in another zone.
    await showTimesIn(page, 'UTC');
    await expect(page.getByText('0 of 17 operations')).toBeVisible();
  });

  test('sessions: what was done in them', async ({ page }) => {
    await tab(page, 'Sessions').click();
    await expect(page.getByText('3 sessions', { exact: true })).toBeVisible();
    const alice = rows(page).filter({ hasText: 'CORP\\alice' });
    await expect(alice).toContainText('2: StartVM, ModifyCPU');
    await alice.click();
    await expect(query(page)).toHaveValue('session:1');
    await expect(rows(page)).toHaveCount(3);
  });

  test('completeness: shares beside the paper, and a way to what is missing', async ({ page }) => {
    await tab(page, 'Completeness').click();
    const row = page.getByRole('row').filter({ hasText: 'ModifyMemory' });
    const cells = row.getByRole('cell');
    await expect(cells.nth(0)).toHaveText('2');
    await expect(cells.nth(3)).toContainText('0 stated, 0 joined, 2 not logged');
    await expect(cells.nth(3)).toContainText('paper: × lacking');
    await expect(cells.nth(6)).toContainText('1 stated, 1 joined, 0 not logged');
    await expect(cells.nth(8)).toContainText('paper 13.51 s');
    await cells.nth(3).getByRole('button').click();
    await expect(query(page)).toHaveValue('op:ModifyMemory missing:who');
    await expect(rows(page)).toHaveCount(2);
  });

  test('the keyboard alone walks tabs, rows and details', async ({ page }) => {
    await page.keyboard.press('c');
    await expect(tab(page, 'Completeness')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('o');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect(selected(page)).toHaveAttribute('aria-rowindex', '3');
    await page.keyboard.press('i');
    await expect(details(page)).toContainText("O'Brien web");
    await page.keyboard.press('Escape');
    await expect(details(page)).toHaveCount(0);
    await tab(page, 'Operations').first().focus();
    await page.keyboard.press('ArrowRight');
    await expect(tab(page, 'Days and people')).toBeFocused();
    await expect(tab(page, 'Days and people')).toHaveAttribute('aria-selected', 'true');
    const download = page.waitForEvent('download');
    await runCommand(page, 'export the query as csv');
    expect((await download).suggestedFilename()).toBe('operations.csv');
  });
});

/** Figure 3, with a zone-less time, a name that its form cannot hold again, and names that would act on a page. */
const HOSTILE = '<img src=x onerror=alert(1)>';
const line = (second: string, op: string, who: string, before: string, after: string) =>
  `2010-08-03 15:53:${second},342 INFO - [STR=2010/08/03 15:53:${second} 098;END=2010/08/03 15:53:${second} 340;OPR=${op};USR=${who};HST=129.60.19.31;BEF=${before};AFT=${after};RST=OK]`;
const FIGURE_3 = [
  line('09', 'RenameVM', 'tester1', 'test1', 'test2'),
  line('10', 'StartVM', HOSTILE, '', `a${String.fromCodePoint(0x202e)}b`),
  line('11', 'ModifyCPU', 'tester1', 'test2;1', 'test2;2'),
].join('\n');

test('names out of logs are text, and a time without a zone says so', async ({ page }) => {
  await open(page, [textFile('trace.log', `${FIGURE_3}\n`)]);
  await show(page);
  const row = rows(page).filter({ hasText: HOSTILE });
  await expect(row).toContainText('a‹U+202E›b');
  await expect(row.getByText('no zone', { exact: true })).toBeVisible();
  await row.click();
  await expect(details(page).getByTitle('Only this person')).toHaveText(HOSTILE);
  await expect(details(page)).toContainText('The log states no time zone');
  await page.getByRole('tab', { name: 'Days and people' }).click();
  await expect(page.getByRole('button', { name: HOSTILE, exact: true })).toBeVisible();
  await expect(page.locator('img')).toHaveCount(0);
});

test('exports write the current query, and name what a form cannot hold', async ({ page }) => {
  const V8 = '[Originator@6876 sub=Vimsvc';
  const task = (n: number, name: string) => [
    `2023-12-05T14:32:0${n}.100Z In(166) Hostd[1050748]: ${V8}.TaskManager opID=b${n} user=root] Task Created : haTask-${n}-vim.VirtualMachine.powerOn-5${n}`,
    `2023-12-05T14:32:0${n}.200Z In(166) Hostd[1050748]: ${V8}.ha-eventmgr opID=b${n} user=root] Event 10${n} : ${name} on host esx in ha-datacenter is starting`,
    `2023-12-05T14:32:0${n}.300Z In(166) Hostd[1050748]: ${V8}.TaskManager opID=b${n} user=root] Task Completed : haTask-${n}-vim.VirtualMachine.powerOn-5${n} Status success`,
  ];
  await open(page, [
    textFile(
      'hostd.log',
      `${[...task(1, 'plain'), ...task(2, 'with;sign'), ...task(3, '=cmd')].join('\n')}\n`,
    ),
  ]);
  await show(page);
  await expect(page.getByText('3 operations', { exact: true })).toBeVisible();

  const exported = async (form: string) => {
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: form }).click();
    return readFileSync(await (await download).path(), 'utf8');
  };
  const log = await exported('Log lines');
  expect(log.trim().split('\n')).toHaveLength(2);
  const dialog = page.getByRole('dialog', { name: '1 operation not exported' });
  await expect(dialog).toContainText('No. 2 of the query');
  await expect(dialog).toContainText('"with;sign"');
  await dialog.getByRole('button', { name: 'No. 2' }).click();
  await expect(details(page)).toContainText('with;sign');

  await ask(page, 'target:plain');
  await expect(page.getByText('1 of 3 operations')).toBeVisible();
  const records = (await exported('NDJSON')).trim().split('\n');
  expect(records.map((record) => (JSON.parse(record) as { target: string }).target)).toEqual(['plain']);
});

test('a case without operations says which logs would help', async ({ page }) => {
  await open(page, [textFile('notes.txt', 'nothing\n')]);
  await show(page);
  await expect(page.getByRole('heading', { name: 'No operation found' })).toBeVisible();
  await expect(page.getByText('hostd.log and vpxa.log of any version', { exact: false })).toBeVisible();
});

test('100,000 operations are worked out, scrolled, sorted and counted by day', async ({ page }) => {
  const COUNT = 100_000;
  await open(page, [manyOperations(COUNT)]);
  await show(page);
  await expect(page.getByText('100,000 operations')).toBeVisible({ timeout: 60_000 });
  await rows(page).first().click();
  await page.keyboard.press('End');
  await expect(selected(page)).toHaveAttribute('aria-rowindex', String(COUNT + 1));
  await expect(selected(page)).toContainText(personOf(COUNT - 1));
  // Most of the table lies between two frames here, and the page must not stop for it.
  const { still, scrolling } = await page.evaluate(async () => {
    const list = document.querySelector('[role=grid]')!;
    const gapOfFrames = async (deltaY: number): Promise<number> => {
      const gaps: number[] = [];
      for (let i = 0, last = performance.now(); i < 120; i++) {
        if (deltaY) list.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
        const now = await new Promise<number>((resolve) =>
          requestAnimationFrame(() => resolve(performance.now())),
        );
        gaps.push(now - last);
        last = now;
      }
      return gaps.sort((a, b) => a - b)[Math.floor(gaps.length * 0.9)]!;
    };
    return { still: await gapOfFrames(0), scrolling: await gapOfFrames(-9_000) };
  });
  // The machine may do other work beside, which frames without scrolling wait for too.
  expect(scrolling).toBeLessThan(100 + 5 * still);
  await tab(page, 'Days and people').click();
  const first = Array.from({ length: 891 }, (_, n) => personOf(n)).filter((who) => who === 'root').length;
  await page.getByRole('button', { name: `${first} operations, root, 2024-01-01` }).click();
  await expect(page.getByText(`${first} of 100,000 operations`)).toBeVisible();
});
