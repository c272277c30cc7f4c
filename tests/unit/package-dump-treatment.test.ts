import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { PackageKeys } from '../../workers/engine/package-keys';
import { isEncrypted, readEnvelopeHeader } from '../../workers/envelope/envelope-header';
import { dumpTreatment } from '../../workers/engine/dump-treatment';
import { planPackage } from '../../workers/engine/package-plan';
import type { OpenCase } from '../../workers/engine/open-case';
import type { PackOptions, SealOptions } from '../../workers/public-api';
import { caseOf, freeJob, treated } from './case-treatment';
import { codeOf, fixture } from './envelope-decrypting';
import { readEnvelope, readKeyFile } from './envelope-reading';
import { writeEnvelope } from './envelope-writing';

const PASSWORD = 'Passw0rd!';
const KEYS = { password: PASSWORD };
const PAIR = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SPKI = PAIR.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const HOST_KEY = randomBytes(32);
const PLAIN = randomBytes(70_000);

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const WRAPPED_ZDUMP = Buffer.from(fixture('vmkernel-zdump.1'));
const UNDER_HOST_KEY = Buffer.concat([
  Buffer.alloc(4096, 7),
  writeEnvelope({ version: 1, cipher: 'AES-256', key: HOST_KEY, plain: PLAIN }),
]);

const BUNDLE: Record<string, Uint8Array | string> = {
  'vm-support-incident-key': fixture('aes-256.key'),
  'var/core/vmkernel-zdump.1': WRAPPED_ZDUMP,
  'vmfs/volumes/ds/web01/vmmcores.ve': fixture('aes-256-gzip.ve'),
  'vmfs/volumes/ds/web01/debug.guest.ve': fixture('aes-256.ve'),
  'vmfs/volumes/ds/web01/vmware.log': '2020-04-07T19:32:11.613+08:00| vcpu-1| I125: a line\n',
  'var/core/core.java.4711': Buffer.concat([Buffer.from('JAVA PROFILE 1.0.2\0'), randomBytes(1000)]),
  'etc/vmware/esx.conf': '/a = "b"\n',
};

function fragmentsOf(path: string, bytes: Buffer, size: number): Record<string, Uint8Array> {
  const pieces: Record<string, Uint8Array> = {};
  for (let at = 0; at < bytes.length; at += size)
    pieces[`${path}.FRAG-${String(at / size).padStart(5, '0')}`] = bytes.subarray(at, at + size);
  return pieces;
}

const pack = (options: Partial<PackOptions>): PackOptions => ({
  dumps: 'keep',
  fragments: 'join',
  ...options,
});
const decryptAll = (open: OpenCase, keys: PackOptions['keys'] = KEYS) =>
  treated(dumpTreatment, open, pack({ dumps: 'decrypt', keys }));
const recryptAll = (open: OpenCase, to: SealOptions, keys: PackOptions['keys'] = KEYS) =>
  treated(dumpTreatment, open, pack({ dumps: 'recrypt', keys, to }));

test('all dumps are left out, encrypted or not, and nothing else', async () => {
  const open = await caseOf({ ...BUNDLE, ...fragmentsOf('var/core/x-zdump.000', WRAPPED_ZDUMP, 10_000) });
  const { files, keyFile } = await treated(dumpTreatment, open, pack({ dumps: 'drop' }));
  expect([...files].map(([path, { action }]) => [path, action]).sort()).toEqual([
    ['var/core/core.java.4711', 'dropped'],
    ['var/core/vmkernel-zdump.1', 'dropped'],
    ['var/core/x-zdump.000', 'dropped'],
    ['vmfs/volumes/ds/web01/debug.guest.ve', 'dropped'],
    ['vmfs/volumes/ds/web01/vmmcores.ve', 'dropped'],
  ]);
  for (const { reason } of files.values()) expect(reason).toMatch(/dump|core/);
  expect(keyFile).toBeNull();
});

test('dumps that are compressed are left out whatever their names', async () => {
  const core = Buffer.alloc(50_000);
  core.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  core[16] = 4;
  const heap = Buffer.concat([Buffer.from('JAVA PROFILE 1.0.2\0'), randomBytes(40_000)]);
  const program = Buffer.from(core);
  program[16] = 2;
  const open = await caseOf({
    'opt/core.gz': gzipSync(core),
    'opt/a.gz': gzipSync(core.subarray(0, 64)),
    'opt/heap.gz': gzipSync(heap),
    'opt/cut.gz': gzipSync(heap).subarray(0, 30_000),
    'opt/program.gz': gzipSync(program),
    'opt/noise.gz': gzipSync(randomBytes(20_000)),
    'opt/no.gz': Buffer.from('1f8b0800000000000003ffffff', 'hex'),
  });
  const { files } = await treated(dumpTreatment, open, pack({ dumps: 'drop' }));
  expect([...files].map(([path, { action, reason }]) => [path, action, reason]).sort()).toEqual([
    ['opt/a.gz', 'dropped', 'a core file'],
    ['opt/core.gz', 'dropped', 'a core file'],
    ['opt/cut.gz', 'dropped', 'a heap dump of Java'],
    ['opt/heap.gz', 'dropped', 'a heap dump of Java'],
  ]);
});

describe('decrypted', () => {
  test('each envelope becomes its plain data, without the dump header and under a similar name', async () => {
    const { files } = await decryptAll(await caseOf(BUNDLE));
    expect([...files.values()].map(({ action, path }) => [action, path]).sort()).toEqual([
      ['decrypted', 'esx/var/core/vmkernel-zdump.1'],
      ['decrypted', 'esx/vmfs/volumes/ds/web01/debug.guest'],
      ['decrypted', 'esx/vmfs/volumes/ds/web01/vmmcores'],
    ]);
    const plain = (path: string) => sha(files.get(path)!.bytes!);
    expect(plain('vmfs/volumes/ds/web01/debug.guest.ve')).toBe(
      'f8ce8b952518848d759686c2c49882bbf327ee146e374b5112e5502a4cda051a',
    );
    expect(plain('vmfs/volumes/ds/web01/vmmcores.ve')).toBe(
      'd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35',
    );
  });

  test('a name that is there already is not taken', async () => {
    const folder = 'vmfs/volumes/ds/web01';
    const open = await caseOf({ ...BUNDLE, [`${folder}/vmmcores`]: 'a text\n' });
    const { files } = await decryptAll(open);
    expect(files.get(`${folder}/vmmcores.ve`)!.path).toBe(`esx/${folder}/vmmcores.decrypted`);
  });

  test('in fragments, and by keys that are unlocked', async () => {
    const open = await caseOf({
      ...BUNDLE,
      ...fragmentsOf('var/core/hostd-zdump.000', UNDER_HOST_KEY, 10_000),
    });
    open.envelopes.unlockRaw(HOST_KEY.toString('hex'));
    const { files } = await decryptAll(open);
    expect(files.get('var/core/hostd-zdump.000')!.bytes!.equals(PLAIN)).toBe(true);
    expect(files.size).toBe(4);
  });

  test('by every unlocked key where none is given', async () => {
    const open = await caseOf(BUNDLE);
    await open.envelopes.unlock('vm-support-incident-key', KEYS);
    const { files } = await decryptAll(open, {});
    expect(files.size).toBe(3);
  });
});

describe('nothing is begun where a dump cannot be opened', () => {
  test.each<
    [code: string, files: Record<string, Uint8Array | string>, keys: PackOptions['keys'], named: string]
  >([
    ['key-needed', BUNDLE, {}, 'var/core/vmkernel-zdump.1'],
    ['wrong-password', BUNDLE, { password: 'no' }, 'var/core/vmkernel-zdump.1'],
    [
      'wrong-key',
      { ...BUNDLE, 'var/core/hostd-zdump.000': UNDER_HOST_KEY },
      KEYS,
      'var/core/hostd-zdump.000',
    ],
    ['truncated', { ...BUNDLE, 'a.ve': fixture('bad-truncated.ve') }, KEYS, 'a.ve'],
    ['unsupported-version', { ...BUNDLE, 'a.ve': fixture('bad-version.ve') }, KEYS, 'a.ve'],
    ['damaged-wrapped-key', { ...BUNDLE, 'a.ve': fixture('bad-internal-key.ve') }, KEYS, 'a.ve'],
    [
      'fragment-missing',
      { ...BUNDLE, 'var/core/y-zdump.1.FRAG-00003': randomBytes(5000) },
      KEYS,
      'var/core/y-zdump.1.FRAG-00003',
    ],
  ])('%s', async (code, files, keys, named) => {
    const open = await caseOf(files);
    for (const work of [
      () => decryptAll(open, keys),
      () => recryptAll(open, { rawKey: '00'.repeat(32) }, keys),
    ]) {
      const error = await work().then(
        () => null,
        (failure: unknown) => failure as Error & { code: string },
      );
      expect(error).toMatchObject({ code });
      expect((error as Error).message).toContain(named);
      expect((error as Error).message).toContain('exclude it');
      expect((error as Error).message).not.toContain(PASSWORD);
    }
  });

  test('what is damaged where only its data tells fails while it is written', async () => {
    const open = await caseOf({ 'a.ve': fixture('bad-gcm-tag-flipped.ve') });
    const rawKey = GCM_KEY();
    expect(await codeOf(() => decryptAll(open, { rawKey }))).toBe('not-authentic');
    const error = await decryptAll(open, { rawKey }).catch((failure: unknown) => failure as Error);
    expect((error as Error).message).toContain('a.ve');
  });
});

function GCM_KEY(): string {
  const { cases } = JSON.parse(Buffer.from(fixture('cases.json')).toString()) as {
    cases: { file: string; rawKeyHex?: string }[];
  };
  return cases.find(({ file }) => file === 'bad-gcm-tag-flipped.ve')!.rawKeyHex!;
}

describe('re-encrypted', () => {
  const MANY = {
    ...BUNDLE,
    ...fragmentsOf('var/core/vmkernel-zdump.2', WRAPPED_ZDUMP, 9000),
    'var/core/vmkernel-zdump.3': UNDER_HOST_KEY,
    'x/stored.ve': fixture('stored.ve'),
  };
  const keysOfBoth = { password: PASSWORD, rawKey: HOST_KEY.toString('base64') };

  test.each<[string, SealOptions, (keyFile: Buffer) => Buffer]>([
    ['a password', { password: 'for the vendor' }, (file) => readKeyFile(file, 'for the vendor').key],
    ['a public key', { publicKey: SPKI }, (file) => readKeyFile(file, PAIR.privateKey).key],
  ])('under one new key for %s, whose file takes the place of the old one', async (_, to, keyIn) => {
    const open = await caseOf(MANY);
    const { files, added, keyFile } = await recryptAll(open, to, keysOfBoth);
    const key = keyIn(keyFile!);
    expect(files.get('vm-support-incident-key')).toMatchObject({ action: 'recrypted' });
    expect(files.get('vm-support-incident-key')!.bytes!.equals(keyFile!)).toBe(true);
    expect(added.size).toBe(0);
    const plainOf = (path: string, offset: number) => {
      const one = files.get(path)!;
      expect(one).toMatchObject({ action: 'recrypted', path: `esx/${path}` });
      return sha(readEnvelope(one.bytes!.subarray(offset), key).plain);
    };
    const kernelPlain = plainOf('var/core/vmkernel-zdump.1', 4096);
    expect(plainOf('var/core/vmkernel-zdump.2', 4096)).toBe(kernelPlain);
    expect(plainOf('var/core/vmkernel-zdump.3', 4096)).toBe(sha(PLAIN));
    expect(plainOf('vmfs/volumes/ds/web01/debug.guest.ve', 0)).toBe(
      'f8ce8b952518848d759686c2c49882bbf327ee146e374b5112e5502a4cda051a',
    );
    expect(plainOf('vmfs/volumes/ds/web01/vmmcores.ve', 0)).toBe(
      'd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35',
    );
    plainOf('x/stored.ve', 0);
    // The clear header stays; where a wrapped key is the data does too.
    const zdump = files.get('var/core/vmkernel-zdump.1')!.bytes!;
    expect(zdump.subarray(0, 4096).equals(WRAPPED_ZDUMP.subarray(0, 4096))).toBe(true);
    expect(zdump.subarray(8192).equals(WRAPPED_ZDUMP.subarray(8192))).toBe(true);
    expect(zdump.subarray(4096, 8192).equals(WRAPPED_ZDUMP.subarray(4096, 8192))).toBe(false);
    const deep = files.get('var/core/vmkernel-zdump.3')!.bytes!;
    expect(deep.subarray(0, 4096).equals(UNDER_HOST_KEY.subarray(0, 4096))).toBe(true);
    expect(deep.subarray(8192).equals(UNDER_HOST_KEY.subarray(8192))).toBe(false);
    expect(files.get('var/core/core.java.4711')).toMatchObject({ action: 'kept', bytes: null });
    expect(files.get('var/core/core.java.4711')!.reason).toContain('not encrypted');
  });

  test('in every form that is asked for', async () => {
    const open = await caseOf(BUNDLE);
    for (const form of [
      { cipher: 'AES-128', wrapped: true },
      { cipher: 'XTS-AES-256', gzip: true },
      { cipher: 'AES-256', wrapped: true, gzip: true },
      { cipher: 'AES-256-GCM' },
    ] as const) {
      const { files, keyFile } = await recryptAll(open, { ...form, publicKey: SPKI });
      const { key } = readKeyFile(keyFile!, PAIR.privateKey);
      const read = readEnvelope(files.get('vmfs/volumes/ds/web01/debug.guest.ve')!.bytes!, key);
      expect(sha(read.plain)).toBe('f8ce8b952518848d759686c2c49882bbf327ee146e374b5112e5502a4cda051a');
      expect(read.attributes.get('vmware.cipherName')).toBe(form.cipher);
      expect(read.attributes.has('vmware.internal.key')).toBe('wrapped' in form);
    }
  });

  test('under a raw key there is no key file, and the old one stays', async () => {
    const open = await caseOf(BUNDLE);
    const rawKey = randomBytes(64);
    const { files, added, keyFile } = await recryptAll(open, { rawKey: rawKey.toString('hex') });
    expect([keyFile, added.size, files.has('vm-support-incident-key')]).toEqual([null, 0, false]);
    const read = readEnvelope(files.get('var/core/vmkernel-zdump.1')!.bytes!.subarray(4096), rawKey);
    expect(read.attributes.get('vmware.cipherName')).toBe('XTS-AES-256');
  });

  test('a key file is added where there was none, and only where it opens something', async () => {
    const open = await caseOf({ 'var/core/hostd-zdump.0': UNDER_HOST_KEY });
    const { added, keyFile, files } = await recryptAll(
      open,
      { publicKey: SPKI },
      { rawKey: HOST_KEY.toString('hex') },
    );
    expect([...added.keys()]).toEqual(['0:vm-support-incident-key']);
    expect([...added.values()][0]!.equals(keyFile!)).toBe(true);
    const { key } = readKeyFile(keyFile!, PAIR.privateKey);
    expect(
      readEnvelope(files.get('var/core/hostd-zdump.0')!.bytes!.subarray(4096), key).plain.equals(PLAIN),
    ).toBe(true);
    const none = await caseOf({ 'etc/vmware/esx.conf': '/a = "b"\n' });
    expect(await recryptAll(none, { password: 'x' })).toMatchObject({ keyFile: null, added: new Map() });
  });

  test('what cannot be written is refused before anything is', async () => {
    const open = await caseOf(BUNDLE);
    const code = (to: SealOptions | undefined) =>
      codeOf(() => treated(dumpTreatment, open, pack({ dumps: 'recrypt', keys: KEYS, ...(to && { to }) })));
    expect(await code(undefined)).toBe('bad-argument');
    expect(await code({})).toBe('key-needed');
    expect(await code({ password: 'x', header: false })).toBe('bad-argument');
    expect(await code({ publicKey: SPKI, cipher: 'AES-256-GCM', wrapped: true })).toBe('unsupported-cipher');
    expect(await code({ publicKey: 'no key' })).toBe('not-a-key-file');
  });

  test.each<[string, SealOptions | undefined]>([
    ['bad-argument', undefined],
    ['key-needed', {}],
    ['bad-argument', { password: 'x', header: false }],
    ['bad-argument', { rawKey: '00'.repeat(32), keyFile: 'vm-support-incident-key' }],
    ['bad-argument', { password: 'x', cipher: 'none' }],
    ['unsupported-cipher', { publicKey: SPKI, cipher: 'AES-256-GCM', wrapped: true }],
    ['unsupported-cipher', { cipher: 'none', wrapped: true }],
    ['unsupported-cipher', { password: 'x', cipher: 'DES' as never }],
    ['not-a-key-file', { publicKey: 'no key' }],
  ])(
    '%s: what is wrong to ask for is refused where there are no dumps too, and by the plan',
    async (wanted, to) => {
      const open = await caseOf({ 'etc/vmware/esx.conf': '/a = "b"\n', 'a/x.hprof': 'no envelope' });
      const options = pack({ dumps: 'recrypt', ...(to && { to }) });
      expect(await codeOf(() => treated(dumpTreatment, open, options))).toBe(wanted);
      expect(await codeOf(() => planPackage(open, freeJob(), options))).toBe(wanted);
    },
  );

  test('a key of the wrong length is refused where there are no dumps too', async () => {
    const open = await caseOf({ 'etc/vmware/esx.conf': '/a = "b"\n' });
    const options = pack({ dumps: 'recrypt', to: { rawKey: '00'.repeat(16), cipher: 'AES-256' } });
    expect(await codeOf(() => treated(dumpTreatment, open, options))).toBe('wrong-key');
  });

  test('a job that is cancelled ends', async () => {
    const open = await caseOf(BUNDLE);
    const abort = new AbortController();
    abort.abort();
    const work = treated(
      dumpTreatment,
      open,
      pack({ dumps: 'recrypt', keys: KEYS, to: { password: 'x' } }),
      freeJob(abort),
    );
    await expect(work).rejects.toThrow();
  });
});

test('keys are copies, wiped at the end; those that are unlocked stay', async () => {
  const open = await caseOf(BUNDLE);
  open.envelopes.unlockRaw(HOST_KEY.toString('hex'));
  const { signal } = freeJob();
  const means = { envelopes: open.envelopes, crypto: open.packings.crypto, signal };
  const keys = await PackageKeys.open({ password: PASSWORD, rawKey: '22'.repeat(32) }, means);
  const source = open.envelopes.source('var/core/vmkernel-zdump.1');
  const header = await readEnvelopeHeader(source.access);
  if (!isEncrypted(header)) throw new Error('it is encrypted');
  const found = await keys.for(source, header);
  const again = await keys.for(source, header);
  // The key file is opened once.
  expect(again.map(({ bytes }) => bytes)).toEqual(found.map(({ bytes }) => bytes));
  expect(again.at(-1)!.bytes).toBe(found.at(-1)!.bytes);
  keys.close();
  for (const { bytes } of found) expect(bytes.every((byte) => byte === 0)).toBe(true);
  expect(Buffer.from(open.envelopes.ring.keys[0]!.bytes).equals(HOST_KEY)).toBe(true);
});
