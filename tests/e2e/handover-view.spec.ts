import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import type { Download, Page } from 'playwright/test';
import type { AliasMap, ManifestEntry } from '../../workers/public-api';
import { readEnvelope, readKeyFile } from '../unit/envelope-reading';
import { bundleWithDumps } from './decrypting';
import { caseOf } from './envelope-cases';
import { everythingKept } from './kept';
import { bundle } from './made';
import { expect, open, ready, test, type TestFile } from './page';
import { pickedFile, pickFiles } from './picked-file';

const KERNEL_DUMP = caseOf('vmkernel-zdump.1');
const FOR_THE_VENDOR = 'for the vendor 31a7';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const bar = (page: Page) => page.getByRole('group', { name: 'Build', exact: true });

async function showHandover(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Hand over' }).click();
  await expect(page.getByRole('heading', { name: 'What goes in' })).toBeVisible();
}

async function openBundle(page: Page, file?: TestFile): Promise<void> {
  await open(page, [file ?? (await bundle({ logBytes: 60_000 }))]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
}

/** The line that says how much goes in, once it says so. */
async function chosenFiles(page: Page): Promise<number> {
  const line = page.getByText(/ unpacked, about /);
  await expect(line).toBeVisible();
  return Number((await line.innerText()).split(' ')[0]!.replaceAll(',', ''));
}

async function build(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Build package' });
  await expect(button).toBeEnabled();
  await button.click();
  await expect(bar(page)).toContainText('The package is ready', { timeout: 60_000 });
}

async function saved(page: Page, button: RegExp | string): Promise<{ name: string; bytes: Buffer }> {
  const [download]: [Download, unknown] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Files of a package by their path. */
async function unpacked(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const entries = await unpackTar(gunzipSync(bytes));
  return new Map(
    entries.filter(({ data }) => data).map(({ header, data }) => [header.name, Buffer.from(data!)]),
  );
}

async function manifestOf(page: Page): Promise<ManifestEntry[]> {
  return JSON.parse((await saved(page, 'Save manifest')).bytes.toString()) as ManifestEntry[];
}

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
  expect(await chosenFiles(page)).toBe(before.files.length);
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

test('files are chosen in the tree, by name, and left out; the number of them follows', async ({ page }) => {
  await openBundle(page);
  await showHandover(page);
  const all = await chosenFiles(page);

  await page.getByRole('radio', { name: 'chosen files and folders' }).check();
  await expect(page.getByText('Nothing is chosen yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Build package' })).toBeDisabled();
  await page.getByRole('button', { name: 'Choose all' }).click();
  expect(await chosenFiles(page)).toBe(all);

  const etc = page.getByRole('treeitem', { name: 'etc', exact: false }).first();
  await etc.locator('.check').click();
  await expect(etc).toHaveAttribute('aria-checked', 'false');
  await expect(page.getByRole('treeitem').first()).toHaveAttribute('aria-checked', 'mixed');
  const inEtc = await page.evaluate(
    async () => (await window.bundlescope.files()).filter(({ path }) => path.startsWith('etc/')).length,
  );
  await expect.poll(() => chosenFiles(page)).toBe(all - inEtc);
  await etc.locator('.check').click();
  await expect(page.getByRole('treeitem').first()).toHaveAttribute('aria-checked', 'true');

  await page.getByRole('radio', { name: 'by name' }).check();
  await page.getByLabel('Only files of these names').fill('etc/\nno-such-*');
  await expect(page.getByRole('alert').filter({ hasText: 'no-such-*' })).toBeVisible();
  await page.getByLabel('Only files of these names').fill('etc/');
  await expect.poll(() => chosenFiles(page)).toBe(inEtc);
  await page.getByText('Leave out', { exact: true }).first().click();
  await page.getByLabel('Leave out, one a line').fill('etc/hosts');
  await expect.poll(() => chosenFiles(page)).toBe(inEtc - 1);
  await build(page);
  const manifest = await manifestOf(page);
  expect(manifest).toHaveLength(inEtc - 1);
  expect(manifest.some(({ path }) => path.endsWith('/etc/hosts'))).toBe(false);
});

test('a folder is handed over from the files; logs are cut to what the timeline is held to', async ({
  page,
}) => {
  await openBundle(page);
  const { middle, inRange } = await page.evaluate(async () => {
    const { events } = await window.bundlescope.events({ query: 'file:hostd.log', limit: 10_000 });
    const middle = events[Math.floor(events.length / 2)]!.time!;
    return { middle, inRange: events.filter(({ time }) => time! >= middle).length };
  });
  await page.getByRole('navigation').getByRole('button', { name: 'Timeline' }).click();
  const query = page.getByRole('combobox').or(page.getByRole('searchbox')).first();
  await query.fill(`after:${middle}`);
  await query.press('Enter');

  await page.getByRole('navigation').getByRole('button', { name: 'Files' }).click();
  await page.getByRole('tree').focus();
  const selected = page.getByRole('treeitem', { selected: true });
  await expect(page.getByRole('treeitem', { level: 2 })).not.toHaveCount(0);
  for (const name of ['var', 'run', 'log']) {
    await page.keyboard.type(name);
    await expect(selected).toHaveAccessibleName(new RegExp(`^${name}`));
    await page.keyboard.press('ArrowRight');
    await expect(selected).toHaveAttribute('aria-expanded', 'true');
    // A pause begins another name.
    await page.waitForTimeout(1_100);
  }
  await page.keyboard.press('Alt+Enter');

  await expect(page.getByText('var/run/log goes into the package')).toBeAttached();
  await expect(page.getByRole('radio', { name: 'chosen files and folders' })).toBeChecked();
  await page.getByRole('button', { name: 'As on the timeline' }).click();
  await expect(page.getByRole('textbox', { name: 'From' })).toHaveValue(
    middle
      .slice(0, 23)
      .replace('T', ' ')
      .replace(/\.000$/, ''),
  );
  await expect(page.getByText('cut to the time range')).toBeVisible();
  await build(page);
  const inside = await unpacked((await saved(page, /^Save package/)).bytes);
  const hostd = [...inside].find(([path]) => path.endsWith('/var/run/log/hostd.log'))!;
  expect([...inside.keys()].every((path) => path.includes('/var/run/log/'))).toBe(true);
  await openBundle(page, { name: 'hostd.log', bytes: hostd[1] });
  const cut = await page.evaluate(async () => {
    const { source } = (await window.bundlescope.files()).find(({ path }) => path === 'hostd.log')!;
    const { events } = await window.bundlescope.events({ query: `source:${source}`, limit: 10_000 });
    return { count: events.length, first: events[0]!.time };
  });
  expect(cut).toEqual({ count: inRange, first: middle });

  await page.getByRole('textbox', { name: 'From' }).fill('soon');
  await page.getByRole('textbox', { name: 'From' }).press('Tab');
  await expect(page.getByText('soon is no date or time')).toBeVisible();
});

test('dumps are re-encrypted once their keys are there, and no secret is left anywhere', async ({ page }) => {
  await openBundle(page, await bundleWithDumps());
  await showHandover(page);
  await page.getByRole('button', { name: 'Dumps re-encrypted' }).click();
  await expect(page.getByText('5 dumps cannot be treated like that')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Build package' })).toBeDisabled();
  await expect(bar(page)).toContainText('see step 2');
  await expect(page.getByRole('heading', { name: 'Keys that are missing' })).toBeVisible();

  await page.getByRole('button', { name: 'Unlock in the view Dumps' }).click();
  const unlocking = page.getByRole('textbox', { name: 'Password', exact: true });
  await unlocking.fill(KERNEL_DUMP.password!);
  await unlocking.press('Enter');
  await expect(page.getByText(/^Key unlocked/)).toBeVisible();
  await showHandover(page);
  // The one under another key still cannot be opened.
  await expect(page.getByText('1 dump cannot be treated like that')).toBeVisible();
  await page.getByRole('button', { name: 'Leave var/core/hostd-zdump.000 out' }).click();
  await expect(page.getByRole('button', { name: 'Build package' })).toBeEnabled();

  const [first, second] = [page.getByLabel('New password'), page.getByLabel('The same again')];
  await page.getByRole('button', { name: 'Build package' }).click();
  await expect(page.getByText('Type a password.')).toBeVisible();
  await expect(first).toBeFocused();
  await first.fill(FOR_THE_VENDOR);
  await second.fill('another one');
  await page.getByRole('button', { name: 'Build package' }).click();
  await expect(page.getByText('The two passwords are not the same')).toBeVisible();
  await first.fill(FOR_THE_VENDOR);
  await second.fill(FOR_THE_VENDOR);
  await build(page);
  await expect(first).toHaveValue('');
  await expect(page.getByText('Tell them the password in another way')).toBeVisible();

  const manifest = await manifestOf(page);
  const inside = await unpacked((await saved(page, /^Save package/)).bytes);
  const keyFile = (await saved(page, 'Save key file')).bytes;
  const keyPath = [...inside.keys()].find((path) => path.endsWith('/vm-support-incident-key'))!;
  expect(inside.get(keyPath)!.equals(keyFile)).toBe(true);
  const { key } = readKeyFile(keyFile, FOR_THE_VENDOR);
  const recrypted = manifest.filter(({ path, action }) => action === 'recrypted' && path.includes('zdump'));
  expect(recrypted).toHaveLength(3);
  for (const { path } of recrypted) {
    const { plain } = readEnvelope(inside.get(path)!.subarray(4096), key);
    expect(sha256(plain)).toBe(KERNEL_DUMP.plainSha256);
  }
  expect(manifest.some(({ path }) => path.endsWith('hostd-zdump.000'))).toBe(false);

  await page.waitForTimeout(1_500);
  const kept = await everythingKept(page);
  const shown = await page.evaluate(() => [
    location.href,
    document.documentElement.outerHTML,
    ...Array.from(document.querySelectorAll('input, textarea'), (field) =>
      'value' in field ? field.value : '',
    ),
  ]);
  for (const secret of [FOR_THE_VENDOR, KERNEL_DUMP.password!]) {
    expect(kept.includes(secret)).toBe(false);
    expect(shown.join('\n').includes(secret)).toBe(false);
  }
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
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(bar(page)).toContainText('Cancelled. Nothing was kept.');
  const cancelled = await page.evaluate(() => (window as { isRemoved?: boolean }).isRemoved);
  expect(cancelled).toBe(true);
});

test('for the vendor: nothing confidential is in the package, and the alias map is saved apart', async ({
  page,
}) => {
  await openBundle(page, await bundleWithDumps());
  const host = await page.evaluate(async () => (await window.bundlescope.hosts())[0]!.hostname!);
  await showHandover(page);
  await page.getByRole('button', { name: 'For the vendor' }).click();
  await expect(page.getByText('Dumps are left out: memory cannot be redacted')).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Decrypt/ })).toBeDisabled();
  await page.getByLabel('Further words').fill('Rotterdam\nvmkfstools');
  await expect(bar(page)).toContainText(/bundle-\d{4}-\d\d-\d\d\.redacted\.tgz/);
  await build(page);
  await expect(page.getByText('must not go with the package')).toBeVisible();
  const inside = await unpacked((await saved(page, /^Save package/)).bytes);
  const map = await saved(page, 'Save alias map');
  expect(map.name).toMatch(/^bundle-.*\.redacted\.aliases\.json$/);
  const { aliases } = JSON.parse(map.bytes.toString()) as AliasMap;
  expect(aliases.some(({ kind, original }) => kind === 'host-name' && host.startsWith(original))).toBe(true);

  const short = host.split('.')[0]!;
  for (const [path, content] of inside) {
    expect(path).not.toContain(short);
    expect(path).not.toContain('zdump');
    expect(path).not.toContain('alias');
    expect([path, content.includes(short)]).toEqual([path, false]);
  }
  const manifest = await manifestOf(page);
  expect(manifest.filter(({ action }) => action === 'dropped').length).toBeGreaterThan(4);
  // The manifest goes along with the package.
  expect(JSON.stringify(manifest)).not.toContain(short);
});

test('redaction is previewed, and what it made is turned back', async ({ page }) => {
  await openBundle(page);
  const host = await page.evaluate(async () => (await window.bundlescope.hosts())[0]!.hostname!);
  const short = host.split('.')[0]!;
  await showHandover(page);
  await page.getByRole('switch').check();
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  const preview = page.getByRole('tabpanel', { name: 'Kinds' });
  await expect(preview.getByRole('heading', { name: /^Host names/ })).toBeVisible();
  await expect(preview.getByRole('cell', { name: short, exact: true }).first()).toBeVisible();
  await page.getByRole('tab', { name: 'Lines' }).click();
  const lines = page.getByRole('tabpanel', { name: 'Lines' });
  await expect(lines.locator('mark').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Lines' }).press('ArrowRight');
  const paths = page.getByRole('tabpanel', { name: 'File names' });
  await expect(paths.locator('mark').first()).toBeVisible();
  await page.getByRole('checkbox', { name: 'UUIDs' }).uncheck();
  await expect(page.getByText('Choices have changed since.')).toBeVisible();
  await page.getByRole('button', { name: 'Preview again' }).click();
  await page.getByRole('tab', { name: 'Kinds' }).click();
  await expect(page.getByRole('heading', { name: /^Host names/ })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^UUIDs/ })).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'UUIDs' }).check();

  await build(page);
  const map = await saved(page, 'Save alias map');
  const { aliases } = JSON.parse(map.bytes.toString()) as AliasMap;
  const { alias } = aliases.find(({ kind, original }) => kind === 'host-name' && original === host)!;
  const other = aliases.find(({ kind }) => kind === 'uuid')!;

  await page.getByRole('tab', { name: 'Turn back' }).click();
  const submit = page.getByRole('button', { name: 'Turn back', exact: true });
  await expect(submit).toBeDisabled();
  const picking = async (button: string, file: { name: string; bytes: Buffer }) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: button }).click();
    await (await chooser).setFiles({ name: file.name, mimeType: '', buffer: file.bytes });
  };
  await picking('Choose alias map', { name: 'notes.json', bytes: Buffer.from('{"a":1}') });
  await expect(page.getByRole('alert')).toContainText('notes.json: this is no alias map');
  await picking('Choose alias map', map);
  await expect(page.getByText(`${map.name}: ${aliases.length} aliases`)).toBeVisible();
  await page.getByLabel('Text with aliases').fill(`look at ${alias} (${other.alias}) first`);
  await submit.click();
  const original = page.locator('pre');
  await expect(original).toHaveText(`look at ${host} (${other.original}) first`);
  expect((await saved(page, 'Save text')).bytes.toString()).toBe(`look at ${host} (${other.original}) first`);
  await picking('From a file', { name: 'answer.txt', bytes: Buffer.from(`${alias} is down\n`) });
  await expect(page.getByText('answer.txt (')).toBeVisible();
  await submit.click();
  await expect(original).toContainText(`${host} is down`);
  expect((await saved(page, 'Save text')).name).toBe('answer.originals.txt');

  // Nothing of it stays.
  await page.getByRole('tab', { name: 'Package' }).click();
  await page.getByRole('tab', { name: 'Turn back' }).click();
  await expect(page.getByLabel('Text with aliases')).toHaveValue('');
  await expect(submit).toBeDisabled();
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
  await page.waitForTimeout(1_500);
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
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Reconstruct package');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toContainText('.reconstructed.tgz');
  await expect(bar(page)).toContainText('The package is ready');
});

test('a time that is none is no missing limit: nothing is built before it is mended', async ({ page }) => {
  await openBundle(page);
  await showHandover(page);
  await chosenFiles(page);
  const from = page.getByLabel('From', { exact: true });
  const button = page.getByRole('button', { name: 'Build package' });
  await from.fill('last monday');
  await from.blur();
  await expect(page.getByRole('alert').filter({ hasText: 'last monday is no date or time' })).toBeVisible();
  await expect(button).toBeDisabled();
  await page.getByRole('button', { name: 'No limits' }).click();
  await expect(from).toHaveValue('');
  await expect(button).toBeEnabled();
  await from.fill('soon');
  await from.blur();
  await expect(button).toBeDisabled();
  await page.getByRole('button', { name: 'Reconstruct only' }).click();
  await expect(from).toHaveValue('');
  await expect(button).toBeEnabled();
});
