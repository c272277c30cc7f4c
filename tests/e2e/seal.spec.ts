import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright/test';
import type { DecryptOptions, FileReference, SealOptions } from '../../workers/public-api';
import { readEnvelope, readKeyFile } from '../unit/envelope-reading';
import { base64, bundleWithDumps } from './decrypting';
import { caseOf, fixture } from './envelope-cases';
import { everythingKept } from './kept';
import { expect, open, test } from './page';

const PAIR = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PUBLIC = PAIR.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const KERNEL_DUMP = caseOf('vmkernel-zdump.1');

interface Made {
  bytes: Buffer;
  keyFile: Buffer | null;
  shallow: boolean | null;
}

type What = { bytes: Uint8Array } | { reference: FileReference };
/** Blobs do not cross to the page: these tests do without them. */
type Plainly<T> = Omit<T, 'keyFile' | 'header'> & { header?: boolean };
type How =
  | { seal: Plainly<SealOptions> }
  | { recrypt: { from?: Plainly<DecryptOptions>; to: Plainly<SealOptions>; deep?: boolean } };

/** Runs `seal` or `recrypt` in the page; what it makes comes back as bytes, a failure as its code. */
async function run(page: Page, how: How, what: What): Promise<Made | { code: string; message: string }> {
  const answer = await page.evaluate(
    async ({ how, what }) => {
      const textOf = async (blob: Blob | undefined) => {
        if (!blob) return null;
        let binary = '';
        const bytes = new Uint8Array(await blob.arrayBuffer());
        for (let at = 0; at < bytes.length; at += 8192)
          binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
        return btoa(binary);
      };
      try {
        const input =
          'base64' in what
            ? new Blob([Uint8Array.from(atob(what.base64), (c) => c.charCodeAt(0))])
            : what.reference;
        const done =
          'seal' in how
            ? { ...(await window.bundlescope.seal(input, how.seal)), shallow: null }
            : await window.bundlescope.recrypt(input, how.recrypt);
        return {
          blob: (await textOf(done.blob))!,
          keyFile: await textOf(done.keyFile),
          shallow: done.shallow,
        };
      } catch (error) {
        return { code: (error as Error & { code: string }).code, message: (error as Error).message };
      }
    },
    { how, what: 'bytes' in what ? { base64: base64(what.bytes) } : what },
  );
  if (answer.code !== undefined) return { code: answer.code, message: answer.message };
  const { blob, keyFile, shallow } = answer;
  return {
    bytes: Buffer.from(blob, 'base64'),
    keyFile: keyFile === null ? null : Buffer.from(keyFile, 'base64'),
    shallow,
  };
}

function made(answer: Awaited<ReturnType<typeof run>>): Made {
  if ('code' in answer) throw new Error(`${answer.code}: ${answer.message}`);
  return answer;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('what the page seals on an insecure origin opens by the rules of the format', async ({ page }) => {
  expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle])).toEqual([false, 'undefined']);
  const plain = randomBytes(300_001);
  const password = 'пароль-密碼';
  const forms: Plainly<SealOptions>[] = [
    ...(['AES-128', 'AES-192', 'AES-256', 'XTS-AES-256'] as const).flatMap((cipher) =>
      [false, true].flatMap((wrapped) => [false, true].map((gzip) => ({ cipher, wrapped, gzip }))),
    ),
    { cipher: 'AES-256-GCM', aad: 'ESXConfiguration' },
  ];
  for (const form of forms) {
    const seal = { ...form, password, publicKey: PUBLIC };
    const { bytes, keyFile } = made(await run(page, { seal }, { bytes: plain }));
    const { key, cipher } = readKeyFile(keyFile!, password);
    expect(cipher).toBe(form.cipher);
    expect(readKeyFile(keyFile!, PAIR.privateKey).key.equals(key)).toBe(true);
    const read = readEnvelope(bytes, key, form.aad);
    expect(read.plain.equals(plain), JSON.stringify(form)).toBe(true);
    expect(read.attributes.has('vmware.internal.key')).toBe(form.wrapped ?? false);
  }
  const header = randomBytes(4096);
  const rawKey = randomBytes(64);
  const whole = Buffer.concat([header, plain]);
  const seal = { rawKey: rawKey.toString('base64'), header: true };
  const { bytes, keyFile } = made(await run(page, { seal }, { bytes: whole }));
  expect(keyFile).toBeNull();
  expect(bytes.subarray(0, 4096).equals(header)).toBe(true);
  expect(readEnvelope(bytes.subarray(4096), rawKey).plain.equals(plain)).toBe(true);
});

test('dumps of a bundle are re-encrypted, their data bytes as they are', async ({ page }) => {
  await open(page, [await bundleWithDumps()]);
  const file = Buffer.from(fixture(KERNEL_DUMP.file));
  const from = { password: KERNEL_DUMP.password! };
  for (const reference of ['var/core/vmkernel-zdump.1', 'var/core/vmkernel-zdump.2']) {
    const to = { password: 'for the vendor' };
    const shallow = made(await run(page, { recrypt: { from, to } }, { reference }));
    expect(shallow.shallow).toBe(true);
    expect(shallow.bytes.subarray(8192).equals(file.subarray(8192))).toBe(true);
    const deep = made(await run(page, { recrypt: { from, to, deep: true } }, { reference }));
    expect(deep.shallow).toBe(false);
    expect(deep.bytes.subarray(8192).equals(file.subarray(8192))).toBe(false);
    for (const { bytes, keyFile } of [shallow, deep]) {
      expect(bytes.subarray(0, 4096).equals(file.subarray(0, 4096))).toBe(true);
      const { key } = readKeyFile(keyFile!, to.password);
      expect(sha256(readEnvelope(bytes.subarray(4096), key).plain)).toBe(KERNEL_DUMP.plainSha256);
    }
  }
});

test('what is refused says why by its code', async ({ page }) => {
  const gcm = caseOf('v2-gcm-42893-bytes.ve');
  const from = { rawKey: gcm.rawKeyHex!, aad: gcm.aad! };
  const bad = { bytes: fixture('bad-gcm-tag-flipped.ve') };
  const to = { password: 'x' };
  expect(await run(page, { recrypt: { from, to } }, bad)).toMatchObject({ code: 'not-authentic' });
  const good = { bytes: fixture(gcm.file) };
  const wrapped = { ...to, wrapped: true };
  expect(await run(page, { recrypt: { from, to: wrapped } }, good)).toMatchObject({
    code: 'unsupported-cipher',
  });
  const plain = { bytes: randomBytes(10) };
  expect(await run(page, { seal: {} }, plain)).toMatchObject({ code: 'key-needed' });
  const typo = { password: 7 as unknown as string };
  expect(await run(page, { seal: typo }, plain)).toMatchObject({ code: 'bad-argument' });
  expect(await run(page, { seal: { publicKey: 'x' } }, plain)).toMatchObject({ code: 'not-a-key-file' });
});

// -- the dialog

async function openDump(page: Page): Promise<void> {
  const one = caseOf('hostd-zdump.000');
  await open(page, [
    { name: 'hostd-zdump.000', bytes: fixture(one.file) },
    { name: 'dumps.key', bytes: fixture(one.keyFile!) },
  ]);
  await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
  const field = page.getByRole('textbox', { name: 'Password', exact: true });
  await field.fill(one.password!);
  await field.press('Enter');
  await expect(page.getByText('Key unlocked: opens 1 file.')).toBeVisible();
}

const saved = async (download: Download) => readFileSync(await download.path());

test('the dialog makes a file and its key file for a password, and says what to hand to whom', async ({
  page,
}) => {
  await openDump(page);
  await page.getByRole('button', { name: 'Re-encrypt hostd-zdump.000 for someone else' }).click();
  const dialog = page.getByRole('dialog', { name: 'Re-encrypt for someone else' });
  const submit = dialog.getByRole('button', { name: 'Re-encrypt', exact: true });
  const [first, second] = [dialog.getByLabel('New password'), dialog.getByLabel('The same again')];

  await submit.click();
  await expect(dialog.getByRole('alert').first()).toHaveText('Type a password.');
  await first.fill('for the vendor');
  await second.fill('for the vendors');
  await submit.click();
  await expect(dialog.getByRole('alert').first()).toContainText('not the same');
  await expect(first).toBeFocused();
  for (const field of [first, second]) await expect(field).toHaveValue('');

  await first.fill('for the vendor');
  await second.fill('for the vendor');
  await second.press('Enter');
  await expect(dialog.getByText('What to hand to whom')).toBeVisible();
  await expect(dialog.getByText('the data itself is as it was')).toBeVisible();
  await expect(dialog.getByText('Tell them the password in another way')).toBeVisible();
  await expect(dialog.getByText('--offset 4096 --keyfile hostd-zdump.000.reencrypted.key')).toBeVisible();
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  await dialog.getByRole('button', { name: 'Download hostd-zdump.000.reencrypted (' }).click();
  await expect.poll(() => downloads.length).toBe(1);
  await dialog.getByRole('button', { name: 'Download hostd-zdump.000.reencrypted.key' }).click();
  await expect.poll(() => downloads.length).toBe(2);
  expect(downloads.map((download) => download.suggestedFilename())).toEqual([
    'hostd-zdump.000.reencrypted',
    'hostd-zdump.000.reencrypted.key',
  ]);
  const [envelope, keyFile] = [await saved(downloads[0]!), await saved(downloads[1]!)];
  const { key } = readKeyFile(keyFile, 'for the vendor');
  const { plain } = readEnvelope(envelope.subarray(4096), key);
  expect(sha256(plain)).toBe(caseOf('hostd-zdump.000').plainSha256);
  expect(envelope.subarray(8192).equals(Buffer.from(fixture('hostd-zdump.000')).subarray(8192))).toBe(true);

  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(
    page.getByRole('button', { name: 'Re-encrypt hostd-zdump.000 for someone else' }),
  ).toBeFocused();
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const kept = await everythingKept(page);
  for (const secret of ['for the vendor', key, key.toString('base64').slice(0, 40)])
    expect(kept.includes(secret as string)).toBe(false);
});

test('the dialog takes a public key, or a raw key', async ({ page }) => {
  await openDump(page);
  const way = page.getByRole('button', { name: 'Re-encrypt hostd-zdump.000 for someone else' });
  const dialog = page.getByRole('dialog', { name: 'Re-encrypt for someone else' });
  const submit = dialog.getByRole('button', { name: 'Re-encrypt', exact: true });

  await way.click();
  await dialog.getByLabel('an RSA key pair').check();
  await dialog.getByLabel('Public key of the recipient').fill('-----BEGIN CERTIFICATE-----');
  await submit.click();
  await expect(dialog.getByText('Not an RSA public key')).toBeVisible();
  await dialog.getByLabel('Public key of the recipient').fill(PUBLIC);
  await dialog.getByLabel('Encrypt the data anew, too').check();
  await submit.click();
  await expect(dialog.getByText('decrypted and encrypted anew')).toBeVisible();
  await expect(dialog.getByText('with the private key the recipient has')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: /^Download hostd-zdump.000.reencrypted.key/ }).click(),
  ]);
  expect(readKeyFile(await saved(download), PAIR.privateKey).cipher).toBe('XTS-AES-256');
  await dialog.getByRole('button', { name: 'Close' }).click();

  await way.click();
  await dialog.getByLabel('a raw key').check();
  await dialog.getByLabel('Key, hexadecimal or base64').fill('no key');
  await submit.click();
  await expect(dialog.getByText('Not a key, or not one of the right length')).toBeVisible();
  const key = randomBytes(32);
  await dialog.getByLabel('Key, hexadecimal or base64').fill(key.toString('hex'));
  await submit.click();
  await expect(dialog.getByText('There is no key file.')).toBeVisible();
  const [envelope] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: /^Download hostd-zdump.000.reencrypted/ }).click(),
  ]);
  const { plain } = readEnvelope((await saved(envelope)).subarray(4096), key);
  expect(sha256(plain)).toBe(caseOf('hostd-zdump.000').plainSha256);
});
