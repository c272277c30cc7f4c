import type { CipherSuite } from './cipher-suite';
import { CIPHERS, isCipherName } from './ciphers';
import { fail } from './codes';
import { readDictionary } from './dictionary';
import { base64Bytes } from './encodings';
import type { EnvelopeKey } from './envelope-key';
import {
  openSealedDictionary,
  sealedPart,
  type KeySecrets,
  type SealedDictionary,
} from './sealed-dictionary';
import { wipe } from './secret-bytes';

/** The clear part of a crypto-util key file (`vm-support-incident-key`). */
export interface KeyFile {
  version: string | null;
  cipher: string | null;
  keyInfo: string;
  sealed: SealedDictionary;
}

/** Whether a dictionary is a key file: by its names. */
export function isKeyFile(dictionary: Map<string, string>): boolean {
  return dictionary.has('keyfile.outside.keyinfo') || dictionary.has('keyfile.outside.version');
}

/** Fails with `not-a-key-file`, or `damaged-data` where the key safe cannot be read. */
export function readKeyFile(bytes: Uint8Array): KeyFile {
  if (bytes.length === 0)
    fail('not-a-key-file', 'the key file is empty: the bundle was collected without a password');
  const dictionary = readDictionary(bytes);
  if (!dictionary || !isKeyFile(dictionary)) fail('not-a-key-file', 'this is no key file of crypto-util');
  const sealed = sealedPart(dictionary);
  const keyInfo = dictionary.get('keyfile.outside.keyinfo');
  if (!sealed || keyInfo === undefined) fail('not-a-key-file', 'the key file is not complete');
  return {
    version: dictionary.get('keyfile.outside.version') ?? null,
    cipher: dictionary.get('keyfile.outside.ciphername') ?? null,
    keyInfo,
    sealed,
  };
}

/** Opens a key file. Fails as `readKeyFile` and `openSealedDictionary` do. */
export async function openKeyFile(
  suite: CipherSuite,
  bytes: Uint8Array,
  secrets: KeySecrets,
): Promise<EnvelopeKey> {
  const { keyInfo, sealed } = readKeyFile(bytes);
  const plain = await openSealedDictionary(suite, sealed, secrets);
  const inside = readDictionary(plain);
  wipe(plain);
  const cipher = inside?.get('keyfile.inside.ciphername') ?? '';
  const key = base64Bytes(inside?.get('key.data') ?? '');
  if (!key || key.length === 0) fail('damaged-data', 'the key file opens, but holds no key');
  if (!isCipherName(cipher)) {
    wipe(key);
    fail('unsupported-cipher', 'the key file holds a key for a cipher that is not supported');
  }
  if (key.length !== CIPHERS[cipher].keyBytes) {
    const { length } = key;
    wipe(key);
    fail('damaged-data', `the key file holds ${length} bytes for ${cipher}`);
  }
  return { cipher, keyInfo, bytes: key };
}
