import { gzipSync } from 'node:zlib';
import { tar, tarEntry } from '../unit/tar-bytes';
import { expect, open, test } from './page';

/** A bundle whose paths lead out, and that is cut in its trailer. */
const HOSTILE = gzipSync(
  tar(
    tarEntry({ name: 'top/a.txt', data: 'a' }),
    ...Array.from({ length: 9 }, (_, i) => tarEntry({ name: `../../<b>${i}`, data: 'x' })),
    tarEntry({ name: '/etc/absolute', data: 'y' }),
  ),
).subarray(0, -6);

test('paths that are not unpacked as they are, and damage, are told of by code', async ({ page }) => {
  await open(page, [{ name: 'bundle.tgz', bytes: new Uint8Array(HOSTILE) }]);
  const told = await page.evaluate(async () => {
    await window.bundlescope.whenIdle({ stored: true });
    const { warnings } = await window.bundlescope.pack({ dumps: 'keep', fragments: 'join' });
    return warnings.map(({ code, path }) => `${code} ${path}`);
  });
  expect(told).toEqual([
    'source-damaged bundle.tgz',
    ...Array.from({ length: 9 }, (_, i) => `path-leads-out ../../<b>${i}`),
    'path-absolute /etc/absolute',
  ]);
  await page.getByRole('navigation').getByRole('button', { name: 'Hand over' }).click();
  await page.getByRole('button', { name: 'Build package' }).click();
  const section = page.locator('[data-warnings]');
  await expect(section.getByRole('heading', { name: 'path-leads-out (9)' })).toBeVisible();
  await expect(section.getByText('GNU tar does not unpack it')).toHaveCount(1);
  await expect(section.getByText('../../<b>4')).toBeVisible();
  await expect(section.getByText('../../<b>5')).toHaveCount(0);
  await section.getByRole('button', { name: 'Show all 9' }).press('Enter');
  await expect(section.getByText('../../<b>8')).toBeVisible();
  await expect(section.getByRole('heading', { name: 'source-damaged (1)' })).toBeVisible();
});
