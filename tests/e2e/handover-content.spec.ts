import { build, chosenFiles, manifestOf, openBundle, saved, showHandover, unpacked } from './handing-over';
import { expect, test } from './page';

test('files are chosen in the tree, by name, and left out; the number of them follows', async ({ page }) => {
  await openBundle(page);
  await showHandover(page);
  const all = await chosenFiles(page);

  await page.getByRole('radio', { name: 'chosen files and folders' }).check();
  await expect(page.getByText('Nothing is chosen yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Build package' })).toBeDisabled();
  await page.getByRole('button', { name: 'Choose all' }).click();
  await expect.poll(() => chosenFiles(page)).toBe(all);

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
