import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decryptEnvelope, type DecryptMeans } from '../../workers/envelope/decrypt';
import type { EnvelopeKey } from '../../workers/envelope/envelope-key';
import { codeOf, decrypted, nodeMeans } from './envelope-decrypting';
import { headerBlock, padded, writeEnvelope, type EnvelopeSpec } from './envelope-writing';

const KEY = randomBytes(32);
const SMALL: DecryptMeans = { ...nodeMeans, pieceBytes: 1024 };
const text = (bytes: number) =>
  Buffer.from(Array.from({ length: bytes }, (_, i) => (i * 7 + (i >> 8)) & 0xff));
const keys = (bytes: Uint8Array): EnvelopeKey[] => [{ cipher: null, keyInfo: null, bytes }];

function written(spec: Partial<EnvelopeSpec> & { plain: Uint8Array }): Buffer {
  return writeEnvelope({ version: 1, cipher: 'AES-256', key: KEY, ...spec });
}

describe('truncated and damaged version 1 data', () => {
  const plain = text(10_000);
  const bytes = written({ plain });

  test('is refused, and salvaged on request', async () => {
    for (const length of [4096, 4097, 5000, 8192, 9000, 12_288, bytes.length - 512, bytes.length - 1]) {
      const cut = bytes.subarray(0, length);
      expect(await codeOf(() => decrypted(cut, { keys: keys(KEY) }, SMALL))).toBe('truncated');
      const { plain: saved, warnings } = await decrypted(cut, { keys: keys(KEY), salvage: true }, SMALL);
      const sectors = Math.floor((length - 4096) / 512) * 512;
      expect(saved.length).toBe(sectors);
      expect(saved.equals(padded(plain).subarray(0, sectors))).toBe(true);
      expect(warnings.map(({ code, offset }) => [code, offset])).toContainEqual([
        'truncated',
        4096 + sectors,
      ]);
      expect(warnings.length).toBe((length - 4096) % 512 === 0 ? 1 : 2);
    }
  });

  test('a damaged footer is told from a missing one', async () => {
    const broken = Buffer.from(bytes);
    broken[broken.length - 500]! ^= 1;
    expect(await codeOf(() => decrypted(broken, { keys: keys(KEY) }, SMALL))).toBe('damaged-data');
    const { plain: saved, warnings } = await decrypted(broken, { keys: keys(KEY), salvage: true }, SMALL);
    expect(saved.subarray(0, plain.length).equals(plain)).toBe(true);
    expect(warnings[0]?.code).toBe('damaged-data');
  });

  test('more padding than data is damage', async () => {
    const empty = padded(new Uint8Array(0));
    empty.writeUInt32LE(5, 4088);
    // The writer pads once more: what it is given here is taken off again below.
    const envelope = written({ plain: empty });
    const cut = envelope.subarray(0, envelope.length - 4096);
    expect(await codeOf(() => decrypted(cut, { keys: keys(KEY) }))).toBe('damaged-data');
  });

  test('a source that gives less than it promises is truncated', async () => {
    const short = {
      size: bytes.length,
      read: async (offset: number, length: number) => {
        if (offset + length === bytes.length) return bytes.subarray(offset);
        return bytes.subarray(offset, Math.min(9000, offset + length));
      },
    };
    const read = async (salvage: boolean) => {
      const decryption = await decryptEnvelope(short, { keys: keys(KEY), salvage }, SMALL);
      let given = 0;
      for await (const chunk of decryption.chunks) given += chunk.length;
      return { given, warnings: decryption.warnings };
    };
    expect(await codeOf(() => read(false))).toBe('truncated');
    const { given, warnings } = await read(true);
    expect(given).toBe(4096);
    expect(warnings[0]?.message).toContain('4096');
  });

  test('damaged compression gives what comes before it on request', async () => {
    const noise = Buffer.concat([randomBytes(20_000), text(20_000)]);
    const stream = deflateSync(noise);
    const envelope = written({ plain: noise, compress: true });
    expect((await decrypted(envelope, { keys: keys(KEY) }, SMALL)).plain.equals(noise)).toBe(true);
    const at = 4096 + Math.floor((stream.length * 0.7) / 512) * 512;
    envelope.fill(0xff, at, at + 512);
    expect(await codeOf(() => decrypted(envelope, { keys: keys(KEY) }, SMALL))).toBe('damaged-data');
    const { plain: saved, warnings } = await decrypted(envelope, { keys: keys(KEY), salvage: true }, SMALL);
    expect(saved.length).toBeGreaterThan(5000);
    expect(saved.subarray(0, 5000).equals(noise.subarray(0, 5000))).toBe(true);
    expect(warnings.map(({ code }) => code)).toEqual(['damaged-data']);
  });

  test('stored data that is compressed and cut off is told', async () => {
    const block = headerBlock(1, [['vmware.compressionMethod', 'gzip']]);
    const stored = Buffer.concat([block, deflateSync(randomBytes(9000))]);
    const cut = stored.subarray(0, stored.length - 3000);
    expect(['damaged-data', 'truncated']).toContain(await codeOf(() => decrypted(cut, {})));
    const { plain: saved, warnings } = await decrypted(cut, { salvage: true });
    expect(saved.length).toBeGreaterThan(1000);
    expect(warnings.length).toBe(1);
  });

  test('damage at any byte of a small envelope gives data or a code', async () => {
    const small = written({ plain: text(600), inner: 'XTS-AES-256' });
    for (let at = 0; at < small.length; at += at < 1400 ? 1 : 61) {
      const broken = Buffer.from(small);
      broken[at]! ^= 0x81;
      await codeOf(() => decrypted(broken, { keys: keys(KEY), salvage: at % 2 === 0 }));
    }
  });
});
