import { createHash, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { planPackage } from '../../workers/engine/package-plan';
import type { OpenCase } from '../../workers/engine/open-case';
import type { Failure } from '../../workers/failure';
import type { ManifestEntry, PackOptions } from '../../workers/public-api';
import { freeJob } from './case-treatment';
import { codeOf, fixture } from './envelope-decrypting';
import { readEnvelope, readKeyFile } from './envelope-reading';
import { writeEnvelope } from './envelope-writing';
import { bundleOf, bytesOf, entriesOf, openCaseOf, pack, type Dropped } from './packing-case';
import { scanWorkers } from './scan-workers-on-this-thread';
import { tarEntry } from './tar-bytes';

const PASSWORD = 'Passw0rd!';
const HOST_KEY = randomBytes(32);
const PLAIN = randomBytes(30_000);
const UNDER_HOST_KEY = writeEnvelope({ version: 1, cipher: 'AES-256', key: HOST_KEY, plain: PLAIN });
const CASES = JSON.parse(Buffer.from(fixture('cases.json')).toString()) as {
  cases: { file: string; plainSha256?: string }[];
};
const plainSha = (file: string) =>
  CASES.cases.find((one) => one.file === file && one.plainSha256)!.plainSha256;

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const options = (more: Partial<PackOptions>): PackOptions => ({ dumps: 'keep', fragments: 'join', ...more });
const plan = (open: OpenCase, more: Partial<PackOptions>) => planPackage(open, freeJob(), options(more));

function tgz(top: string, files: Record<string, Uint8Array | string>): Buffer {
  const entries = Object.entries(files).map(([path, data]) => tarEntry({ name: `${top}/${path}`, data }));
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]));
}

/** What makes a bundle of a host one. */
const HOST = { 'etc/vmware/esx.conf': '/a = "b"\n', 'error.log': 'none\n', 'action.log': 'none\n' };

function hostBundle(name: string, files: Record<string, Uint8Array | string>): Buffer {
  return tgz(name, { ...HOST, ...files });
}

/** What vCenter wraps: bundles of three hosts, two of them with a key file of their own. */
function vcenter(): Dropped {
  const hosts = {
    'esx-a.tgz': hostBundle('esx-a', {
      'vm-support-incident-key': fixture('aes-256.key'),
      'var/core/debug.ve': fixture('aes-256.ve'),
    }),
    'esx-b.tgz': hostBundle('esx-b', {
      'vm-support-incident-key': fixture('aes-128.key'),
      'var/core/debug.ve': fixture('aes-128.ve'),
    }),
    'esx-c.tgz': hostBundle('esx-c', { 'etc/motd': 'a host without dumps\n' }),
  };
  return { name: 'vc.tgz', bytes: new Uint8Array(tgz('vc', { README: 'of vCenter\n', ...hosts })) };
}

function tally(manifest: readonly ManifestEntry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { action } of manifest) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

test('dumps of bundles in a bundle are opened by their own key files, and get one new key', async () => {
  const open = await openCaseOf([vcenter()]);
  const to = { password: 'for the vendor' };
  const byOne = options({ dumps: 'recrypt', keys: { password: PASSWORD }, to });
  const refused = await pack(open, byOne).then(
    () => null,
    (error: unknown) => error as Failure,
  );
  expect(refused).toMatchObject({ code: 'wrong-password' });
  expect(refused!.message).toContain('vc.tgz/vc/esx-b.tgz/esx-b/var/core/debug.ve');
  const other = open.content.allSources.find(({ name }) => name === 'esx-b.tgz')!.id;
  await open.envelopes.unlock({ source: other, path: 'vm-support-incident-key' }, { password: 'short' });
  const { blob, manifest, keyFile } = await pack(open, byOne);
  const { key } = readKeyFile(Buffer.from(await bytesOf(keyFile!)), to.password);
  const outer = new Map((await entriesOf(blob)).map(({ header, data }) => [header.name, data!]));
  for (const [host, file] of [
    ['esx-a', 'aes-256.ve'],
    ['esx-b', 'aes-128.ve'],
  ] as const) {
    const inner = await entriesOf(new Blob([new Uint8Array(outer.get(`vc/${host}.tgz`)!)]));
    const content = (path: string) =>
      Buffer.from(inner.find(({ header }) => header.name === `${host}/${path}`)!.data!);
    expect(sha(readEnvelope(content('var/core/debug.ve'), key).plain)).toBe(plainSha(file));
    expect(readKeyFile(content('vm-support-incident-key'), to.password).key.equals(key)).toBe(true);
  }
  // The third is as it was, byte by byte.
  const third = gunzipSync(outer.get('vc/esx-c.tgz')!);
  expect(third.includes('a host without dumps')).toBe(true);
  expect(manifest.find(({ path }) => path === 'vc/esx-c.tgz')).toMatchObject({ action: 'kept' });
  const { files, problems } = await plan(open, { dumps: 'recrypt', keys: { password: PASSWORD }, to });
  expect(problems).toEqual([]);
  // Two dumps, two key files, and the two archives that are written anew for them.
  expect(files['recrypted']).toBe(6);
  expect(files).toEqual(tally(manifest));
});

test('the plan says what packing then does', async () => {
  const bundle = await bundleOf({ fragments: true, logBytes: 8_000_000 });
  const open = await openCaseOf([bundle]);
  const { from, to } = open.state();
  const middle = new Date((from! + to!) / 2).toISOString();
  for (const more of [
    {},
    { fragments: 'keep' },
    { after: middle },
    { before: middle, exclude: ['commands/'] },
    { include: ['var/run/log/'] },
    { dumps: 'drop' },
  ] as const) {
    const { files, space } = await plan(open, more);
    const { blob, manifest } = await pack(open, options(more));
    expect(files, JSON.stringify(more)).toEqual(tally(manifest));
    expect(space.archive).toBe(bundle.bytes.length);
    expect(space.free).toBeNull();
    expect(space.packed / blob.size, JSON.stringify(more)).toBeGreaterThan(1);
    expect(space.packed / blob.size, JSON.stringify(more)).toBeLessThan(1.6);
    const bytes = manifest.reduce((sum, entry) => sum + entry.bytes, 0);
    expect(space.unpacked).toBeGreaterThanOrEqual(bytes);
  }
});

test('what everything took up in the archive, and a little more, is what it is taken to take up again', async () => {
  const bundle = await bundleOf({ fragments: true, rotated: 3, logBytes: 6_000_000 });
  const { space } = await plan(await openCaseOf([bundle]), {});
  expect(space.packed / bundle.bytes.length).toBeGreaterThan(1);
  expect(space.packed / bundle.bytes.length).toBeLessThan(1.2);
});

test('the plan of a redacted package leaves out what cannot be redacted', async () => {
  const open = await openCaseOf([await bundleOf({ logBytes: 200_000 })], scanWorkers);
  const more = { dumps: 'drop', redact: {} } as const;
  const { files } = await plan(open, more);
  const counts = tally((await pack(open, options(more))).manifest);
  expect(files['dropped']).toBe(counts['dropped']);
  const passed = (of: Record<string, number>) =>
    (of['redacted'] ?? 0) + (of['kept'] ?? 0) + (of['joined'] ?? 0);
  expect(passed(files)).toBe(passed(counts));
  expect(await codeOf(() => plan(open, { dumps: 'keep', redact: {} }))).toBe('dumps-cannot-be-redacted');
});

test('the plan flags what vm-support leaves out, and names dumps that do not open or are plain', async () => {
  const files: Record<string, Uint8Array | string> = {
    ...HOST,
    'vm-support-incident-key': fixture('aes-256.key'),
    'etc/shadow': 'root:$6$x:1:0:99999:7:::\n',
    'etc/vmware/ssl/rui.key': 'x\n',
    'home/admin/notes.txt': Buffer.from(fixture('rsa-2048.private.pem')).toString(),
    'var/core/vmkernel-zdump.1': fixture('vmkernel-zdump.1'),
    'var/core/hostd-zdump.000': Buffer.concat([Buffer.alloc(4096, 3), UNDER_HOST_KEY]),
    'var/core/core.java.77': randomBytes(2000),
    'a/cut.ve': fixture('bad-truncated.ve'),
  };
  const dropped = [{ name: 'esx.tgz', bytes: new Uint8Array(tgz('esx', files)) }];
  const open = await openCaseOf(dropped);
  const keys = { password: PASSWORD };
  const { flagged, problems, unencrypted } = await plan(open, { dumps: 'decrypt', keys });
  expect(flagged.map(({ path, source }) => [path, source]).sort()).toEqual([
    ['etc/shadow', 0],
    ['etc/vmware/ssl/rui.key', 0],
    ['home/admin/notes.txt', 0],
  ]);
  for (const { reason } of flagged) expect(reason).not.toBe('');
  expect(problems.map(({ path, code }) => [path, code]).sort()).toEqual([
    ['a/cut.ve', 'truncated'],
    ['var/core/hostd-zdump.000', 'wrong-key'],
  ]);
  expect(unencrypted.map(({ path }) => path)).toEqual(['var/core/core.java.77']);
  expect((await plan(open, { dumps: 'drop' })).unencrypted).toEqual([]);
  const exclude = ['a/cut.ve', 'var/core/hostd-zdump.000', 'etc/shadow'];
  const rest = await plan(open, { dumps: 'recrypt', keys, to: { password: 'x' }, exclude });
  expect([rest.problems, rest.flagged.length]).toEqual([[], 2]);
  open.envelopes.unlockRaw(HOST_KEY.toString('hex'));
  const better = await plan(open, { dumps: 'decrypt', keys });
  expect(better.problems.map(({ path }) => path)).toEqual(['a/cut.ve']);
  expect(await codeOf(() => plan(open, { dumps: 'recrypt', keys }))).toBe('bad-argument');
  expect(await codeOf(() => plan(open, { after: '2026-01-02', before: '2026-01-01' }))).toBe('bad-argument');
});

test('the same bundle with its dumps decrypted opens in tools that know no envelopes', async () => {
  const files = {
    ...HOST,
    'vm-support-incident-key': fixture('aes-256.key'),
    'var/core/vmkernel-zdump.1': fixture('vmkernel-zdump.1'),
    'vmfs/volumes/ds/web01/vmmcores.ve': fixture('aes-256-gzip.ve'),
  };
  const open = await openCaseOf([{ name: 'esx.tgz', bytes: new Uint8Array(tgz('esx', files)) }]);
  const { blob, manifest, keyFile } = await pack(
    open,
    options({ dumps: 'decrypt', keys: { password: PASSWORD } }),
  );
  const entries = new Map(
    (await entriesOf(blob)).map(({ header, data }) => [header.name, Buffer.from(data!)]),
  );
  expect(keyFile).toBeUndefined();
  expect([...entries.keys()].sort()).toEqual([
    'esx/action.log',
    'esx/error.log',
    'esx/etc/vmware/esx.conf',
    'esx/var/core/vmkernel-zdump.1',
    'esx/vm-support-incident-key',
    'esx/vmfs/volumes/ds/web01/vmmcores',
  ]);
  for (const { path, bytes, sha256 } of manifest)
    expect([bytes, sha256]).toEqual([entries.get(path)!.length, sha(entries.get(path)!)]);
  expect(manifest.filter(({ action }) => action === 'decrypted')).toHaveLength(2);
  const again = await openCaseOf([{ name: 'again.tgz', bytes: await bytesOf(blob) }]);
  expect(await again.envelopes.list()).toEqual([]);
});
