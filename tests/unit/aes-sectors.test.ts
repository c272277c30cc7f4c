import { createCipheriv, createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SectorCbc, SectorXts, SECTOR_BYTES } from '../../workers/kernel/aes';
import { findInMemory, freshEnvelopeKernel, hex, toHex } from './envelope-kernel';
import { randomBytes, randomNumbers } from './sample-bytes';

const FIRST_SECTORS = [0, 1, 31, 33, 2 ** 32 - 1, 2 ** 32, 2 ** 32 - 40, 2 ** 48 + 5, 2 ** 53 - 100];
const COUNTS = [1, 2, 3, 4, 5, 31, 32, 33, 36, 64, 70];

/** The IV of a sector as `envelope-format.md` has it. */
function sectorIv(key: Uint8Array, iv: Uint8Array, sector: number): Uint8Array {
  const block = Buffer.from(iv);
  block.writeBigUInt64BE(block.readBigUInt64BE(0) ^ BigInt(sector));
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  return cipher.update(block);
}

function nodeCbc(key: Uint8Array, iv: Uint8Array, first: number, data: Uint8Array): Uint8Array {
  const sectors = Array.from({ length: data.length / SECTOR_BYTES }, (_, i) => {
    const start = sectorIv(key, iv, first + i);
    const cipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, start).setAutoPadding(false);
    return cipher.update(data.subarray(i * SECTOR_BYTES, (i + 1) * SECTOR_BYTES));
  });
  return new Uint8Array(Buffer.concat(sectors));
}

function nodeXts(key: Uint8Array, first: number, data: Uint8Array): Uint8Array {
  const sectors = Array.from({ length: data.length / SECTOR_BYTES }, (_, i) => {
    const tweak = Buffer.alloc(16);
    tweak.writeBigUInt64LE(BigInt(first + i));
    const cipher = createDecipheriv(`aes-${key.length * 4}-xts`, key, tweak);
    return cipher.update(data.subarray(i * SECTOR_BYTES, (i + 1) * SECTOR_BYTES));
  });
  return new Uint8Array(Buffer.concat(sectors));
}

describe('sector modes', async () => {
  const kernel = await freshEnvelopeKernel();
  const source = kernel.allocate(70 * SECTOR_BYTES);
  const target = kernel.allocate(70 * SECTOR_BYTES);
  const put = (data: Uint8Array) => kernel.bytes().set(data, source);
  const take = (at: number, length: number) => kernel.bytes().slice(at, at + length);

  it('decrypts and encrypts CBC sectors of any number', () => {
    let seed = 0;
    for (const first of FIRST_SECTORS) {
      for (const count of COUNTS) {
        const key = randomBytes([16, 24, 32][++seed % 3]!, seed);
        const iv = randomBytes(16, seed + 1000);
        const data = randomBytes(count * SECTOR_BYTES, seed + 2000);
        const expected = nodeCbc(key, iv, first, data);
        const cipher = new SectorCbc(kernel, key, iv);
        put(data);
        cipher.decrypt(source, target, count, first);
        const message = `${count} sectors from ${first}`;
        expect(Buffer.compare(take(target, data.length), expected), message).toBe(0);
        expect(Buffer.compare(take(source, data.length), data), message).toBe(0);
        cipher.encrypt(target, target, count, first);
        expect(Buffer.compare(take(target, data.length), data), message).toBe(0);
        cipher.decrypt(source, source, count, first);
        expect(Buffer.compare(take(source, data.length), expected), `${message}, in place`).toBe(0);
        cipher.ivs(target, count, first);
        for (const i of [0, count - 1]) {
          expect(toHex(take(target + 16 * i, 16))).toBe(toHex(sectorIv(key, iv, first + i)));
        }
        cipher.dispose();
      }
    }
  });

  it('decrypts and encrypts XTS sectors of any number', () => {
    let seed = 0;
    for (const first of FIRST_SECTORS) {
      for (const count of COUNTS) {
        const key = randomBytes(++seed % 4 ? 64 : 32, seed);
        const data = randomBytes(count * SECTOR_BYTES, seed + 2000);
        const expected = nodeXts(key, first, data);
        const cipher = new SectorXts(kernel, key);
        put(data);
        cipher.decrypt(source, target, count, first);
        const message = `${count} sectors from ${first}`;
        expect(Buffer.compare(take(target, data.length), expected), message).toBe(0);
        cipher.encrypt(target, target, count, first);
        expect(Buffer.compare(take(target, data.length), data), message).toBe(0);
        cipher.decrypt(source, source, count, first);
        expect(Buffer.compare(take(source, data.length), expected), `${message}, in place`).toBe(0);
        cipher.dispose();
      }
    }
  });

  it('gives the vectors 4 and 10 of IEEE 1619-2018, annex B', () => {
    const plain = Uint8Array.from({ length: SECTOR_BYTES }, (_, i) => i & 255);
    const vectors: [string, number, string, string][] = [
      [
        '2718281828459045235360287471352631415926535897932384626433832795',
        0,
        '27a7479befa1d476489f308cd4cfa6e2a96e4bbe3208ff25287dd3819616e89c',
        'eb4a427d1923ce3ff262735779a418f20a282df920147beabe421ee5319d0568',
      ],
      [
        `2718281828459045235360287471352662497757247093699959574966967627
         3141592653589793238462643383279502884197169399375105820974944592`,
        0xff,
        '1c3b3a102f770386e4836c99e370cf9bea00803f5e482357a4ae12d414a3e63b',
        'c4f36ffda9fcea70b9c6e693e148c151',
      ],
    ];
    for (const [key, sector, begin, end] of vectors) {
      const cipher = new SectorXts(kernel, hex(key));
      put(plain);
      cipher.encrypt(source, source, 1, sector);
      expect(toHex(take(source, 32))).toBe(begin);
      expect(toHex(take(source + SECTOR_BYTES - end.length / 2, end.length / 2))).toBe(end);
      cipher.decrypt(source, source, 1, sector);
      expect(take(source, SECTOR_BYTES)).toEqual(plain);
      cipher.dispose();
    }
  });

  it('gives the tweaks that XTS is made of', () => {
    const key = randomBytes(64, 9);
    const cipher = new SectorXts(kernel, key);
    const first = 2 ** 32 - 3;
    const data = randomBytes(7 * SECTOR_BYTES, 10);
    cipher.tweaks(target, 7, first);
    const tweaks = take(target, data.length);
    const masked = data.map((byte, i) => byte ^ tweaks[i]!);
    const ecb = createDecipheriv('aes-256-ecb', key.subarray(0, 32), null).setAutoPadding(false);
    const expected = ecb.update(masked).map((byte, i) => byte ^ tweaks[i]!);
    expect(Buffer.compare(expected, nodeXts(key, first, data))).toBe(0);
    cipher.dispose();
  });

  it('works on several keys in turn, and on any split of the sectors', () => {
    const random = randomNumbers(12);
    const data = randomBytes(70 * SECTOR_BYTES, 3);
    const keys = [1, 2, 3].map((seed) => randomBytes(32, seed));
    const iv = randomBytes(16, 4);
    const ciphers = keys.map((key) => new SectorCbc(kernel, key, iv));
    const expected = keys.map((key) => nodeCbc(key, iv, 7, data));
    put(data);
    for (let round = 0; round < 60; round++) {
      const which = random(3);
      const from = random(70);
      const count = 1 + random(70 - from);
      ciphers[which]!.decrypt(source + from * SECTOR_BYTES, target, count, 7 + from);
      const part = expected[which]!.subarray(from * SECTOR_BYTES, (from + count) * SECTOR_BYTES);
      expect(Buffer.compare(take(target, count * SECTOR_BYTES), part)).toBe(0);
    }
    for (const cipher of ciphers) cipher.dispose();
  });

  it('leave neither keys nor plain sectors in memory', async () => {
    const own = await freshEnvelopeKernel();
    const key = randomBytes(64, 21);
    const iv = randomBytes(16, 22);
    const data = randomBytes(37 * SECTOR_BYTES, 23);
    const at = own.allocate(data.length);
    const secrets = [key, key.subarray(32)];
    for (const make of [() => new SectorXts(own, key), () => new SectorCbc(own, key.subarray(0, 32), iv)]) {
      own.bytes().set(data, at);
      const cipher = make();
      cipher.decrypt(at, at, 37, 5);
      const plain = own.bytes().slice(at, at + data.length);
      expect(findInMemory(own, plain.subarray(0, 8))).toBe(at);
      if (cipher instanceof SectorCbc) cipher.ivs(at, 1, 5);
      else cipher.tweaks(at, 1, 5);
      secrets.push(own.bytes().slice(at, at + 16), plain, plain.subarray(-16));
      cipher.encrypt(at, at, 37, 5);
      cipher.dispose();
      own.bytes().fill(0, at, at + data.length);
      for (const secret of secrets) expect(findInMemory(own, secret.subarray(0, 8))).toBe(-1);
    }
  });

  it('refuses sectors it cannot number', () => {
    const cipher = new SectorCbc(kernel, new Uint8Array(16), new Uint8Array(16));
    for (const first of [-1, 0.5, 2 ** 53, NaN, Infinity]) {
      expect(() => cipher.decrypt(source, target, 1, first)).toThrow(RangeError);
    }
    cipher.dispose();
    expect(() => new SectorXts(kernel, new Uint8Array(48))).toThrow(RangeError);
    expect(() => new SectorCbc(kernel, new Uint8Array(16), new Uint8Array(12))).toThrow(RangeError);
  });
});
