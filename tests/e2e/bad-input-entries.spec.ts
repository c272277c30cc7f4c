import type { Page } from 'playwright/test';
import { writeFile } from 'node:fs/promises';
import { entry, hostdLine, hostdLog, tarOf } from './made';
import { expect, open, test } from './page';

const read = (page: Page, path: string | { source: number; path: string }) =>
  page.evaluate(async (wanted) => (await window.bundlescope.read(wanted)).text(), path);

const matching = (page: Page, query: string) =>
  page.evaluate((wanted) => window.bundlescope.count(wanted), query);

async function paths(page: Page): Promise<string[]> {
  const files = await page.evaluate(() => window.bundlescope.files());
  return files.map(({ path }) => path);
}

async function showFiles(page: Page) {
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  return page.getByRole('tree');
}

/** Nothing of what the bundle holds has become part of the page. */
async function expectNoMarkup(page: Page) {
  expect(await page.title()).not.toBe('hacked');
  expect(await page.locator('img, iframe, object, embed, main script, marquee').count()).toBe(0);
}

test('paths that lead out of the bundle are shown as they are and read from it', async ({ page }) => {
  const hostile = [
    '../../x',
    '/etc/passwd',
    'a/../../../b',
    'C:\\windows\\x',
    '//server/share',
    'a//b',
    './.',
  ];
  const bytes = await tarOf(hostile.map((path) => entry(path, `content of ${path}`)));
  const report = await open(page, [{ name: 'b.tar', bytes }]);
  expect(report.sources[0]!.entries).toBe(hostile.length);
  expect((await paths(page)).sort()).toEqual([...hostile].sort());
  for (const path of hostile) expect(await read(page, path)).toBe(`content of ${path}`);

  const tree = await showFiles(page);
  await tree.getByRole('treeitem', { name: '..', exact: false }).first().click();
  await expect(tree.getByRole('treeitem').filter({ hasText: '..' })).toHaveCount(2);
  // The slash of an absolute path is part of its first name.
  await tree.getByTitle('/etc', { exact: true }).click();
  await tree.getByTitle('/etc/passwd').click();
  await expect(page.getByText('content of /etc/passwd')).toBeVisible();
});

test('entries of the same path are numbered and each has its own content', async ({ page }) => {
  const bytes = await tarOf([
    entry('b/twice.txt', 'one'),
    entry('b/twice.txt', 'two'),
    entry('b/twice.txt#2', 'a name'),
    entry('b/twice.txt', 'three'),
  ]);
  await open(page, [{ name: 'b.tar', bytes }]);
  const names = await paths(page);
  expect(new Set(names).size).toBe(4);
  expect(await read(page, 'twice.txt')).toBe('one');
  const contents = await Promise.all(names.map((path) => read(page, path)));
  expect(contents.sort()).toEqual(['a name', 'one', 'three', 'two']);
});

test('a second log of the same path is found by its number, and by the path of both', async ({ page }) => {
  const bytes = await tarOf([
    entry('b/hostd.log', hostdLine('one')),
    entry('b/hostd.log', hostdLine('two') + hostdLine('three', 1)),
  ]);
  await open(page, [{ name: 'b.tar', bytes }]);
  expect(await matching(page, 'file:hostd.log#2')).toBe(2);
  expect(await matching(page, 'file:hostd.log')).toBe(3);
  expect(await matching(page, 'file:hostd.log -file:hostd.log#2')).toBe(1);
});

test('names in markup, with controls and turned writing are text', async ({ page }) => {
  const names = [
    '<img src=x onerror=document.title="hacked">.txt',
    '<script>document.title="hacked"<',
    'cod\u202egnp.exe',
    'bell\u0007 esc\u001b[31m',
    'line\nfeed',
    "{{7*7}} ${7*7} ' onclick='x",
  ];
  const bytes = await tarOf(names.map((name) => entry(`b/${name}`, `<b>content</b> of it\n`)));
  await open(page, [{ name: '<img src=x onerror=document.title="hacked">.tar', bytes }]);
  expect((await paths(page)).sort()).toEqual([...names].sort());
  await expectNoMarkup(page);
  const tree = await showFiles(page);
  await expect(tree).toContainText('<img src=x onerror=document.title="hacked">.txt');
  await expect(tree).toContainText('cod‹U+202E›gnp.exe');
  await expect(tree).toContainText('bell␇ esc␛[31m');
  await expect(tree).toContainText('line␊feed');
  await tree.getByRole('treeitem').filter({ hasText: 'onerror' }).last().click();
  await expect(page.getByText('<b>content</b> of it')).toBeVisible();
  await expectNoMarkup(page);
  for (const view of ['Overview', 'Timeline']) {
    await page.getByRole('button', { name: view, exact: true }).first().click();
    await expect(page.getByRole('main')).toBeVisible();
    await expectNoMarkup(page);
  }
});

test('names of 5,000 bytes, with NUL, of nothing', async ({ page }) => {
  const long = `deep/${'x'.repeat(4_990)}.log`;
  const bytes = await tarOf([
    entry(`b/${long}`, hostdLog(4)),
    entry('b/with\u0000nul', 'nul'),
    entry('b/ ', 'blank'),
  ]);
  const report = await open(page, [{ name: 'b.tar', bytes }]);
  expect(report.sources[0]!.entries).toBe(3);
  const found = await paths(page);
  expect(found).toContain(long);
  expect(await page.evaluate((path) => window.bundlescope.count(`file:${path}`), long)).toBe(4);
  for (const path of found) await read(page, path);
  const tree = await showFiles(page);
  await tree.getByTitle('deep', { exact: true }).click();
  await tree.getByRole('treeitem').filter({ hasText: 'xxxx' }).click();
  await expect(page.getByRole('heading', { level: 2 })).toContainText('xxxx');
  // Nothing is pushed out of the window.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
});

test('a folder 3,000 levels deep', async ({ page }) => {
  const deep = `${'d/'.repeat(3_000)}end.txt`;
  await open(page, [
    { name: 'b.tar', bytes: await tarOf([entry(`b/${deep}`, 'deep down'), entry('b/x', 'x')]) },
  ]);
  expect(await read(page, deep)).toBe('deep down');
  await showFiles(page);
  await expect(page.getByRole('treeitem').filter({ hasText: 'x' }).first()).toBeVisible();
});

test('a million tiny entries: read in bounded time and memory, and the files can be looked at', async ({
  page,
}, info) => {
  test.setTimeout(300_000);
  const count = 1_000_000;
  const path = info.outputPath('many.tar');
  await writeFile(path, many(count));
  const began = Date.now();
  await page.locator('input[data-pick=files]').setInputFiles(path);
  await page.waitForFunction(() => window.bundlescope.whenIdle().then(() => true), null, {
    timeout: 240_000,
  });
  const took = Date.now() - began;
  expect(took).toBeLessThan(120_000);
  info.annotations.push({ type: 'million entries', description: `${took} ms` });

  const tree = await showFiles(page);
  await tree.getByTitle('007', { exact: true }).click();
  await expect(tree.getByRole('treeitem').filter({ hasText: '007.txt' }).first()).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole('textbox', { name: 'Find files' }).fill('0999999.txt');
  await expect(page.getByText('0999999.txt').first()).toBeVisible({ timeout: 30_000 });
  expect(await page.evaluate(async () => (await window.bundlescope.read('999/0999999.txt')).text())).toBe(
    '1',
  );
  expect(await page.evaluate(async () => (await window.bundlescope.files()).length)).toBe(count);
});

/** A tar of so many files of one byte or none, its headers written from one pattern. */
async function* many(count: number): AsyncGenerator<Uint8Array> {
  const [pattern] = await tarOf([entry('many/000/0000000.txt', '1')]).then((bytes) => [bytes.slice(0, 1024)]);
  const AT_PATH = 5;
  const files = 1024;
  for (let first = 0; first < count; first += files) {
    const blocks: Uint8Array[] = [];
    for (let n = first; n < Math.min(count, first + files); n++) {
      const block = pattern!.slice(0, n & 1 ? 1024 : 512);
      block.set(Buffer.from(`${String(n % 1000).padStart(3, '0')}/${String(n).padStart(7, '0')}`), AT_PATH);
      block.set(Buffer.from(n & 1 ? '1' : '0'), 134);
      block.fill(0x20, 148, 156);
      let sum = 0;
      for (let i = 0; i < 512; i++) sum += block[i]!;
      block.set(Buffer.from(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
      blocks.push(block);
    }
    yield Buffer.concat(blocks);
  }
  yield new Uint8Array(1024);
}
