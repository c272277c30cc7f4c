import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { utf8Bytes } from '../../workers/envelope/encodings';
import { rawKeys } from '../../workers/envelope/envelope-key';
import {
  describeKeyMaterial,
  mayBeKeyMaterial,
  openEncryptedVmx,
  openKeyMaterial,
} from '../../workers/envelope/key-material';
import { readPrivateKey } from '../../workers/envelope/private-key';
import type { KeySecrets } from '../../workers/envelope/sealed-dictionary';
import { Failure } from '../../workers/failure';
import { codeOf, fixture } from './envelope-decrypting';
import { KeySafeWriter, sealed, type MacName } from './envelope-key-writing';
import { nodeSuite } from './node-cipher-suite';

const KEY = randomBytes(32);
const password = (text: string): KeySecrets => ({ password: utf8Bytes(text) });
const open = (bytes: Uint8Array, secrets: KeySecrets) => openKeyMaterial(nodeSuite, bytes, secrets);
const text = (...lines: string[]) => utf8Bytes(lines.join('\n'));

async function opened(bytes: Uint8Array, secrets: KeySecrets): Promise<Buffer> {
  return Buffer.from((await open(bytes, secrets)).bytes);
}

let rsa: { publicKey: KeyObject; privateKey: KeyObject };
beforeAll(() => {
  rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
});

const pem = (options: object) =>
  utf8Bytes(rsa.privateKey.export({ type: 'pkcs8', format: 'pem', ...options } as never) as string);

describe('passwords', () => {
  test.each<[MacName, 'SHA-1' | 'SHA-256', string]>([
    ['HMAC-SHA-256', 'SHA-256', 'AES-256'],
    ['HMAC-SHA-1', 'SHA-1', 'AES-128'],
    ['HMAC-SHA-1-128', 'SHA-1', 'AES-192'],
    ['HMAC-SHA-1', 'SHA-256', 'AES-256'],
  ])('%s, %s, %s', async (mac, hash, cipher) => {
    const file = new KeySafeWriter(mac).phrase('pÄss 密', hash, cipher).keyFile(KEY);
    expect((await opened(file, password('pÄss 密'))).equals(KEY)).toBe(true);
    expect(await codeOf(() => open(file, password('pÄss 秘')))).toBe('wrong-password');
    expect(await codeOf(() => open(file, password('')))).toBe('wrong-password');
    expect(await codeOf(() => open(file, {}))).toBe('key-needed');
  });

  test('all pairs are tried', async () => {
    const safe = new KeySafeWriter().phrase('one').phrase('two', 'SHA-1').publicKey(rsa.publicKey);
    const file = safe.phrase('three').keyFile(KEY);
    for (const one of ['one', 'two', 'three'])
      expect((await opened(file, password(one))).equals(KEY)).toBe(true);
    expect((await opened(file, { ...password('no'), privateKey: pem({}) })).equals(KEY)).toBe(true);
    expect(await codeOf(() => open(file, password('four')))).toBe('wrong-password');
  });

  test('a damaged pair hides no good one', async () => {
    const safe = new KeySafeWriter().pair('phrase/a/pass2key%3dmd5', randomBytes(80));
    safe.pair('phrase/a/pass2key%3dPBKDF2', randomBytes(3)).pair('rawkey/x', randomBytes(80));
    expect(await codeOf(() => open(safe.keyFile(KEY), password('x')))).toBe('damaged-data');
    expect((await opened(safe.phrase('good').keyFile(KEY), password('good'))).equals(KEY)).toBe(true);
  });

  test.each(['0', '-1', '1e3', '10000001', '999999999999', '', 'NaN'])(
    '%s rounds are not done',
    async (rounds) => {
      const file = new KeySafeWriter().phrase('x', 'SHA-256', 'AES-256', rounds).keyFile(KEY);
      expect(await codeOf(() => open(file, password('x')))).toBe('damaged-data');
    },
  );

  test('rounds are bounded over the whole file', async () => {
    const safe = new KeySafeWriter();
    let done = 0;
    const suite = {
      ...nodeSuite,
      pbkdf2: (...given: Parameters<typeof nodeSuite.pbkdf2>) => {
        done += given[3];
        return randomBytes(given[4]);
      },
    };
    for (let i = 0; i < 40; i++) safe.phrase('x', 'SHA-256', 'AES-256', '9000000');
    expect(await codeOf(() => openKeyMaterial(suite, safe.keyFile(KEY), password('y')))).toBe(
      'wrong-password',
    );
    expect(done).toBeLessThanOrEqual(10_000_000);
  });
});

describe('private keys', () => {
  const forms: [string, object, string | undefined][] = [
    ['PKCS#8', {}, undefined],
    ['PKCS#1', { type: 'pkcs1' }, undefined],
    ['PBES2, AES-128-CBC', { cipher: 'aes-128-cbc', passphrase: 'geheim' }, 'geheim'],
    ['PBES2, AES-192-CBC', { cipher: 'aes-192-cbc', passphrase: 'geheim' }, 'geheim'],
    ['PBES2, AES-256-CBC', { cipher: 'aes-256-cbc', passphrase: 'geheim ü' }, 'geheim ü'],
  ];
  test.each(forms)('%s', async (_, options, phrase) => {
    const file = new KeySafeWriter().publicKey(rsa.publicKey).keyFile(KEY);
    const secrets: KeySecrets = { privateKey: pem(options) };
    if (phrase !== undefined) {
      expect(await codeOf(() => open(file, secrets))).toBe('key-needed');
      const wrong = { ...secrets, privateKeyPassword: utf8Bytes('falsch') };
      expect(await codeOf(() => open(file, wrong))).toBe('wrong-password');
      secrets.privateKeyPassword = utf8Bytes(phrase);
    }
    expect((await opened(file, secrets)).equals(KEY)).toBe(true);
    expect(describeKeyMaterial(secrets.privateKey!)).toMatchObject({
      kind: 'private-key',
      needs: { password: phrase !== undefined },
    });
  });

  test.each([1024, 3072])('%i bits', async (modulusLength) => {
    const pair = generateKeyPairSync('rsa', { modulusLength });
    const file = new KeySafeWriter('HMAC-SHA-1').publicKey(pair.publicKey).keyFile(KEY);
    const privateKey = utf8Bytes(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
    expect((await opened(file, { privateKey })).equals(KEY)).toBe(true);
    expect(await codeOf(() => open(file, { privateKey: pem({}) }))).toBe('wrong-key');
  });

  test('what is no RSA key, or encrypted in another way, is refused', async () => {
    const file = new KeySafeWriter().publicKey(rsa.publicKey).keyFile(KEY);
    const codeWith = (key: Uint8Array) => codeOf(() => open(file, { privateKey: key }));
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(await codeWith(utf8Bytes(curve.export({ type: 'pkcs8', format: 'pem' }) as string))).toBe(
      'not-a-key-file',
    );
    expect(await codeWith(pem({ cipher: 'des-ede3-cbc', passphrase: 'x' }))).toBe('unsupported-cipher');
    const old =
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n';
    expect(await codeWith(utf8Bytes(old))).toBe('unsupported-cipher');
    expect(await codeWith(utf8Bytes('no key'))).toBe('not-a-key-file');
    expect(await codeWith(utf8Bytes(rsa.publicKey.export({ type: 'spki', format: 'pem' }) as string))).toBe(
      'not-a-key-file',
    );
    expect(await codeOf(() => open(file, password('x')))).toBe('key-needed');
  });

  test('damage at any byte of the DER gives the key or a code', async () => {
    for (const options of [{}, { cipher: 'aes-256-cbc', passphrase: 'x' }]) {
      const der = Buffer.from(
        pem(options).toString().length
          ? rsa.privateKey.export({ type: 'pkcs8', format: 'der', ...options } as never)
          : '',
      );
      const label = 'cipher' in options ? 'ENCRYPTED PRIVATE KEY' : 'PRIVATE KEY';
      const quick = {
        ...nodeSuite,
        pbkdf2: (...given: Parameters<typeof nodeSuite.pbkdf2>) => randomBytes(given[4]),
      };
      for (let at = 0; at < der.length; at += at < 120 ? 1 : 37) {
        for (const flip of [1, 0x80, 0xff]) {
          const broken = Buffer.from(der);
          broken[at]! ^= flip;
          const armored = `-----BEGIN ${label}-----\n${broken.toString('base64')}\n-----END ${label}-----\n`;
          await codeOf(() => readPrivateKey(quick, utf8Bytes(armored), utf8Bytes('x')));
        }
      }
    }
  });
});

describe('key files', () => {
  test('are described without being opened', () => {
    expect(describeKeyMaterial(fixture('aes-256.key'))).toMatchObject({
      kind: 'key-file',
      cipher: 'AES-256',
      keyInfo: expect.stringMatching(/^vmware:key\/fqid/),
      needs: { password: true, privateKey: false, keyInfos: [] },
      canOpen: true,
    });
    expect(describeKeyMaterial(fixture('rsa-2048.key'))?.needs).toMatchObject({
      password: false,
      privateKey: true,
    });
    expect(describeKeyMaterial(fixture('aes-256.ve'))).toBeNull();
    for (const other of ['', 'a = "b"', 'no dictionary', '<xml/>', 'mode = "NONE"'])
      expect(describeKeyMaterial(utf8Bytes(other))).toBeNull();
  });

  test('and other key material are told from the rest of a bundle by their beginning', () => {
    const may = (bytes: Uint8Array) => mayBeKeyMaterial(bytes.subarray(0, 4096), bytes.length);
    for (const name of ['aes-256.key', 'rsa-4096.key', 'rsa-2048.private.pem', 'rsa-4096.private.pem'])
      expect(may(fixture(name))).toBe(true);
    for (const yes of [
      '# c\r\n\n .encoding = "UTF-8"',
      '\uFEFFmode="NONE"',
      'cert\n-----BEGIN RSA PRIVATE KEY-----',
    ])
      expect(may(utf8Bytes(yes))).toBe(true);
    for (const no of [
      '',
      '2026-11-21T00:00:00Z In(5) a = "b"',
      '<a b = "c"/>',
      'x=1',
      '#'.repeat(4096),
      '\n'.repeat(4096),
    ])
      expect(may(utf8Bytes(no))).toBe(false);
    expect(may(fixture('aes-256.ve'))).toBe(false);
    expect(mayBeKeyMaterial(utf8Bytes('a = "b"'), 5 << 20)).toBe(false);
  });

  test('that are none are refused', async () => {
    expect(await codeOf(() => open(new Uint8Array(0), password('x')))).toBe('not-a-key-file');
    expect(await codeOf(() => open(utf8Bytes('a = "b"'), password('x')))).toBe('not-a-key-file');
    expect(await codeOf(() => open(fixture('aes-256.ve'), password('x')))).toBe('not-a-key-file');
    expect(await codeOf(() => open(new Uint8Array(5 << 20), password('x')))).toBe('not-a-key-file');
  });

  test('with an unknown cipher or a key of another length are refused', async () => {
    const safe = new KeySafeWriter().phrase('x');
    expect(await codeOf(() => open(safe.keyFile(KEY, 'AES-512'), password('x')))).toBe('unsupported-cipher');
    expect(await codeOf(() => open(safe.keyFile(KEY, 'AES-128'), password('x')))).toBe('damaged-data');
  });

  test('damaged at any byte give the key or a code, and never tell the password or the key', async () => {
    for (const name of ['aes-256.key', 'rsa-2048.key']) {
      const bytes = fixture(name);
      const secrets = name.startsWith('rsa')
        ? { privateKey: fixture('rsa-2048.private.pem') }
        : password('Passw0rd!');
      const good = Buffer.from((await open(bytes, secrets)).bytes);
      const step = name.startsWith('rsa') ? 41 : 1;
      for (let at = 0; at < bytes.length; at += step) {
        const broken = bytes.slice();
        broken[at]! ^= 1 << (at % 8);
        try {
          expect((await opened(broken, secrets)).equals(good)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
          expect((error as Failure).message).not.toMatch(/Passw0rd|BEGIN/);
          expect((error as Failure).message).not.toContain(good.toString('base64').slice(0, 12));
        }
      }
      for (let length = 0; length < bytes.length; length += step * 3) {
        const code = await codeOf(async () => open(bytes.subarray(0, length), secrets));
        expect(code).not.toBe('no failure');
      }
    }
  });

  test('with a hostile key safe are refused at once', async () => {
    const withSafe = (safe: string) =>
      text(
        'keyFile.outside.version = "2"',
        'keyFile.outside.keyInfo = "k"',
        `encryption.keySafe = "${safe}"`,
        'encryption.data = "AAAA"',
      );
    const hostile = [
      '',
      'vmware:key/list/',
      `vmware:key/${'list/('.repeat(50_000)}${')'.repeat(50_000)}`,
      `vmware:key/list/(${'('.repeat(100_000)})`,
      `vmware:key/list/(${'rawkey/x,'.repeat(100_000)}`,
      'vmware:key/list/(pair/(phrase/a/b,c))',
      'vmware:key/list/(pair/(phrase/a/b,c,d))',
      'vmware:key/list/(pair/(null/a,HMAC%zz,d))',
      `vmware:key/list/(${Array.from({ length: 65 }, () => 'pair/(null/a,b,c)').join(',')})`,
    ];
    const started = performance.now();
    for (const safe of hostile)
      expect(await codeOf(() => open(withSafe(safe), password('x')))).toBe('damaged-data');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('configuration keystores', () => {
  const info = (mode: string) =>
    text(
      '.encoding = "UTF-8"',
      'includeKeyCache = "FALSE"',
      `mode = "${mode}"`,
      'ConfigEncData = "keyId=fmLOxWrvTX6Di8rjLu%2fSUQ%3d%3d:data1=Uz8MFZfqTbWN2jIHbFPhag%3d%3d:data2=IDcZE41aR%2buxDv7Iz8zJSA%3d%3d:version=1"',
    );

  test('of mode NONE open by themselves', async () => {
    const key = await open(info('NONE'), {});
    expect(key.keyInfo).toBe('7e62cec5-6aef-4d7e-838b-cae32eefd251');
    expect(Buffer.from(key.bytes).toString('hex')).toBe(
      'ae29634dca8627013f7c7cf2d05b4d5cc444d42cd4e8acbaa4fb815dda3b3066',
    );
    expect(describeKeyMaterial(info('NONE'))).toMatchObject({
      kind: 'configuration-keystore',
      canOpen: true,
    });
  });

  test('of a TPM do not', async () => {
    expect(await codeOf(() => open(info('TPM'), {}))).toBe('key-needed');
    expect(describeKeyMaterial(info('TPM'))?.canOpen).toBe(false);
  });

  test('damaged ones are refused', async () => {
    const broken = Buffer.from(info('NONE')).toString().replace('version=1', 'version=2');
    expect(await codeOf(() => open(utf8Bytes(broken), {}))).toBe('damaged-data');
    expect(await codeOf(() => open(utf8Bytes(broken.replace('data2=', 'data3=')), {}))).toBe('damaged-data');
  });
});

describe('encrypted virtual machines', () => {
  const INSIDE = 'dataFileKey = "type=key"\ndisplayName = "db-1"';
  const vmx = (safe: KeySafeWriter) =>
    text('.encoding = "UTF-8"', 'displayName = "db-1"', ...safe.lines(INSIDE));

  test('open with a passphrase', async () => {
    const bytes = vmx(new KeySafeWriter('HMAC-SHA-1').phrase('open sesame', 'SHA-1', 'AES-128'));
    expect(describeKeyMaterial(bytes)).toMatchObject({
      kind: 'encrypted-vmx',
      keyInfo: null,
      needs: { password: true },
    });
    const plain = await openEncryptedVmx(nodeSuite, bytes, password('open sesame'));
    expect(Buffer.from(plain).toString()).toBe(INSIDE);
    expect(await codeOf(() => openEncryptedVmx(nodeSuite, bytes, password('no')))).toBe('wrong-password');
  });

  test('name the key they need, and open with it', async () => {
    const bytes = vmx(new KeySafeWriter().serverKey('k 1', KEY));
    const keyInfo = 'vmware:key/fqid/<VMWARE-NULL>/kms/k%201';
    expect(describeKeyMaterial(bytes)).toMatchObject({ keyInfo, needs: { keyInfos: [keyInfo] } });
    const keys = (bytes: Uint8Array) => ({ keys: [{ cipher: null, keyInfo, bytes }] });
    expect(Buffer.from(await openEncryptedVmx(nodeSuite, bytes, keys(KEY))).toString()).toBe(INSIDE);
    expect(await codeOf(() => openEncryptedVmx(nodeSuite, bytes, keys(randomBytes(32))))).toBe('wrong-key');
    await expect(openEncryptedVmx(nodeSuite, bytes, password('x'))).rejects.toThrow(keyInfo);
  });

  test('are no key files, nor the other way round', async () => {
    const safe = new KeySafeWriter().phrase('x');
    expect(await codeOf(() => open(vmx(safe), password('x')))).toBe('not-a-key-file');
    expect(await codeOf(() => openEncryptedVmx(nodeSuite, safe.keyFile(KEY), password('x')))).toBe(
      'not-a-key-file',
    );
  });
});

test('raw keys are read as hexadecimal and base64', () => {
  const bytesOf = (key: string) => rawKeys(key).map(({ bytes }) => Buffer.from(bytes).toString('hex'));
  for (const length of [16, 24, 32, 64]) {
    const key = randomBytes(length);
    const hex = key.toString('hex');
    for (const written of [
      hex,
      hex.toUpperCase(),
      `0x${hex}`,
      hex.match(/../g)!.join(':'),
      hex.match(/../g)!.join(' '),
    ])
      expect(bytesOf(written)).toContain(hex);
    expect(bytesOf(` ${key.toString('base64')}\n`)).toEqual([hex]);
  }
  expect(bytesOf('0123456789abcdef0123456789abcdef')).toHaveLength(2);
  for (const none of ['', 'x', '0x', '=', 'ab'.repeat(31), 'A===', '!'.repeat(44)])
    expect(bytesOf(none)).toEqual([]);
});

test('a sealed blob of a key it was not made with does not open', async () => {
  const file = new KeySafeWriter().pair('phrase/x/y', sealed(KEY, 'HMAC-SHA-256', utf8Bytes('x')));
  expect(await codeOf(() => open(file.keyFile(KEY), password('x')))).toBe('damaged-data');
});
