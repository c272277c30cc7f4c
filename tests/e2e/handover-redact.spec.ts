import type { AliasMap } from '../../workers/public-api';
import { bundleWithDumps } from './decrypting';
import { bar, build, manifestOf, openBundle, saved, showHandover, unpacked } from './handing-over';
import { expect, test } from './page';

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
