import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  pbkdf2Sync,
  privateDecrypt,
  type KeyObject,
} from 'node:crypto';
import { inflateSync } from 'node:zlib';

// A reader of envelopes and key files that shares nothing with the project's: written from the format's description,
// over Node's crypto. It takes whole buffers and stops at the first thing that is not as described.

export interface ReadEnvelope {
  version: number;
  /** In their order; bytes of type 12, text of type 11. */
  attributes: Map<string, string | Buffer>;
  plain: Buffer;
  /** Of the data: those of the inner key where there is one. Null where nothing is encrypted. */
  secret: DataKey | null;
  /** Where the data begins, from the start of the envelope. */
  dataStart: number;
  /** The zlib stream where it is compressed, else the plain data. */
  content: Buffer;
  innerList: Buffer | null;
}

export interface DataKey {
  cipher: string;
  key: Buffer;
  iv: Buffer;
}

const KEY_BYTES = new Map([
  ['AES-128', 16],
  ['AES-192', 24],
  ['AES-256', 32],
  ['XTS-AES-256', 64],
  ['AES-256-GCM', 32],
]);

function must(isTrue: boolean, what: string): asserts isTrue {
  if (!isTrue) throw new Error(`not as described: ${what}`);
}

function zeros(bytes: Buffer): boolean {
  return bytes.equals(Buffer.alloc(bytes.length));
}

/** Reads the envelope that `file` is. */
export function readEnvelope(file: Buffer, key: Uint8Array | null, aad = ''): ReadEnvelope {
  must(file.toString('latin1', 0, 21) === 'DataTransformEnvelope', 'magic');
  must(zeros(file.subarray(21, 504)), 'zeros behind the magic');
  const size = file.readUInt32LE(504);
  const version = file.readUInt32LE(508);
  must((512 + size) % 4096 === 0, 'the data starts at a multiple of 4096');
  const header = file.subarray(0, 512 + size);
  const { attributes, end } = attributesOf(header.subarray(512));
  must(zeros(header.subarray(512 + end)), 'zeros behind the attributes');
  const text = (name: string) => attributes.get(name) as string | undefined;
  const bytes = (name: string) => attributes.get(name) as Buffer | undefined;
  const compression = text('vmware.compressionMethod');
  must(compression === undefined || compression === 'gzip', 'compression');
  const data = file.subarray(512 + size);
  const cipher = text('vmware.cipherName');
  if (cipher === undefined) {
    must(version === 1 && attributes.size === (compression ? 1 : 0), 'an envelope without encryption');
    const plain = compression ? inflateSync(data) : data;
    return {
      version,
      attributes,
      plain,
      secret: null,
      dataStart: header.length,
      content: data,
      innerList: null,
    };
  }
  must(key !== null && key.length === KEY_BYTES.get(cipher), 'the length of the key');
  must(version === (cipher === 'AES-256-GCM' ? 2 : 1), 'the version');
  must((text('vmware.keyInfo') ?? '') !== '', 'a keyID');
  const hash = createHash('sha256').update(cipher, 'utf8').update(key).digest();
  must(hash.equals(bytes('vmware.keyHash')!), 'the key hash');
  const iv = bytes('vmware.iv')!;
  must(iv.length === (version === 2 ? 12 : 16), 'the IV');
  let secret: DataKey = { cipher, key: Buffer.from(key), iv };
  let innerList: Buffer | null = null;
  const wrapped = bytes('vmware.internal.key');
  if (wrapped) {
    must(version === 1 && wrapped.length === 256, 'a wrapped key');
    innerList = unwrapped(cipher === 'XTS-AES-256' ? secret.key.subarray(0, 32) : secret.key, iv, wrapped);
    const listHash = createHash('sha256').update(innerList).digest();
    must(listHash.equals(bytes('vmware.internal.key.hash')!), 'the hash of the inner key');
    const inner = attributesOf(innerList).attributes;
    secret = {
      cipher: inner.get('vmware.cipherName') as string,
      key: inner.get('vmware.key.data') as Buffer,
      iv: inner.get('vmware.iv') as Buffer,
    };
  }
  const padded = version === 2 ? openMessage(secret, header, aad, data) : openSectors(secret, data);
  const content = withoutFooter(padded);
  const plain = compression ? inflateSync(content) : content;
  return { version, attributes, plain, secret, dataStart: header.length, content, innerList };
}

function attributesOf(list: Buffer): { attributes: Map<string, string | Buffer>; end: number } {
  const attributes = new Map<string, string | Buffer>();
  let at = 0;
  const take = (length: number) => list.subarray(at, (at += length));
  const text = () => {
    const found = take(list.indexOf(0, at) - at).toString();
    at++;
    return found;
  };
  for (;;) {
    const type = take(1)[0];
    if (type === 0) return { attributes, end: at };
    take(3);
    const name = text();
    must(!attributes.has(name), `${name} once`);
    must(type === 11 || type === 12, `type ${type}`);
    attributes.set(name, type === 11 ? text() : take(Number(take(8).readBigUInt64LE())));
  }
}

/** Block by block: AES-ECB decryption, then XOR of the envelope's IV. */
function unwrapped(key: Buffer, iv: Buffer, wrapped: Buffer): Buffer {
  const aes = createDecipheriv(`aes-${8 * key.length}-ecb`, key, null).setAutoPadding(false);
  const blocks = Buffer.concat([aes.update(wrapped), aes.final()]);
  for (let i = 0; i < blocks.length; i++) blocks[i]! ^= iv[i % 16]!;
  return blocks;
}

function openSectors({ cipher, key, iv }: DataKey, data: Buffer): Buffer {
  must(data.length % 512 === 0, 'whole sectors');
  const plain = Buffer.alloc(data.length);
  const bits = 8 * key.length;
  for (let sector = 0; 512 * sector < data.length; sector++) {
    let aes;
    if (cipher === 'XTS-AES-256') {
      const tweak = Buffer.alloc(16);
      tweak.writeUInt32LE(sector);
      aes = createDecipheriv('aes-256-xts', key, tweak);
    } else {
      const number = Buffer.from(iv);
      number.writeBigUInt64BE(iv.readBigUInt64BE() ^ BigInt(sector));
      const ecb = createCipheriv(`aes-${bits}-ecb`, key, null).setAutoPadding(false);
      aes = createDecipheriv(`aes-${bits}-cbc`, key, ecb.update(number)).setAutoPadding(false);
    }
    aes.update(data.subarray(512 * sector, 512 * sector + 512)).copy(plain, 512 * sector);
  }
  return plain;
}

function openMessage({ key, iv }: DataKey, header: Buffer, aad: string, data: Buffer): Buffer {
  const sealed = data.subarray(0, -4096);
  const footer = data.subarray(-4096);
  must(footer.toString('latin1', 0, 32) === 'DataTransformAeadFooter'.padEnd(32, '\0'), 'the clear footer');
  must(zeros(footer.subarray(48, 4088)), 'zeros in the clear footer');
  must(footer.readUInt32LE(4088) === 16 && footer.readUInt32LE(4092) === 1, 'tag length and version');
  const gcm = createDecipheriv('aes-256-gcm', key, iv);
  gcm.setAAD(Buffer.concat([header, Buffer.from(aad)]));
  gcm.setAuthTag(footer.subarray(32, 48));
  return Buffer.concat([gcm.update(sealed), gcm.final()]);
}

function withoutFooter(padded: Buffer): Buffer {
  const sector = padded.subarray(-512);
  must(sector.toString('latin1', 0, 25) === 'DataTransformCryptoFooter', 'the crypto footer');
  must(zeros(sector.subarray(25, 504)), 'zeros in the crypto footer');
  const padding = sector.readUInt32LE(504);
  must(padding < 512 && sector.readUInt32LE(508) === 2, 'padding length and version');
  const end = padded.length - 4096 - padding;
  must(end >= 0 && zeros(padded.subarray(end, -512)), 'zeros between the data and the footer');
  return padded.subarray(0, end);
}

export interface ReadKeyFile {
  cipher: string;
  keyInfo: string;
  key: Buffer;
  /** The key of its key safe. */
  safeKey: Buffer;
  rounds: number | null;
}

/** Opens a key file with a password, or an RSA private key. */
export function readKeyFile(file: Buffer, secret: string | KeyObject): ReadKeyFile {
  const dictionary = linesOf(file.toString());
  const safe = /^vmware:key\/list\/\((.*)\)$/.exec(dictionary.get('encryption.keySafe')!)![1]!;
  for (const [, type, rest, mac, data] of safe.matchAll(/pair\/\(([a-z]+)\/([^,]*),([^,]*),([^)]*)\)/g)) {
    must(decodeURIComponent(mac!) === 'HMAC-SHA-256', 'the MAC');
    const blob = Buffer.from(decodeURIComponent(data!), 'base64');
    let content: Buffer;
    let rounds: number | null = null;
    if (type === 'phrase' && typeof secret === 'string') {
      const [id, encoded] = rest!.split('/').map(decodeURIComponent);
      must(Buffer.from(id!, 'base64').length === 8, 'the id');
      const entries = entriesOf(encoded!);
      must(entries.get('pass2key') === 'PBKDF2-HMAC-SHA-256', 'the derivation');
      const bytes = Number(entries.get('cipher')!.replace('AES-', '')) / 8;
      rounds = Number(entries.get('rounds'));
      const salt = Buffer.from(entries.get('salt')!, 'base64');
      content = opened(pbkdf2Sync(secret, salt, rounds, bytes, 'sha256'), blob);
    } else if (type === 'null' && typeof secret !== 'string') {
      must(decodeURIComponent(rest!) === '<VMWARE-EMPTYSTRING>', 'the empty id');
      const modulus = secret.asymmetricKeyDetails!.modulusLength! / 8;
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      const key = privateDecrypt({ key: secret, padding, oaepHash: 'sha1' }, blob.subarray(0, modulus));
      must(key.length === 16, 'an AES-128 key');
      content = opened(key, blob.subarray(modulus));
    } else continue;
    const entries = entriesOf(content.toString());
    must(entries.get('type') === 'key', 'a key in the safe');
    const safeKey = Buffer.from(entries.get('key')!, 'base64');
    must(safeKey.length === KEY_BYTES.get(entries.get('cipher')!), 'the key of the safe');
    const inside = linesOf(
      opened(safeKey, Buffer.from(dictionary.get('encryption.data')!, 'base64')).toString(),
    );
    must(inside.get('keyFile.inside.version') === '2', 'the version inside');
    const cipher = inside.get('keyFile.inside.cipherName')!;
    must(cipher === dictionary.get('keyFile.outside.cipherName'), 'the same cipher outside');
    const key = Buffer.from(inside.get('key.data')!, 'base64');
    must(key.length === KEY_BYTES.get(cipher), 'the length of the key');
    return { cipher, keyInfo: dictionary.get('keyFile.outside.keyInfo')!, key, safeKey, rounds };
  }
  throw new Error('no pair opens with this');
}

/** IV, AES-CBC with PKCS#7, HMAC-SHA-256 over the plaintext under the same key. */
function opened(key: Buffer, blob: Buffer): Buffer {
  const aes = createDecipheriv(`aes-${8 * key.length}-cbc`, key, blob.subarray(0, 16));
  const plain = Buffer.concat([aes.update(blob.subarray(16, -32)), aes.final()]);
  must(createHmac('sha256', key).update(plain).digest().equals(blob.subarray(-32)), 'the MAC of a blob');
  return plain;
}

function linesOf(text: string): Map<string, string> {
  must(text.endsWith('\n'), 'a line feed at the end');
  return new Map(
    text
      .slice(0, -1)
      .split('\n')
      .map((line) => /^([^ ]+) = "(.*)"$/.exec(line)!)
      .map(([, name, value]) => [name!, value!]),
  );
}

function entriesOf(dictionary: string): Map<string, string> {
  return new Map(
    dictionary.split(':').map((entry) => {
      const equals = entry.indexOf('=');
      return [entry.slice(0, equals), decodeURIComponent(entry.slice(equals + 1))];
    }),
  );
}
