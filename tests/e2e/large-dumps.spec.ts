import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download, Page, TestInfo } from 'playwright/test';
import { writeEnvelope } from '../unit/envelope-writing';
import { caseOf, fixture, fragments, keyOf, withFiles } from './envelope-cases';
import { bundle, noise } from './made';
import { expect, ready, test, type Watch } from './page';

const MIB = 1024 ** 2;
const KERNEL_DUMP = caseOf('vmkernel-zdump.1');
const WHOLE = 'var/core/vmkernel-zdump.1';
const FRAGMENTED = 'var/core/hostd-zdump.000';
const SMALL = 'var/core/vmkernel-zdump.2';

/** A dump behind its clear header, under the incident key of the fixtures, its data under a wrapped inner key. */
async function madeDump(plain: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const envelope = writeEnvelope({
    version: 1,
    cipher: 'AES-256',
    inner: 'XTS-AES-256',
    key: await keyOf(KERNEL_DUMP),
    keyInfo: KERNEL_DUMP.keyInfo!,
    plain,
    attributes: [['vmware.contentType', 'vmware.userworld.dump']],
  });
  return new Uint8Array(Buffer.concat([randomBytes(4096), envelope]));
}

/** A bundle with its incident key, a small dump and these. */
async function openBundle(page: Page, info: TestInfo, dumps: Record<string, Uint8Array<ArrayBuffer>>) {
  const path = info.outputPath('bundle.tar');
  const files = {
    'vm-support-incident-key': fixture('aes-256.key'),
    ...fragments(SMALL, fixture(KERNEL_DUMP.file), 10_000),
    ...dumps,
  };
  const { bytes } = await bundle({ logBytes: 50_000, compress: 'none', damage: withFiles(files) });
  await writeFile(path, bytes);
  await page.locator('input[data-pick=files]').setInputFiles(path);
  await expect
    .poll(async () => (await page.evaluate(() => window.bundlescope.envelopes())).length, { timeout: 60_000 })
    .toBeGreaterThan(1);
  await page.evaluate(() => window.bundlescope.whenIdle());
  await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
  const field = page.getByRole('textbox', { name: 'Password', exact: true });
  await field.fill(KERNEL_DUMP.password!);
  await field.press('Enter');
  await expect(page.getByText(/^Key unlocked: opens \d files?\.$/)).toBeVisible();
}

async function sha256(download: Download): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(await download.path())) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Loads the page anew in a browser that has but one processor, so that decrypting takes its time. */
async function onOneProcessor(page: Page, watch: Watch): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setHardwareConcurrencyOverride', { hardwareConcurrency: 1 });
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  expect(await page.evaluate(() => navigator.hardwareConcurrency)).toBe(1);
}

/** Notes every state of progress of a dump, and cancels it in its midst where asked. */
async function watchProgress(page: Page, path: string, cancels: boolean): Promise<void> {
  await page.evaluate(
    ([path, cancels]) => {
      const shown: [value: number, line: string][] = [];
      Object.assign(window, { shown });
      const watch = new MutationObserver(() => {
        const bar = document.querySelector<HTMLProgressElement>(`progress[aria-label="Decrypting ${path}"]`);
        if (!bar || bar.value === shown.at(-1)?.[0]) return;
        shown.push([bar.value, bar.nextElementSibling?.textContent?.trim() ?? '']);
        if (!cancels || bar.value === 0) return;
        watch.disconnect();
        document.querySelector<HTMLElement>(`button[aria-label="Cancel decrypting ${path}"]`)!.click();
      });
      watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    },
    [path, cancels] as const,
  );
}

const progressShown = (page: Page) =>
  page.evaluate(() => (window as unknown as { shown: [number, string][] }).shown);

test('dumps of a bundle, whole and in fragments, decrypt in the view: one, then all with the same password', async ({
  page,
}, info) => {
  const plain = noise(3 * MIB + 17);
  const dump = await madeDump(plain);
  await openBundle(page, info, { [WHOLE]: dump, ...fragments(FRAGMENTED, dump, MIB) });
  const articles = page.getByRole('article');
  await expect(articles).toHaveCount(3);

  const one = page.waitForEvent('download');
  await page.getByRole('button', { name: `Decrypt ${WHOLE}` }).click();
  expect((await one).suggestedFilename()).toBe('vmkernel-zdump.1.decrypted');
  expect(await sha256(await one)).toBe(hashOf(plain));

  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  await page.getByRole('button', { name: 'Decrypt all that open (2)' }).click();
  await expect(page.getByRole('button', { name: 'All that open are decrypted' })).toBeDisabled({
    timeout: 30_000,
  });
  await expect.poll(() => downloads.length).toBe(2);
  const hashes = new Map<string, string>();
  for (const download of downloads) hashes.set(download.suggestedFilename(), await sha256(download));
  expect(Object.fromEntries(hashes)).toEqual({
    'hostd-zdump.000.decrypted': hashOf(plain),
    'vmkernel-zdump.2.decrypted': KERNEL_DUMP.plainSha256,
  });
});

test('a large dump is cancelled midway and leaves nothing; then it decrypts, with progress', async ({
  page,
  watch,
}, info) => {
  test.setTimeout(240_000);
  await onOneProcessor(page, watch);
  const plain = noise(256 * MIB);
  await openBundle(page, info, fragments(FRAGMENTED, await madeDump(plain), 32 * MIB));
  const article = page.getByRole('article').filter({ hasText: 'hostd-zdump.000' });
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));

  for (let round = 0; round < 2; round++) {
    await watchProgress(page, FRAGMENTED, true);
    await article.getByRole('button', { name: /^Decrypt( again:)? var/ }).click();
    await expect(article.getByText('Cancelled. Nothing was kept.')).toBeVisible({ timeout: 60_000 });
    const [last] = (await progressShown(page)).slice(-1);
    // Midway: some of it was done, and not all.
    expect(last![0]).toBeGreaterThan(0);
    expect(last![0]).toBeLessThan(1);
    await expect(article.getByRole('button', { name: 'Download again' })).toHaveCount(0);
  }
  expect(downloads).toEqual([]);

  // The page goes on working, for this dump and for others.
  await page.getByRole('button', { name: `Decrypt ${SMALL}` }).click();
  await expect.poll(() => downloads.length, { timeout: 30_000 }).toBe(1);
  expect(await sha256(downloads[0]!)).toBe(KERNEL_DUMP.plainSha256);
  await watchProgress(page, FRAGMENTED, false);
  await article.getByRole('button', { name: `Decrypt again: ${FRAGMENTED}` }).click();
  await expect.poll(() => downloads.length, { timeout: 60_000 }).toBe(2);
  expect(downloads[1]!.suggestedFilename()).toBe('hostd-zdump.000.decrypted');
  expect(await sha256(downloads[1]!)).toBe(hashOf(plain));
  const shown = await progressShown(page);
  const values = shown.map(([value]) => value).filter((value) => value > 0 && value < 1);
  expect(values.length).toBeGreaterThan(0);
  expect(values).toEqual([...values].sort((a, b) => a - b));
  expect(shown.at(-1)![1]).toMatch(/\d+% · .+ of 256/);
});

test.describe('a dump that is larger than one download may be', () => {
  const plain = noise(250 * MIB);

  test.beforeEach(async ({ page }, info) => {
    test.setTimeout(240_000);
    await openBundle(page, info, fragments(FRAGMENTED, await madeDump(plain), 32 * MIB));
    await page.getByRole('combobox', { name: 'Downloads of at most' }).selectOption({ label: '100 MiB' });
  });

  test('comes in parts, told before, and the command joins them', async ({ page }, info) => {
    const article = page.getByRole('article').filter({ hasText: 'hostd-zdump.000' });
    await expect(article).toContainText('It will come in 3 numbered parts of up to 100 MiB');
    await expect(article).toContainText('single-file build');
    const folder = info.outputPath('');
    for (let part = 1; part <= 3; part++) {
      const downloading = page.waitForEvent('download');
      const button = part === 1 ? `Decrypt ${FRAGMENTED}` : `Decrypt part ${part}`;
      await article.getByRole('button', { name: button }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toBe(`hostd-zdump.000.decrypted.part0${part}`);
      await download.saveAs(join(folder, download.suggestedFilename()));
      if (part === 3) break;
      await expect(article).toContainText(`Part ${part} is downloaded`, { timeout: 60_000 });
      await expect(article.getByRole('button', { name: `Download part ${part} again` })).toBeVisible();
    }
    await expect(article).toContainText(
      'downloaded in 3 parts, hostd-zdump.000.decrypted.part01 to hostd-zdump.000.decrypted.part03',
    );
    const [windows, posix] = await article.locator('pre').allTextContents();
    expect(windows).toBe(
      'copy /b "hostd-zdump.000.decrypted.part01"+"hostd-zdump.000.decrypted.part02"+"hostd-zdump.000.decrypted.part03" "hostd-zdump.000.decrypted"',
    );
    execFileSync('sh', ['-c', posix!], { cwd: folder });
    expect(hashOf(readFileSync(join(folder, 'hostd-zdump.000.decrypted')))).toBe(hashOf(plain));
    // What fits is still one download.
    const small = page.waitForEvent('download');
    await page.getByRole('button', { name: `Decrypt ${SMALL}` }).click();
    expect((await small).suggestedFilename()).toBe('vmkernel-zdump.2.decrypted');
  });

  test('that is cancelled between two parts says that the first is not the whole', async ({ page }) => {
    const article = page.getByRole('article').filter({ hasText: 'hostd-zdump.000' });
    const downloads: Download[] = [];
    page.on('download', (download) => downloads.push(download));
    await article.getByRole('button', { name: `Decrypt ${FRAGMENTED}` }).click();
    await expect(article).toContainText('Part 1 is downloaded', { timeout: 60_000 });
    await article.getByRole('button', { name: `Cancel decrypting ${FRAGMENTED}` }).click();
    await expect(article).toContainText('The part that was downloaded is not the whole: delete it.');
    await expect(article.getByRole('button', { name: /Download|Decrypt part/ })).toHaveCount(0);
    expect(downloads).toHaveLength(1);
    const small = page.waitForEvent('download');
    await page.getByRole('button', { name: `Decrypt ${SMALL}` }).click();
    expect(await sha256(await small)).toBe(KERNEL_DUMP.plainSha256);
  });
});
