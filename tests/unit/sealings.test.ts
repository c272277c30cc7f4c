import { createHash, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CaseContent } from '../../workers/engine/case-content';
import { CaseEnvelopes } from '../../workers/engine/case-envelopes';
import { CryptoMeans } from '../../workers/engine/crypto-means';
import { Decryptions } from '../../workers/engine/decryptions';
import { Jobs } from '../../workers/engine/jobs';
import { Sealings } from '../../workers/engine/sealings';
import type { EngineExports } from '../../workers/kernel/engine-kernel';
import type { RecryptOptions, SealCipher, SealOptions } from '../../workers/public-api';
import { CryptoWorkersOnThisThread } from './crypto-workers-on-this-thread';
import { codeOf, fixture } from './envelope-decrypting';
import { freshEnvelopeKernel } from './envelope-kernel';
import { readEnvelope, readKeyFile } from './envelope-reading';
import { writeEnvelope } from './envelope-writing';
import { freshKernel } from './kernel';

const MIB = 1 << 20;
const PAIR = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SPKI = PAIR.publicKey.export({ type: 'spki', format: 'pem' }).toString();

async function parts(workers = 2) {
  const cryptoWorkers = new CryptoWorkersOnThisThread(workers);
  const crypto = new CryptoMeans({
    kernel: () => freshKernel<EngineExports>(),
    envelopeKernel: freshEnvelopeKernel,
    cryptoWorkers,
  });
  const told: [job: number, done: number, total: number][] = [];
  const listener = { tell: (...event: (typeof told)[number]): void => void told.push(event) };
  const tell = (...event: (typeof told)[number]) => listener.tell(...event);
  const envelopes = new CaseEnvelopes(new CaseContent(await freshKernel<EngineExports>()), crypto);
  const running = new Jobs(() => undefined);
  const decryptions = new Decryptions(envelopes, crypto, tell, running);
  const sealings = new Sealings(envelopes, decryptions, crypto, tell, running);
  return { cryptoWorkers, crypto, told, listener, envelopes, decryptions, sealings, running };
}

const { crypto, envelopes, decryptions, sealings } = await parts();

const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());
const blobOf = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const given = (name: string) => blobOf(fixture(name));

let jobs = 0;
const seal = async (plain: Uint8Array, options: SealOptions) => {
  const { blob, keyFile } = await sealings.seal(++jobs, blobOf(plain), options);
  return { blob, bytes: await bytesOf(blob), keyFile: keyFile && (await bytesOf(keyFile)) };
};
const recrypt = async (envelope: Blob, options: RecryptOptions) => {
  const { blob, keyFile, shallow } = await sealings.recrypt(++jobs, envelope, options);
  return { blob, bytes: await bytesOf(blob), keyFile: keyFile && (await bytesOf(keyFile)), shallow };
};
const decrypt = async (blob: Blob, options: Parameters<typeof decryptions.toBlob>[2]) =>
  bytesOf((await decryptions.toBlob(++jobs, blob, options)).blob);

describe('sealed for someone', () => {
  const plain = randomBytes(70_001);

  test.each<SealOptions>([
    {},
    { cipher: 'AES-128' },
    { cipher: 'AES-192', wrapped: true },
    { cipher: 'AES-256', gzip: true },
    { cipher: 'XTS-AES-256', wrapped: true, gzip: true },
    { cipher: 'AES-256-GCM', aad: 'ESXConfiguration' },
  ])('by password and by public key: %o', async (options) => {
    const password = 'пароль-密碼 "|"';
    const { blob, bytes, keyFile } = await seal(plain, { ...options, password, publicKey: SPKI });
    const byPassword = readKeyFile(keyFile!, password);
    expect(readKeyFile(keyFile!, PAIR.privateKey).key.equals(byPassword.key)).toBe(true);
    expect(byPassword.cipher).toBe(options.cipher ?? 'AES-256');
    expect(byPassword.rounds).toBe(100_000);
    const read = readEnvelope(bytes, byPassword.key, options.aad);
    expect(read.plain.equals(plain)).toBe(true);
    expect(read.attributes.get('vmware.keyInfo')).toBe(byPassword.keyInfo);
    expect(read.attributes.has('vmware.internal.key')).toBe(options.wrapped ?? false);
    expect(read.attributes.has('vmware.compressionMethod')).toBe(options.gzip ?? false);
    const aad = options.aad ?? '';
    expect((await decrypt(blob, { keyFile: blobOf(keyFile!), password, aad })).equals(plain)).toBe(true);
    const privateKey = PAIR.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const asRecipient = await decrypt(blob, { keyFile: blobOf(keyFile!), privateKey, aad });
    expect(asRecipient.equals(plain)).toBe(true);
    expect(await codeOf(() => decrypt(blob, { keyFile: blobOf(keyFile!), password: 'no', aad }))).toBe(
      'wrong-password',
    );
  });

  test('the public key may be PKCS #1 too', async () => {
    const publicKey = createPublicKey(SPKI).export({ type: 'pkcs1', format: 'pem' }).toString();
    const { bytes, keyFile } = await seal(plain, { publicKey });
    const { key, rounds } = readKeyFile(keyFile!, PAIR.privateKey);
    expect(readEnvelope(bytes, key).plain.equals(plain)).toBe(true);
    expect(rounds).toBeNull();
  });

  test.each<[bytes: number, cipher: SealCipher | undefined, expected: string]>([
    [16, undefined, 'AES-128'],
    [24, undefined, 'AES-192'],
    [32, undefined, 'AES-256'],
    [64, undefined, 'XTS-AES-256'],
    [32, 'AES-256-GCM', 'AES-256-GCM'],
  ])('by a raw key of %d bytes (%s)', async (length, cipher, expected) => {
    const key = randomBytes(length);
    for (const rawKey of [key.toString('hex'), key.toString('base64')]) {
      const { blob, bytes, keyFile } = await seal(plain, { rawKey, ...(cipher && { cipher }) });
      expect(keyFile).toBeUndefined();
      const read = readEnvelope(bytes, key);
      expect(read.attributes.get('vmware.cipherName')).toBe(expected);
      expect(read.plain.equals(plain)).toBe(true);
      expect((await decrypt(blob, { rawKey })).equals(plain)).toBe(true);
    }
  });

  test('32 digits are a key of AES-128, or in base64 one of AES-192 where that is asked for', async () => {
    const rawKey = '0123456789abcdef0123456789abcdef';
    const short = await seal(plain, { rawKey });
    expect(readEnvelope(short.bytes, Buffer.from(rawKey, 'hex')).plain.equals(plain)).toBe(true);
    const long = await seal(plain, { rawKey, cipher: 'AES-192' });
    expect(readEnvelope(long.bytes, Buffer.from(rawKey, 'base64')).plain.equals(plain)).toBe(true);
  });

  test('a key that is given gets a key file for others', async () => {
    const key = randomBytes(32);
    const { bytes, keyFile } = await seal(plain, { rawKey: key.toString('hex'), password: 'secret' });
    const read = readKeyFile(keyFile!, 'secret');
    expect(read.key.equals(key)).toBe(true);
    expect(readEnvelope(bytes, key).attributes.get('vmware.keyInfo')).toBe(read.keyInfo);
  });

  test('several files go under one key: that of a key file, or of an unlocked one', async () => {
    const { keyFile } = await seal(plain, { password: 'one for all' });
    const { key, keyInfo } = readKeyFile(keyFile!, 'one for all');
    const byFile = await seal(plain, { keyFile: blobOf(keyFile!), password: 'one for all' });
    expect(byFile.keyFile).toBeUndefined();
    const unlocked = await envelopes.unlock(blobOf(keyFile!), { password: 'one for all' });
    const byRing = await seal(plain, { key: unlocked.id, wrapped: true });
    for (const { bytes } of [byFile, byRing]) {
      const read = readEnvelope(bytes, key);
      expect(read.plain.equals(plain)).toBe(true);
      expect(read.attributes.get('vmware.keyInfo')).toBe(keyInfo);
    }
    // The ring's own copy is not wiped with the job.
    expect(envelopes.ring.get(unlocked.id).bytes).toEqual(new Uint8Array(key));
    envelopes.forgetKeys();
  });

  test('a dump header stays clear in front', async () => {
    const header = randomBytes(4096);
    const rawKey = randomBytes(32).toString('hex');
    const inside = await seal(Buffer.concat([header, plain]), { rawKey, header: true });
    const beside = await seal(plain, { rawKey, header: blobOf(header) });
    const asBytes = await seal(plain, { rawKey, header: new Uint8Array(header) });
    for (const { blob, bytes } of [inside, beside, asBytes]) {
      expect(bytes.subarray(0, 4096).equals(header)).toBe(true);
      expect(readEnvelope(bytes.subarray(4096), Buffer.from(rawKey, 'hex')).plain.equals(plain)).toBe(true);
      const whole = await decrypt(blob, { rawKey, withHeader: true });
      expect(whole.equals(Buffer.concat([header, plain]))).toBe(true);
    }
  });

  test('without encryption, when that is asked for', async () => {
    for (const gzip of [false, true]) {
      const { blob, bytes } = await seal(plain, { cipher: 'none', gzip });
      expect(readEnvelope(bytes, null).plain.equals(plain)).toBe(true);
      expect((await decrypt(blob, {})).equals(plain)).toBe(true);
    }
  });

  test.each<[string, SealOptions]>([
    ['key-needed', {}],
    ['key-needed', { key: 'key-77' }],
    ['bad-argument', { password: '' }],
    ['bad-argument', { cipher: 'none', password: 'x' }],
    ['bad-argument', { rawKey: '00'.repeat(32), key: 'key-1' }],
    ['bad-argument', { password: 'x', header: new Blob(['short']) }],
    ['unsupported-cipher', { password: 'x', cipher: 'AES-512' as SealCipher }],
    ['unsupported-cipher', { password: 'x', cipher: 'AES-256-GCM', gzip: true }],
    ['unsupported-cipher', { password: 'x', cipher: 'AES-256-GCM', wrapped: true }],
    ['unsupported-cipher', { cipher: 'none', wrapped: true }],
    ['wrong-key', { rawKey: '00'.repeat(32), cipher: 'AES-128' }],
    ['wrong-key', { rawKey: 'Passw0rd!' }],
    ['wrong-key', { keyFile: given('aes-128.key'), password: 'short', cipher: 'AES-256' }],
    ['wrong-password', { keyFile: given('aes-128.key'), password: 'long' }],
    ['not-a-key-file', { publicKey: 'no key' }],
    ['not-a-key-file', { publicKey: Buffer.from(fixture('rsa-2048.private.pem')).toString() }],
  ])('is refused with %s: %o', async (code, options) => {
    expect(await codeOf(() => seal(plain, options))).toBe(code);
  });

  test('a file too short for its header is refused', async () => {
    expect(await codeOf(() => seal(randomBytes(4095), { password: 'x', header: true }))).toBe('bad-argument');
  });
});

const DUMPS = [
  ['vmkernel-zdump.1', 'aes-256.key', 'Passw0rd!', 4096],
  ['hostd-zdump.000', 'xts-aes-256.key', 'пароль-密碼-암호', 4096],
  ['aes-128-wrapped-gzip.ve', 'aes-128.key', 'short', 0],
  ['aes-192-wrapped.ve', 'aes-192.key', 'a b c', 0],
] as const;

describe('shallow re-encryption', () => {
  test.each(DUMPS)('of %s leaves the data bytes as they are', async (name, keyFile, password, offset) => {
    const old = Buffer.from(fixture(name));
    const from = { keyFile: given(keyFile), password };
    const plain = await decrypt(given(name), from);
    const oldKey = readKeyFile(Buffer.from(fixture(keyFile)), password).key;
    for (const cipher of [undefined, 'AES-128', 'AES-192', 'AES-256', 'XTS-AES-256'] as const) {
      const to = { password: 'for the vendor', ...(cipher && { cipher }) };
      const made = await recrypt(given(name), { from, to });
      expect(made.shallow).toBe(true);
      const { key } = readKeyFile(made.keyFile!, 'for the vendor');
      const [before, after] = [old.subarray(offset), made.bytes.subarray(offset)];
      expect(made.bytes.subarray(0, offset).equals(old.subarray(0, offset))).toBe(true);
      const [was, is] = [readEnvelope(before, oldKey), readEnvelope(after, key)];
      expect(after.subarray(is.dataStart).equals(before.subarray(was.dataStart))).toBe(true);
      expect(is.plain.equals(plain)).toBe(true);
      expect(is.innerList!.equals(was.innerList!)).toBe(true);
      for (const attribute of ['vmware.keyInfo', 'vmware.iv', 'vmware.internal.key', 'vmware.keyHash'])
        expect(is.attributes.get(attribute)).not.toEqual(was.attributes.get(attribute));
      expect(is.attributes.get('vmware.cipherName')).toBe(cipher ?? was.attributes.get('vmware.cipherName'));
      expect([...is.attributes.keys()]).toEqual([...was.attributes.keys()]);
      expect(await codeOf(() => decrypt(made.blob, from))).toBe('wrong-key');
      const now = { keyFile: blobOf(made.keyFile!), password: 'for the vendor' };
      expect((await decrypt(made.blob, now)).equals(plain)).toBe(true);
    }
  });

  test('keeps what else the header says, known or not', async () => {
    const key = randomBytes(32);
    const number = Buffer.alloc(8, 7);
    const envelope = writeEnvelope({
      version: 1,
      cipher: 'AES-256',
      key,
      plain: randomBytes(600),
      inner: 'AES-128',
      attributes: [
        ['vmware.contentType', 'vmware.vmkernel.dump'],
        ['some.number', { type: 4, raw: number }, 1],
        ['some.text', 'x', 1],
      ],
    });
    const rawKey = randomBytes(32).toString('base64');
    const from = { rawKey: key.toString('hex') };
    for (const deep of [false, true]) {
      const { bytes, shallow } = await recrypt(blobOf(envelope), { from, to: { rawKey }, deep });
      expect(shallow).toBe(!deep);
      const header = bytes.subarray(0, 4096);
      expect(header.includes('vmware.contentType\0vmware.vmkernel.dump\0')).toBe(true);
      expect(header.includes(Buffer.concat([Buffer.from('\x04\x01\0\0some.number\0'), number]))).toBe(true);
      expect(header.includes('\x0b\x01\0\0some.text\0x\0')).toBe(true);
      expect((await decrypt(blobOf(bytes), { rawKey })).length).toBe(600);
    }
  });
});

describe('deep re-encryption', () => {
  const plainOf = async (name: string, from: RecryptOptions['from']) => decrypt(given(name), from ?? {});
  const password = 'for the vendor';

  test.each(DUMPS)(
    'of %s when asked for: another inner key, other data',
    async (name, keyFile, old, offset) => {
      const from = { keyFile: given(keyFile), password: old };
      const made = await recrypt(given(name), { from, to: { password }, deep: true });
      expect(made.shallow).toBe(false);
      const { key } = readKeyFile(made.keyFile!, password);
      const before = Buffer.from(fixture(name)).subarray(offset);
      const is = readEnvelope(made.bytes.subarray(offset), key);
      const was = readEnvelope(before, readKeyFile(Buffer.from(fixture(keyFile)), old).key);
      expect(is.secret!.key.equals(was.secret!.key)).toBe(false);
      expect(is.plain.equals(await plainOf(name, from))).toBe(true);
      expect([...is.attributes.keys()]).toEqual([...was.attributes.keys()]);
    },
  );

  const KEYS = { keyFile: 'aes-256.key', password: 'Passw0rd!' };
  const GCM = JSON.parse(Buffer.from(fixture('cases.json')).toString()).cases.find(
    (one: { file: string }) => one.file === 'v2-gcm-42893-bytes.ve',
  ) as { rawKeyHex: string; aad: string };

  test.each<[string, SealOptions]>([
    ['aes-256.ve', {}],
    ['aes-256.ve', { wrapped: true }],
    ['aes-256.ve', { gzip: true, wrapped: true, cipher: 'XTS-AES-256' }],
    ['aes-256-gzip.ve', {}],
    ['aes-256-gzip.ve', { gzip: false }],
    ['aes-256-wrapped-gzip.ve', { wrapped: false }],
    ['aes-256-wrapped-gzip.ve', { gzip: false }],
    ['aes-256-wrapped.ve', { cipher: 'AES-256-GCM', aad: 'x' }],
    ['vmkernel-zdump.1', { wrapped: false, header: false }],
  ])('of %s into %o', async (name, to) => {
    const from = { keyFile: given(KEYS.keyFile), password: KEYS.password };
    const old = await plainOf(name, from);
    const made = await recrypt(given(name), { from, to: { ...to, password } });
    expect(made.shallow).toBe(false);
    const { key, cipher } = readKeyFile(made.keyFile!, password);
    expect(cipher).toBe(to.cipher ?? 'AES-256');
    const read = readEnvelope(made.bytes, key, to.aad);
    expect(read.plain.equals(old)).toBe(true);
    const isMessage = cipher === 'AES-256-GCM';
    expect(read.attributes.has('vmware.internal.key')).toBe(
      to.wrapped ?? (name.includes('wrapped') && !isMessage),
    );
    expect(read.attributes.has('vmware.compressionMethod')).toBe(to.gzip ?? name.includes('gzip'));
  });

  test('of an authenticated envelope keeps it one, with its associated data', async () => {
    const from = { rawKey: GCM.rawKeyHex, aad: GCM.aad };
    const old = await plainOf('v2-gcm-42893-bytes.ve', from);
    const { bytes, keyFile, shallow } = await recrypt(given('v2-gcm-42893-bytes.ve'), {
      from,
      to: { password },
    });
    expect(shallow).toBe(false);
    const { key, cipher } = readKeyFile(keyFile!, password);
    expect(cipher).toBe('AES-256-GCM');
    expect(readEnvelope(bytes, key, GCM.aad).plain.equals(old)).toBe(true);
    const raw = randomBytes(24).toString('hex');
    const sectors = await recrypt(given('v2-gcm-42893-bytes.ve'), {
      from,
      to: { rawKey: raw, wrapped: true },
    });
    expect(readEnvelope(sectors.bytes, Buffer.from(raw, 'hex')).plain.equals(old)).toBe(true);
  });

  test('of what was not encrypted, and into that', async () => {
    const old = await plainOf('stored-gzip.ve', {});
    const made = await recrypt(given('stored-gzip.ve'), { to: { password } });
    const read = readEnvelope(made.bytes, readKeyFile(made.keyFile!, password).key);
    expect(read.plain.equals(old)).toBe(true);
    expect(read.attributes.has('vmware.compressionMethod')).toBe(true);
    const from = { keyFile: blobOf(made.keyFile!), password };
    const back = await recrypt(made.blob, { from, to: { cipher: 'none', gzip: false } });
    expect(readEnvelope(back.bytes, null).plain.equals(old)).toBe(true);
  });

  test('opens with the unlocked keys where nothing else is said', async () => {
    const key = await envelopes.unlock(given(KEYS.keyFile), { password: KEYS.password });
    const made = await recrypt(given('aes-256.ve'), { to: { password } });
    const old = await plainOf('aes-256.ve', { key: key.id });
    expect(readEnvelope(made.bytes, readKeyFile(made.keyFile!, password).key).plain.equals(old)).toBe(true);
    envelopes.forgetKeys();
    expect(await codeOf(() => recrypt(given('aes-256.ve'), { to: { password } }))).toBe('key-needed');
  });
});

describe('what is not right is refused, and nothing is given of it', () => {
  interface Bad {
    file: string;
    keyFile: string | null;
    password: string | null;
    rawKeyHex?: string;
    aad?: string;
    expectCode?: string[];
  }
  const { cases } = JSON.parse(Buffer.from(fixture('cases.json')).toString()) as { cases: Bad[] };
  const bad = cases.filter(({ expectCode }) => expectCode !== undefined);

  test.each(bad.map((one) => [`${one.file}, ${one.password}`, one] as const))('%s', async (_, one) => {
    const from = one.rawKeyHex
      ? { rawKey: one.rawKeyHex, aad: one.aad ?? '' }
      : { keyFile: given(one.keyFile!), password: one.password! };
    for (const deep of [false, true]) {
      const options = { from, to: { rawKey: '00'.repeat(32) }, deep };
      expect(one.expectCode).toContain(await codeOf(() => recrypt(given(one.file), options)));
    }
  });

  test('a wrapped envelope that is cut, or whose footer is damaged', async () => {
    const from = { keyFile: given('aes-256.key'), password: 'Passw0rd!' };
    const whole = fixture('vmkernel-zdump.1');
    const flipped = new Uint8Array(whole);
    flipped[flipped.length - 512]! ^= 1;
    for (const [bytes, codes] of [
      [whole.subarray(0, -100), ['truncated']],
      [whole.subarray(0, -512), ['truncated', 'damaged-data']],
      [whole.subarray(0, 8192), ['truncated']],
      [flipped, ['truncated', 'damaged-data']],
    ] as const) {
      const code = await codeOf(() => recrypt(blobOf(bytes), { from, to: { password: 'x' } }));
      expect(codes).toContain(code);
    }
  });

  test('what salvage would give is not passed on', async () => {
    const from = { keyFile: given('aes-256.key'), password: 'Passw0rd!', salvage: true };
    const work = recrypt(given('bad-truncated.ve'), { from, to: { password: 'x' } });
    expect(await codeOf(() => work)).toBe('truncated');
  });

  test('another key than the right one', async () => {
    const from = { rawKey: '00'.repeat(32) };
    expect(await codeOf(() => recrypt(given('aes-256.ve'), { from, to: { password: 'x' } }))).toBe(
      'wrong-key',
    );
  });

  test('version 2 with a wrapped key is read, and written unwrapped only', async () => {
    const key = randomBytes(32);
    const plain = randomBytes(5000);
    const envelope = blobOf(
      writeEnvelope({ version: 2, cipher: 'AES-256-GCM', key, plain, inner: 'AES-256-GCM' }),
    );
    const from = { rawKey: key.toString('hex') };
    const rawKey = randomBytes(32).toString('hex');
    const { bytes, shallow } = await recrypt(envelope, { from, to: { rawKey } });
    expect(shallow).toBe(false);
    expect(readEnvelope(bytes, Buffer.from(rawKey, 'hex')).plain.equals(plain)).toBe(true);
    const wrapped = { from, to: { rawKey, wrapped: true } };
    expect(await codeOf(() => recrypt(envelope, wrapped))).toBe('unsupported-cipher');
  });
});

describe('the work', () => {
  const plain = randomBytes(6 * MIB + 77);
  const rawKey = randomBytes(32).toString('hex');

  test.each<SealOptions>([{}, { wrapped: true }, { gzip: true }, { cipher: 'AES-256-GCM' }])(
    'is spread over the workers, whose keys are wiped, and tells how far it is: %o',
    async (options) => {
      const own = await parts(3);
      const { blob } = await own.sealings.seal(7, blobOf(plain), { rawKey, ...options });
      const key = Buffer.from(rawKey, 'hex');
      expect(sha(readEnvelope(await bytesOf(blob), key).plain)).toBe(sha(plain));
      // Compressing is slower than one worker.
      expect(own.cryptoWorkers.started.length).toBeGreaterThanOrEqual(options.gzip ? 1 : 3);
      for (const worker of own.cryptoWorkers.started) expect(worker.parts).toBeGreaterThan(0);
      await expect
        .poll(() => own.cryptoWorkers.started.map(({ openJobs }) => openJobs.size))
        .toEqual(own.cryptoWorkers.started.map(() => 0));
      expect(own.told.every(([job, done, total]) => job === 7 && done <= total)).toBe(true);
      expect(own.told.at(-1)).toEqual([7, plain.length, plain.length]);
      own.crypto.pool.end();
    },
  );

  test('stops when it is cancelled', async () => {
    const own = await parts(2);
    own.listener.tell = () => own.running.cancel(9);
    expect(await codeOf(() => own.sealings.seal(9, blobOf(plain), { rawKey }))).toBe('cancelled');
    const { blob } = await sealings.seal(++jobs, blobOf(plain), { rawKey });
    for (const to of [
      { rawKey, gzip: true },
      { rawKey, cipher: 'AES-256-GCM' as const },
    ])
      expect(await codeOf(() => own.sealings.recrypt(9, blob, { from: { rawKey }, to }))).toBe('cancelled');
    await expect
      .poll(() => own.cryptoWorkers.started.every(({ openJobs }) => openJobs.size === 0))
      .toBe(true);
    own.crypto.pool.end();
  });

  test('does not wait for the rounds of a password when it is cancelled', async () => {
    const own = await parts(1);
    const text = Buffer.from(fixture('aes-256.key')).toString('latin1');
    const slow = new Blob([text.replace('rounds%3d1000%3a', 'rounds%3d10000000%3a')]);
    const start = performance.now();
    setTimeout(() => own.running.cancelAll(), 100);
    const options = { keyFile: slow, password: 'Passw0rd!' };
    expect(await codeOf(() => own.sealings.seal(1, blobOf(plain), options))).toBe('cancelled');
    expect(performance.now() - start).toBeLessThan(3_000);
    own.crypto.pool.end();
  });

  test('fails when its worker dies; the next one has a fresh worker', async () => {
    const own = await parts(1);
    own.listener.tell = () => own.cryptoWorkers.started[0]!.die();
    const big = blobOf(Buffer.concat([plain, plain]));
    expect(await codeOf(() => own.sealings.seal(1, big, { rawKey }))).toBe('crypto-worker-died');
    own.listener.tell = () => undefined;
    const { blob } = await own.sealings.seal(2, blobOf(plain), { rawKey });
    expect(blob.size).toBe(4096 + Math.ceil(plain.length / 512) * 512 + 4096);
    own.crypto.pool.end();
  });
});

test('the workers end', () => {
  crypto.pool.end();
});
