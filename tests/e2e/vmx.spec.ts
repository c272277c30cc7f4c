import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright/test';
import type { FileReference, VmxSecrets } from '../../workers/public-api';
import { KeySafeWriter } from '../unit/envelope-key-writing';
import { withFiles } from './envelope-cases';
import { everythingKept } from './kept';
import { bundle } from './made';
import { expect, open, ready, test } from './page';

const PASSWORD = 'Öffne dich, Sesam 77';
const SERVER_KEY = randomBytes(32);
const KEY_INFO = 'vmware:key/fqid/<VMWARE-NULL>/kms/vm%2d9';
/** Stands inside only: whoever finds it has the plain text. */
const MARKER = 'plain-marker-5f0e';
const INSIDE = `displayName = "db-1"\r\nguestOS = "${MARKER}"\r\ndataFileKey = "vmware:key/list/()"\r\n`;

const FOLDER = 'vmfs/volumes/datastore1/db-1';
const BY_PASSWORD = `${FOLDER}/by-password.vmx`;
const BY_KEY = `${FOLDER}/by-key.vmx`;
const SLOW = `${FOLDER}/slow.vmx`;
const BY_BOTH = `${FOLDER}/by-both.vmx`;

/** An encrypted configuration: its clear lines, and the sealed rest. */
function vmx(safe: KeySafeWriter): Uint8Array<ArrayBuffer> {
  const lines = ['.encoding = "UTF-8"', 'displayName = "db-1"', ...safe.lines(INSIDE), ''];
  return new TextEncoder().encode(lines.join('\n'));
}

const files = {
  [BY_PASSWORD]: vmx(new KeySafeWriter().phrase(PASSWORD)),
  [SLOW]: vmx(new KeySafeWriter().phrase(PASSWORD, 'SHA-256', 'AES-256', '3000000', 3_000_000)),
  [BY_KEY]: vmx(new KeySafeWriter().serverKey('vm-9', SERVER_KEY)),
  [BY_BOTH]: vmx(new KeySafeWriter('HMAC-SHA-1').serverKey('vm-9', SERVER_KEY).phrase(PASSWORD, 'SHA-1')),
};

async function openBundle(page: Page): Promise<void> {
  await open(page, [await bundle({ logBytes: 100_000, damage: withFiles(files) })]);
}

/** Through the page's API: the text, or what it failed with. */
async function openVmx(page: Page, what: FileReference | { base64: string }, secrets?: VmxSecrets) {
  return page.evaluate(
    async ([given, with_]) => {
      const isBytes = typeof given === 'object' && 'base64' in given;
      const vmx = isBytes ? new Blob([Uint8Array.from(atob(given.base64), (c) => c.charCodeAt(0))]) : given;
      try {
        return { text: (await window.bundlescope.openVmx(vmx, with_)).text };
      } catch (error) {
        const { code, message, needs } = error as Error & { code: string; needs?: unknown };
        return { code, message, needs };
      }
    },
    [what, secrets] as const,
  );
}

test.describe('through the API an encrypted .vmx', () => {
  test.beforeEach(async ({ page }) => openBundle(page));

  test('is listed with the keys it needs', async ({ page }) => {
    const listed = await page.evaluate(() => window.bundlescope.keyFiles());
    const vmxFiles = listed.filter(({ kind }) => kind === 'encrypted-vmx');
    expect(vmxFiles.map(({ path, keyInfos, opensBy }) => [path, keyInfos, opensBy]).sort()).toEqual([
      [BY_BOTH, [KEY_INFO], ['password', 'another-key']],
      [BY_KEY, [KEY_INFO], ['another-key']],
      [BY_PASSWORD, [], ['password']],
      [SLOW, [], ['password']],
    ]);
    expect(vmxFiles.find(({ path }) => path === BY_KEY)!.keyIds).toEqual([
      { kind: 'fqid', server: null, cluster: 'kms', key: 'vm-9', uuid: null },
    ]);
  });

  test('opens with its password, and says what it needs without one', async ({ page }) => {
    expect(await openVmx(page, BY_PASSWORD, { password: PASSWORD })).toEqual({ text: INSIDE });
    const needs = { password: true, privateKey: false, keyInfos: [] };
    expect(await openVmx(page, BY_PASSWORD)).toMatchObject({ code: 'key-needed', needs });
    const wrong = await openVmx(page, BY_PASSWORD, { password: 'WrongSecretWord' });
    expect(wrong).toMatchObject({ code: 'wrong-password', needs });
    expect(JSON.stringify(wrong)).not.toContain('WrongSecretWord');
    expect(await openVmx(page, BY_BOTH, { password: PASSWORD })).toEqual({ text: INSIDE });
    const blob = { base64: Buffer.from(files[BY_PASSWORD]!).toString('base64') };
    expect(await openVmx(page, blob, { password: PASSWORD })).toEqual({ text: INSIDE });
  });

  test('opens with the key it names, in hexadecimal or base64, given or unlocked', async ({ page }) => {
    const needs = { password: false, privateKey: false, keyInfos: [KEY_INFO] };
    const locked = await openVmx(page, BY_KEY, { password: PASSWORD });
    expect(locked).toMatchObject({ code: 'key-needed', needs });
    expect(locked.message).toContain(KEY_INFO);
    for (const rawKey of [SERVER_KEY.toString('hex'), SERVER_KEY.toString('base64')])
      expect(await openVmx(page, BY_KEY, { rawKey })).toEqual({ text: INSIDE });
    const wrong = await openVmx(page, BY_KEY, { rawKey: randomBytes(32).toString('hex') });
    expect(wrong).toMatchObject({ code: 'wrong-key', needs });
    expect(await openVmx(page, BY_KEY, { rawKey: 'no key' })).toMatchObject({ code: 'wrong-key' });
    // What was given for one call is not kept.
    expect(await openVmx(page, BY_KEY)).toMatchObject({ code: 'key-needed' });
  });

  test('is told from a file of another kind', async ({ page }) => {
    const text = { base64: Buffer.from('name = "value"\n').toString('base64') };
    expect(await openVmx(page, text, { password: 'x' })).toMatchObject({ code: 'not-a-key-file' });
    const nowhere = await openVmx(page, 'nowhere.vmx', { password: 'x' });
    expect(nowhere).toMatchObject({ code: 'no-such-file' });
  });
});

test.describe('in the dumps view an encrypted .vmx', () => {
  test.beforeEach(async ({ page }) => {
    await openBundle(page);
    await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
    await expect(page.getByRole('heading', { name: 'Encrypted virtual machines' })).toBeVisible();
  });

  const one = (page: Page, path: string) => page.getByRole('article', { name: path });
  const configuration = (page: Page, path: string) =>
    page.getByRole('region', { name: `Configuration of ${path}` });

  test('stays closed when it is cancelled while the password is worked on', async ({ page }) => {
    const item = one(page, SLOW);
    await item.getByRole('button', { name: `Open ${SLOW}` }).click();
    await item.getByRole('textbox', { name: 'Password of the virtual machine' }).fill(PASSWORD);
    await item.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(item.getByRole('button', { name: 'Opening' })).toBeVisible();
    const begun = Date.now();
    await item.getByRole('button', { name: 'Cancel' }).click();
    await expect(item.getByRole('button', { name: `Open ${SLOW}` })).toBeFocused();
    // The worker is free again at once: it does not go through its three million rounds first.
    expect((await openVmx(page, BY_PASSWORD, { password: PASSWORD })).text).toContain(MARKER);
    const took = Date.now() - begun;
    await page.waitForTimeout(3_000);
    await expect(page.locator('body')).not.toContainText(MARKER);
    // It would have opened.
    const again = Date.now();
    expect((await openVmx(page, SLOW, { password: PASSWORD })).text).toContain(MARKER);
    expect(took).toBeLessThan(0.75 * (Date.now() - again));
  });

  test('opens with its password after a wrong one, and closes', async ({ page }) => {
    const item = one(page, BY_PASSWORD);
    await expect(item).toContainText('Opens with a password');
    await item.getByRole('button', { name: `Open ${BY_PASSWORD}` }).click();
    const field = item.getByRole('textbox', { name: 'Password of the virtual machine' });
    await expect(field).toBeFocused();
    await field.press('Enter');
    await expect(item.getByRole('alert')).toContainText('Type the password.');
    await field.fill('WrongSecretWord');
    await field.press('Enter');
    await expect(item.getByRole('alert')).toContainText('Wrong password');
    await expect(item.getByRole('alert')).not.toContainText('WrongSecretWord');
    await expect(field).toHaveValue('');
    await field.fill(PASSWORD);
    await field.press('Enter');
    await expect(configuration(page, BY_PASSWORD)).toContainText(`guestOS = "${MARKER}"`);
    await expect(configuration(page, BY_PASSWORD)).toBeFocused();
    await expect(one(page, BY_KEY)).not.toContainText(MARKER);
    await item.getByRole('button', { name: `Close ${BY_PASSWORD}` }).click();
    await expect(page.locator('body')).not.toContainText(MARKER);
  });

  test('says which key it needs, and opens with that key', async ({ page }) => {
    const item = one(page, BY_KEY);
    await expect(item).toContainText('Opens with the key of a key server');
    await expect(item).toContainText(KEY_INFO);
    await expect(item).toContainText('vm-9');
    await item.getByRole('button', { name: `Open ${BY_KEY}` }).click();
    const field = item.getByRole('textbox', { name: 'Key, hexadecimal or base64' });
    await field.fill('no key at all');
    await field.press('Enter');
    await expect(item.getByRole('alert')).toContainText('This is not a key');
    await field.fill(randomBytes(32).toString('hex'));
    await field.press('Enter');
    await expect(item.getByRole('alert')).toContainText('This key does not fit');
    await field.fill(SERVER_KEY.toString('base64'));
    await field.press('Enter');
    await expect(configuration(page, BY_KEY)).toContainText(MARKER);
  });

  test('opens at once with an unlocked key, and closes with all keys', async ({ page }) => {
    await page.getByRole('radio', { name: /^Raw key/ }).check();
    const field = page.getByRole('textbox', { name: 'Key, hexadecimal or base64' });
    await field.fill(SERVER_KEY.toString('hex'));
    await field.press('Enter');
    await expect(page.getByRole('button', { name: 'Forget all keys' })).toBeVisible();
    for (const path of [BY_KEY, BY_BOTH]) {
      await one(page, path)
        .getByRole('button', { name: `Open ${path}` })
        .click();
      await expect(configuration(page, path)).toContainText(MARKER);
    }
    await page.getByRole('navigation').getByRole('button', { name: 'Files' }).click();
    await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
    await expect(configuration(page, BY_KEY)).toContainText(MARKER);
    await page.getByRole('button', { name: 'Forget all keys' }).click();
    await expect(page.locator('body')).not.toContainText(MARKER);
  });

  test('leaves nothing behind, and is closed after a reload', async ({ page, watch }) => {
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    const item = one(page, BY_BOTH);
    await item.getByRole('button', { name: `Open ${BY_BOTH}` }).click();
    await item.getByRole('textbox', { name: 'Password of the virtual machine' }).fill(PASSWORD);
    await item.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(configuration(page, BY_BOTH)).toContainText(MARKER);
    await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
    // The view is remembered a moment later.
    await page.waitForTimeout(1_500);
    const kept = await everythingKept(page);
    // The search finds what is there.
    expect(kept.includes(Buffer.from('hostd.log'))).toBe(true);
    const places = [kept, Buffer.from(page.url()), Buffer.from(heard.join('\n'))];
    for (const secret of [PASSWORD, MARKER])
      expect(places.map((place) => place.includes(Buffer.from(secret)))).toEqual([false, false, false]);
    watch.pageReloads();
    await page.reload();
    await ready(page);
    watch.pageIsThere();
    await expect(one(page, BY_BOTH).getByRole('button', { name: `Open ${BY_BOTH}` })).toBeVisible();
    await expect(page.locator('body')).not.toContainText(MARKER);
  });
});
