import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  AesKey,
  cbcDecryptBytes,
  CounterMode,
  encryptBytes,
  SectorCbc,
  SectorXts,
} from '../../workers/kernel/aes';
import { Ghash } from '../../workers/kernel/ghash';
import { pbkdf2 } from '../../workers/kernel/pbkdf2';
import { equalSecrets } from '../../workers/kernel/secret-block';
import { hmac, sha256, type HashName } from '../../workers/kernel/sha';
import { freshEnvelopeKernel, hex, toHex } from './envelope-kernel';

// The kernel alone on envelopes that crypto-util 6.7 wrote: only as much of the formats as these files need.

const kernel = await freshEnvelopeKernel();
const fixtures = new URL('../fixtures/envelope/', import.meta.url);
const read = async (name: string) => new Uint8Array(await readFile(new URL(name, fixtures)));

interface Case {
  file: string;
  cipher: string;
  keyFile: string | null;
  password: string | null;
  rawKeyHex?: string;
  aad?: string;
  plainBytes: number;
  plainSha256: string;
}

const { cases } = JSON.parse(await readFile(new URL('cases.json', fixtures), 'utf8')) as { cases: Case[] };

/** The value of a named attribute of type 12: a length of 8 bytes, then the bytes. */
function attribute(envelope: Uint8Array, name: string): Uint8Array {
  const header = Buffer.from(envelope.subarray(0, 4096));
  const at = header.indexOf(`${name}\0`) + name.length + 1;
  return envelope.slice(at + 8, at + 8 + Number(header.readBigUInt64LE(at)));
}

const base64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

/** What a blob of IV, AES-CBC with PKCS#7 padding and HMAC holds; the HMAC is checked. */
function openBlob(blob: Uint8Array, keyBytes: Uint8Array, hash: HashName): string {
  const code = hash === 'SHA-256' ? 32 : 20;
  const key = AesKey.schedule(kernel, keyBytes);
  const padded = cbcDecryptBytes(key, blob.subarray(0, 16), blob.subarray(16, -code));
  key.dispose();
  const plain = padded.subarray(0, padded.length - padded.at(-1)!);
  expect(equalSecrets(kernel, hmac(kernel, hash, keyBytes, plain), blob.subarray(-code))).toBe(true);
  return Buffer.from(plain).toString();
}

/** The key in a key file that is protected by a password. */
async function openKeyFile(name: string, password: string): Promise<Uint8Array> {
  const content = Buffer.from(await read(name)).toString();
  const safe = /^encryption\.keySafe = "(.*)"/m.exec(content)![1]!;
  const pair = /pair\/\(phrase\/[^/]+\/([^,]+),([^,]+),([^)]+)\)/.exec(safe)!;
  const [dictionary, mac, blob] = pair.slice(1).map(decodeURIComponent);
  const parameters = new Map(
    dictionary!.split(':').map((entry) => entry.split('=').map(decodeURIComponent) as [string, string]),
  );
  const hash: HashName = mac === 'HMAC-SHA-256' ? 'SHA-256' : 'SHA-1';
  const wrapping = pbkdf2(kernel, {
    hash: parameters.get('pass2key') === 'PBKDF2-HMAC-SHA-256' ? 'SHA-256' : 'SHA-1',
    password: new TextEncoder().encode(password),
    salt: base64(parameters.get('salt')!),
    rounds: Number(parameters.get('rounds')),
    length: Number(parameters.get('cipher')!.slice(4)) / 8,
  });
  const inner = openBlob(base64(blob!), wrapping, hash);
  const innerKey = base64(decodeURIComponent(/key=([^:]+)$/.exec(inner)![1]!));
  const data = base64(/^encryption\.data = "(.*)"/m.exec(content)![1]!);
  const dictionaryText = openBlob(data, innerKey, hash);
  return base64(/key\.data = "([^"]+)"/.exec(dictionaryText)![1]!);
}

/** The plain data in front of padding and footer, as a SHA-256. */
function plainHash(decrypted: Uint8Array): { bytes: number; sha256: string } {
  const footer = Buffer.from(decrypted.slice(-512));
  expect(footer.toString('latin1', 0, 25)).toBe('DataTransformCryptoFooter');
  const plain = decrypted.slice(0, decrypted.length - 4096 - footer.readUInt32LE(504));
  const hash = toHex(sha256(kernel, plain));
  expect(hash).toBe(createHash('sha256').update(plain).digest('hex'));
  return { bytes: plain.length, sha256: hash };
}

function decryptSectors(envelope: Uint8Array, cipher: string, key: Uint8Array): Uint8Array {
  const data = envelope.subarray(4096);
  const at = kernel.allocate(data.length);
  kernel.bytes().set(data, at);
  const sectors =
    cipher === 'XTS-AES-256'
      ? new SectorXts(kernel, key)
      : new SectorCbc(kernel, key, attribute(envelope, 'vmware.iv'));
  sectors.decrypt(at, at, data.length / 512, 0);
  sectors.dispose();
  return kernel.bytes().slice(at, at + data.length);
}

function openMessage(envelope: Uint8Array, keyBytes: Uint8Array, aad: string): Uint8Array {
  const iv = attribute(envelope, 'vmware.iv');
  const data = envelope.subarray(4096, -4096);
  const associated = Buffer.concat([envelope.subarray(0, 4096), Buffer.from(aad)]);
  const key = AesKey.schedule(kernel, keyBytes);
  const ghash = Ghash.under(kernel, key);
  const mode = new CounterMode(key, iv);
  const at = kernel.allocate(data.length);
  kernel.bytes().set(data, at);
  ghash.updateBytes(associated);
  ghash.update(at, data.length);
  ghash.updateLengths(associated.length, data.length);
  const mask = encryptBytes(key, Uint8Array.of(...iv, 0, 0, 0, 1));
  const tag = ghash.state.map((byte, i) => byte ^ mask[i]!);
  expect(equalSecrets(kernel, tag, envelope.slice(-4096 + 32, -4096 + 48))).toBe(true);
  mode.crypt(at, at, data.length, 2);
  return kernel.bytes().slice(at, at + data.length);
}

describe('envelope fixtures', () => {
  for (const file of ['aes-128.ve', 'aes-192.ve', 'aes-256.ve', 'xts-aes-256.ve', 'v2-gcm-42893-bytes.ve']) {
    it(`decrypts ${file} with the kernel`, async () => {
      const expected = cases.find((one) => one.file === file)!;
      const envelope = await read(file);
      const key = expected.keyFile
        ? await openKeyFile(expected.keyFile, expected.password!)
        : hex(expected.rawKeyHex!);
      const named = Buffer.concat([Buffer.from(expected.cipher), key]);
      expect(sha256(kernel, named)).toEqual(attribute(envelope, 'vmware.keyHash'));
      const decrypted =
        expected.cipher === 'AES-256-GCM'
          ? openMessage(envelope, key, expected.aad ?? '')
          : decryptSectors(envelope, expected.cipher, key);
      expect(plainHash(decrypted)).toEqual({ bytes: expected.plainBytes, sha256: expected.plainSha256 });
    });
  }
});
