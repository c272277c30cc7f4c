import type { Page } from 'playwright/test';
import { generateBundle } from '../../workers/sample';
import * as damage from '../../workers/sample/damage';
import { bundle, entry, gzipOf, hostdLog, noise, tarOf } from './made';
import { expect, open, test, textFile, type TestFile } from './page';

const LOG = 'var/run/log/hostd.log';

/** Opens one file and answers what the page says of it and of its files. */
async function opened(page: Page, file: TestFile) {
  const { sources } = await open(page, [file]);
  expect(sources).toHaveLength(1);
  const seen = await page.evaluate(async () => ({
    files: await window.bundlescope.files(),
    count: await window.bundlescope.count(),
  }));
  const source = sources[0]!;
  return { source, ...seen, codes: source.warnings.map(({ code }) => code) };
}

const cut = (bytes: Uint8Array, end: number) => bytes.slice(0, end);

/** A tgz whose last entry is a log of 400 records in clear, and where things stand in it. */
async function plainArchive() {
  const tar = await tarOf([entry('b/first.txt', 'first\n'), entry(`b/${LOG}`, hostdLog(400))]);
  return { tar, tgz: await gzipOf(tar) };
}

test.describe('what is no archive', () => {
  test('random bytes are one binary file', async ({ page }) => {
    const { source, files } = await opened(page, { name: 'random.tgz', bytes: noise(300_000) });
    expect(source.kind).toBe('file');
    expect(files).toEqual([{ path: 'random.tgz', bytes: 300_000, kind: 'binary', source: 0 }]);
  });

  test('an empty file is an empty file, and the page goes on', async ({ page }) => {
    const { source, files, count } = await opened(page, { name: 'empty.tgz', bytes: new Uint8Array(0) });
    expect(source).toMatchObject({ kind: 'file', bytes: 0, entries: 1 });
    expect(files).toEqual([{ path: 'empty.tgz', bytes: 0, kind: 'empty', source: 0 }]);
    expect(count).toBe(0);
    const later = await open(page, [textFile('hostd.log', hostdLog(3))]);
    expect(later.sources[0]!.warnings).toEqual([]);
    expect(await page.evaluate(() => window.bundlescope.count())).toBe(3);
    expect(await page.evaluate(async () => (await window.bundlescope.read('empty.tgz')).size)).toBe(0);
  });

  test('zero files are a report of nothing', async ({ page }) => {
    expect(await open(page, [])).toEqual({ sources: [] });
    expect(await page.evaluate(() => window.bundlescope.count())).toBe(0);
    expect(await page.evaluate(() => window.bundlescope.histogram())).toEqual({
      from: null,
      to: null,
      bins: [],
    });
  });

  test('a text that is no log is readable line by line', async ({ page }) => {
    const { files, count } = await opened(page, textFile('notes.tgz', 'one\ntwo\nthree\n'));
    expect(files[0]).toMatchObject({ path: 'notes.tgz', kind: 'log' });
    expect(count).toBe(3);
  });

  test('an image is a binary file', async ({ page }) => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, ...noise(5_000));
    const { files, source } = await opened(page, { name: 'desk.png', bytes: png });
    expect(files).toEqual([{ path: 'desk.png', bytes: png.length, kind: 'binary', source: 0 }]);
    expect(source.warnings).toEqual([]);
  });

  test('a gzip of nothing, and a gzip header with nothing behind', async ({ page }) => {
    const nothing = await opened(page, { name: 'nothing.gz', bytes: await gzipOf('') });
    expect(nothing.codes).toEqual([]);
    expect(nothing.files).toHaveLength(1);
    const { sources } = await open(page, [{ name: 'stub.gz', bytes: Uint8Array.of(0x1f, 0x8b, 8, 0) }]);
    expect(sources[0]!.warnings[0]).toMatchObject({ code: 'gzip-truncated' });
    const files = await page.evaluate(() => window.bundlescope.files());
    expect(files.map(({ path }) => path)).toEqual(['nothing.gz', 'stub.gz']);
  });
});

test.describe('cut archives', () => {
  test('inside the gzip trailer: everything is there, and the cut is named', async ({ page }) => {
    const { tgz } = await plainArchive();
    const { codes, count, source } = await opened(page, { name: 'cut.tgz', bytes: cut(tgz, tgz.length - 4) });
    expect(count).toBe(400);
    expect(codes).toEqual(['gzip-truncated']);
    expect(source.warnings[0]!.offset).toBeGreaterThan(0);
    expect(source.warnings[0]!.message).not.toBe('');
  });

  test('inside the deflate data: what came before stays, and the cut log is named', async ({ page }) => {
    const { tgz } = await plainArchive();
    const middle = Math.floor(tgz.length * 0.7);
    const { codes, count, files } = await opened(page, { name: 'cut.tgz', bytes: cut(tgz, middle) });
    expect(codes).toContain('gzip-truncated');
    expect(codes).toContain('tar-truncated');
    expect(count).toBeGreaterThan(10);
    expect(count).toBeLessThan(400);
    expect(files.map(({ path }) => path)).toContain(LOG);
    const text = await page.evaluate(async (path) => (await window.bundlescope.read(path)).text(), LOG);
    expect(text.startsWith(hostdLog(5))).toBe(true);
  });

  test('inside a tar header', async ({ page }) => {
    const { tar } = await plainArchive();
    // First header and its content take a block each.
    const { codes, files, source } = await opened(page, { name: 'cut.tar', bytes: cut(tar, 1024 + 200) });
    expect(files.map(({ path }) => path)).toEqual(['first.txt']);
    expect(codes).toEqual(['tar-truncated']);
    expect(source.warnings[0]!.offset).toBe(1224);
  });

  test('inside the content of a tar entry', async ({ page }) => {
    const { tar } = await plainArchive();
    const { codes, files, count, source } = await opened(page, {
      name: 'cut.tar',
      bytes: cut(tar, 1536 + 1000),
    });
    expect(codes).toEqual(['tar-truncated']);
    expect(source.warnings[0]).toMatchObject({ path: expect.stringContaining(LOG) });
    const log = files.find(({ path }) => path === LOG)!;
    expect(log.bytes).toBe(1000);
    expect(count).toBeGreaterThan(2);
    expect(await page.evaluate(async (path) => (await window.bundlescope.read(path)).size, LOG)).toBe(1000);
  });

  test('a rotated log inside is cut: the rest is whole', async ({ page }) => {
    const log = await gzipOf(hostdLog(400));
    const bytes = await tarOf([
      entry('b/var/run/log/hostd.0.gz', cut(log, Math.floor(log.length / 2))),
      entry(`b/${LOG}`, hostdLog(50)),
    ]);
    const { source, files } = await opened(page, { name: 'b.tar', bytes });
    expect(source.warnings).toEqual([
      expect.objectContaining({ code: 'gzip-truncated', path: expect.stringContaining('hostd.0.gz') }),
    ]);
    expect(files.map(({ path }) => path).sort()).toEqual(['var/run/log/hostd.0.gz', LOG].sort());
    expect(await page.evaluate((path) => window.bundlescope.count(`file:${path}`), LOG)).toBe(50);
    const rotated = await page.evaluate(() => window.bundlescope.count('file:hostd.0.gz'));
    expect(rotated).toBeGreaterThan(5);
  });
});

test.describe('corrupt archives', () => {
  test('flipped bytes in the deflate data end the stream where they stand', async ({ page }) => {
    const { tgz } = await plainArchive();
    const bytes = tgz.slice();
    for (let at = bytes.length >> 1; at < (bytes.length >> 1) + 64; at++) bytes[at]! ^= 0xff;
    const { source, codes, count } = await opened(page, { name: 'flipped.tgz', bytes });
    expect(codes.some((code) => code.startsWith('gzip-'))).toBe(true);
    const [first] = source.warnings;
    expect(first!.offset).toBeGreaterThan(0);
    expect(first!.message.length).toBeGreaterThan(10);
    expect(count).toBeGreaterThan(10);
  });

  for (const [what, from, code] of [
    ['CRC', 8, 'gzip-wrong-crc'],
    ['length', 4, 'gzip-wrong-length'],
  ] as const) {
    test(`a wrong ${what} is told, the data kept`, async ({ page }) => {
      const { tgz } = await plainArchive();
      const bytes = tgz.slice();
      bytes[bytes.length - from]! ^= 0xff;
      const { codes, count } = await opened(page, { name: 'wrong.tgz', bytes });
      expect(codes).toEqual([code]);
      expect(count).toBe(400);
    });
  }

  test('garbage behind the end is told, zeros are not', async ({ page }) => {
    const { tgz } = await plainArchive();
    const garbage = await opened(page, { name: 'garbage.tgz', bytes: Buffer.concat([tgz, noise(5000)]) });
    expect(garbage.codes).toEqual(['gzip-trailing-bytes']);
    expect(garbage.count).toBe(400);
    const { sources } = await open(page, [
      { name: 'zeros.tgz', bytes: Buffer.concat([tgz, new Uint8Array(5000)]) },
    ]);
    expect(sources[0]!.warnings).toEqual([]);
  });

  test('several gzip members are one stream, an empty one among them', async ({ page }) => {
    const { tar } = await plainArchive();
    const bytes = Buffer.concat([
      await gzipOf(cut(tar, 1000)),
      await gzipOf(''),
      await gzipOf(tar.slice(1000, 1537)),
      await gzipOf(tar.slice(1537)),
    ]);
    const { codes, count } = await opened(page, { name: 'members.tgz', bytes });
    expect(codes).toEqual([]);
    expect(count).toBe(400);
  });

  test('a broken tar header is passed over, the next entries are found', async ({ page }) => {
    const { topFolder } = generateBundle({ release: '8.0', seed: 'bad input', rotated: 1 });
    const file = await bundle({ damage: [damage.wrongTarChecksum('README')] });
    const { codes, files, source } = await opened(page, file);
    expect(codes).toContain('tar-bad-header');
    expect(source.warnings[0]!.offset).toBeGreaterThan(0);
    expect(files.length).toBeGreaterThan(20);
    expect(files.every(({ path }) => !path.startsWith(topFolder))).toBe(true);
  });
});
