import { constants, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { base64Bytes, base64Of, percentDecoded, percentEncodedText } from '../../workers/envelope/encodings';
import { parseKeyId } from '../../workers/envelope/key-id';
import { kernelSuite } from '../../workers/envelope/kernel-suite';
import { checkKeyInfo, newKeyInfo } from '../../workers/envelope/writing/new-key';
import { freshRandomness } from '../../workers/envelope/writing/randomness';
import { encryptOaep, readPublicKey } from '../../workers/envelope/writing/rsa-public-key';
import { codeOf, fixture } from './envelope-decrypting';
import { freshEnvelopeKernel } from './envelope-kernel';

const suite = kernelSuite(await freshEnvelopeKernel());
const pair = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 });
const pem = (type: 'spki' | 'pkcs1', key = pair.publicKey) => key.export({ type, format: 'pem' }).toString();
const refusal = (text: string) => codeOf(async () => readPublicKey(text));

describe('a public key', () => {
  test('is read in both forms, with text around it and any line ends', () => {
    const expected = readPublicKey(pem('spki'));
    expect(expected).toMatchObject({ publicExponent: 3n, bytes: 256 });
    const spaced = `-- from the vendor --\r\n${pem('pkcs1').replace(/\n/g, '\r\n')}\r\nbye`;
    for (const text of [pem('pkcs1'), spaced]) expect(readPublicKey(text)).toEqual(expected);
    expect(readPublicKey(Buffer.from(fixture('rsa-4096.public.pem')).toString()).bytes).toBe(512);
  });

  test('encrypts what Node decrypts with the private one, each time other bytes', async () => {
    const key = readPublicKey(pem('spki'));
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const seen = new Set<string>();
    for (const length of [0, 1, 16, 214]) {
      const message = randomBytes(length);
      for (let again = 0; again < 3; again++) {
        const sealed = await encryptOaep(suite, key, message, freshRandomness);
        seen.add(Buffer.from(sealed).toString('hex'));
        const plain = privateDecrypt({ key: pair.privateKey, padding, oaepHash: 'sha1' }, sealed);
        expect(plain.equals(message)).toBe(true);
      }
    }
    expect(seen.size).toBe(12);
  });

  test('is refused where it is none, damaged, of another kind or too short', async () => {
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const lines = pem('spki').split('\n');
    expect(await refusal('')).toBe('not-a-key-file');
    expect(await refusal(privateKey)).toBe('not-a-key-file');
    expect(await refusal(`${pem('spki')}${privateKey}`)).toBe('not-a-key-file');
    expect(await refusal(pem('spki', elliptic))).toBe('not-a-key-file');
    expect(await refusal(lines.toSpliced(2, 1).join('\n'))).toBe('not-a-key-file');
    expect(await refusal(lines.slice(0, 4).join('\n'))).toBe('not-a-key-file');
    expect(await refusal('x'.repeat(70_000))).toBe('not-a-key-file');
    for (const type of ['spki', 'pkcs1'] as const)
      expect(await refusal(pem(type, short))).toBe('unsupported-cipher');
  });

  test('with an exponent that hides nothing is refused', async () => {
    for (const exponent of [0, 1, 2, 4]) expect(await refusal(pkcs1(exponent))).toBe('not-a-key-file');
    expect(readPublicKey(pkcs1(3)).publicExponent).toBe(3n);
  });

  test('no damage makes it fail in another way', async () => {
    const der = Buffer.from(pem('spki').split('\n').slice(1, -2).join(''), 'base64');
    for (let i = 0; i < 2000; i++) {
      const changed = Buffer.from(der);
      changed[i % 60]! ^= 1 + Math.floor(i / 60);
      const code = await refusal(framed('PUBLIC KEY', changed));
      expect(['no failure', 'not-a-key-file', 'unsupported-cipher']).toContain(code);
    }
  });
});

function framed(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
}

/** A key of PKCS #1 with a modulus of 2048 bits and a small exponent. */
function pkcs1(exponent: number): string {
  const modulus = Buffer.concat([Buffer.from([0]), Buffer.alloc(256, 0xc5)]);
  const content = Buffer.concat([Buffer.from([2, 0x82, 1, 1]), modulus, Buffer.from([2, 1, exponent])]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length);
  return framed('RSA PUBLIC KEY', Buffer.concat([Buffer.from([0x30, 0x82]), length, content]));
}

describe('a new keyID', () => {
  test('has the form of those that crypto-util makes', () => {
    for (let i = 0; i < 100; i++) {
      const keyInfo = newKeyInfo(freshRandomness);
      expect(keyInfo).toMatch(
        /^vmware:key\/fqid\/<VMWARE-NULL>\/crypto%2dutil\/52(%20[0-9a-f]{2}){7}%2d[0-9a-f]{2}(%20[0-9a-f]{2}){7}$/,
      );
      expect(parseKeyId(keyInfo)).toMatchObject({ kind: 'fqid', server: null, cluster: 'crypto-util' });
      expect(checkKeyInfo(keyInfo)).toBe(keyInfo);
    }
  });

  test('that would break a header or a key file is not written', async () => {
    for (const bad of ['', 'a"b', 'a|00b', 'a\0b', 'a\nb', 'ü', 'x'.repeat(1025)])
      expect(await codeOf(async () => checkKeyInfo(bad))).toBe('bad-argument');
  });
});

describe('texts', () => {
  test('base64 is that of Node', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = randomBytes(length);
      const text = Buffer.from(base64Of(bytes)).toString();
      expect(text).toBe(bytes.toString('base64'));
      expect(Buffer.from(base64Bytes(text)!).equals(bytes)).toBe(true);
    }
  });

  test('what is percent-encoded is decoded again', () => {
    for (const text of ['', 'a b/c=d:e,f(g)%|"', 'пароль-密碼', '+/=']) {
      expect(percentEncodedText(text)).toMatch(/^([A-Za-z0-9]|%[0-9a-f]{2})*$/);
      expect(percentDecoded(percentEncodedText(text))).toBe(text);
    }
  });
});
