import { zipSync } from 'fflate';
import type { Page } from 'playwright/test';
import { gzipOf, hostdLog, noise } from './made';
import { expect, open, test } from './page';

const MIB = 1024 * 1024;
const LOG = 'logs/hostd.log';

async function opened(page: Page, bytes: Uint8Array) {
  const began = Date.now();
  const { sources } = await open(page, [{ name: 'logs.zip', bytes }]);
  const took = Date.now() - began;
  const files = await page.evaluate(() => window.bundlescope.files());
  const source = sources[0]!;
  return { source, files, took, codes: source.warnings.map(({ code }) => code) };
}

const count = (page: Page, query: string) =>
  page.evaluate((wanted) => window.bundlescope.count(wanted), query);
const text = (log: string) => new TextEncoder().encode(log);

/** The zip's directory with its one entry listed so many times, under other names of the same length. */
function listedOften(zip: Uint8Array, times: number): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - 22;
  const [bytes, at] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  const record = zip.slice(at, at + bytes);
  const records = Array.from({ length: times }, (_, n) => {
    const copy = record.slice();
    copy.set(text(String(n).padStart(6, '0')), 46);
    return copy;
  });
  const tail = zip.slice(end);
  const tailView = new DataView(tail.buffer);
  tailView.setUint16(8, times, true);
  tailView.setUint16(10, times, true);
  tailView.setUint32(12, bytes * times, true);
  return Buffer.concat([zip.slice(0, at), ...records, tail]);
}

test('a zip without its directory gives what its headers say', async ({ page }) => {
  const whole = zipSync({ [LOG]: text(hostdLog(300)), 'logs/noise.bin': noise(200_000) });
  const { codes, files } = await opened(page, whole.slice(0, whole.length - 50_000));
  expect(codes).toContain('zip-truncated');
  expect(files.map(({ path }) => path)).toContain('hostd.log');
  expect(await count(page, 'file:hostd.log')).toBe(300);
});

test('a damaged entry is named, the others are whole', async ({ page }) => {
  const zip = zipSync({ 'logs/a.log': text(hostdLog(200)), 'logs/b.log': text(hostdLog(300)) });
  zip[200]! ^= 0xff;
  const { source } = await opened(page, zip);
  expect(source.warnings.length).toBeGreaterThan(0);
  expect(source.warnings.every(({ path }) => path.includes('a.log'))).toBe(true);
  expect(await count(page, 'file:b.log')).toBe(300);
});

test('an entry that is a bomb is ended at the limit', async ({ page }) => {
  // A log by its first lines, then zeros.
  const bomb = new Uint8Array(300 * MIB);
  bomb.set(text(hostdLog(500)));
  const { codes, took } = await opened(page, zipSync({ 'logs/bomb.log': bomb, [LOG]: text(hostdLog(30)) }));
  expect(await count(page, 'file:bomb.log')).toBeGreaterThanOrEqual(500);
  expect(took).toBeLessThan(45_000);
  expect(codes).toContain('expansion-limit');
  expect(await count(page, 'file:hostd.log')).toBe(30);
});

test('entries that share their bytes are listed, and read only so often', async ({ page }) => {
  const zip = zipSync({ '000000': new Uint8Array(60 * MIB) }, { level: 9 });
  const { codes, files, took, source } = await opened(page, listedOften(zip, 20_000));
  expect(took).toBeLessThan(45_000);
  expect(codes).toContain('zip-overlap');
  expect(codes).toContain('expansion-limit');
  expect(files).toHaveLength(20_000);
  expect(source.entries).toBe(20_000);
});

test('paths that lead out of a zip are names', async ({ page }) => {
  const names = ['../../x', '/etc/passwd', '..\\..\\y', '<img src=x onerror=alert(1)>'];
  const { files } = await opened(page, zipSync(Object.fromEntries(names.map((name) => [name, text(name)]))));
  expect(files.map(({ path }) => path).sort()).toEqual([...names].sort());
  for (const name of names) {
    expect(await page.evaluate(async (path) => (await window.bundlescope.read(path)).text(), name)).toBe(
      name,
    );
  }
});

test('a zip in a gzip is inflated to its end before it is opened', async ({ page }) => {
  const zip = zipSync({ [LOG]: text(hostdLog(40)), 'other/noise.bin': noise(3 * MIB) }, { level: 0 });
  const { files, codes } = await opened(page, await gzipOf(zip));
  expect(codes).toEqual([]);
  expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([
    [LOG, hostdLog(40).length],
    ['other/noise.bin', 3 * MIB],
  ]);
  expect(await count(page, 'file:hostd.log')).toBe(40);
});
