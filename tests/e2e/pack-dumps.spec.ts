import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Page } from 'playwright/test';
import type { EventRecord, SealOptions } from '../../workers/public-api';
import { readEnvelope, readKeyFile } from '../unit/envelope-reading';
import { bundleWithDumps, decrypt } from './decrypting';
import { caseOf, fixture, keyOf } from './envelope-cases';
import { everythingKept } from './kept';
import { bundle } from './made';
import { expect, open, test } from './page';
import { emptyCase, filesOf, madeOf, packInPage, planInPage } from './packing';

const PAIR = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PUBLIC = PAIR.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const KERNEL_DUMP = caseOf('vmkernel-zdump.1');
const HOSTD_DUMP = caseOf('hostd-zdump.000');
const VM_DUMP = caseOf('aes-256-gzip.ve');
const VM_PATH = 'vmfs/volumes/datastore1/web01/vmmcores.ve';
/** Dumps under the incident key, with the bytes before their envelopes and the sum of what is in them. */
const DUMPS = [
  ['var/core/vmkernel-zdump.1', 4096, KERNEL_DUMP.plainSha256],
  ['var/core/vmkernel-zdump.2', 4096, KERNEL_DUMP.plainSha256],
  ['var/core/vmkernel-zdump.3', 4096, KERNEL_DUMP.plainSha256],
  ['var/core/hostd-zdump.000', 4096, HOSTD_DUMP.plainSha256],
  [VM_PATH, 0, VM_DUMP.plainSha256],
] as const;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const OLD = KERNEL_DUMP.password!;

/** What opens all of them: the password of the bundle, and the key of the one that is under another. */
async function allKeys() {
  return { password: OLD, rawKey: Buffer.from(await keyOf(HOSTD_DUMP)).toString('hex') };
}

test('a dump that does not open is named, and nothing is written', async ({ page }) => {
  const hostdOpens = HOSTD_DUMP.keyFile === KERNEL_DUMP.keyFile;
  await open(page, [await bundleWithDumps()]);
  for (const dumps of ['decrypt', 'recrypt'] as const) {
    const to = { password: 'for the vendor' };
    const none = await packInPage(page, { dumps, fragments: 'join', ...(dumps === 'recrypt' && { to }) });
    expect(none).toMatchObject({ code: 'key-needed', message: expect.stringContaining('-zdump') });
    const keys = { password: 'not that' };
    const wrong = await packInPage(page, {
      dumps,
      fragments: 'join',
      keys,
      ...(dumps === 'recrypt' && { to }),
    });
    expect(wrong).toMatchObject({ code: 'wrong-password' });
    expect((wrong as { message: string }).message).not.toContain('not that');
  }
  const { problems, files } = await planInPage(page, {
    dumps: 'decrypt',
    fragments: 'join',
    keys: { password: OLD },
  });
  expect(problems.map(({ path }) => path)).toEqual(hostdOpens ? [] : ['var/core/hostd-zdump.000']);
  expect(files['decrypted']).toBe(5);
});

for (const [name, to, keyIn] of [
  ['a password', { password: 'for the vendor' }, (file) => readKeyFile(file!, 'for the vendor').key],
  ['a public key', { publicKey: PUBLIC }, (file) => readKeyFile(file!, PAIR.privateKey).key],
  ['a raw key', { rawKey: 'ab'.repeat(32) }, () => Buffer.from('ab'.repeat(32), 'hex')],
] as [string, SealOptions & { header?: never; keyFile?: never }, (file: Buffer | null) => Buffer][]) {
  test(`dumps are re-encrypted for ${name}`, async ({ page }) => {
    const given = await bundleWithDumps();
    await open(page, [given]);
    const packed = madeOf(
      await packInPage(page, { dumps: 'recrypt', fragments: 'join', keys: await allKeys(), to }),
    );
    const files = await filesOf(packed.bytes);
    const key = keyIn(packed.keyFile);
    for (const [path, offset, plainSha256] of DUMPS) {
      const envelope = files.get(path)!.subarray(offset);
      expect(sha256(readEnvelope(envelope, key).plain), path).toBe(plainSha256);
    }
    // A wrapped key is wrapped anew: dump header and data are as they were.
    const [before, after] = [Buffer.from(fixture(KERNEL_DUMP.file)), files.get('var/core/vmkernel-zdump.2')!];
    expect(after.subarray(0, 4096).equals(before.subarray(0, 4096))).toBe(true);
    expect(after.subarray(4096, 8192).equals(before.subarray(4096, 8192))).toBe(false);
    expect(after.subarray(8192).equals(before.subarray(8192))).toBe(true);
    const incident = files.get('vm-support-incident-key')!;
    expect(incident.equals(packed.keyFile ?? Buffer.from(fixture('aes-256.key')))).toBe(true);
    for (const { path, sha256: digest, action } of packed.manifest) {
      const below = path.slice(path.indexOf('/') + 1);
      expect(digest).toBe(sha256(files.get(below)!));
      if (DUMPS.some(([dump]) => dump === below)) expect(action).toBe('recrypted');
    }
    await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
    const kept = await everythingKept(page);
    for (const secret of ['for the vendor', OLD, key])
      expect(kept.includes(secret as string), 'a secret is stored').toBe(false);

    await emptyCase(page);
    await open(page, [{ name: given.name, bytes: packed.bytes }]);
    const own = to.password !== undefined ? { password: to.password } : { rawKey: key.toString('hex') };
    for (const [path, , plainSha256] of DUMPS) {
      const opened = await decrypt(page, { reference: path }, own);
      if ('code' in opened) throw new Error(`${path}: ${opened.code}: ${opened.message}`);
      expect(sha256(opened.plain)).toBe(plainSha256);
    }
    const old = await decrypt(page, { reference: 'var/core/vmkernel-zdump.1' }, { password: OLD });
    expect(old).toMatchObject({ code: expect.stringMatching(/^(?:wrong-|key-needed$)/) });
  });
}

test('dumps are re-encrypted in fragments as they were, and in another form', async ({ page }) => {
  await open(page, [await bundleWithDumps()]);
  const to = { rawKey: randomBytes(64).toString('hex'), wrapped: true, gzip: true };
  const { bytes } = madeOf(
    await packInPage(page, {
      include: ['var/core/', 'vm-support-incident-key'],
      dumps: 'recrypt',
      fragments: 'keep',
      keys: await allKeys(),
      to,
    }),
  );
  const files = await filesOf(bytes);
  const pieces = [...files.keys()].filter((path) => path.startsWith('var/core/vmkernel-zdump.2'));
  const joined = Buffer.concat(pieces.map((path) => files.get(path)!));
  const read = readEnvelope(joined.subarray(4096), Buffer.from(to.rawKey, 'hex'));
  expect(sha256(read.plain)).toBe(KERNEL_DUMP.plainSha256);
  expect(read.attributes.has('vmware.internal.key') && read.attributes.has('vmware.compressionMethod')).toBe(
    true,
  );
});

test('dumps are decrypted, and the package holds no envelope any more', async ({ page }) => {
  const given = await bundleWithDumps();
  await open(page, [given]);
  const keys = await allKeys();
  const { space } = await planInPage(page, { dumps: 'decrypt', fragments: 'join', keys });
  // Insecure origins are not told.
  expect(space.free).toBeNull();
  expect(space.archive).toBe(given.bytes.length);
  const { bytes, keyFile } = madeOf(await packInPage(page, { dumps: 'decrypt', fragments: 'join', keys }));
  expect(keyFile).toBeNull();
  expect(space.packed / bytes.length).toBeGreaterThan(0.3);
  expect(space.packed / bytes.length).toBeLessThan(3);
  const files = await filesOf(bytes);
  for (const [path, , plainSha256] of DUMPS)
    expect(sha256(files.get(path.replace(/\.ve$/, ''))!)).toBe(plainSha256);
  expect(files.has(VM_PATH)).toBe(false);
  await emptyCase(page);
  await open(page, [{ name: given.name, bytes }]);
  expect(await page.evaluate(() => window.bundlescope.envelopes())).toEqual([]);
});

test('dumps are left out', async ({ page }) => {
  await open(page, [await bundleWithDumps()]);
  const { bytes, manifest } = madeOf(await packInPage(page, { dumps: 'drop', fragments: 'join' }));
  const files = await filesOf(bytes);
  for (const [path] of DUMPS) expect([...files.keys()].some((one) => one.startsWith(path))).toBe(false);
  const dropped = manifest.filter(({ action }) => action === 'dropped');
  // The generated bundle has one that is not encrypted.
  expect(dropped).toHaveLength(DUMPS.length + 1);
  for (const { bytes: size, sha256: digest, reason } of dropped)
    expect([size, digest, !!reason]).toEqual([0, '', true]);
  expect(files.has('vm-support-incident-key')).toBe(true);
});

/** All records that a query matches, without what their place in a file says. */
async function eventsOf(page: Page, query: string): Promise<Omit<EventRecord, 'line'>[]> {
  const all: Omit<EventRecord, 'line'>[] = [];
  for (let offset = 0; ; offset += 5000) {
    const { events, total } = await page.evaluate(
      ([query, offset]) => window.bundlescope.events({ query, offset, limit: 5000 }),
      [query, offset] as const,
    );
    all.push(...events.map(({ line: _, ...event }) => event));
    if (all.length >= total || events.length === 0) return all;
  }
}

test('logs are cut by time: the package has the records of the range', async ({ page }) => {
  const given = await bundle({ fragments: true, rotated: 3, logBytes: 1_500_000, seed: 'cut' });
  await open(page, [given]);
  const span = await page.evaluate(() => window.bundlescope.histogram({ bins: 10 }));
  const [from, to] = [Date.parse(span.from!), Date.parse(span.to!)];
  const after = new Date(from + (to - from) * 0.4).toISOString();
  const before = new Date(from + (to - from) * 0.5).toISOString();
  const query = `after:${after} before:${before}`;
  const wanted = await eventsOf(page, query);
  expect(wanted.length).toBeGreaterThan(100);
  const options = { dumps: 'keep', fragments: 'join', after, before } as const;
  const { files } = await planInPage(page, options);
  const { bytes, manifest } = madeOf(await packInPage(page, options));
  expect(bytes.length).toBeLessThan(given.bytes.length);
  for (const action of ['cut', 'dropped'] as const)
    expect(files[action]).toBe(manifest.filter((entry) => entry.action === action).length);
  await emptyCase(page);
  await open(page, [{ name: given.name, bytes }]);
  expect(await eventsOf(page, query)).toEqual(wanted);
  const outside = await eventsOf(page, `-(${query})`);
  // Nothing but what has no instant: text above the first record of a log.
  expect(outside.filter(({ time }) => time !== null)).toEqual([]);
});
