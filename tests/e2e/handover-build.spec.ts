import { readFileSync } from 'node:fs';
import { bundleWithDumps } from './decrypting';
import {
  bar,
  build,
  chosenFiles,
  manifestOf,
  openBundle,
  saved,
  sha256,
  showHandover,
  unpacked,
} from './handing-over';
import { everythingKept, keptView } from './kept';
import { expect, ready, runCommand, test } from './page';
import { pickedFile, pickFiles, writingBegun } from './picked-file';

test('reconstructing is one click; what is saved has the hashes of the manifest and opens as it was', async ({
  page,
  watch,
}) => {
  await openBundle(page, await bundleWithDumps());
  const before = await page.evaluate(async () => ({
    records: await window.bundlescope.count(),
    files: (await window.bundlescope.files()).map(({ path, bytes }) => `${path} ${bytes}`).sort(),
  }));
  await showHandover(page);
  await page.getByRole('button', { name: 'Dumps re-encrypted' }).click();
  await page.getByRole('button', { name: 'Reconstruct only' }).click();
  await expect(page.getByRole('button', { name: 'Reconstruct only' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect.poll(() => chosenFiles(page)).toBe(before.files.length);
  await build(page);

  const made = await saved(page, /^Save package/);
  expect(made.name).toMatch(/^esx-.*\.reconstructed\.tgz$/);
  const manifest = await manifestOf(page);
  const inside = await unpacked(made.bytes);
  expect(manifest.map(({ path }) => path).sort()).toEqual([...inside.keys()].sort());
  for (const { path, bytes, sha256: hash } of manifest) {
    expect([path, inside.get(path)!.length, sha256(inside.get(path)!)]).toEqual([path, bytes, hash]);
  }
  expect(manifest.filter(({ action }) => action === 'joined')).toHaveLength(2);
  const sums = (await saved(page, 'Save checksums')).bytes.toString().trimEnd().split('\n');
  expect(sums).toContain(`${manifest[0]!.sha256}  ${manifest[0]!.path}`);
  expect(sums).toHaveLength(manifest.length);

  // The table says the same, and is filtered.
  const table = page.getByRole('region', { name: 'What is in the package' });
  await table.getByRole('button', { name: 'joined 2' }).click();
  await expect(table.getByRole('listitem')).toHaveCount(2);
  await table.getByRole('searchbox').fill('zdump.3');
  await expect(table.getByRole('listitem')).toHaveCount(1);
  await table.getByRole('searchbox').fill('no such file');
  await table.getByRole('button', { name: 'Show all' }).click();
  await expect(table.getByRole('status')).toHaveText(`${manifest.length} files`);

  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  await page.evaluate(async () => {
    for (const { id } of await window.bundlescope.cases()) await window.bundlescope.deleteCase(id);
  });
  await openBundle(page, { name: made.name, bytes: made.bytes });
  const after = await page.evaluate(async () => ({
    records: await window.bundlescope.count(),
    files: (await window.bundlescope.files()).map(({ path, bytes }) => `${path} ${bytes}`).sort(),
  }));
  expect(after).toEqual(before);
});

test('a package goes to the picked file; a cancelled one leaves none behind', async ({ page }) => {
  await pickFiles(page, 0);
  await openBundle(page);
  await showHandover(page);
  await page.getByRole('textbox', { name: 'Name of the package' }).fill('for/the vendor');
  await build(page);
  await expect(bar(page)).toContainText('Saved as the vendor.tgz');
  const whole = await pickedFile(page);
  expect(whole.isWhole).toBe(true);
  expect((await unpacked(Uint8Array.from(whole.bytes))).size).toBeGreaterThan(50);

  await pickFiles(page, 1_500);
  await page.getByRole('button', { name: 'Build package' }).click();
  await expect(page.getByRole('progressbar', { name: 'Progress of the package' })).toBeVisible();
  await writingBegun(page);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(bar(page)).toContainText('Cancelled. Nothing was kept.');
  await expect.poll(async () => (await pickedFile(page)).isRemoved).toBe(true);
});

test('what is too large for one download comes in numbered parts', async ({ page }) => {
  const size = 102 * 1024 ** 2;
  await page.evaluate(async (length) => {
    // What does not compress: another word at every place.
    const words = new Uint32Array(length / 4);
    let state = 1;
    for (let at = 0; at < words.length; at++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      words[at] = state;
    }
    await window.bundlescope.open([new File([words], 'dump.bin')]);
  }, size);
  await showHandover(page);
  await page.getByLabel('At most in one download').selectOption({ label: '100 MiB' });
  await expect(page.getByRole('button', { name: 'Build package' })).toBeEnabled();
  const first = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Build package' }).click();
  const parts = [await first];
  const second = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Build part 2' }).click();
  parts.push(await second);
  await expect(bar(page)).toContainText('The package is ready');
  expect(parts.map((part) => part.suggestedFilename())).toEqual([
    expect.stringMatching(/\.tgz\.part01$/),
    expect.stringMatching(/\.tgz\.part02$/),
  ]);
  await expect(page.getByText('copy /b')).toBeVisible();
  const whole = Buffer.concat(await Promise.all(parts.map(async (part) => readFileSync(await part.path()))));
  const [file] = (await unpacked(whole)).values();
  expect(file!.length).toBe(size);
  const [entry] = await manifestOf(page);
  expect(entry!.sha256).toBe(sha256(file!));
});

test('choices come back with the case', async ({ page, watch }) => {
  await openBundle(page, await bundleWithDumps());
  await showHandover(page);
  await page.getByRole('radio', { name: 'by name' }).check();
  await page.getByLabel('Only files of these names').fill('var/log/*');
  await page.getByRole('radio', { name: 'Leave out' }).check();
  await page.getByRole('radio', { name: 'Keep', exact: true }).check();
  await page.getByRole('textbox', { name: 'From' }).fill('2024-01-02');
  await page.getByRole('textbox', { name: 'From' }).press('Tab');
  await page.getByRole('switch').check();
  await page.getByRole('checkbox', { name: 'UUIDs' }).uncheck();
  await page.getByLabel('Further words').fill('Bluebird');
  await expect(page.getByText('Dumps are left out: memory cannot be redacted')).toBeVisible();
  await expect
    .poll(() => keptView(page))
    .toMatchObject({ handover: { content: { patterns: 'var/log/*' }, redact: true, kindsOff: ['uuid'] } });
  expect((await everythingKept(page)).includes('Bluebird')).toBe(false);
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  await expect(page.getByRole('heading', { name: 'What goes in' })).toBeVisible();
  await expect(page.getByLabel('Only files of these names')).toHaveValue('var/log/*');
  await expect(page.getByRole('radio', { name: 'Leave out' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Keep', exact: true })).toBeChecked();
  await expect(page.getByRole('textbox', { name: 'From' })).toHaveValue('2024-01-02 00:00:00');
  await expect(page.getByRole('checkbox', { name: 'UUIDs' })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'MAC addresses' })).toBeChecked();
  await expect(page.getByLabel('Further words')).toHaveValue('');
});

test('the keyboard alone chooses, builds and saves', async ({ page }) => {
  await openBundle(page);
  await page.keyboard.press('8');
  await expect(page.getByRole('heading', { name: 'What goes in' })).toBeVisible();
  await chosenFiles(page);
  const tabTo = async (name: string | RegExp, role: 'button' | 'radio' | 'tree') => {
    const wanted = page.getByRole(role, { name });
    for (let step = 0; step < 60; step++) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${String(name)} is not on the way`);
  };
  await tabTo('everything', 'radio');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'chosen files and folders' })).toBeChecked();
  await tabTo('Files and folders of the package', 'tree');
  await page.keyboard.press('End');
  await page.keyboard.press('Space');
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAttribute('aria-checked', 'true');
  await expect.poll(() => chosenFiles(page)).toBeGreaterThan(0);
  await tabTo('Build package', 'button');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toContainText('The package is ready');
  await expect(bar(page)).toBeFocused();
  const downloading = page.waitForEvent('download');
  await page.keyboard.press('s');
  expect((await downloading).suggestedFilename()).toMatch(/\.handover\.tgz$/);

  // And by the palette.
  await runCommand(page, 'Reconstruct package');
  await expect(bar(page)).toContainText('.reconstructed.tgz');
  await expect(bar(page)).toContainText('The package is ready');
});
