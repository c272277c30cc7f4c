import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CipherName } from '../../workers/envelope/ciphers';
import { decryptEnvelope, readPlainBytes, type DecryptMeans } from '../../workers/envelope/decrypt';
import type { EnvelopeKey } from '../../workers/envelope/envelope-key';
import { lengthBlock, xorInto } from '../../workers/envelope/gcm';
import { localPool, type PartPool } from '../../workers/envelope/part';
import { hashPart } from '../../workers/envelope/plan';
import { codeOf, decrypted, memory, nodeMeans } from './envelope-decrypting';
import { writeEnvelope, type EnvelopeSpec } from './envelope-writing';
import { nodeSuite } from './node-cipher-suite';

const KEY = randomBytes(32);
const XTS_KEY = randomBytes(64);
const SMALL: DecryptMeans = { ...nodeMeans, pieceBytes: 1024 };
const text = (bytes: number) =>
  Buffer.from(Array.from({ length: bytes }, (_, i) => (i * 7 + (i >> 8)) & 0xff));

function keys(
  bytes: Uint8Array,
  keyInfo: string | null = null,
  cipher: CipherName | null = null,
): EnvelopeKey[] {
  return [{ cipher, keyInfo, bytes }];
}

function written(spec: Partial<EnvelopeSpec> & { plain: Uint8Array }): Buffer {
  return writeEnvelope({ version: 1, cipher: 'AES-256', key: KEY, ...spec });
}

/** Does parts in no order, several at a time, in buffers of its own, as workers do. */
function scatteredPool(concurrency: number): PartPool & { most: number; open: PartPool['open'] } {
  const pool = {
    concurrency,
    most: 0,
    async open(secret: Parameters<PartPool['open']>[0]) {
      const job = await localPool(nodeSuite).open(secret);
      let running = 0;
      return {
        async run(...[part, bytes]: Parameters<typeof job.run>) {
          pool.most = Math.max(pool.most, ++running);
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
          const result = await job.run(part, bytes);
          running--;
          return result;
        },
        close: () => {
          expect(running).toBe(0);
          job.close();
        },
      };
    },
  };
  return pool;
}

describe('parts', () => {
  test.each<[CipherName, 1 | 2]>([
    ['AES-256', 1],
    ['XTS-AES-256', 1],
    ['AES-256-GCM', 2],
  ])('%s comes out the same from a pool in any order', async (cipher, version) => {
    const key = cipher === 'XTS-AES-256' ? XTS_KEY : KEY;
    const plain = text(12_345);
    const bytes = writeEnvelope({ version, cipher, key, plain });
    const pool = scatteredPool(4);
    const result = await decrypted(bytes, { keys: keys(key) }, { ...SMALL, pool });
    expect(result.plain.equals(plain)).toBe(true);
    expect(pool.most).toBeGreaterThan(2);
    // Two for each worker.
    expect(pool.most).toBeLessThanOrEqual(8);
  });

  test('GHASH shares of a message cut at every place are the tag', async () => {
    const iv = randomBytes(12);
    for (const length of [1, 16, 33, 100]) {
      const aad = text(37);
      const aes = createCipheriv('aes-256-gcm', KEY, iv).setAAD(aad);
      const sealed = Buffer.concat([aes.update(text(length)), aes.final()]);
      const job = await localPool(nodeSuite).open({ cipher: 'AES-256-GCM', key: KEY, iv });
      const blocks = Math.ceil(length / 16);
      const hash = async (blocksAfter: number, bytes: Uint8Array) =>
        job.run({ kind: 'hash', blocksAfter }, bytes);
      for (let cut = 0; cut <= length; cut += 16) {
        const pieces = [
          { at: 0, length: cut },
          { at: cut, length: length - cut },
        ];
        const sum = await hash(blocks + 1, aad);
        for (const piece of pieces)
          xorInto(
            sum,
            await job.run(
              hashPart(piece, length),
              new Uint8Array(sealed.subarray(piece.at, piece.at + piece.length)),
            ),
          );
        xorInto(sum, await hash(0, lengthBlock(37, length)));
        xorInto(sum, await job.run({ kind: 'counter', firstBlock: -1 }, new Uint8Array(16)));
        expect(Buffer.from(sum).equals(aes.getAuthTag())).toBe(true);
      }
    }
  });

  test('shares with blocks far behind them are products with high powers of H', async () => {
    const job = await localPool(nodeSuite).open({ cipher: 'AES-256-GCM', key: KEY, iv: new Uint8Array(12) });
    const block = randomBytes(16);
    const direct = await job.run({ kind: 'hash', blocksAfter: 1000 }, new Uint8Array(block));
    const long = await job.run(
      { kind: 'hash', blocksAfter: 0 },
      Buffer.concat([block, Buffer.alloc(16_000)]),
    );
    expect(Buffer.from(direct).equals(long)).toBe(true);
    const far = await Promise.all(
      [2 ** 31, 2 ** 31 + 1].map((blocksAfter) =>
        job.run({ kind: 'hash', blocksAfter }, new Uint8Array(block)),
      ),
    );
    const h = await job.run({ kind: 'hash', blocksAfter: 0 }, Buffer.from('80'.padEnd(32, '0'), 'hex'));
    const suiteHash = await nodeSuite.ghash(h);
    expect(await suiteHash.fold(far[0]!, new Uint8Array(16))).toEqual(far[1]);
  });
});

describe('version 2', () => {
  const gcm = (spec: Partial<EnvelopeSpec> = {}) =>
    writeEnvelope({ version: 2, cipher: 'AES-256-GCM', key: KEY, plain: text(3000), ...spec });

  test('any changed bit of header, data or tag is noticed before a byte is given', async () => {
    const bytes = gcm();
    for (const at of [
      300,
      4095,
      4096,
      5000,
      bytes.length - 4097,
      bytes.length - 4096 + 32,
      bytes.length - 4096 + 47,
    ]) {
      const broken = Buffer.from(bytes);
      broken[at]! ^= 4;
      expect(
        await codeOf(() => decryptEnvelope(memory(broken), { keys: keys(KEY), salvage: true }, SMALL)),
      ).toBe('not-authentic');
    }
  });

  test('associated data must be the one it was written with', async () => {
    const aad = Buffer.from('ESXConfiguration');
    const bytes = gcm({ aad });
    expect((await decrypted(bytes, { keys: keys(KEY), aad }, SMALL)).authenticated).toBe(true);
    for (const other of [undefined, Buffer.from('ESXConfiguratioN'), Buffer.alloc(0)])
      expect(await codeOf(() => decrypted(bytes, { keys: keys(KEY), aad: other }, SMALL))).toBe(
        'not-authentic',
      );
  });

  test('a file cut off anywhere is truncated, salvage or not', async () => {
    const bytes = gcm();
    for (const length of [4096, 4100, 8192, 12_287, 12_288, bytes.length - 512, bytes.length - 1]) {
      for (const salvage of [false, true]) {
        const options = { keys: keys(KEY), salvage };
        expect(await codeOf(() => decrypted(bytes.subarray(0, length), options, SMALL))).toBe('truncated');
      }
    }
  });

  test.each(['cbc', 'counter'] as const)('a key wrapped with %s is unwrapped', async (wrapping) => {
    const result = await decrypted(gcm({ inner: 'AES-256-GCM', wrapping }), { keys: keys(KEY) }, SMALL);
    expect(result.plain.equals(text(3000))).toBe(true);
  });

  test('a key wrapped in another way is refused', async () => {
    const bytes = gcm({ inner: 'AES-256-GCM', wrapping: 'unknown' });
    expect(await codeOf(() => decrypted(bytes, { keys: keys(KEY) }))).toBe('unsupported-wrapping');
  });

  test('is gone through twice, and compressed data is inflated', async () => {
    const bytes = gcm({ compress: true });
    const seen: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => seen.push(done / total);
    const result = await decrypted(bytes, { keys: keys(KEY), onProgress }, SMALL);
    expect(result).toMatchObject({ authenticated: true, plainBytes: null });
    expect(result.plain.equals(text(3000))).toBe(true);
    expect(seen.at(-1)).toBe(1);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });
});

describe('keys', () => {
  test('the key hash decides among many', async () => {
    const bytes = written({ plain: text(100) });
    const many = [...keys(randomBytes(32)), ...keys(randomBytes(16)), ...keys(KEY), ...keys(randomBytes(32))];
    expect((await decrypted(bytes, { keys: many })).plain.equals(text(100))).toBe(true);
    expect(await codeOf(() => decrypted(bytes, { keys: many.slice(0, 2) }))).toBe('wrong-key');
    expect(await codeOf(() => decrypted(bytes, {}))).toBe('key-needed');
    expect(await codeOf(() => decrypted(bytes, { keys: keys(KEY, null, 'AES-128') }))).toBe('wrong-key');
  });

  test('without a key hash the footer tells', async () => {
    const bytes = written({ plain: text(100), withoutHash: true });
    expect((await decrypted(bytes, { keys: keys(KEY) })).plain.equals(text(100))).toBe(true);
    for (const salvage of [false, true])
      expect(await codeOf(() => decrypted(bytes, { keys: keys(randomBytes(32)), salvage }))).toBe(
        'wrong-key',
      );
  });

  test('a hash that does not fit the key the envelope names is damage', async () => {
    const keyInfo = 'vmware:key/fqid/a/b/c';
    const bytes = written({ plain: text(100), keyInfo });
    expect(await codeOf(() => decrypted(bytes, { keys: keys(randomBytes(32), keyInfo) }))).toBe(
      'damaged-header',
    );
    await expect(decrypted(bytes, { keys: keys(randomBytes(32), 'vmware:key/fqid/a/b/d') })).rejects.toThrow(
      'vmware:key/fqid/a/b/d',
    );
  });

  test.each<CipherName>(['AES-128', 'AES-192', 'AES-256', 'XTS-AES-256'])(
    'an inner key of %s',
    async (inner) => {
      for (const [cipher, key] of [
        ['AES-256', KEY],
        ['XTS-AES-256', XTS_KEY],
      ] as const) {
        const bytes = written({ cipher, key, inner, plain: text(700) });
        expect((await decrypted(bytes, { keys: keys(key) })).plain.equals(text(700))).toBe(true);
        const broken = written({ cipher, key, inner, plain: text(700), wrapping: 'unknown' });
        expect(await codeOf(() => decrypted(broken, { keys: keys(key) }))).toBe('damaged-wrapped-key');
      }
    },
  );

  test('an inner list that is not complete or not known is refused', async () => {
    const code = (innerAttributes: EnvelopeSpec['innerAttributes'], inner: CipherName = 'AES-256') =>
      codeOf(() => decrypted(written({ plain: text(1), inner, innerAttributes }), { keys: keys(KEY) }));
    expect(await code((list) => list.slice(0, 1))).toBe('damaged-wrapped-key');
    expect(await code((list) => list.slice(0, 2))).toBe('damaged-wrapped-key');
    expect(await code((list) => [...list.slice(1), ['vmware.cipherName', 'AES-128']])).toBe(
      'damaged-wrapped-key',
    );
    expect(await code((list) => [...list.slice(1), ['vmware.cipherName', 'DES']])).toBe('unsupported-cipher');
    expect(await code((list) => [...list.slice(1), ['vmware.cipherName', 'AES-256-GCM']])).toBe(
      'unsupported-cipher',
    );
    expect(await code((list) => [...list, ['vmware.more', 'x']])).toBe('unsupported-attribute');
    expect(await code((list) => list.slice(0, 2), 'XTS-AES-256')).toBe('no failure');
  });

  test('keys given are not changed, and those copied are wiped', async () => {
    const copies: Uint8Array[] = [];
    const suite: DecryptMeans['suite'] = {
      ...nodeSuite,
      sectorXts(key) {
        copies.push(key);
        return nodeSuite.sectorXts(key);
      },
    };
    const means = { ...SMALL, suite, pool: localPool(suite) };
    const key = Buffer.from(KEY);
    await decrypted(written({ plain: text(9), inner: 'XTS-AES-256' }), { keys: keys(key) }, means);
    expect(key.equals(KEY)).toBe(true);
    expect(copies.length).toBe(1);
    expect(copies[0]!.every((byte) => byte === 0)).toBe(true);
  });
});

describe('running', () => {
  test('reads are bounded, and few pieces are ahead of the consumer', async () => {
    const plain = text(60_000);
    const bytes = written({ plain });
    const reads: number[] = [];
    const source = {
      size: bytes.length,
      read: async (offset: number, length: number) => {
        reads.push(length);
        return bytes.subarray(offset, offset + length);
      },
    };
    const pool = { ...localPool(nodeSuite), concurrency: 3 };
    const decryption = await decryptEnvelope(source, { keys: keys(KEY) }, { ...SMALL, pool });
    reads.length = 0;
    for (let taken = 1; taken < 20; taken++) {
      await decryption.chunks.next();
      expect(reads.length).toBeLessThanOrEqual(taken + 2 * 3);
    }
    expect(Math.max(...reads)).toBe(1024);
    await decryption.chunks.return(undefined);
    decryption.close();
  });

  test('the source is not changed', async () => {
    const bytes = written({ plain: text(5000) });
    const before = Buffer.from(bytes);
    await decrypted(bytes, { keys: keys(KEY) });
    expect(bytes.equals(before)).toBe(true);
  });

  test('it can be cancelled before, in between and while verifying', async () => {
    const bytes = written({ plain: text(50_000) });
    const options = (signal: AbortSignal) => ({ keys: keys(KEY), signal, salvage: true });
    expect(await codeOf(() => decrypted(bytes, options(AbortSignal.abort()), SMALL))).toBe('cancelled');
    const control = new AbortController();
    let taken = 0;
    const run = async () => {
      const decryption = await decryptEnvelope(memory(bytes), options(control.signal), SMALL);
      for await (const chunk of decryption.chunks) if (chunk.length > 0 && ++taken === 3) control.abort();
    };
    expect(await codeOf(run)).toBe('cancelled');
    expect(taken).toBe(3);
    const second = new AbortController();
    const sealed = writeEnvelope({ version: 2, cipher: 'AES-256-GCM', key: KEY, plain: text(50_000) });
    const onProgress = () => second.abort();
    const verify = () => decryptEnvelope(memory(sealed), { ...options(second.signal), onProgress }, SMALL);
    expect(await codeOf(verify)).toBe('cancelled');
  });

  test('a job is closed once, however the reading ends', async () => {
    const bytes = written({ plain: text(5000) });
    let closed = 0;
    const pool: PartPool = {
      concurrency: 1,
      async open(secret) {
        const job = await localPool(nodeSuite).open(secret);
        return { run: (part, piece) => job.run(part, piece), close: () => closed++ };
      },
    };
    const means = { ...SMALL, pool };
    await decrypted(bytes, { keys: keys(KEY) }, means);
    expect(closed).toBe(1);
    (await decryptEnvelope(memory(bytes), { keys: keys(KEY) }, means)).close();
    expect(closed).toBe(2);
    await codeOf(() => decrypted(bytes.subarray(0, 8192), { keys: keys(KEY) }, means));
    expect(closed).toBe(3);
    expect(await readPlainBytes(memory(bytes), { keys: keys(KEY) }, means)).toBe(5000);
    expect(closed).toBe(4);
  });

  test('chunks are wiped once they are inflated', async () => {
    const fed: Uint8Array[] = [];
    const inflate: DecryptMeans['inflate'] = async function* (source) {
      for await (const chunk of source) {
        fed.push(chunk);
        yield chunk.slice();
      }
    };
    const bytes = written({ plain: randomBytes(5000), compress: true });
    await decrypted(bytes, { keys: keys(KEY) }, { ...SMALL, inflate });
    expect(fed.length).toBeGreaterThan(3);
    expect(fed.every((chunk) => chunk.every((byte) => byte === 0))).toBe(true);
  });
});
