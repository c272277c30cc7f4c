import { createCipheriv, createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  AesKey,
  cbcDecryptBytes,
  cbcEncryptBytes,
  CounterMode,
  decryptBytes,
  encryptBytes,
} from '../../workers/kernel/aes';
import { findInMemory, freshEnvelopeKernel, hex, toHex } from './envelope-kernel';
import { randomBytes, randomNumbers } from './sample-bytes';

const KEY_BYTES = [16, 24, 32];

function nodeEcb(key: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

describe('AES blocks', async () => {
  const kernel = await freshEnvelopeKernel();

  it('gives the examples of FIPS 197, appendix C', () => {
    const plain = hex('00112233445566778899aabbccddeeff');
    const expected: [number, string][] = [
      [16, '69c4e0d86a7b0430d8cdb78070b4c55a'],
      [24, 'dda97ca4864cdfe06eaf70a0ec0d7191'],
      [32, '8ea2b7ca516745bfeafc49904b496089'],
    ];
    for (const [bytes, cipher] of expected) {
      const key = AesKey.schedule(
        kernel,
        Uint8Array.from({ length: bytes }, (_, i) => i),
      );
      expect(toHex(encryptBytes(key, plain))).toBe(cipher);
      expect(decryptBytes(key, hex(cipher))).toEqual(plain);
      key.dispose();
    }
  });

  it('agrees with Node under thousands of keys, blocks and counts of blocks', () => {
    const random = randomNumbers(197);
    for (let round = 0; round < 1500; round++) {
      const bytes = randomBytes(KEY_BYTES[round % 3]!, round + 1);
      const data = randomBytes(16 * (round < 300 ? round % 100 : random(4)), round + 7);
      const key = AesKey.schedule(kernel, bytes);
      const encrypted = encryptBytes(key, data);
      expect(toHex(encrypted), `round ${round}`).toBe(toHex(nodeEcb(bytes, data)));
      expect(decryptBytes(key, encrypted), `round ${round}`).toEqual(data);
      key.dispose();
    }
  });

  it('puts every byte through the S-box and back', () => {
    // With a key of zeros the first SubBytes sees the plain text itself.
    const key = AesKey.schedule(kernel, new Uint8Array(16));
    const blocks = Uint8Array.from({ length: 256 * 16 }, (_, i) => i >> 4);
    const encrypted = encryptBytes(key, blocks);
    expect(toHex(encrypted)).toBe(toHex(nodeEcb(new Uint8Array(16), blocks)));
    expect(decryptBytes(key, encrypted)).toEqual(blocks);
    key.dispose();
  });

  it('refuses keys and data of a wrong length', () => {
    for (const bytes of [0, 15, 17, 31, 33, 64]) {
      expect(() => AesKey.schedule(kernel, new Uint8Array(bytes))).toThrow(RangeError);
    }
    const key = AesKey.schedule(kernel, new Uint8Array(16));
    expect(() => encryptBytes(key, new Uint8Array(15))).toThrow(RangeError);
    expect(() => cbcDecryptBytes(key, new Uint8Array(12), new Uint8Array(16))).toThrow(RangeError);
    key.dispose();
  });

  it('leaves neither key nor data in memory', async () => {
    const own = await freshEnvelopeKernel();
    const bytes = randomBytes(32, 5);
    const data = randomBytes(16 * 37, 6);
    const key = AesKey.schedule(own, bytes);
    encryptBytes(key, data);
    decryptBytes(key, nodeEcb(bytes, data));
    const source = own.allocate(data.length);
    own.bytes().set(data, source);
    const counter = new CounterMode(key, new Uint8Array(12));
    counter.crypt(source, source, data.length, 3);
    const { at } = key;
    counter.dispose();
    key.dispose();
    for (const secret of [
      bytes.subarray(0, 8),
      bytes.subarray(8, 16),
      data.subarray(0, 8),
      data.subarray(-8),
    ]) {
      expect(findInMemory(own, secret)).toBe(-1);
    }
    // Beyond the link of the free list nothing but zeros is left of the expanded key.
    const context = own.bytes().subarray(at + 4, at + own.exports.aesKeyBytes());
    expect(context.every((byte) => byte === 0)).toBe(true);
  });
});

describe('CBC', async () => {
  const kernel = await freshEnvelopeKernel();
  const plain = hex(
    `6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
     30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710`,
  );
  const iv = hex('000102030405060708090a0b0c0d0e0f');

  it('gives the examples of SP 800-38A, F.2', () => {
    const examples: [string, string][] = [
      [
        '2b7e151628aed2a6abf7158809cf4f3c',
        `7649abac8119b246cee98e9b12e9197d 5086cb9b507219ee95db113a917678b2
         73bed6b8e3c1743b7116e69e22229516 3ff1caa1681fac09120eca307586e1a7`,
      ],
      [
        '8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b',
        `4f021db243bc633d7178183a9fa071e8 b4d9ada9ad7dedf4e5e738763f69145a
         571b242012fb7ae07fa9baac3df102e0 08b0e27988598881d920a9e64f5615cd`,
      ],
      [
        '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
        `f58c4c04d6e5f1ba779eabfb5f7bfbd6 9cfc4e967edb808d679f777bc6702c7d
         39f23369a9d9bacfa530e26304231461 b2eb05e2c39be9fcda6c19078c6a9d1b`,
      ],
    ];
    for (const [keyDigits, cipher] of examples) {
      const key = AesKey.schedule(kernel, hex(keyDigits));
      expect(cbcEncryptBytes(key, iv, plain)).toEqual(hex(cipher));
      expect(cbcDecryptBytes(key, iv, hex(cipher))).toEqual(plain);
      key.dispose();
    }
  });

  it('agrees with Node at every count of blocks, in place and in pieces', () => {
    const random = randomNumbers(38);
    for (let blocks = 0; blocks <= 100; blocks++) {
      const bytes = randomBytes(KEY_BYTES[blocks % 3]!, blocks + 1);
      const start = randomBytes(16, blocks + 2);
      const data = randomBytes(16 * blocks, blocks + 3);
      const cipher = createDecipheriv(`aes-${bytes.length * 8}-cbc`, bytes, start).setAutoPadding(false);
      const expected = new Uint8Array(Buffer.concat([cipher.update(data), cipher.final()]));
      const key = AesKey.schedule(kernel, bytes);
      expect(cbcDecryptBytes(key, start, data)).toEqual(expected);
      if (blocks < 40) expect(cbcEncryptBytes(key, start, expected)).toEqual(data);

      const chain = kernel.allocate(16);
      const source = kernel.allocate(data.length);
      const target = kernel.allocate(data.length);
      kernel.bytes().set(start, chain);
      kernel.bytes().set(data, source);
      for (let done = 0; done < blocks;) {
        const piece = Math.min(blocks - done, 1 + random(50));
        kernel.exports.cbcDecrypt(key.at, chain, source + 16 * done, target + 16 * done, piece);
        done += piece;
      }
      expect(kernel.bytes().slice(target, target + data.length)).toEqual(expected);
      expect(kernel.bytes().slice(source, source + data.length)).toEqual(data);
      key.dispose();
    }
  });
});

describe('counter mode', async () => {
  const kernel = await freshEnvelopeKernel();
  const at = kernel.allocate(4096);

  function crypt(bytes: Uint8Array, nonce: Uint8Array, counter: number, data: Uint8Array): Uint8Array {
    const key = AesKey.schedule(kernel, bytes);
    const mode = new CounterMode(key, nonce);
    kernel.bytes().set(data, at);
    kernel.bytes().fill(0xa5, at + data.length, at + data.length + 64);
    mode.crypt(at, at, data.length, counter);
    mode.dispose();
    key.dispose();
    expect(kernel.bytes()[at + data.length]).toBe(0xa5);
    return kernel.bytes().slice(at, at + data.length);
  }

  // The 32-bit counter wraps without a carry, which Node's aes-ctr does not do.
  function reference(bytes: Uint8Array, nonce: Uint8Array, counter: number, data: Uint8Array): Uint8Array {
    const blocks = Buffer.alloc(Math.ceil(data.length / 16) * 16);
    for (let block = 0; block < blocks.length; block += 16) {
      blocks.set(nonce.subarray(0, 12), block);
      blocks.writeUInt32BE((counter + block / 16) % 2 ** 32, block + 12);
    }
    const stream = nodeEcb(bytes, blocks);
    return data.map((byte, i) => byte ^ stream[i]!);
  }

  it('gives the example of SP 800-38A, F.5.5', () => {
    const key = hex('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4');
    const plain = hex('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51');
    const cipher = hex('601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5');
    expect(crypt(key, hex('f0f1f2f3f4f5f6f7f8f9fafb'), 0xfcfdfeff, plain)).toEqual(cipher);
  });

  it('agrees with a reference at every length and from every counter', () => {
    const counters = [0, 1, 2, 31, 32, 33, 2 ** 32 - 1, 2 ** 32 - 33, 2 ** 24 - 40, 0x00ffffe0, 0x0000ff01];
    const random = randomNumbers(6);
    for (let length = 0; length <= 1025; length++) {
      const bytes = randomBytes(KEY_BYTES[length % 3]!, length + 1);
      const nonce = randomBytes(12, length + 2);
      const data = randomBytes(length, length + 3);
      for (const counter of [counters[length % counters.length]!, random(2 ** 32)]) {
        const expected = reference(bytes, nonce, counter, data);
        const message = `${length} bytes from ${counter}`;
        expect(Buffer.compare(crypt(bytes, nonce, counter, data), expected), message).toBe(0);
      }
    }
  });

  it('carries the sliced counter over many batches', () => {
    const bytes = randomBytes(32, 1);
    const nonce = randomBytes(12, 2);
    const long = kernel.allocate(1 << 20);
    const key = AesKey.schedule(kernel, bytes);
    const mode = new CounterMode(key, nonce);
    for (const counter of [2, 0x00fffff0, 2 ** 32 - 4096]) {
      kernel.bytes().fill(0, long, long + (1 << 20));
      mode.crypt(long, long, 1 << 20, counter);
      const expected = reference(bytes, nonce, counter, new Uint8Array(1 << 20));
      expect(Buffer.compare(kernel.bytes().subarray(long, long + (1 << 20)), expected)).toBe(0);
    }
    mode.dispose();
    key.dispose();
  });
});
