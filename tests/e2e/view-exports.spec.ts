import { readFileSync } from 'node:fs';
import { generatedStream } from '../bench/hsm-logs';
import { heldCalls, hold, release } from './held-calls';
import { manyOperations } from './many-operations';
import { expect, open, test, textFile } from './page';
import type { Locator, Page } from 'playwright/test';

/** Exports of views that have a menu: how each is begun, and what it asks of the engine. */
const VIEWS = [
  {
    view: 'Operations',
    file: () => manyOperations(40),
    ready: (page: Page) => page.getByText('40 operations', { exact: true }),
    question: 'exportOperations',
    form: /^NDJSON/,
    saved: { name: 'operations.ndjson', lines: 40 },
  },
  {
    view: 'Key log',
    file: () => ({ name: 'hsm-a.log', bytes: generatedStream(1, 200) }),
    ready: (page: Page) => page.getByRole('button', { name: 'Export' }),
    question: 'hsmExport',
    form: 'All events as NDJSON',
    saved: { name: 'cloudhsm-events.ndjson', lines: 200 },
  },
];

const show = (page: Page, view: string) =>
  page.getByRole('navigation').getByRole('button', { name: view }).first().click();

for (const { view, file, ready, question, form, saved } of VIEWS) {
  test(`${view}: an export that takes its time says how far it is, and is cancelled`, async ({ page }) => {
    await open(page, [file()]);
    await show(page, view);
    await expect(ready(page)).toBeVisible();
    const trigger = page.getByRole('button', { name: /^Export/, expanded: false });
    const panel = page.getByRole('dialog', { name: /^Export/ });
    const cancel = panel.getByRole('button', { name: 'Cancel' });
    const begin = async (): Promise<Locator> => {
      const chosen = panel.getByRole('button', { name: form });
      await chosen.click();
      return chosen;
    };

    await hold(page, question);
    await trigger.click();
    await begin();
    await expect(panel.getByRole('progressbar')).toBeVisible();
    await expect(cancel).toBeFocused();
    // Escape leaves it running.
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    await expect(trigger).toBeFocused();
    await expect(trigger).toContainText('% written');

    await page.keyboard.press('Enter');
    await expect(cancel).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(panel).toContainText('Cancelling');
    await heldCalls(page, 1);
    await release(page);
    await expect(panel).toContainText('Cancelled: no file was written.');
    await expect(panel.getByRole('button').first()).toBeFocused();

    const download = page.waitForEvent('download');
    await begin();
    const made = await download;
    expect(made.suggestedFilename()).toBe(saved.name);
    expect(
      readFileSync(await made.path(), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(saved.lines);
    await expect(panel).toHaveCount(0);
    await expect(trigger).toBeFocused();
    // What came of the last one is no news.
    await trigger.click();
    await expect(panel).not.toContainText('Cancelled');
  });
}

test('an export goes on while another view is looked at, and is downloaded there', async ({ page }) => {
  await open(page, [manyOperations(40)]);
  await show(page, 'Operations');
  await expect(page.getByText('40 operations', { exact: true })).toBeVisible();
  await hold(page, 'exportOperations');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('button', { name: 'CSV for spreadsheets' }).click();
  await heldCalls(page, 1);
  await show(page, 'Files');
  await show(page, 'Operations');
  await expect(page.getByRole('button', { name: /^Export/, expanded: false })).toContainText('% written');
  await show(page, 'Files');
  const download = page.waitForEvent('download');
  await release(page);
  expect((await download).suggestedFilename()).toBe('operations.csv');
  await show(page, 'Operations');
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toHaveText('Export');
});

test('turning back says how far it is, is cancelled, and gives the keyboard back', async ({ page }) => {
  await open(page, [textFile('a.log', '2026-01-01T00:00:00Z a line\n')]);
  await show(page, 'Hand over');
  await page.getByRole('tab', { name: 'Turn back' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose alias map' }).click();
  const map = { format: 'bundlescope-aliases', version: 1, aliases: [] as unknown[] };
  map.aliases.push({ kind: 'host-name', original: 'esx01', alias: 'host-1' });
  await (
    await chooser
  ).setFiles({ name: 'a.aliases.json', mimeType: '', buffer: Buffer.from(JSON.stringify(map)) });
  await expect(page.getByText('a.aliases.json: 1 alias')).toBeVisible();
  await page.getByLabel('Text with aliases').fill('look at host-1');
  const submit = page.getByRole('button', { name: 'Turn back', exact: true });
  await hold(page, 'turnBack');
  await submit.focus();
  await page.keyboard.press('Enter');
  await heldCalls(page, 1);
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(submit).toBeFocused();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await release(page);
  await expect(page.getByText('Cancelled.')).toBeVisible();
  await expect(submit).toBeFocused();
  await expect(page.locator('pre')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.locator('pre')).toHaveText('look at esx01');
  await expect(page.getByRole('heading', { name: 'Original text' })).toBeFocused();
});
