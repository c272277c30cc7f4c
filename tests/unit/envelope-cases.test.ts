import { createHash, webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeEnvelope } from '../../workers/envelope/describe';
import { utf8Bytes } from '../../workers/envelope/encodings';
import { rawKeys, type EnvelopeKey } from '../../workers/envelope/envelope-key';
import { openKeyMaterial } from '../../workers/envelope/key-material';
import { readPlainBytes } from '../../workers/envelope/decrypt';
import { codeOf, decrypted, fixture, kernelInflate, memory, nodeMeans } from './envelope-decrypting';
import { hybridSuite } from '../../workers/envelope/hybrid-suite';
import { kernelSuite } from '../../workers/envelope/kernel-suite';
import { localPool } from '../../workers/envelope/part';
import { freshEnvelopeKernel } from './envelope-kernel';
import { nodeSuite } from './node-cipher-suite';

interface Case {
  file: string;
  offset?: number;
  keyFile: string | null;
  password: string | null;
  privateKey?: string;
  privateKeyPassword?: string | null;
  rawKeyHex?: string;
  aad?: string;
  version?: number;
  cipher?: string | null;
  wrapped?: boolean;
  compression?: string | null;
  keyInfo?: string | null;
  plainBytes?: number;
  plainSha256?: string;
  expectCode?: string[];
}

const { cases } = JSON.parse(Buffer.from(fixture('cases.json')).toString()) as { cases: Case[] };
const isGood = (one: Case) => one.expectCode === undefined;

const kernel = kernelSuite(await freshEnvelopeKernel());
const kernelMeans = { suite: kernel, pool: localPool(kernel), inflate: kernelInflate };

async function keysOf(one: Case, suite = nodeSuite): Promise<EnvelopeKey[]> {
  if (one.rawKeyHex) return rawKeys(one.rawKeyHex);
  if (one.keyFile === null) return [];
  const bytes = (text: string | null | undefined) => (text == null ? undefined : utf8Bytes(text));
  const key = await openKeyMaterial(suite, fixture(one.keyFile), {
    password: bytes(one.password),
    privateKey: one.privateKey ? fixture(one.privateKey) : undefined,
    privateKeyPassword: bytes(one.privateKeyPassword),
  });
  return [key];
}

const hybrid = hybridSuite(await freshEnvelopeKernel(), webcrypto.subtle as SubtleCrypto, {
  pieceBytes: 4096,
  leastBytes: 1,
});
const hybridMeans = { suite: hybrid, pool: localPool(hybrid), inflate: kernelInflate };

const WAYS = [
  [undefined, nodeMeans],
  [512, nodeMeans],
  [undefined, kernelMeans],
  [4096 + 512, kernelMeans],
  [undefined, hybridMeans],
  [8192 + 512, hybridMeans],
] as const;

async function run(one: Case, pieceBytes?: number, means = nodeMeans) {
  const options = { keys: await keysOf(one, means.suite), aad: utf8Bytes(one.aad ?? '') };
  return decrypted(fixture(one.file), options, { ...means, pieceBytes });
}

test('there are 36 cases, 27 of them good', () => {
  expect([cases.length, cases.filter(isGood).length]).toEqual([36, 27]);
});

describe('good cases come out exactly', () => {
  test.each(cases.filter(isGood).map((one) => [one.file, one] as const))('%s', async (_, one) => {
    for (const [pieceBytes, means] of WAYS) {
      const { plain, plainBytes, authenticated, warnings } = await run(one, pieceBytes, means);
      expect(plain.length).toBe(one.plainBytes);
      expect(createHash('sha256').update(plain).digest('hex')).toBe(one.plainSha256);
      expect(plainBytes).toBe(one.compression === null ? one.plainBytes : null);
      expect(authenticated).toBe(one.version === 2);
      expect(warnings).toEqual([]);
    }
  });
});

describe('good cases are described', () => {
  test.each(cases.filter(isGood).map((one) => [one.file, one] as const))('%s', async (_, one) => {
    const source = memory(fixture(one.file));
    const entry = (await describeEnvelope(source))!;
    const { offset, version, cipher, wrapped, compression, keyInfo } = one;
    expect(entry).toMatchObject({ offset, version, cipher, wrapped, compression, keyInfo, problem: null });
    expect(entry.authenticated).toBe(version === 2);
    expect(entry.plainBytes).toBe(cipher === null && compression === null ? one.plainBytes : null);
    if (compression !== null) expect(entry.plainBytesMax).toBeNull();
    else {
      expect(entry.plainBytesMax! - one.plainBytes!).toBeGreaterThanOrEqual(0);
      expect(entry.plainBytesMax! - one.plainBytes!).toBeLessThan(512);
    }
    const exact = await readPlainBytes(source, { keys: await keysOf(one) }, nodeMeans);
    expect(exact).toBe(compression === null ? one.plainBytes : null);
  });
});

describe('bad cases fail with their code', () => {
  const bad = cases.filter((one) => !isGood(one));
  test.each(bad.map((one) => [`${one.file}, ${one.password}`, one] as const))('%s', async (_, one) => {
    for (const [pieceBytes, means] of WAYS)
      expect(one.expectCode).toContain(await codeOf(() => run(one, pieceBytes, means)));
  });
});

test('a dump comes with its clear header when asked for', async () => {
  const one = cases.find((found) => found.file === 'vmkernel-zdump.1')!;
  const options = { keys: await keysOf(one) };
  const bytes = fixture(one.file);
  const without = await decrypted(bytes, options);
  const { plain } = await decrypted(bytes, { ...options, withHeader: true });
  expect(plain.subarray(0, 4096).equals(bytes.subarray(0, 4096))).toBe(true);
  expect(plain.subarray(4096).equals(without.plain)).toBe(true);
});
