import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sortDropped } from '../../workers/engine/dropped-keys';
import { isOpenKey } from '../../workers/envelope/key-material';
import { fixture } from '../e2e/envelope-cases';
import { KeySafeWriter } from './envelope-key-writing';

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const pkcs8 = rsa.export({ type: 'pkcs8', format: 'pem' });
const sealed = rsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'word' });
const certificate = `-----BEGIN CERTIFICATE-----\n${'QUJD'.repeat(3000)}\n-----END CERTIFICATE-----\n`;
const keystore = (mode: string) =>
  `mode = "${mode}"\nConfigEncData = "keyId=fmLOxWrvTX6Di8rjLu%2fSUQ%3d%3d:data1=Uz8MFZfqTbWN2jIHbFPhag%3d%3d:data2=IDcZE41aR%2buxDv7Iz8zJSA%3d%3d:version=1"\n`;
const bytes = (text: string | Buffer) => new Uint8Array(Buffer.from(text));

describe('a key that nothing protects', () => {
  it.each([
    ['PKCS#8', pkcs8],
    ['PKCS#1', rsa.export({ type: 'pkcs1', format: 'pem' })],
    ['of an elliptic curve', ec.export({ type: 'sec1', format: 'pem' })],
    ['with a mark of UTF-8 in front', `\uFEFF${pkcs8 as string}`],
    ['with CRLF', (pkcs8 as string).replaceAll('\n', '\r\n')],
    ['in UTF-16', Buffer.from(`\uFEFF${pkcs8 as string}`, 'utf16le')],
    ['behind certificates', certificate + (pkcs8 as string)],
    ['a keystore of mode NONE', keystore('NONE')],
  ])('is told by content: %s', (_, content) => {
    expect(isOpenKey(bytes(content))).toBe(true);
  });

  it.each([
    ['a private key with a password', sealed],
    [
      'a key file with a password',
      Buffer.from(new KeySafeWriter().phrase('word').keyFile(Buffer.alloc(32, 7))),
    ],
    ['the key file of crypto-util', Buffer.from(fixture('aes-256.key'))],
    ['a key file for an RSA key', Buffer.from(fixture('rsa-2048.key'))],
    ['a public key', Buffer.from(fixture('rsa-2048.public.pem'))],
    ['a certificate', certificate],
    ['a keystore that a TPM seals', keystore('TPM')],
    ['a log that speaks of keys', 'info: read "-----BEGIN PRIVATE KEY-----" from a.pem\n'],
    ['an archive with a key in it', Buffer.concat([Buffer.alloc(512, 'a/'), Buffer.from(pkcs8)])],
    ['a damaged key file', Buffer.from(fixture('aes-256.key')).subarray(0, 300)],
  ])('is none of these: %s', (_, content) => {
    expect(isOpenKey(bytes(content))).toBe(false);
  });
});

describe('what is dropped together', () => {
  const input = (name: string, content: string, folderPath = '') => ({
    file: new File([content], name, { lastModified: 1_000 }),
    folderPath,
  });

  it('is sorted into keys and what is stored; a key in a folder stays in it', async () => {
    const { stored, keys } = await sortDropped([
      input('hostd.log', 'a line\n'),
      input('a.pem', pkcs8 as string),
      input('b.pem', pkcs8 as string, 'folder/b.pem'),
      input('empty', ''),
      input('large.pem', (pkcs8 as string) + ' '.repeat(300_000)),
    ]);
    expect(stored.map(({ name }) => name)).toEqual(['hostd.log', 'folder', 'empty', 'large.pem']);
    expect(keys.map(({ dropped, envelope }) => [dropped.name, dropped.visitOnly, envelope])).toEqual([
      ['a.pem', true, null],
    ]);
  });
});
