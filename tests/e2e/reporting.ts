import { createHash } from 'node:crypto';
import type { Page } from 'playwright/test';
import { CASE_STUDIES } from '../unit/eam-case-studies';
import { vcenterBundle } from './eam-bundles';
import { hostdLog } from './made';
import { expect, ready, test as base, Watch, type TestFile } from './page';
import { slowEngine } from './slow-engine';

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const report = (page: Page) => page.evaluate(async () => (await window.bundlescope.report()).text());
export const caseFile = (page: Page) =>
  page.evaluate(async () => (await window.bundlescope.caseFile()).text());

/** A vCenter's bundle with findings, and a host's bundle in it. */
export const studied = () =>
  vcenterBundle([
    ...CASE_STUDIES[0]!.files,
    { path: 'esx/var/run/log/hostd.log', content: hostdLog(40) },
    { path: 'esx/etc/vmware/esx.conf', content: '' },
    { path: 'esx/action.log', content: '' },
    { path: 'esx/etc/vmware/secret.conf', content: 'password = Sup3rSecretPassw0rd\n' },
  ]);

/** Rows of records; the first row of the grid is its head. */
export const rows = (page: Page) => page.locator('[aria-rowindex]:not([aria-rowindex="1"])');

/** Puts a note on the first record of the timeline that a query finds. */
export async function markFirst(page: Page, query: string, note: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Timeline' }).click();
  const field = page.getByRole('combobox', { name: 'Query' });
  await field.fill(query);
  await field.press('Enter');
  await rows(page)
    .filter({ hasText: query.replaceAll('"', '') })
    .first()
    .click();
  await page.getByRole('textbox', { name: /note/i }).fill(note);
  await page.getByRole('textbox', { name: /note/i }).blur();
  await expect(page.getByLabel('Marked').first()).toBeVisible();
}

/** A test that may ask for a page of someone else, who has stored nothing: it is watched too, and closed after the test. */
export const test = base.extend<{ elsewhere: { page: Page; watch: Watch } }>({
  elsewhere: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const watch = await Watch.over(page);
    await slowEngine(page);
    await page.goto(baseURL ?? '/');
    await ready(page);
    watch.pageIsThere();
    await use({ page, watch });
    watch.expectClean();
    await context.close();
  },
});

export async function drop(page: Page, files: readonly TestFile[]): Promise<void> {
  const payload = files.map(({ name, bytes }) => ({ name, mimeType: '', buffer: Buffer.from(bytes) }));
  await page.locator('input[data-pick=files]').setInputFiles(payload);
}
