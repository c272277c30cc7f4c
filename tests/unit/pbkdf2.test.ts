import { pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Pbkdf2, pbkdf2 } from '../../workers/kernel/pbkdf2';
import type { HashName } from '../../workers/kernel/sha';
import { findInMemory, freshEnvelopeKernel, hex, toHex } from './envelope-kernel';
import { randomBytes, randomNumbers } from './sample-bytes';

const kernel = await freshEnvelopeKernel();
const text = (content: string) => new TextEncoder().encode(content);

describe('PBKDF2', () => {
  it('gives the vectors of RFC 6070 and RFC 7914', () => {
    const vectors: [HashName, string, string, number, string][] = [
      ['SHA-1', 'password', 'salt', 1, '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
      ['SHA-1', 'password', 'salt', 2, 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957'],
      ['SHA-1', 'password', 'salt', 4096, '4b007901b765489abead49d926f721d065a429c1'],
      [
        'SHA-1',
        'passwordPASSWORDpassword',
        'saltSALTsaltSALTsaltSALTsaltSALTsalt',
        4096,
        '3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038',
      ],
      ['SHA-1', 'pass\0word', 'sa\0lt', 4096, '56fa6aa75548099dcc37d7f03425e0c3'],
      [
        'SHA-256',
        'passwd',
        'salt',
        1,
        `55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc
         49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783`.replace(/\s/g, ''),
      ],
      [
        'SHA-256',
        'Password',
        'NaCl',
        80000,
        `4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56
         a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d`.replace(/\s/g, ''),
      ],
    ];
    for (const [hash, password, salt, rounds, key] of vectors) {
      const parameters = {
        hash,
        password: text(password),
        salt: text(salt),
        rounds,
        length: key.length >> 1,
      };
      expect(toHex(pbkdf2(kernel, parameters))).toBe(key);
    }
  });

  it('derives the key of the example keystore in envelope-format.md', () => {
    const notice = 'This is obfuscation, not encryption. If you want encryption, use TPM.';
    const password = Buffer.concat([Buffer.from('Uz8MFZfqTbWN2jIHbFPhag==', 'base64'), text(notice)]);
    const salt = Buffer.from('IDcZE41aR+uxDv7Iz8zJSA==', 'base64');
    const key = pbkdf2(kernel, { hash: 'SHA-256', password, salt, rounds: 100_000, length: 32 });
    expect(key).toEqual(hex('ae29634dca8627013f7c7cf2d05b4d5cc444d42cd4e8acbaa4fb815dda3b3066'));
  });

  it('agrees with Node for passwords, salts, rounds and keys of many sizes', () => {
    const random = randomNumbers(8018);
    for (let round = 0; round < 400; round++) {
      const hash: HashName = round % 2 ? 'SHA-1' : 'SHA-256';
      const password = randomBytes(random(round % 5 ? 40 : 200), round + 1);
      const salt = randomBytes(random(round % 7 ? 40 : 200), round + 2);
      const rounds = 1 + random(20);
      const length = 1 + random(100);
      const expected = pbkdf2Sync(password, salt, rounds, length, hash === 'SHA-1' ? 'sha1' : 'sha256');
      const key = pbkdf2(kernel, { hash, password, salt, rounds, length });
      expect(toHex(key), `round ${round}`).toBe(expected.toString('hex'));
    }
  });

  it('gives the same in slices and tells how far it is', () => {
    const parameters = {
      hash: 'SHA-1' as const,
      password: randomBytes(9, 1),
      salt: randomBytes(16, 2),
      rounds: 500,
      length: 50,
    };
    const expected = pbkdf2(kernel, parameters);
    for (const slice of [1, 7, 499, 500, 501, 10_000]) {
      const derivation = new Pbkdf2(kernel, parameters);
      expect(derivation.totalRounds).toBe(1500);
      let slices = 0;
      while (!derivation.run(slice)) {
        slices++;
        expect(derivation.doneRounds).toBe(slices * slice);
        expect(() => derivation.result()).toThrow();
      }
      expect(derivation.doneRounds).toBe(1500);
      expect(derivation.result()).toEqual(expected);
      derivation.dispose();
    }
  });

  it('refuses what makes no sense', () => {
    const good = { hash: 'SHA-1' as const, password: text('x'), salt: text('y'), rounds: 1, length: 16 };
    for (const bad of [{ rounds: 0 }, { rounds: 2 ** 32 }, { rounds: 1.5 }, { length: 0 }, { length: 1e9 }]) {
      expect(() => pbkdf2(kernel, { ...good, ...bad })).toThrow(RangeError);
    }
  });

  it('leaves neither password nor key in memory', async () => {
    const own = await freshEnvelopeKernel();
    const password = randomBytes(40, 31);
    const salt = randomBytes(16, 32);
    const key = pbkdf2(own, { hash: 'SHA-256', password, salt, rounds: 10, length: 64 });
    for (const secret of [password, key.subarray(0, 32), key.subarray(32)]) {
      expect(findInMemory(own, secret.subarray(0, 8))).toBe(-1);
      expect(findInMemory(own, Buffer.from(secret).swap32().subarray(0, 8))).toBe(-1);
    }
  });
});
