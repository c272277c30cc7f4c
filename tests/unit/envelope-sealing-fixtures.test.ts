import { createHash, createPrivateKey, privateDecrypt, constants } from 'node:crypto';
import { deflate } from 'pako';
import { describe, expect, test } from 'vitest';
import type { CipherName } from '../../workers/envelope/ciphers';
import { kernelSuite } from '../../workers/envelope/kernel-suite';
import { localPool } from '../../workers/envelope/part';
import { sealEnvelope, type SealMeans } from '../../workers/envelope/writing/seal';
import type { SealPlan } from '../../workers/envelope/writing/seal-plan';
import { writeKeyFile } from '../../workers/envelope/writing/key-file';
import { readPublicKey } from '../../workers/envelope/writing/rsa-public-key';
import { fixture } from './envelope-decrypting';
import { freshEnvelopeKernel } from './envelope-kernel';
import { readEnvelope, readKeyFile, type DataKey, type ReadEnvelope } from './envelope-reading';

// What crypto-util wrote is taken apart by the independent reader, and written again from its parts.

interface Case {
  file: string;
  offset: number;
  keyFile: string | null;
  password: string | null;
  privateKey?: string;
  privateKeyPassword?: string | null;
  rawKeyHex?: string;
  aad?: string;
  plainBytes: number;
  plainSha256: string;
  writtenBy?: string;
  expectCode?: string[];
}

const { cases } = JSON.parse(Buffer.from(fixture('cases.json')).toString()) as { cases: Case[] };
const good = cases.filter(({ expectCode }) => expectCode === undefined);
const suite = kernelSuite(await freshEnvelopeKernel());

/** zlib's own compressor at level 6, byte for byte: that of crypto-util. Browsers have faster ones that find other matches. */
const means: SealMeans = {
  suite,
  pool: localPool(suite),
  async *deflate(source) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of source) chunks.push(new Uint8Array(chunk));
    yield deflate(Buffer.concat(chunks), { level: 6, legacyHash: true });
  },
};

function secretOf(one: Case) {
  if (!one.privateKey) return one.password!;
  const passphrase = one.privateKeyPassword ?? undefined;
  return createPrivateKey({ key: Buffer.from(fixture(one.privateKey)), passphrase });
}

function keyOf(one: Case): Buffer | null {
  if (one.rawKeyHex) return Buffer.from(one.rawKeyHex, 'hex');
  return one.keyFile === null ? null : readKeyFile(Buffer.from(fixture(one.keyFile)), secretOf(one)).key;
}

const secret = ({ cipher, key, iv }: DataKey) => ({ cipher: cipher as CipherName, key, iv });

function planOf({ attributes, secret: data }: ReadEnvelope, key: Buffer | null, aad: string): SealPlan {
  const cipher = attributes.get('vmware.cipherName') as CipherName;
  const outer = key && {
    cipher,
    key,
    iv: attributes.get('vmware.iv') as Buffer,
    keyInfo: attributes.get('vmware.keyInfo') as string,
  };
  return {
    outer,
    inner: attributes.has('vmware.internal.key') ? secret(data!) : null,
    isCompressed: attributes.has('vmware.compressionMethod'),
    aad: Buffer.from(aad),
    others: [],
  };
}

describe('given its key, IVs, inner key and plain data, the same bytes come out', () => {
  test('as crypto-util wrote in 23 files, and a reference writer of version 2 in 4', () => {
    const by = (writer: string) => good.filter(({ writtenBy }) => writtenBy === writer).length;
    expect([by('crypto-util 6.7'), by('reference writer')]).toEqual([23, 4]);
  });

  test.each(good.map((one) => [one.file, one] as const))('%s', async (_, one) => {
    const file = Buffer.from(fixture(one.file));
    const envelope = file.subarray(one.offset);
    const key = keyOf(one);
    const read = readEnvelope(envelope, key, one.aad);
    expect(createHash('sha256').update(read.plain).digest('hex')).toBe(one.plainSha256);
    for (const pieceBytes of [undefined, 512, 4096 + 512]) {
      const source = (async function* () {
        yield new Uint8Array(read.plain);
      })();
      const chunks: Uint8Array[] = [];
      const plan = planOf(read, key, one.aad ?? '');
      for await (const chunk of sealEnvelope(source, plan, { ...means, pieceBytes })) chunks.push(chunk);
      expect(Buffer.concat(chunks).equals(envelope)).toBe(true);
    }
  });
});

describe('key files come out as crypto-util wrote them', () => {
  /** Random bytes in the order in which they are drawn. */
  const drawn = (...values: Buffer[]) => {
    const left = [...values];
    return (bytes: number) => {
      const next = left.shift()!;
      expect(next.length).toBe(bytes);
      return new Uint8Array(next);
    };
  };
  const piecesOf = (text: string) => {
    const [, type, rest, data] = /pair\/\((phrase|null)\/([^,]*),[^,]*,([^)]*)\)/.exec(text)!;
    const sealed = Buffer.from(/encryption\.data = "(.*)"/.exec(text)![1]!, 'base64');
    return { type, rest: rest!, blob: Buffer.from(decodeURIComponent(data!), 'base64'), sealed };
  };
  const files = new Map(good.flatMap((one) => (one.keyFile ? [[one.keyFile, one] as const] : [])));

  test('there are 6 of them', () => expect(files.size).toBe(6));

  test.each([...files])('%s', async (name, one) => {
    const bytes = Buffer.from(fixture(name));
    const opener = secretOf(one);
    const { key, cipher, keyInfo, safeKey, rounds } = readKeyFile(bytes, opener);
    const { rest, blob, sealed } = piecesOf(bytes.toString());
    const dataIv = sealed.subarray(0, 16);
    const outer = { key, cipher: cipher as CipherName, keyInfo };
    if (typeof opener === 'string') {
      const [id, dictionary] = rest.split('/').map(decodeURIComponent);
      const salt = decodeURIComponent(/salt=(.*)$/.exec(dictionary!)![1]!);
      const [idBytes, saltBytes] = [id!, salt].map((text) => Buffer.from(text, 'base64'));
      const random = drawn(safeKey, idBytes!, saltBytes!, blob.subarray(0, 16), dataIv);
      const openers = { password: Buffer.from(opener) };
      const written = await writeKeyFile(suite, outer, openers, random, rounds!);
      expect(Buffer.from(written).toString()).toBe(bytes.toString());
      return;
    }
    const publicKey = readPublicKey(
      Buffer.from(fixture(one.privateKey!.replace('private', 'public'))).toString(),
    );
    const wrapped = blob.subarray(0, publicKey.bytes);
    const { RSA_NO_PADDING, RSA_PKCS1_OAEP_PADDING } = constants;
    const aesKey = privateDecrypt(
      { key: opener, padding: RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      wrapped,
    );
    const seed = oaepSeed(privateDecrypt({ key: opener, padding: RSA_NO_PADDING }, wrapped));
    const iv = blob.subarray(publicKey.bytes, publicKey.bytes + 16);
    const random = drawn(safeKey, aesKey, seed, iv, dataIv);
    const written = await writeKeyFile(suite, outer, { publicKey }, random);
    expect(Buffer.from(written).toString()).toBe(bytes.toString());
  });
});

/** The seed of an OAEP message (RFC 8017, 7.1.2, step 3). */
function oaepSeed(encoded: Buffer): Buffer {
  const [seed, block] = [Buffer.from(encoded.subarray(1, 21)), encoded.subarray(21)];
  const mask = createHash('sha1').update(block).update(Buffer.alloc(4)).digest();
  return Buffer.from(seed.map((byte, i) => byte ^ mask[i]!));
}
