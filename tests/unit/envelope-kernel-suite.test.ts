import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { kernelSuite } from '../../workers/envelope/kernel-suite';
import { findInMemory, freshEnvelopeKernel } from './envelope-kernel';
import { nodeSuite } from './node-cipher-suite';

const kernel = await freshEnvelopeKernel();
const suite = kernelSuite(kernel);
const LENGTHS = [0, 1, 16, 511, 512, 513, 4096, (256 << 10) - 1, (256 << 10) + 512, 700_000];
const copy = (bytes: Uint8Array) => new Uint8Array(bytes);

describe('the kernel gives the same bytes as Node', () => {
  test.each(LENGTHS)('%i bytes', async (length) => {
    const data = randomBytes(length);
    const whole = data.subarray(0, length - (length % 512));
    const counterStart = randomBytes(16).fill(0, 12);
    const both = async (work: (tested: typeof suite) => Promise<Uint8Array>) =>
      expect(Buffer.from(await work(suite)).equals(await work(nodeSuite))).toBe(true);
    for (const keyBytes of [16, 24, 32]) {
      const [key, iv] = [randomBytes(keyBytes), randomBytes(16)];
      await both(async (tested) => {
        const plain = copy(whole);
        await (await tested.sectorCbc(key, iv)).decrypt(1_000_000, plain);
        return plain;
      });
      await both(async (tested) => {
        const plain = copy(data);
        await (await tested.counter(key)).apply(counterStart, plain);
        return plain;
      });
      await both(async (tested) => {
        const plain = copy(whole);
        await tested.cbcDecrypt(key, iv, plain);
        return plain;
      });
    }
    const xts = randomBytes(64);
    await both(async (tested) => {
      const plain = copy(whole);
      await (await tested.sectorXts(xts)).decrypt(2 ** 33, plain);
      return plain;
    });
    const [h, state] = [randomBytes(16), randomBytes(16)];
    if (length < 10_000) {
      await both(async (tested) => (await tested.ghash(h)).fold(state, data));
      await both(async (tested) => (await tested.ghash(h)).shift(state, length * 2 ** 20));
    }
    for (const hash of ['SHA-1', 'SHA-256'] as const) {
      await both(async (tested) => tested.digest(hash, data));
      await both(async (tested) => tested.hmac(hash, h, data));
    }
  });

  test.each(['SHA-1', 'SHA-256'] as const)('PBKDF2 with %s', async (hash) => {
    for (const length of [16, 20, 32, 64]) {
      const given = [hash, randomBytes(length), randomBytes(17), 1 + length * 3, length] as const;
      expect(Buffer.from(await suite.pbkdf2(...given)).equals(await nodeSuite.pbkdf2(...given))).toBe(true);
    }
  });
});

test('long GHASH in windows is the GHASH of the whole', async () => {
  const data = randomBytes(600_000);
  const hash = await suite.ghash(randomBytes(16));
  const zero = new Uint8Array(16);
  const whole = await hash.fold(zero, data);
  const parts = await hash.fold(await hash.fold(zero, data.subarray(0, 320_000)), data.subarray(320_000));
  expect(parts).toEqual(whole);
});

test('no key is left in kernel memory', async () => {
  const keys = [randomBytes(32), randomBytes(32), randomBytes(64)] as const;
  const cbc = await suite.sectorCbc(keys[0], randomBytes(16));
  const counter = await suite.counter(keys[1]);
  const xts = await suite.sectorXts(keys[2]);
  const data = randomBytes(1024);
  await cbc.decrypt(0, data);
  await counter.apply(new Uint8Array(16), data);
  await xts.decrypt(0, data);
  for (const keyed of [cbc, counter, xts]) keyed.wipe();
  expect(findInMemory(kernel, data)).toBe(-1);
  for (const key of keys) expect(findInMemory(kernel, key.subarray(0, 16))).toBe(-1);
});
