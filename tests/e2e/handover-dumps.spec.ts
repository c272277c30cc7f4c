import { readEnvelope, readKeyFile } from '../unit/envelope-reading';
import { bundleWithDumps } from './decrypting';
import { caseOf } from './envelope-cases';
import { bar, build, manifestOf, openBundle, saved, sha256, showHandover, unpacked } from './handing-over';
import { everythingKept } from './kept';
import { expect, test } from './page';

const KERNEL_DUMP = caseOf('vmkernel-zdump.1');
const FOR_THE_VENDOR = 'for the vendor 31a7';

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
