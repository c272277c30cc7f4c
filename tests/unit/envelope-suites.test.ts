import { randomBytes, webcrypto } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CipherSuite } from '../../workers/envelope/cipher-suite';
import { hashKey } from '../../workers/envelope/gcm';
import { hybridSuite, suiteFor } from '../../workers/envelope/hybrid-suite';
import { kernelSuite } from '../../workers/envelope/kernel-suite';
import { freshEnvelopeKernel } from './envelope-kernel';
import { nodeSuite } from './node-cipher-suite';

const subtle = webcrypto.subtle as SubtleCrypto;
const pure = kernelSuite(await freshEnvelopeKernel());
/** All through native calls, in small pieces. */
const hybrid = hybridSuite(await freshEnvelopeKernel(), subtle, { pieceBytes: 1024, leastBytes: 1 });
/** As the page uses it. */
const large = hybridSuite(await freshEnvelopeKernel(), subtle);

const SECTORS = [0, 1, 31, 33, 2 ** 32 - 1, 2 ** 32 - 40, 2 ** 48 + 5, 2 ** 53 - 100];

type Work = (suite: CipherSuite) => Promise<Uint8Array>;

/** The same bytes from both, and from the reference where it is asked. */
async function same(work: Work, tested = hybrid, reference = pure): Promise<void> {
  const [a, b] = [await work(tested), await work(reference)];
  expect(Buffer.compare(a, b)).toBe(0);
}

const inSectors =
  (mode: 'cbc' | 'xts', key: Uint8Array, iv: Uint8Array, first: number, data: Uint8Array): Work =>
  async (suite) => {
    const plain = new Uint8Array(data);
    const cipher = mode === 'xts' ? await suite.sectorXts(key) : await suite.sectorCbc(key, iv);
    await cipher.decrypt(first, plain);
    cipher.wipe();
    return plain;
  };

const counted =
  (key: Uint8Array, counter: Uint8Array, data: Uint8Array): Work =>
  async (suite) => {
    const plain = new Uint8Array(data);
    const cipher = await suite.counter(key);
    await cipher.apply(counter, plain);
    cipher.wipe();
    return plain;
  };

const hashed =
  (key: Uint8Array, state: Uint8Array, data: Uint8Array): Work =>
  async (suite) => {
    const counter = await suite.counter(key);
    const hash = await suite.ghash(await hashKey(counter), key);
    const folded = await hash.fold(state, data);
    hash.wipe();
    counter.wipe();
    return folded;
  };

afterEach(() => vi.restoreAllMocks());

describe('hybrid and pure give the same bytes', () => {
  test('counter mode and GHASH of every length 0 to 1025', async () => {
    for (let length = 0; length <= 1025; length++) {
      const data = randomBytes(length);
      const key = randomBytes([16, 24, 32][length % 3]!);
      const start = randomBytes(16);
      await same(counted(key, start, data));
      await same(hashed(key, start, data));
    }
  }, 60_000);

  test('counters that come round at 2^32', async () => {
    const start = randomBytes(16).fill(0xff, 12);
    start[15] = 0xf0;
    for (const length of [16 * 15, 16 * 16, 16 * 16 + 1, 16 * 17, 5000])
      await same(counted(randomBytes(32), start, randomBytes(length)));
  });

  test.each([16, 24, 32])('CBC sectors under %i bytes of key', async (keyBytes) => {
    for (const first of SECTORS) {
      for (let count = 0; count <= 9; count++) {
        const [key, iv, data] = [randomBytes(keyBytes), randomBytes(16), randomBytes(512 * count)];
        await same(inSectors('cbc', key, iv, first, data));
        await same(inSectors('cbc', key, iv, first, data), hybrid, nodeSuite);
      }
    }
  });

  test('XTS sectors', async () => {
    for (const first of SECTORS) {
      for (let count = 0; count <= 9; count++) {
        const [key, data] = [randomBytes(64), randomBytes(512 * count)];
        await same(inSectors('xts', key, key, first, data));
        await same(inSectors('xts', key, key, first, data), hybrid, nodeSuite);
      }
    }
  });

  test('megabytes in the sizes the page uses', async () => {
    for (const length of [16 << 10, (256 << 10) + 512, 1 << 20, (1 << 20) + 1536]) {
      const [key, iv, data] = [randomBytes(32), randomBytes(16), randomBytes(length)];
      await same(inSectors('cbc', key, iv, 7, data), large);
      await same(inSectors('xts', randomBytes(64), iv, 7, data), large);
      await same(counted(key, iv, data.subarray(3)), large);
      await same(hashed(key, iv, data.subarray(3)), large);
    }
  });

  test('several calls at a time under one key', async () => {
    const key = randomBytes(32);
    const [iv, data] = [randomBytes(16), randomBytes(64 << 10)];
    const cipher = await hybrid.sectorCbc(key, iv);
    const parts = Array.from({ length: 8 }, (_, i) => new Uint8Array(data.subarray(i << 13, (i + 1) << 13)));
    await Promise.all(parts.map((part, i) => cipher.decrypt(i * 16, part)));
    expect(Buffer.concat(parts).equals(await inSectors('cbc', key, iv, 0, data)(pure))).toBe(true);
  });

  test.each(['SHA-1', 'SHA-256'] as const)('PBKDF2 with %s', async (hash) => {
    for (const length of [1, 16, 20, 32, 64]) {
      const given = [hash, randomBytes(length - 1), randomBytes(17), 1 + length * 3, length] as const;
      await same(async (suite) => suite.pbkdf2(...given));
    }
  });
});

test('broken sectors are refused as the kernel refuses them', async () => {
  for (const suite of [pure, hybrid, large]) {
    const cipher = await suite.sectorCbc(randomBytes(32), randomBytes(16));
    await expect((async () => cipher.decrypt(0, new Uint8Array(65_000)))()).rejects.toThrow(RangeError);
  }
});

describe('a native call that fails', () => {
  const key = randomBytes(32);
  const [iv, xts, data] = [randomBytes(16), randomBytes(64), randomBytes(8 * 512)];
  const works: [string, 'encrypt' | 'decrypt', Work][] = [
    ['CBC', 'decrypt', inSectors('cbc', key, iv, 5, data)],
    ['XTS', 'decrypt', inSectors('xts', xts, iv, 5, data)],
    ['counter mode', 'encrypt', counted(key, iv, data)],
    ['GHASH', 'encrypt', hashed(key, iv, data)],
  ];

  /** Every second call of `method` goes wrong, by `failure`. */
  function breaking(method: 'encrypt' | 'decrypt' | 'deriveBits', failure: () => Promise<ArrayBuffer>) {
    const native = subtle[method].bind(subtle) as (...args: unknown[]) => Promise<ArrayBuffer>;
    let calls = 0;
    vi.spyOn(subtle, method).mockImplementation(((...args: unknown[]) =>
      calls++ % 2 === 0 ? failure() : native(...args)) as never);
    return () => calls;
  }

  test.each(works)('%s: the kernel does that piece', async (_, method, work) => {
    const expected = await work(pure);
    for (const failure of [
      () => Promise.reject(new DOMException('no', 'OperationError')),
      () => Promise.resolve(new ArrayBuffer(3)),
      () => {
        throw new TypeError('not like this');
      },
    ]) {
      const calls = breaking(method, failure);
      expect(Buffer.compare(await work(hybrid), expected)).toBe(0);
      expect(calls()).toBeGreaterThanOrEqual(4);
      vi.restoreAllMocks();
    }
  });

  test.each(works)('%s: the kernel does all where the key is refused', async (_, method, work) => {
    const calls = vi.spyOn(subtle, method);
    vi.spyOn(subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'));
    expect(Buffer.compare(await work(hybrid), await work(pure))).toBe(0);
    expect(calls).not.toHaveBeenCalled();
  });

  test('PBKDF2: the kernel derives', async () => {
    const given = ['SHA-1', iv, iv, 10, 32] as const;
    const calls = breaking('deriveBits', () => Promise.reject(new Error('no')));
    expect(await hybrid.pbkdf2(...given)).toEqual(await pure.pbkdf2(...given));
    expect(calls()).toBe(1);
  });
});

test('native keys cannot be read out again, and copies of data are wiped', async () => {
  const imported = vi.spyOn(subtle, 'importKey');
  const decrypted = vi.spyOn(subtle, 'decrypt');
  await inSectors('cbc', randomBytes(32), randomBytes(16), 0, randomBytes(2048))(hybrid);
  await hashed(randomBytes(32), randomBytes(16), randomBytes(2048))(hybrid);
  await hybrid.pbkdf2('SHA-256', randomBytes(8), randomBytes(8), 5, 32);
  expect(imported.mock.calls.length).toBe(4);
  for (const call of imported.mock.calls) expect(call[3]).toBe(false);
  expect(decrypted.mock.results.length).toBe(2);
  for (const { value } of decrypted.mock.results) {
    expect(new Uint8Array((await value) as ArrayBuffer).every((byte) => byte === 0)).toBe(true);
  }
});

describe('a derivation of ten million rounds ends when it is cancelled', () => {
  test.each([
    ['pure', pure],
    ['hybrid', hybrid],
  ] as const)('%s', async (_, suite) => {
    const abort = new AbortController();
    const derived = suite.pbkdf2('SHA-256', randomBytes(8), randomBytes(16), 10_000_000, 32, abort.signal);
    const start = performance.now();
    setTimeout(() => abort.abort(), 100);
    await expect(derived).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - start).toBeLessThan(2_000);
    await expect((async () => suite.pbkdf2('SHA-1', iv0, iv0, 1, 16, abort.signal))()).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
  const iv0 = new Uint8Array(16);
});

test('the kernel alone is the suite of an insecure origin', async () => {
  const calls = vi.spyOn(subtle, 'importKey');
  const kernel = await freshEnvelopeKernel();
  const work = inSectors('cbc', randomBytes(32), randomBytes(16), 0, randomBytes(32 << 10));
  await same(work, suiteFor(kernel, undefined));
  expect(calls).not.toHaveBeenCalled();
  await same(work, suiteFor(kernel, subtle));
  expect(calls).toHaveBeenCalled();
});
