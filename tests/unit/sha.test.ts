import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { equalSecrets } from '../../workers/kernel/secret-block';
import { Hash, hmac, Hmac, sha1, sha256, digest, type HashName } from '../../workers/kernel/sha';
import { findInMemory, freshEnvelopeKernel, hex, toHex } from './envelope-kernel';
import { randomBytes, randomNumbers } from './sample-bytes';

const kernel = await freshEnvelopeKernel();
const text = (content: string) => new TextEncoder().encode(content);
const NODE: Record<HashName, string> = { 'SHA-1': 'sha1', 'SHA-256': 'sha256' };
const NAMES: HashName[] = ['SHA-1', 'SHA-256'];

describe('SHA-1 and SHA-256', () => {
  it('give the examples that go with FIPS 180-4', () => {
    const twoBlocks = text('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq');
    const million = text('a'.repeat(1_000_000));
    expect(toHex(sha1(kernel, text('abc')))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
    expect(toHex(sha1(kernel, twoBlocks))).toBe('84983e441c3bd26ebaae4aa1f95129e5e54670f1');
    expect(toHex(sha1(kernel, million))).toBe('34aa973cd4c4daa4f61eeb2bdbad27316534016f');
    expect(toHex(sha256(kernel, text('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(toHex(sha256(kernel, twoBlocks))).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
    expect(toHex(sha256(kernel, million))).toBe(
      'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
    );
  });

  it('agree with Node at every length', () => {
    for (let length = 0; length <= 1025; length++) {
      const data = randomBytes(length, length + 1);
      for (const name of NAMES) {
        const expected = createHash(NODE[name]).update(data).digest('hex');
        expect(toHex(digest(kernel, name, data)), `${name} of ${length} bytes`).toBe(expected);
      }
    }
  });

  it('take a message in any pieces, one message after the other', () => {
    const random = randomNumbers(180);
    const data = randomBytes(3000, 1);
    for (const name of NAMES) {
      const hash = new Hash(kernel, name);
      for (let round = 0; round < 100; round++) {
        const message = data.subarray(0, random(3000));
        for (let done = 0; done < message.length;) {
          const piece = message.subarray(done, done + random(150));
          hash.updateBytes(piece);
          done += piece.length;
        }
        expect(toHex(hash.finish())).toBe(createHash(NODE[name]).update(message).digest('hex'));
      }
      hash.dispose();
    }
  });
});

describe('HMAC', () => {
  it('gives the test cases of RFC 2202 and RFC 4231', () => {
    const cases: [HashName, Uint8Array, Uint8Array, string][] = [
      ['SHA-1', hex('0b'.repeat(20)), text('Hi There'), 'b617318655057264e28bc0b6fb378c8ef146be00'],
      [
        'SHA-1',
        hex('aa'.repeat(80)),
        text('Test Using Larger Than Block-Size Key - Hash Key First'),
        'aa4ae5e15272d00e95705637ce8a3b55ed402112',
      ],
      [
        'SHA-256',
        hex('0b'.repeat(20)),
        text('Hi There'),
        'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
      ],
      [
        'SHA-256',
        text('Jefe'),
        text('what do ya want for nothing?'),
        '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      ],
      [
        'SHA-256',
        hex('aa'.repeat(131)),
        text('Test Using Larger Than Block-Size Key - Hash Key First'),
        '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
      ],
    ];
    for (const [name, key, data, code] of cases) expect(toHex(hmac(kernel, name, key, data))).toBe(code);
  });

  it('agrees with Node for keys and messages of every length', () => {
    for (let length = 0; length <= 1025; length++) {
      const data = randomBytes(length, length + 1);
      const key = randomBytes((length * 13) % 200, length + 2);
      for (const name of NAMES) {
        const expected = createHmac(NODE[name], key).update(data).digest('hex');
        expect(toHex(hmac(kernel, name, key, data)), `${name} of ${length} bytes`).toBe(expected);
      }
    }
  });

  it('serves several messages under one key', () => {
    const key = randomBytes(70, 3);
    const code = new Hmac(kernel, 'SHA-256', key);
    for (let round = 0; round < 20; round++) {
      const data = randomBytes(round * 11, round + 1);
      code.updateBytes(data.subarray(0, round));
      code.updateBytes(data.subarray(round));
      expect(toHex(code.finish())).toBe(createHmac('sha256', key).update(data).digest('hex'));
    }
    code.dispose();
  });
});

describe('secrets', () => {
  it('are compared whole', () => {
    for (let length = 0; length <= 70; length++) {
      const a = randomBytes(length, length + 1);
      expect(equalSecrets(kernel, a, a.slice())).toBe(true);
      expect(equalSecrets(kernel, a, randomBytes(length + 1, 1))).toBe(false);
      for (let i = 0; i < length; i++) {
        const b = a.slice();
        b[i]! ^= 1 << (i & 7);
        expect(equalSecrets(kernel, a, b)).toBe(false);
      }
    }
  });

  it('are not left in memory', async () => {
    const own = await freshEnvelopeKernel();
    const key = randomBytes(32, 71);
    const data = randomBytes(300, 72);
    const codes = NAMES.map((name) => hmac(own, name, key, data));
    const digests = NAMES.map((name) => digest(own, name, data));
    equalSecrets(own, key, key);
    // The schedule and the states hold words, so also in the other byte order.
    const swapped = (bytes: Uint8Array) => Buffer.from(bytes).swap32();
    const secrets = [key, data.subarray(0, 32), data.subarray(-44), ...codes, ...digests];
    for (const secret of secrets.flatMap((bytes) => [bytes, swapped(bytes)])) {
      expect(findInMemory(own, secret.subarray(0, 8))).toBe(-1);
      expect(findInMemory(own, secret.subarray(-8))).toBe(-1);
    }
  });
});
