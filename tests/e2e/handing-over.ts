import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import type { Download, Page } from 'playwright/test';
import type { ManifestEntry } from '../../workers/public-api';
import { bundle } from './made';
import { expect, open, type TestFile } from './page';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const bar = (page: Page) => page.getByRole('group', { name: 'Build', exact: true });

export async function showHandover(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Hand over' }).click();
  await expect(page.getByRole('heading', { name: 'What goes in' })).toBeVisible();
}

export async function openBundle(page: Page, file?: TestFile): Promise<void> {
  await open(page, [file ?? (await bundle({ logBytes: 60_000 }))]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
}

/** The line that says how much goes in, once it says so. */
export async function chosenFiles(page: Page): Promise<number> {
  const line = page.getByText(/ unpacked, about /);
  await expect(line).toBeVisible();
  return Number((await line.innerText()).split(' ')[0]!.replaceAll(',', ''));
}

export async function build(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Build package' });
  await expect(button).toBeEnabled();
  await button.click();
  await expect(bar(page)).toContainText('The package is ready', { timeout: 60_000 });
}

export async function saved(page: Page, button: RegExp | string): Promise<{ name: string; bytes: Buffer }> {
  const [download]: [Download, unknown] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Files of a package by their path. */
export async function unpacked(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const entries = await unpackTar(gunzipSync(bytes));
  return new Map(
    entries.filter(({ data }) => data).map(({ header, data }) => [header.name, Buffer.from(data!)]),
  );
}

export async function manifestOf(page: Page): Promise<ManifestEntry[]> {
  return JSON.parse((await saved(page, 'Save manifest')).bytes.toString()) as ManifestEntry[];
}
