import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { caseOf, fixture } from './envelope-cases';
import { KeySafeWriter } from '../unit/envelope-key-writing';
import { expect, open, ready, test } from './page';
import { pickedFile, pickFiles, writingBegun } from './picked-file';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const one = caseOf('xts-aes-256.ve');
const password = one.password!;

async function showDumps(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
  await expect(page.getByRole('heading', { name: 'Encrypted files' })).toBeVisible();
}

async function openDump(page: Page, bytes = fixture('xts-aes-256.ve')): Promise<void> {
  await open(page, [
    { name: 'hostd-zdump.000', bytes },
    { name: 'dumps.key', bytes: fixture('xts-aes-256.key') },
  ]);
  await showDumps(page);
}

async function unlock(page: Page, secret: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Password', exact: true });
  await field.fill(secret);
  await field.press('Enter');
}

test('deriving a key that takes long is stopped, and the form is usable again', async ({ page }) => {
  const slow = new KeySafeWriter()
    .phrase('secret', 'SHA-256', 'AES-256', '10000000')
    .keyFile(new Uint8Array(32));
  await open(page, [
    { name: 'hostd-zdump.000', bytes: fixture('xts-aes-256.ve') },
    { name: 'slow.key', bytes: slow },
  ]);
  await showDumps(page);
  await page.getByText('slow.key').click();
  await unlock(page, 'secret');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Unlock', exact: true })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Password', exact: true })).toBeFocused();
  await expect(page.getByRole('alert').first()).toBeEmpty();
});

test('a dump decrypts from a password to a download', async ({ page }) => {
  await openDump(page);
  await expect(page.getByText('Locked', { exact: true })).toBeVisible();
  await expect(page.getByText('Not authenticated (version 1): changes would not be noticed')).toBeVisible();

  await unlock(page, `${password}x`);
  await expect(page.getByRole('alert')).toContainText('Wrong password');
  await expect(page.getByRole('alert')).toContainText('dumps.key');
  await expect(page.getByRole('textbox', { name: 'Password', exact: true })).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Password', exact: true })).toHaveValue('');

  await unlock(page, password);
  await expect(page.getByText('Key unlocked: opens 1 file.')).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Decrypt hostd-zdump.000' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('hostd-zdump.000.decrypted');
  expect(sha256(readFileSync(await download.path()))).toBe(one.plainSha256);

  await page.getByRole('button', { name: 'Forget all keys' }).click();
  await expect(page.getByText('Locked', { exact: true })).toBeVisible();
});

test('where the browser can write to files, a dump goes to the one chosen before', async ({ page }) => {
  await pickFiles(page, 0);
  await openDump(page);
  await unlock(page, password);
  await page.getByRole('button', { name: 'Decrypt hostd-zdump.000' }).click();
  await expect(page.getByText('saved as hostd-zdump.000.decrypted')).toBeVisible();
  const [isWhole, written] = await page.evaluate(() => {
    const made = window as unknown as { isWhole?: boolean; written: number[] };
    return [made.isWhole, made.written] as const;
  });
  expect(isWhole).toBe(true);
  expect(sha256(Uint8Array.from(written))).toBe(one.plainSha256);
});

test('a cancelled dump leaves no file behind', async ({ page }) => {
  await pickFiles(page, 1_500);
  await openDump(page);
  await unlock(page, password);
  await page.getByRole('button', { name: 'Decrypt hostd-zdump.000' }).click();
  await writingBegun(page);
  await page.getByRole('button', { name: 'Cancel decrypting hostd-zdump.000' }).click();
  await expect(page.getByText('Cancelled. Nothing was kept.')).toBeVisible();
  await expect.poll(() => pickedFile(page)).toMatchObject({ isWhole: false, isRemoved: true });
});

test('a dump that ends early says so, and gives what there is on request', async ({ page }) => {
  await openDump(page, fixture('xts-aes-256.ve').slice(0, 30_000));
  await unlock(page, password);
  await page.getByRole('button', { name: 'Decrypt hostd-zdump.000' }).click();
  await expect(page.getByText('The file ends too early', { exact: true })).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Salvage what decrypts' }).click();
  expect((await downloading).suggestedFilename()).toBe('hostd-zdump.000.salvaged');
  await expect(page.getByText('perhaps not whole')).toBeVisible();
});

test('no password is left on the page, in storage or in the address, and keys end with the visit', async ({
  page,
  watch,
}) => {
  const logged: string[] = [];
  page.on('console', (message) => logged.push(message.text()));
  await openDump(page);
  await unlock(page, password);
  await expect(page.getByText('Key unlocked: opens 1 file.')).toBeVisible();
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  // The view is remembered a moment later.
  await page.waitForTimeout(1_500);
  const left = await page.evaluate(async () => {
    const fields = Array.from(document.querySelectorAll('input, textarea'), (field) =>
      'value' in field ? field.value : '',
    );
    const found: unknown[] = [location.href, document.title, document.documentElement.outerHTML, fields];
    found.push({ ...localStorage }, { ...sessionStorage }, history.state, document.cookie);
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const asked = indexedDB.open(name!);
        asked.onsuccess = () => resolve(asked.result);
      });
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => (all.onsuccess = resolve));
        found.push(all.result);
      }
      database.close();
    }
    return JSON.stringify(found);
  });
  expect(left).toContain('hostd-zdump.000');
  expect(left).not.toContain(password);
  expect(logged.join()).not.toContain(password);

  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  await expect(page.getByText('Locked again.')).toBeVisible();
  expect(
    (await page.evaluate(() => window.bundlescope.envelopes())).map((envelope) => envelope.unlockedBy),
  ).toEqual([null]);
});
