import type { Page } from 'playwright/test';
import { writeFile } from 'node:fs/promises';
import { entry, gzipOf, hostdLine, hostdLog, tarOf } from './made';
import { expect, open, test, textFile } from './page';

const MIB = 1024 * 1024;
const LINES = ['first entry', 'second entry', 'third entry'];
const TEXT = LINES.map((line, n) => hostdLine(line, n)).join('');

/** All records, without those fields that every record of these tests has. */
async function events(page: Page, query = '') {
  const { events } = await page.evaluate((wanted) => window.bundlescope.events({ query: wanted }), query);
  return events;
}

/** What a log of LINES must give however it was written. */
async function expectLines(page: Page) {
  const found = await events(page);
  expect(found.map(({ message }) => message)).toEqual(LINES);
  expect(found.map(({ process, level, timeKnownBy, opId }) => [process, level, timeKnownBy, opId])).toEqual(
    LINES.map((_, n) => ['hostd', 'info', 'stated', `made-${n}`]),
  );
  expect(found.map(({ line }) => line)).toEqual([1, 2, 3]);
  expect(await page.evaluate(() => window.bundlescope.count('"second entry"'))).toBe(1);
  expect(await page.evaluate(() => window.bundlescope.count('message:"second entry"'))).toBe(1);
}

function utf16(text: string, { bigEndian = false, mark = true } = {}): Uint8Array {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le');
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
}

async function showTimeline(page: Page) {
  await page.getByRole('button', { name: 'Timeline', exact: true }).click();
  return page.getByRole('grid');
}

/** How long the page takes to draw two frames, ms. */
const frames = (page: Page) =>
  page.evaluate(async () => {
    const began = performance.now();
    for (let n = 0; n < 2; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - began;
  });

test.describe('encodings', () => {
  for (const bigEndian of [false, true]) {
    for (const mark of [true, false]) {
      const name = `UTF-16 ${bigEndian ? 'BE' : 'LE'} ${mark ? 'with' : 'without'} a byte order mark`;
      test(`${name}, dropped and in an archive`, async ({ page }) => {
        const bytes = utf16(TEXT, { bigEndian, mark });
        await open(page, [{ name: 'hostd.log', bytes }]);
        await expectLines(page);
        await page.getByRole('button', { name: 'Files', exact: true }).click();
        await page.getByRole('treeitem', { name: 'hostd.log', level: 2 }).click();
        await expect(page.getByText('second entry').first()).toBeVisible();
        const tar = await tarOf([entry('b/var/run/log/hostd.log', bytes), entry('b/x', 'x')]);
        await open(page, [{ name: 'b.tgz', bytes: await gzipOf(tar) }]);
        expect(await page.evaluate(() => window.bundlescope.count('source:1 "second entry"'))).toBe(1);
      });
    }
  }

  test('a byte order mark of UTF-8 does not hide the first line', async ({ page }) => {
    await open(page, [{ name: 'hostd.log', bytes: Buffer.from(`\ufeff${TEXT}`) }]);
    await expectLines(page);
  });

  test('lines that end in CR LF', async ({ page }) => {
    await open(page, [textFile('hostd.log', TEXT.replaceAll('\n', '\r\n'))]);
    await expectLines(page);
  });

  test('a last line without its end', async ({ page }) => {
    await open(page, [textFile('hostd.log', TEXT.trimEnd())]);
    await expectLines(page);
  });

  test('bytes that are no UTF-8 stay where they are, everything around is read', async ({ page }) => {
    const before = Buffer.from(hostdLine('before PLACE after', 1).trimEnd());
    const at = before.indexOf('PLACE');
    const hostile = [0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf8, 0x88, 0xc3, 0x28];
    const line = Buffer.concat([before.subarray(0, at), Uint8Array.from(hostile), before.subarray(at + 5)]);
    const bytes = Buffer.concat([
      Buffer.from(hostdLine('one')),
      line,
      Buffer.from(`\n${hostdLine('two', 2)}`),
    ]);
    await open(page, [{ name: 'hostd.log', bytes }]);
    const found = await events(page);
    expect(found).toHaveLength(3);
    expect(found[1]!.message).toMatch(/^before \ufffd+.*\( after$/);
    expect(found[1]!.opId).toBe('made-1');
    expect(await page.evaluate(() => window.bundlescope.count('after'))).toBe(1);
    const read = await page.evaluate(async () =>
      Array.from(new Uint8Array(await (await window.bundlescope.read('hostd.log')).arrayBuffer())),
    );
    expect(Buffer.from(read).equals(bytes)).toBe(true);
  });
});

test.describe('hostile lines', () => {
  const HOSTILE = [
    'nul \u0000\u0000 inside',
    '<script>document.title="hacked"</script>',
    '<img src=x onerror=document.title="hacked">',
    '"><svg/onload=document.title="hacked">',
    '\u001b[31mred\u001b[0m \u001b]0;hacked\u0007 bell',
    'turned \u202egnp.exe and zero\u200bwidth',
    '{{constructor.constructor("document.title=1")()}} ${7*7} %s%n',
  ];

  test('stand in the API, the timeline, the detail pane and the files as text', async ({ page }) => {
    const text = HOSTILE.map((line, n) => hostdLine(line, n)).join('');
    await open(page, [textFile('hostd.log', text)]);
    expect((await events(page)).map(({ message }) => message)).toEqual(HOSTILE);
    for (const word of ['onerror', '"</script>"', 'svg/onload', 'bell', 'inside']) {
      expect(await page.evaluate((query) => window.bundlescope.count(query), word), word).toBe(1);
    }
    const grid = await showTimeline(page);
    await expect(grid).toContainText('<script>document.title="hacked"</script>');
    await expect(grid).toContainText('turned ‹U+202E›gnp.exe and zero‹U+200B›width');
    await expect(grid).toContainText('␛[31mred␛[0m');
    await expect(grid).toContainText('nul ␀␀ inside');
    for (const hostile of ['onerror', 'turned']) {
      await grid.getByRole('row').filter({ hasText: hostile }).click();
      await expect(page.locator('pre').filter({ hasText: hostile }).first()).toBeVisible();
    }
    await expect(page.locator('pre').filter({ hasText: 'turned ‹U+202E›gnp' }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Files', exact: true }).click();
    await page.getByRole('treeitem', { name: 'hostd.log', level: 2 }).click();
    await expect(page.getByText('turned ‹U+202E›gnp').first()).toBeVisible();
    expect(await page.title()).not.toBe('hacked');
    expect(await page.locator('main img, main script, iframe').count()).toBe(0);
  });

  test('a query of markup is shown as text too', async ({ page }) => {
    await open(page, [textFile('hostd.log', hostdLog(3))]);
    await showTimeline(page);
    const bar = page.getByRole('combobox').or(page.getByRole('textbox')).first();
    await bar.fill('"<img src=x onerror=document.title=1>" nosuch:<b>x</b>');
    await bar.press('Enter');
    await expect(page.getByText(/nosuch/).first()).toBeVisible();
    expect(await page.locator('main img').count()).toBe(0);
  });
});

test.describe('a line of 100 MB', () => {
  const head = hostdLine('LONGHEAD ').trimEnd();
  const piece = Buffer.from('0123456789abcdef'.repeat(64 * 1024));

  /** The line's bytes: its head, nearly 100 MB, a word at its end and one in its middle; no line end. */
  function longLine(): Uint8Array {
    const filler = Array.from({ length: 99 }, () => piece);
    filler[50] = Buffer.concat([Buffer.from(' needlemiddle '), piece]);
    return Buffer.concat([Buffer.from(head), ...filler, Buffer.from(' needleend')]);
  }

  async function expectOneRecord(page: Page, file: string, bytes: number) {
    const seen = await page.evaluate(async (path) => {
      const { total, events } = await window.bundlescope.events({ query: `file:${path}` });
      const { raw, rawCut, opId, line, lines, message } = events[0]!;
      const counts: number[] = [];
      for (const word of ['needleend', 'needlemiddle', 'LONGHEAD', 'needlenowhere']) {
        counts.push(await window.bundlescope.count(`file:${path} ${word}`));
      }
      return { total, raw: raw.length, rawCut, opId, line, lines, message: message.length, counts };
    }, file);
    expect(seen).toMatchObject({ total: 1, raw: MIB, rawCut: true, opId: 'made-0', line: 1, lines: 1 });
    expect(seen.message).toBeLessThanOrEqual(MIB);
    expect(seen.counts).toEqual([1, 1, 1, 0]);
    const size = await page.evaluate(async (path) => (await window.bundlescope.read(path)).size, file);
    expect(size).toBe(bytes);
  }

  test('dropped alone', async ({ page }, info) => {
    const path = info.outputPath('hostd.log');
    const bytes = longLine();
    await writeFile(path, bytes);
    await page.locator('input[data-pick=files]').setInputFiles(path);
    await page.evaluate(() => window.bundlescope.whenIdle());
    await expectOneRecord(page, 'hostd.log', bytes.length);
    const grid = await showTimeline(page);
    await grid.getByRole('row').filter({ hasText: 'LONGHEAD' }).click();
    await expect(page.locator('pre').filter({ hasText: 'LONGHEAD' }).first()).toBeVisible();
    expect(await frames(page)).toBeLessThan(1_000);
    await page.getByRole('button', { name: 'Files', exact: true }).click();
    await page.getByRole('treeitem', { name: 'hostd.log', level: 2 }).click();
    await expect(page.getByText('LONGHEAD').first()).toBeVisible();
    expect(await frames(page)).toBeLessThan(1_000);
  });

  test('in an archive, between other logs', async ({ page }, info) => {
    const bytes = longLine();
    const tar = await tarOf([
      entry('b/var/run/log/a.log', hostdLog(20)),
      entry('b/var/run/log/long.log', bytes),
      entry('b/var/run/log/z.log', hostdLog(30)),
    ]);
    const path = info.outputPath('b.tar');
    await writeFile(path, tar);
    await page.locator('input[data-pick=files]').setInputFiles(path);
    await page.evaluate(() => window.bundlescope.whenIdle());
    await expectOneRecord(page, 'var/run/log/long.log', bytes.length);
    expect(await page.evaluate(() => window.bundlescope.count('file:a.log'))).toBe(20);
    expect(await page.evaluate(() => window.bundlescope.count('file:z.log'))).toBe(30);
  });
});
