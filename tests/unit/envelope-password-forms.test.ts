import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { utf8Bytes } from '../../workers/envelope/encodings';
import { openEncryptedVmx, openKeyMaterial } from '../../workers/envelope/key-material';
import { passwordForms } from '../../workers/envelope/password-forms';
import { codeOf } from './envelope-decrypting';
import { KeySafeWriter } from './envelope-key-writing';
import { nodeSuite } from './node-cipher-suite';

const COMPOSED = 'Müller'.normalize('NFC');
const DECOMPOSED = 'Müller'.normalize('NFD');
/** Neither of both: one letter composed, one not. */
const MIXED = `${'ü'.normalize('NFC')}${'é'.normalize('NFD')}`;
const KEY = randomBytes(32);

/** The suite, and the passwords that were tried. */
function watched() {
  const tried: string[] = [];
  const suite = {
    ...nodeSuite,
    pbkdf2: (...given: Parameters<typeof nodeSuite.pbkdf2>) => {
      tried.push(Buffer.from(given[1]).toString());
      return nodeSuite.pbkdf2(...given);
    },
  };
  return { suite, tried };
}

describe('a password is tried as it was typed, then in its other forms', () => {
  test.each([
    ['typed as it was set', COMPOSED, COMPOSED, [COMPOSED]],
    ['typed as it was set, decomposed', DECOMPOSED, DECOMPOSED, [DECOMPOSED]],
    ['set on a Mac', DECOMPOSED, COMPOSED, [COMPOSED, DECOMPOSED]],
    ['typed on a Mac', COMPOSED, DECOMPOSED, [DECOMPOSED, COMPOSED]],
    ['composed, typed in a mixed form', MIXED.normalize('NFC'), MIXED, [MIXED, MIXED.normalize('NFC')]],
    [
      'decomposed, typed in a mixed form',
      MIXED.normalize('NFD'),
      MIXED,
      [MIXED, MIXED.normalize('NFC'), MIXED.normalize('NFD')],
    ],
  ])('key file, %s', async (_, set, typed, expected) => {
    const { suite, tried } = watched();
    const given = utf8Bytes(typed);
    const { bytes } = await openKeyMaterial(suite, new KeySafeWriter().phrase(set).keyFile(KEY), {
      password: given,
    });
    expect(Buffer.from(bytes).equals(KEY)).toBe(true);
    expect(tried).toEqual(expected);
    // What was typed is its owner's to wipe.
    expect(Buffer.from(given).toString()).toBe(typed);
  });

  test.each([
    [COMPOSED, DECOMPOSED],
    [DECOMPOSED, COMPOSED],
  ])('encrypted .vmx', async (set, typed) => {
    const inside = 'displayName = "db-1"';
    const vmx = utf8Bytes(
      ['.encoding = "UTF-8"', ...new KeySafeWriter().phrase(set).lines(inside)].join('\n'),
    );
    const plain = await openEncryptedVmx(nodeSuite, vmx, { password: utf8Bytes(typed) });
    expect(Buffer.from(plain).toString()).toBe(inside);
  });

  test.each([
    [COMPOSED, DECOMPOSED],
    [DECOMPOSED, COMPOSED],
  ])('private key of its own', async (set, typed) => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = rsa.privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: set,
    });
    const file = new KeySafeWriter().publicKey(rsa.publicKey).keyFile(KEY);
    const secrets = { privateKey: utf8Bytes(pem as string), privateKeyPassword: utf8Bytes(typed) };
    expect(Buffer.from((await openKeyMaterial(nodeSuite, file, secrets)).bytes).equals(KEY)).toBe(true);
    const wrong = { ...secrets, privateKeyPassword: utf8Bytes('Möller') };
    expect(await codeOf(() => openKeyMaterial(nodeSuite, file, wrong))).toBe('wrong-password');
  });

  test('every pair is tried in every form, each form once', async () => {
    const { suite, tried } = watched();
    const file = new KeySafeWriter().phrase('one').phrase(DECOMPOSED).keyFile(KEY);
    await openKeyMaterial(suite, file, { password: utf8Bytes(COMPOSED) });
    expect(tried).toEqual([COMPOSED, COMPOSED, DECOMPOSED, DECOMPOSED]);
    const wrong = { password: utf8Bytes('Möller') };
    expect(await codeOf(() => openKeyMaterial(nodeSuite, file, wrong))).toBe('wrong-password');
  });

  test('one whose rounds fill what is allowed is tried in both forms', async () => {
    const { suite, tried } = watched();
    const slow = new KeySafeWriter().phrase(DECOMPOSED, 'SHA-256', 'AES-256', '6000000').keyFile(KEY);
    const quick = {
      ...suite,
      pbkdf2: (...[hash, password, salt, , length]: Parameters<typeof nodeSuite.pbkdf2>) =>
        suite.pbkdf2(hash, password, salt, 5000, length),
    };
    await openKeyMaterial(quick, slow, { password: utf8Bytes(COMPOSED) });
    expect(tried).toEqual([COMPOSED, DECOMPOSED]);
  });
});

test('a password without accents has one form, and so has what is no text', () => {
  expect(passwordForms(utf8Bytes('geheim'))).toHaveLength(1);
  expect(passwordForms(utf8Bytes('秘密'))).toHaveLength(1);
  expect(passwordForms(Uint8Array.of(0xff, 0xfe))).toHaveLength(1);
  expect(passwordForms(utf8Bytes('\u{feff}ü')).map((form) => Buffer.from(form).toString())).toEqual([
    '\u{feff}ü',
    '\u{feff}u\u0308',
  ]);
});
