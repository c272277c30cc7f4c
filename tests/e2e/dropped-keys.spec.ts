import { decrypt, optionsOf } from './decrypting';
import { CASES, fixture } from './envelope-cases';
import { everythingKept } from './kept';
import { entry, hostdLog, tarOf } from './made';
import { expect, open, ready, test, textFile } from './page';

const RSA = CASES.find(({ file, privateKey }) => file === 'rsa-2048.ve' && privateKey)!;
const PEM = Buffer.from(fixture(RSA.privateKey!));
/** A line of the key that stands in nothing else. */
const LINE = Buffer.from(PEM.toString().split('\n')[7]!);

const dump = { name: 'hostd-zdump.000', bytes: fixture(RSA.file) };
const keyFile = { name: 'dumps.key', bytes: fixture(RSA.keyFile!) };
const key = { name: 'private.pem', bytes: fixture(RSA.privateKey!) };

test('a dropped private key is used, said to be there for this visit only, and never stored', async ({
  page,
  watch,
}) => {
  const report = await open(page, [dump, key, keyFile]);
  expect(report.sources.map(({ name, visitOnly }) => [name, visitOnly ?? false])).toEqual([
    ['hostd-zdump.000', false],
    ['dumps.key', false],
    ['private.pem', true],
  ]);
  await expect(page.getByText('private.pem: a key that nothing protects.')).toBeVisible();
  await expect(page.getByText('this visit only', { exact: true })).toBeVisible();
  // Its lines are no records.
  expect(await page.evaluate(() => window.bundlescope.count('file:private.pem'))).toBe(0);
  expect(await page.evaluate(() => window.bundlescope.keyFiles())).toContainEqual(
    expect.objectContaining({ path: 'private.pem', kind: 'private-key', opensBy: ['nothing'] }),
  );
  // Something else is dropped: the key stays behind it.
  await open(page, [textFile('hostd.log', hostdLog(20))]);
  expect(await page.evaluate(async () => (await window.bundlescope.read('private.pem')).text())).toBe(
    PEM.toString(),
  );

  await page.getByRole('navigation').getByRole('button', { name: 'Dumps' }).click();
  await page.getByRole('button', { name: 'Use private.pem' }).click();
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByText('Key unlocked: opens 1 file.')).toBeVisible();
  const answer = await decrypt(page, { reference: dump.name }, {});
  expect('plain' in answer && answer.plain.length).toBe(RSA.plainBytes);

  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const kept = await everythingKept(page);
  expect(kept.includes(Buffer.from(keyFile.bytes)), 'a key file needs a secret: it is stored').toBe(true);
  expect(kept.includes(LINE)).toBe(false);
  expect(kept.includes(Buffer.from('private.pem'))).toBe(false);

  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  const files = await page.evaluate(() => window.bundlescope.files());
  expect(files.map(({ path }) => path).sort()).toEqual(['dumps.key', 'hostd-zdump.000', 'hostd.log']);
});

test('a key alone makes no stored case', async ({ page, watch }) => {
  await open(page, [key]);
  await expect(page.getByRole('banner').getByText('private.pem')).toBeVisible();
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  expect((await everythingKept(page)).includes(LINE)).toBe(false);
  expect(await page.evaluate(() => window.bundlescope.cases())).toEqual([]);
  // What comes after it is stored.
  await open(page, [dump, keyFile]);
  expect(
    await decrypt(page, { reference: dump.name }, { ...optionsOf(RSA), keyFile: undefined }),
  ).toHaveProperty('plain');
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  expect((await page.evaluate(() => window.bundlescope.cases())).map(({ sources }) => sources)).toEqual([
    ['hostd-zdump.000', 'dumps.key'],
  ]);
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  expect((await page.evaluate(() => window.bundlescope.keyFiles())).map(({ path }) => path)).toEqual([
    'dumps.key',
  ]);
});

test('a key inside an archive is stored with it', async ({ page }) => {
  const report = await open(page, [{ name: 'keys.tar', bytes: await tarOf([entry('a/private.pem', PEM)]) }]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  expect(report.sources[0]!.visitOnly).toBeUndefined();
  expect((await everythingKept(page)).includes(LINE)).toBe(true);
});
