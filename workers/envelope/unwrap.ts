import { attributesByName, readAttributes } from './attributes';
import type { CipherSuite } from './cipher-suite';
import { aesKeyOf, CIPHERS, isCipherName } from './ciphers';
import { fail } from './codes';
import { utf8Bytes } from './encodings';
import { checkCipherOfVersion, type EncryptedHeader } from './envelope-header';
import type { EnvelopeKey } from './envelope-key';
import { counterBlock } from './gcm';
import { isSameKey } from './key-id';
import type { DataSecret } from './part';
import { copyOf, joinBytes, sameBytes, wipe } from './secret-bytes';

const INNER = {
  'vmware.cipherName': 'text',
  'vmware.key.data': 'bytes',
  'vmware.iv': 'bytes',
} as const;

export interface UnlockedData extends DataSecret {
  /** A hash proved the key, so that what is wrong from here on is the data. */
  isProven: boolean;
}

/**
 * Finds the key that opens `header` among `keys`, and the key its data is encrypted under. Wipe what it gives.
 *
 * Fails with `key-needed` (no keys at all), `wrong-key`, `damaged-header` (a key has the keyID, but not the hash),
 * `damaged-wrapped-key`, `unsupported-wrapping`, `unsupported-cipher`.
 */
export async function unlockData(
  suite: CipherSuite,
  header: EncryptedHeader,
  keys: readonly EnvelopeKey[],
): Promise<UnlockedData> {
  const { cipher, iv, wrapped, keyHash } = header;
  if (wrapped) {
    const { list, secret } = await unwrapKey(suite, header, wrapped, keys);
    wipe(list);
    return { ...secret, isProven: true };
  }
  const key = await chooseKey(suite, header, keys);
  return { cipher, key: copyOf(key.bytes), iv: copyOf(iv), isProven: keyHash !== null };
}

/** What was wrapped: the whole attribute list as it stands, and the key in it. Wipe both. */
export interface UnwrappedKey {
  list: Uint8Array;
  secret: DataSecret;
}

/** Finds the key that opens `header` among `keys`, and unwraps the inner key. Fails as `unlockData` does. */
export async function unwrapKey(
  suite: CipherSuite,
  header: EncryptedHeader,
  wrapped: NonNullable<EncryptedHeader['wrapped']>,
  keys: readonly EnvelopeKey[],
): Promise<UnwrappedKey> {
  const list = await unwrap(suite, header, wrapped, await chooseKey(suite, header, keys));
  try {
    return { list, secret: readInner(header, list) };
  } catch (error) {
    wipe(list);
    throw error;
  }
}

async function chooseKey(
  suite: CipherSuite,
  header: EncryptedHeader,
  keys: readonly EnvelopeKey[],
): Promise<EnvelopeKey> {
  const { cipher, keyInfo } = header;
  if (keys.length === 0)
    fail('key-needed', `needs the ${cipher} key ${keyInfo === null ? '(no keyID)' : printable(keyInfo)}`);
  const isNamed = (key: EnvelopeKey) =>
    key.keyInfo !== null && keyInfo !== null && isSameKey(key.keyInfo, keyInfo);
  // Those the envelope names come first.
  const fitting = keys
    .filter((key) => (key.cipher ?? cipher) === cipher && key.bytes.length === CIPHERS[cipher].keyBytes)
    .sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
  for (const key of fitting) if (await hasHash(suite, header, key)) return key;
  if (fitting.some(isNamed))
    fail('damaged-header', 'the envelope names this key, but the key hash in its header does not match');
  const other = keys.find((key) => key.keyInfo !== null)?.keyInfo;
  const given = other == null ? 'the given key does not match' : `the given key is ${printable(other)}`;
  fail('wrong-key', `the envelope needs the ${cipher} key ${printable(keyInfo ?? '(no keyID)')}; ${given}`);
}

/** The key among `keys` that opens `header`: by its hash, or by its keyID where the envelope has no hash. */
export async function findKey<K extends EnvelopeKey>(
  suite: CipherSuite,
  header: EncryptedHeader,
  keys: readonly K[],
): Promise<K | null> {
  for (const key of keys) {
    if ((key.cipher ?? header.cipher) !== header.cipher) continue;
    if (key.bytes.length !== CIPHERS[header.cipher].keyBytes) continue;
    const isNamed = () =>
      key.keyInfo !== null && header.keyInfo !== null && isSameKey(key.keyInfo, header.keyInfo);
    if (header.keyHash === null ? isNamed() : await hasHash(suite, header, key)) return key;
  }
  return null;
}

function printable(keyInfo: string): string {
  return keyInfo.slice(0, 300).replace(/\p{C}/gu, '?');
}

/** keyHash is SHA-256 of the cipher's name and the key. Without one every fitting key will do. */
async function hasHash(suite: CipherSuite, header: EncryptedHeader, key: EnvelopeKey): Promise<boolean> {
  if (header.keyHash === null) return true;
  const hashed = joinBytes(utf8Bytes(header.cipher), key.bytes);
  const hash = await suite.digest('SHA-256', hashed);
  wipe(hashed);
  return sameBytes(hash, header.keyHash);
}

async function unwrap(
  suite: CipherSuite,
  header: EncryptedHeader,
  wrapped: NonNullable<EncryptedHeader['wrapped']>,
  outer: EnvelopeKey,
): Promise<Uint8Array> {
  const key = aesKeyOf(header.cipher, outer.bytes);
  const iv = new Uint8Array(16);
  iv.set(header.iv);
  const blocks = await unwrapBlocks(suite, key, iv, wrapped.key);
  let list = (await isWhole(suite, blocks, wrapped.hash)) ? blocks : null;
  if (!list && header.version === 2) {
    // How version 2 wraps a key is not established: the hash decides whether this is how.
    const stream = copyOf(wrapped.key);
    const counter = await suite.counter(key);
    await counter.apply(counterBlock(header.iv, 0), stream);
    counter.wipe();
    if (await isWhole(suite, stream, wrapped.hash)) list = stream;
    else wipe(stream);
  }
  if (!list) {
    wipe(blocks);
    if (header.version === 2)
      fail('unsupported-wrapping', 'the wrapped key is damaged, or wrapped in a way that is not known');
    fail('damaged-wrapped-key', 'the wrapped key is damaged: its hash does not match');
  }
  if (list !== blocks) wipe(blocks);
  return list;
}

/** Each block is CBC-decrypted on its own with the same IV: AES-ECB-decrypt(key, block) XOR iv. */
async function unwrapBlocks(
  suite: CipherSuite,
  key: Uint8Array,
  iv: Uint8Array,
  wrapped: Uint8Array,
): Promise<Uint8Array> {
  const blocks = copyOf(wrapped);
  for (let at = 0; at < blocks.length; at += 16) {
    await suite.cbcDecrypt(key, iv, blocks.subarray(at, at + 16));
  }
  return blocks;
}

async function isWhole(suite: CipherSuite, list: Uint8Array, hash: Uint8Array): Promise<boolean> {
  return sameBytes(await suite.digest('SHA-256', list), hash);
}

function readInner(header: EncryptedHeader, list: Uint8Array): DataSecret {
  const values = attributesByName(readAttributes(list, 'damaged-wrapped-key'), INNER, 'damaged-wrapped-key');
  const cipher = values.get('vmware.cipherName') as string | undefined;
  const key = values.get('vmware.key.data') as Uint8Array | undefined;
  const iv = values.get('vmware.iv') as Uint8Array | undefined;
  if (cipher === undefined || !key) fail('damaged-wrapped-key', 'the wrapped key is not complete');
  if (!isCipherName(cipher))
    fail('unsupported-cipher', 'the wrapped key is for a cipher that is not supported');
  checkCipherOfVersion(cipher, header.version);
  const { keyBytes, ivBytes, mode } = CIPHERS[cipher];
  // XTS has no use for the IV.
  const ivOfData = iv ?? (mode === 'xts' ? new Uint8Array(ivBytes) : undefined);
  if (key.length !== keyBytes || ivOfData?.length !== ivBytes)
    fail('damaged-wrapped-key', `the wrapped key has ${key.length} bytes and an IV of ${iv?.length ?? 0}`);
  return { cipher, key: copyOf(key), iv: copyOf(ivOfData) };
}
