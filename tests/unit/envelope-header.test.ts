import { describe, expect, test } from 'vitest';
import { describeAsCryptoUtil, describeEnvelope } from '../../workers/envelope/describe';
import { findEnvelope, isEncrypted, readEnvelopeHeader } from '../../workers/envelope/envelope-header';
import { isSameKey, parseKeyId } from '../../workers/envelope/key-id';
import { Failure } from '../../workers/failure';
import { codeOf, fixture, memory } from './envelope-decrypting';
import { headerBlock, type AttributeSpec } from './envelope-writing';

const CODES = new Set([
  'not-an-envelope',
  'truncated',
  'damaged-header',
  'unsupported-version',
  'unsupported-attribute',
  'unsupported-cipher',
]);

const GOOD: AttributeSpec[] = [
  ['vmware.cipherName', 'AES-256'],
  ['vmware.iv', new Uint8Array(16)],
  ['vmware.keyHash', new Uint8Array(32)],
];

async function codeOfHeader(attributes: AttributeSpec[], version = 1): Promise<string> {
  return codeOf(async () => isEncrypted(await readEnvelopeHeader(memory(headerBlock(version, attributes)))));
}

test('an envelope is found at 0 and at 4096, and nowhere else', async () => {
  const envelope = fixture('aes-256.ve');
  const at = (offset: number) => Buffer.concat([Buffer.alloc(offset), envelope]);
  expect(await findEnvelope(memory(envelope))).toBe(0);
  expect(await findEnvelope(memory(at(4096)))).toBe(4096);
  expect(await findEnvelope(memory(at(512)))).toBeNull();
  expect(await findEnvelope(memory(new Uint8Array(0)))).toBeNull();
  expect(await findEnvelope(memory(envelope.subarray(0, 20)))).toBeNull();
  expect(await describeEnvelope(memory(at(512)))).toBeNull();
  expect((await describeEnvelope(memory(at(512)), 512))?.cipher).toBe('AES-256');
  expect(await codeOf(() => readEnvelopeHeader(memory(envelope), 4096))).toBe('not-an-envelope');
  for (const offset of [-1, 0.5, NaN, 2 ** 60, envelope.length])
    expect(await codeOf(() => readEnvelopeHeader(memory(envelope), offset))).toBe('not-an-envelope');
});

describe('attributes', () => {
  test('unknown ones are passed over where they may be, and refused by name where not', async () => {
    expect(await codeOfHeader(GOOD)).toBe('no failure');
    expect(await codeOfHeader([...GOOD, ['vendor.new', 'x', 1]])).toBe('no failure');
    for (const type of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      const raw = new Uint8Array([1, 2, 4, 8, 1, 2, 4, 8, 4, 8][type - 1]!).fill(0xff);
      expect(await codeOfHeader([['vendor.n', { type, raw }, 1], ...GOOD])).toBe('no failure');
      expect(await codeOfHeader([['vendor.n', { type, raw }], ...GOOD])).toBe('unsupported-attribute');
    }
    const source = memory(headerBlock(1, [...GOOD, ['vendor.new', 'x', 2]]));
    await expect(readEnvelopeHeader(source)).rejects.toThrow('vendor.new');
    expect(await codeOfHeader([...GOOD, ['a', { type: 13, raw: new Uint8Array(4) }, 1]])).toBe(
      'unsupported-attribute',
    );
    expect(await codeOfHeader([...GOOD, ['__proto__', 'x']])).toBe('unsupported-attribute');
  });

  test.each<[string, AttributeSpec[]]>([
    ['twice', [...GOOD, ['vmware.cipherName', 'AES-128']]],
    ['of a wrong type', [...GOOD, ['vmware.keyInfo', new Uint8Array(4)]]],
    ['a short hash', [...GOOD.slice(0, 2), ['vmware.keyHash', new Uint8Array(31)]]],
    ['no IV', [GOOD[0]!]],
    ['a short IV', [GOOD[0]!, ['vmware.iv', new Uint8Array(12)]]],
    ['a wrapped key without its hash', [...GOOD, ['vmware.internal.key', new Uint8Array(256)]]],
    ['a hash without its key', [...GOOD, ['vmware.internal.key.hash', new Uint8Array(32)]]],
    [
      'a wrapped key of no whole blocks',
      [
        ...GOOD,
        ['vmware.internal.key', new Uint8Array(255)],
        ['vmware.internal.key.hash', new Uint8Array(32)],
      ],
    ],
    [
      'a wrapped key without a cipher',
      [
        ['vmware.internal.key', new Uint8Array(256)],
        ['vmware.internal.key.hash', new Uint8Array(32)],
      ],
    ],
    ['no UTF-8', [...GOOD, ['x', { type: 11, raw: Uint8Array.of(0xff, 0) }, 1]]],
    ['longer than the block', [...GOOD, ['x', { type: 12, raw: new Uint8Array(8).fill(0xff) }, 1]]],
    ['an unended text', [...GOOD, ['x', { type: 11, raw: new Uint8Array(3500).fill(0x41) }, 1]]],
  ])('%s is a damaged header', async (_, attributes) => {
    expect(await codeOfHeader(attributes)).toBe('damaged-header');
  });

  test('unknown ciphers, compression and pairs of cipher and version are refused', async () => {
    expect(await codeOfHeader([['vmware.cipherName', 'AES-512']])).toBe('unsupported-cipher');
    expect(await codeOfHeader([['vmware.cipherName', 'constructor']])).toBe('unsupported-cipher');
    expect(await codeOfHeader([...GOOD, ['vmware.compressionMethod', 'lz4']])).toBe('unsupported-cipher');
    expect(await codeOfHeader(GOOD, 2)).toBe('unsupported-cipher');
    const gcm: AttributeSpec[] = [
      ['vmware.cipherName', 'AES-256-GCM'],
      ['vmware.iv', new Uint8Array(12)],
    ];
    expect(await codeOfHeader(gcm, 1)).toBe('unsupported-cipher');
    expect(await codeOfHeader(gcm, 2)).toBe('no failure');
    for (const version of [0, 3, 9, 0xffffffff])
      expect(await codeOfHeader(GOOD, version)).toBe('unsupported-version');
  });
});

test('impossible header sizes are refused without reading them', async () => {
  for (const size of [0, 1, 3583, 3585, 0xffffffff, (1 << 21) - 512]) {
    const block = Buffer.alloc(8192);
    headerBlock(1, GOOD).copy(block);
    block.writeUInt32LE(size, 504);
    const reads: number[] = [];
    const source = {
      ...memory(block),
      read: async (offset: number, length: number) => {
        reads.push(length);
        return block.subarray(offset, offset + length);
      },
    };
    expect(await codeOf(() => readEnvelopeHeader(source))).toBe('damaged-header');
    expect(Math.max(...reads)).toBeLessThanOrEqual(4096);
  }
  const long = headerBlock(1, GOOD, 8192);
  expect((await readEnvelopeHeader(memory(long))).dataStart).toBe(8192);
});

test('damage at any byte ends in a header or in a failure with a code', async () => {
  for (const name of ['aes-256-wrapped.ve', 'v2-gcm-1-bytes.ve', 'stored-gzip.ve']) {
    const bytes = fixture(name).subarray(0, 5000);
    for (let at = 0; at < 4096; at += at < 1200 ? 1 : 97) {
      const kept = bytes[at]!;
      for (const value of [kept ^ 1, kept ^ 0x80, 0, 0xff, 12]) {
        bytes[at] = value;
        const code = await codeOf(async () => isEncrypted(await readEnvelopeHeader(memory(bytes))));
        if (code !== 'no failure') expect(CODES).toContain(code);
        const entry = await describeEnvelope(memory(bytes));
        if (entry?.problem) expect(CODES).toContain(entry.problem.code);
      }
      bytes[at] = kept;
    }
  }
});

test('a header cut off anywhere is truncated', async () => {
  const bytes = fixture('aes-256-wrapped.ve');
  for (let length = 21; length < 4096; length += 13) {
    expect(await codeOf(() => readEnvelopeHeader(memory(bytes.subarray(0, length))))).toBe('truncated');
    const entry = await describeEnvelope(memory(bytes.subarray(0, length)));
    expect(entry?.problem?.code).toBe('truncated');
    expect(entry?.version).toBe(length < 512 ? null : 1);
  }
});

test('what cannot be read is described as far as it goes', async () => {
  const bad = (await describeEnvelope(memory(fixture('bad-version.ve'))))!;
  expect([bad.version, bad.problem?.code]).toEqual([9, 'unsupported-version']);
  const unknown = (await describeEnvelope(memory(headerBlock(1, [['vmware.cipherName', 'AES-512']]))))!;
  expect([unknown.cipher, unknown.plainBytesMax, unknown.problem?.code]).toEqual([
    'AES-512',
    null,
    'unsupported-cipher',
  ]);
  const short = (await describeEnvelope(memory(headerBlock(1, GOOD))))!;
  expect([short.plainBytesMax, short.problem?.code]).toEqual([null, 'truncated']);
});

test('the description reads as crypto-util prints it', async () => {
  const lines = async (name: string) =>
    describeAsCryptoUtil((await describeEnvelope(memory(fixture(name))))!).slice(1);
  expect(await lines('stored-gzip.ve')).toEqual(['Not encrypted.', "Compressed via the 'gzip' method."]);
  expect(await lines('v2-gcm-1-bytes.ve')).toEqual([
    "Encrypted via the 'AES-256-GCM' cipher.",
    "Encryption key keyID is '13417622-6aef-4d7e-838b-a2f969a7552b'.",
    'Not compressed.',
  ]);
  expect((await lines('aes-256-wrapped.ve'))[0]).toBe(
    "Encrypted with an internal key wrapped via the 'AES-256' cipher.",
  );
});

test('keyIDs are taken apart and compared by what they mean', () => {
  const text =
    'vmware:key/fqid/<VMWARE-NULL>/crypto%2dutil/52%20d7%20b0%20b9%2064%2027%206b%205b%2dab%20a0%20b6%209b%204e%20e5%20c9%20a0';
  expect(parseKeyId(text)).toEqual({
    kind: 'fqid',
    server: null,
    cluster: 'crypto-util',
    key: '52 d7 b0 b9 64 27 6b 5b-ab a0 b6 9b 4e e5 c9 a0',
    uuid: '52d7b0b9-6427-6b5b-aba0-b69b4ee5c9a0',
  });
  expect(parseKeyId('vmware:key/fqid/kms.lab/cl%2fone/k%25')).toEqual({
    kind: 'fqid',
    server: 'kms.lab',
    cluster: 'cl/one',
    key: 'k%',
    uuid: null,
  });
  expect(parseKeyId('7E62CEC5-6aef-4d7e-838b-cae32eefd251')).toEqual({
    kind: 'uuid',
    uuid: '7e62cec5-6aef-4d7e-838b-cae32eefd251',
  });
  for (const other of ['', 'vmware:key/fqid/a/b', 'vmware:key/fqid/a/b/%zz', 'vmware:key/fqid/a/b/c/d'])
    expect(parseKeyId(other)).toEqual({ kind: 'other', text: other });
  expect(isSameKey(text, text.replaceAll('%2d', '-').replaceAll('%20', '%20'))).toBe(true);
  expect(isSameKey(text, '52D7B0B9-6427-6B5B-ABA0-B69B4EE5C9A0')).toBe(true);
  expect(isSameKey(text, text.replace('d7', 'd8'))).toBe(false);
  expect(isSameKey('x', 'X')).toBe(false);
});

test('only failures come out of noise', async () => {
  let seed = 1;
  const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 16;
  for (let round = 0; round < 300; round++) {
    const block = headerBlock(1, []);
    for (let at = 512; at < 4096; at++) block[at] = random() % (round % 2 === 0 ? 14 : 256);
    try {
      await readEnvelopeHeader(memory(block));
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
    }
  }
});
