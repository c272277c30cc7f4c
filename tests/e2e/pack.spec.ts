import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import type { Page } from 'playwright/test';
import type { PackOptions } from '../../workers/public-api';
import { bundle, hostdLog } from './made';
import { expect, open, ready, test, textFile } from './page';

/** What is packed and opened anew must show the same. */
async function shown(page: Page) {
  return page.evaluate(async () => {
    const { files, read, events, count, histogram, findings, hosts } = window.bundlescope;
    // Pages on insecure origins have no crypto.subtle: a small sum of their own tells bytes apart.
    const sumOf = async (blob: Blob) => {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let [a, b] = [1, 0];
      for (const byte of bytes) {
        a = (a + byte) % 65_521;
        b = (b + a) % 65_521;
      }
      return `${bytes.length}:${a}:${b}`;
    };
    const list = await files();
    const contents = [];
    for (const { path, source } of list) contents.push(await sumOf(await read({ path, source })));
    const first = await events({ limit: 50 });
    const last = await events({ limit: 50, order: 'desc' });
    return {
      files: list,
      contents,
      records: await count(),
      errors: await count('level>=error'),
      histogram: await histogram({ bins: 50 }),
      first: first.events,
      last: last.events,
      findings: await findings(),
      hosts: (await hosts()).map((host) => ({ ...host })),
    };
  });
}

/** Packs in the page; the package comes back as bytes. */
async function packed(page: Page, options: PackOptions) {
  const answer = await page.evaluate(async (options) => {
    try {
      const { blob, manifest } = await window.bundlescope.pack(options);
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let binary = '';
      for (let at = 0; at < bytes.length; at += 8192)
        binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
      return { base64: btoa(binary), manifest };
    } catch (error) {
      return { code: (error as Error & { code: string }).code, message: (error as Error).message };
    }
  }, options);
  if ('code' in answer) throw new Error(`${answer.code}: ${answer.message}`);
  return { bytes: Buffer.from(answer.base64!, 'base64'), manifest: answer.manifest! };
}

async function freshCase(page: Page) {
  await page.evaluate(async () => {
    await window.bundlescope.whenIdle({ stored: true });
    for (const { id } of await window.bundlescope.cases()) await window.bundlescope.deleteCase(id);
  });
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

for (const fragments of ['keep', 'join'] as const) {
  test(`a bundle that is packed and opened again is the same (fragments: ${fragments})`, async ({ page }) => {
    const made = await bundle({ fragments: true, rotated: 2, seed: 'packed' });
    await open(page, [made]);
    const before = await shown(page);
    const { bytes, manifest } = await packed(page, { dumps: 'keep', fragments });
    await freshCase(page);
    await open(page, [{ name: made.name, bytes }]);
    expect(await shown(page)).toEqual(before);
    const all = await unpackTar(gunzipSync(bytes), { strict: true });
    const entries = all.filter(({ header }) => header.type === 'file');
    expect(manifest.map(({ path, bytes, sha256 }) => [path, bytes, sha256])).toEqual(
      entries.map(({ header, data }) => [header.name, data!.length, sha256(data!)]),
    );
    expect(manifest.some(({ action }) => action === 'joined')).toBe(fragments === 'join');
  });
}

test('a bundle of vCenter keeps its bundles as they were, unless something is left out', async ({ page }) => {
  const made = await bundle({ layout: 'vcenter', seed: 'packed' });
  await open(page, [made]);
  const before = await shown(page);
  const digests = async (bytes: Uint8Array) =>
    (await unpackTar(gunzipSync(bytes), { strict: true })).flatMap(({ header, data }) =>
      header.type === 'file' ? [[header.name, sha256(data!)]] : [],
    );
  const whole = await packed(page, { dumps: 'keep', fragments: 'keep' });
  expect((await digests(whole.bytes)).sort()).toEqual((await digests(made.bytes)).sort());
  const without = await packed(page, { dumps: 'keep', fragments: 'keep', exclude: ['*/vobd.log'] });
  await freshCase(page);
  await open(page, [{ name: made.name, bytes: without.bytes }]);
  const after = await shown(page);
  expect(before.files.some(({ path }) => path.endsWith('/vobd.log'))).toBe(true);
  expect(after.files).toEqual(before.files.filter(({ path }) => !path.endsWith('/vobd.log')));
  expect(after.findings.length).toBe(before.findings.length);
});

test('a case that a reload brought back is packed as before', async ({ page, watch }) => {
  const made = await bundle({ layout: 'vcenter', fragments: true, seed: 'packed' });
  await open(page, [made, textFile('hostd.log', hostdLog(20))]);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  const before = await packed(page, { dumps: 'keep', fragments: 'join' });
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  const after = await packed(page, { dumps: 'keep', fragments: 'join' });
  expect(after.manifest).toEqual(before.manifest);
  expect(sha256(after.bytes)).toBe(sha256(before.bytes));
});

test('what is asked for wrongly is refused with its reason, and the case stays as it is', async ({
  page,
}) => {
  await open(page, [await bundle({ seed: 'packed' })]);
  const refused = async (options: unknown) =>
    packed(page, options as PackOptions).then(
      () => '',
      (error: Error) => error.message.split(':')[0],
    );
  expect(await refused({ dumps: 'keep', fragments: 'join', exlude: ['x'] })).toBe('bad-argument');
  expect(await refused({ dumps: 'keep', fragments: 'join', include: ['nothing'] })).toBe('bad-argument');
  expect(await refused({ dumps: 'keep', fragments: 'join', exclude: ['*'] })).toBe('nothing-to-pack');
  expect(await refused({ dumps: 'keep', fragments: 'join', redact: {} })).toBe('dumps-cannot-be-redacted');
  const { manifest } = await packed(page, { dumps: 'keep', fragments: 'join', include: ['README'] });
  expect(manifest.map(({ path }) => path.split('/').at(-1))).toEqual(['README']);
});
