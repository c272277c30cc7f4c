import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deflateZlib } from '../../workers/bytes/zlib-deflate';
import { CIPHERS, type CipherName } from '../../workers/envelope/ciphers';
import { hybridSuite } from '../../workers/envelope/hybrid-suite';
import { kernelSuite } from '../../workers/envelope/kernel-suite';
import { localPool } from '../../workers/envelope/part';
import { sealEnvelope, type SealMeans } from '../../workers/envelope/writing/seal';
import { freshPlan, wipePlan, type OuterKey } from '../../workers/envelope/writing/seal-plan';
import { newKey } from '../../workers/envelope/writing/new-key';
import { freshRandomness } from '../../workers/envelope/writing/randomness';
import { codeOf, decrypted, kernelInflate } from './envelope-decrypting';
import { findInMemory, freshEnvelopeKernel } from './envelope-kernel';
import { readEnvelope } from './envelope-reading';
import { nodeSuite } from './node-cipher-suite';

const kernel = await freshEnvelopeKernel();
const suite = kernelSuite(kernel);
const means: SealMeans = { suite, pool: localPool(suite), deflate: deflateZlib };
const nodeMeans: SealMeans = { suite: nodeSuite, pool: localPool(nodeSuite), deflate: deflateZlib };
const MIB = 1 << 20;

interface Combination {
  cipher: CipherName | null;
  wrapped: boolean;
  gzip: boolean;
}

const VERSION_1 = [null, 'AES-128', 'AES-192', 'AES-256', 'XTS-AES-256'] as const;
const COMBINATIONS: Combination[] = [
  ...VERSION_1.flatMap((cipher) =>
    [false, true].flatMap((gzip) =>
      (cipher === null ? [false] : [false, true]).map((wrapped) => ({ cipher, wrapped, gzip })),
    ),
  ),
  { cipher: 'AES-256-GCM', wrapped: false, gzip: false },
];
const named = COMBINATIONS.map(
  (one) =>
    [
      `${one.cipher ?? 'stored'}${one.wrapped ? ', wrapped' : ''}${one.gzip ? ', compressed' : ''}`,
      one,
    ] as const,
);

/** The bytes in chunks of some sizes, as buffers of their own. */
async function* chunked(bytes: Uint8Array, size = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield new Uint8Array(bytes.subarray(at, at + size));
}

async function sealed(
  plain: Uint8Array,
  { cipher, wrapped, gzip }: Combination,
  using = means,
  aad = '',
): Promise<{ bytes: Buffer; outer: OuterKey | null }> {
  const outer = cipher && newKey(cipher, freshRandomness);
  const plan = freshPlan(outer, { wrapped, gzip, aad: Buffer.from(aad) }, freshRandomness);
  const chunks: Uint8Array[] = [];
  for await (const chunk of sealEnvelope(chunked(plain), plan, using)) chunks.push(chunk);
  wipePlan(plan);
  return { bytes: Buffer.concat(chunks), outer };
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('what is sealed is read by an independent reader and by our own', () => {
  test.each(named)('%s, every length from 0 to 1025', { timeout: 120_000 }, async (_, one) => {
    const source = randomBytes(1025);
    for (let length = 0; length <= source.length; length++) {
      const plain = source.subarray(0, length);
      const { bytes, outer } = await sealed(plain, one, means, length % 2 ? 'ESXConfiguration' : '');
      const aad = length % 2 ? 'ESXConfiguration' : '';
      const read = readEnvelope(bytes, outer && outer.key, aad);
      if (!read.plain.equals(plain)) expect(length, 'a length that does not come out').toBe(-1);
      expect(read.attributes.has('vmware.internal.key')).toBe(one.wrapped);
      if (length % 41 !== 0) continue;
      const keys = outer ? [{ cipher: outer.cipher, keyInfo: outer.keyInfo, bytes: outer.key }] : [];
      const own = await decrypted(
        bytes,
        { keys, aad: Buffer.from(aad) },
        { ...means, inflate: kernelInflate },
      );
      expect(own.plain.equals(plain)).toBe(true);
      expect(own.authenticated).toBe(one.cipher === 'AES-256-GCM');
    }
  });

  // Half of it can be compressed.
  const large = Buffer.concat(
    Array.from({ length: 64 }, () => [randomBytes(MIB / 2), Buffer.alloc(MIB / 2)]).flat(),
  );

  test.each(named)('%s, 64 MiB', { timeout: 120_000 }, async (_, one) => {
    const { bytes, outer } = await sealed(large, one);
    const { plain, content } = readEnvelope(bytes, outer && outer.key);
    expect(plain.length).toBe(64 * MIB);
    expect(sha(plain)).toBe(sha(large));
    if (one.gzip) expect(content.length).toBeLessThan(large.length);
  });
});

test('other implementations of the ciphers, and parts of any size, give what can be read', async () => {
  const hybrid = hybridSuite(await freshEnvelopeKernel(), crypto.subtle, { pieceBytes: 4096, leastBytes: 1 });
  const plain = randomBytes(70_001);
  for (const [, one] of named)
    for (const using of [nodeMeans, { ...means, suite: hybrid, pool: localPool(hybrid) }])
      for (const pieceBytes of [512, 4096 + 512, MIB]) {
        const { bytes, outer } = await sealed(plain, one, { ...using, pieceBytes });
        expect(readEnvelope(bytes, outer && outer.key).plain.equals(plain)).toBe(true);
      }
});

test('nothing is used twice: keys, IVs, inner keys and keyIDs are fresh', async () => {
  const seen = new Set<string>();
  let drawn = 0;
  for (let round = 0; round < 20; round++) {
    for (const [, one] of named) {
      if (one.cipher === null) continue;
      const { bytes, outer } = await sealed(Buffer.from('x'), one);
      const { attributes, secret } = readEnvelope(bytes, outer!.key);
      const values = [outer!.key, Buffer.from(outer!.keyInfo), attributes.get('vmware.iv') as Buffer];
      if (one.wrapped) values.push(secret!.key, secret!.iv);
      for (const value of values) seen.add(Buffer.from(value).toString('hex'));
      drawn += values.length;
    }
  }
  expect(seen.size).toBe(drawn);
});

test('version 2 with a wrapped key or compression is refused', async () => {
  for (const form of [
    { wrapped: true, gzip: false },
    { wrapped: false, gzip: true },
  ]) {
    const one = { cipher: 'AES-256-GCM' as const, ...form };
    expect(await codeOf(() => sealed(randomBytes(3), one))).toBe('unsupported-cipher');
  }
  const wrappedBare = { cipher: null, wrapped: true, gzip: false };
  expect(await codeOf(() => sealed(randomBytes(3), wrappedBare))).toBe('unsupported-cipher');
});

test('no key and no plain data is left in the kernel', async () => {
  const plain = randomBytes(9000);
  for (const [, one] of named) {
    if (one.cipher === null) continue;
    const { bytes, outer } = await sealed(plain, one);
    const { secret, content } = readEnvelope(bytes, outer!.key);
    const secrets = [outer!.key.subarray(0, 16), secret!.key.subarray(-16), content.subarray(4096, 4112)];
    for (const one of secrets) expect(findInMemory(kernel, one)).toBe(-1);
  }
});

test('plain chunks are wiped, and memory is bounded by a few pieces', async () => {
  for (const [, one] of named) {
    if (one.cipher === null) continue;
    const given: Uint8Array[] = [];
    let asked = 0;
    const source = (async function* () {
      for (let i = 0; i < 40; i++) {
        asked++;
        const chunk = new Uint8Array(4096).fill(7);
        given.push(chunk);
        yield chunk;
      }
    })();
    const outer = newKey(one.cipher, freshRandomness);
    const plan = freshPlan(outer, one, freshRandomness);
    const chunks = sealEnvelope(source, plan, { ...means, pieceBytes: 4096 });
    await chunks.next();
    if (!one.gzip) {
      await chunks.next();
      expect(asked).toBeLessThanOrEqual(4);
    }
    for await (const chunk of chunks) expect(chunk.length).toBeGreaterThan(0);
    expect(given.every((chunk) => chunk.every((byte) => byte === 0))).toBe(true);
  }
});

test('a source that fails, or a reader that stops, ends the work and closes the source', async () => {
  for (const [, one] of named) {
    for (const how of ['fails', 'stops']) {
      let closed = false;
      const source = (async function* () {
        try {
          for (let i = 0; ; i++) {
            if (how === 'fails' && i === 30) throw new RangeError('the disk is gone');
            yield randomBytes(4096).fill(i);
          }
        } finally {
          closed = true;
        }
      })();
      const outer = one.cipher && newKey(one.cipher, freshRandomness);
      const plan = freshPlan(outer, one, freshRandomness);
      const chunks = sealEnvelope(source, plan, { ...means, pieceBytes: 8192 });
      const work = (async () => {
        let count = 0;
        for await (const chunk of chunks) if (chunk.length > 0 && ++count === 3 && how === 'stops') break;
      })();
      if (how === 'fails') await expect(work).rejects.toThrow('the disk is gone');
      else await work;
      expect(closed).toBe(true);
    }
  }
});

test('keys have the length their cipher asks for', () => {
  for (const [cipher, { keyBytes }] of Object.entries(CIPHERS))
    expect(newKey(cipher as CipherName, freshRandomness).key.length).toBe(keyBytes);
});
