import { createHash } from 'node:crypto';
import type { Page } from 'playwright/test';
import { caseOf, fixture, withEntries } from './envelope-cases';
import { bundle, entry, sparseEntry } from './made';
import { expect, open, test } from './page';

const DUMP = caseOf('vmkernel-zdump.1');
const HEADER = 4096;
const TIB = 1024 ** 4;

/** The dump with zeros for its clear header, which tar leaves out as a hole. */
const dump = fixture(DUMP.file).fill(0, 0, HEADER);

async function openWith(page: Page, entries: Parameters<typeof withEntries>[0]): Promise<void> {
  const key = entry('vm-support-incident-key', fixture(DUMP.keyFile!));
  await open(page, [await bundle({ logBytes: 50_000, damage: withEntries([key, ...entries]) })]);
}

async function decrypted(page: Page, path: string) {
  return page.evaluate(
    async ([path, password]) => {
      try {
        const { blob } = await window.bundlescope.decrypt(path, { password });
        return { plain: [...new Uint8Array(await blob.arrayBuffer())] };
      } catch (error) {
        return { code: (error as { code: string }).code };
      }
    },
    [path, DUMP.password!] as const,
  );
}

function expectPlain(answer: Awaited<ReturnType<typeof decrypted>>): void {
  const plain = Buffer.from(answer.plain ?? []);
  expect([answer.code, plain.length]).toEqual([undefined, DUMP.plainBytes]);
  expect(createHash('sha256').update(plain).digest('hex')).toBe(DUMP.plainSha256);
}

test('envelopes are found behind holes, in fragments and whole', async ({ page }) => {
  const cut = 10_000;
  await openWith(page, [
    // The hole in front is all there is of the first fragment.
    sparseEntry('var/core/vmkernel-zdump.1.FRAG-00000', HEADER, []),
    entry('var/core/vmkernel-zdump.1.FRAG-00001', dump.slice(HEADER)),
    sparseEntry('var/core/vmkernel-zdump.2.FRAG-00000', cut, [
      { offset: HEADER, bytes: dump.slice(HEADER, cut) },
    ]),
    entry('var/core/vmkernel-zdump.2.FRAG-00001', dump.slice(cut)),
    sparseEntry('var/core/vmkernel-zdump.3', dump.length, [{ offset: HEADER, bytes: dump.slice(HEADER) }]),
    // A hole in the header of the envelope itself, behind its attributes.
    sparseEntry('vmcores/vmmcores.ve', dump.length - HEADER, [
      { offset: 0, bytes: dump.slice(HEADER, HEADER + 3584) },
      { offset: 4096, bytes: dump.slice(HEADER + 4096) },
    ]),
  ]);
  const envelopes = await page.evaluate(() => window.bundlescope.envelopes());
  expect(envelopes.map(({ path, offset, opensWith }) => [path, offset, opensWith]).sort()).toEqual([
    ['var/core/vmkernel-zdump.1', HEADER, 'incident-key'],
    ['var/core/vmkernel-zdump.2', HEADER, 'incident-key'],
    ['var/core/vmkernel-zdump.3', HEADER, 'incident-key'],
    ['vmcores/vmmcores.ve', 0, 'incident-key'],
  ]);
  for (const { path } of envelopes) expectPlain(await decrypted(page, path));
});

test('an envelope of two terabytes of holes is listed at once, and refused by its end', async ({ page }) => {
  const pieces = [{ offset: HEADER, bytes: dump.slice(HEADER) }];
  await openWith(page, [
    sparseEntry('var/core/vmkernel-zdump.1.FRAG-00000', 2 * TIB, pieces),
    entry('var/core/vmkernel-zdump.1.FRAG-00001', new Uint8Array(4096)),
    sparseEntry('var/core/vmkernel-zdump.2', 2 * TIB, pieces),
    sparseEntry('var/log/hostd.log', 2 * TIB, [
      { offset: 0, bytes: new TextEncoder().encode('2026-02-03T04:05:06.000Z info hostd[1] a line\n') },
    ]),
  ]);
  const [envelopes, files] = await page.evaluate(async () => [
    await window.bundlescope.envelopes(),
    await window.bundlescope.files(),
  ]);
  expect(envelopes.map(({ path }) => path).sort()).toEqual([
    'var/core/vmkernel-zdump.1',
    'var/core/vmkernel-zdump.2',
  ]);
  for (const { path } of envelopes) expect(await decrypted(page, path)).toEqual({ code: 'truncated' });
  // No log is read through holes.
  expect(files.find(({ path }) => path === 'var/log/hostd.log')!.kind).toBe('binary');
});

test('an empty incident key file is listed, with what is wrong with it', async ({ page }) => {
  await open(page, [
    await bundle({
      logBytes: 50_000,
      damage: withEntries([
        entry('vm-support-incident-key', ''),
        entry('tmp/other-empty-file', ''),
        entry('var/core/vmkernel-zdump.1', dump),
      ]),
    }),
  ]);
  const [keyFiles, envelopes] = await page.evaluate(async () => [
    await window.bundlescope.keyFiles(),
    await window.bundlescope.envelopes(),
  ]);
  expect(keyFiles).toEqual([
    {
      path: 'vm-support-incident-key',
      source: 0,
      kind: 'key-file',
      keyInfos: [],
      keyIds: [],
      opensBy: [],
      isIncidentKey: true,
      problem: { code: 'empty', message: expect.stringContaining('collected without a password') },
    },
  ]);
  expect(envelopes.map(({ opensWith }) => opensWith)).toEqual(['other-key']);
  expect(envelopes[0]!.advice.join(' ')).toContain('collected without a password');
  const unlocked = await page.evaluate(() =>
    window.bundlescope.unlock('vm-support-incident-key', { password: 'x' }).then(
      () => null,
      (error: Error & { code: string }) => ({ code: error.code, message: error.message }),
    ),
  );
  expect(unlocked).toMatchObject({ code: 'not-a-key-file', message: expect.stringContaining('empty') });
  await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
  await expect(page.getByText('The incident key file of this bundle is empty')).toBeVisible();
  await expect(page.getByRole('radio', { name: /vm-support-incident-key/ })).toHaveCount(0);
});
