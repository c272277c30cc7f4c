import type { CipherSuite } from './cipher-suite';
import { fail } from './codes';
import { MAX_DICTIONARY, readDictionary } from './dictionary';
import { Failure } from '../failure';
import type { EnvelopeKey } from './envelope-key';
import { isKeyFile, openKeyFile, readKeyFile } from './key-file';
import { isKeystore, openKeystore, readKeystore } from './keystore';
import { needsKeyPassword } from './private-key';
import {
  needsOf,
  openSealedDictionary,
  sealedPart,
  type KeySafeNeeds,
  type KeySecrets,
  type SealedDictionary,
} from './sealed-dictionary';

/** What a file is to the keys of a bundle, told by content. */
export type KeyMaterialKind = 'key-file' | 'encrypted-vmx' | 'configuration-keystore' | 'private-key';

export interface KeyMaterial {
  kind: KeyMaterialKind;
  /** keyID of the key inside; null where the file does not say. */
  keyInfo: string | null;
  /** Cipher of the key inside, as written. */
  cipher: string | null;
  /** What opens it; all false and empty where nothing but the file is needed. */
  needs: KeySafeNeeds;
  /** False where it cannot be opened away from the host (a keystore sealed by a TPM). */
  canOpen: boolean;
}

const NO_NEEDS: KeySafeNeeds = { password: false, privateKey: false, keyInfos: [] };
/** Larger files are not looked at. */
export const MAX_KEY_MATERIAL = MAX_DICTIONARY;

const PEM_MARK = /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/;
/** The mark of a private key that no password protects, of whatever kind, at the beginning of a line. */
const OPEN_PEM_MARK = /^[ \t\uFEFF]*-----BEGIN (?!ENCRYPTED )[A-Z ]{0,20}PRIVATE KEY-----/m;
/** The first line that is no comment is a dictionary's. */
const DICTIONARY_START = /^\uFEFF?(?:[ \t\r]*(?:#[^\n]*)?\n){0,64}[ \t]*[.\w][\w.:-]{0,200}[ \t]*=[ \t]*"/;

/**
 * Whether a file of `size` bytes that begins with `head` (4 KiB will do) is worth reading as a whole for
 * `describeKeyMaterial`: of a bundle's thousands of files few are.
 */
export function mayBeKeyMaterial(head: Uint8Array, size: number): boolean {
  if (size === 0 || size > MAX_KEY_MATERIAL) return false;
  const text = new TextDecoder().decode(head.subarray(0, 4096));
  return PEM_MARK.test(text) || DICTIONARY_START.test(text);
}

/**
 * Recognises and describes a file that holds a key or needs one; null for any other. Needs the whole file.
 *
 * Fails with `not-a-key-file` or `damaged-data` at one that is recognised and cannot be read.
 */
export function describeKeyMaterial(bytes: Uint8Array): KeyMaterial | null {
  const isEncryptedKey = needsKeyPassword(bytes);
  if (isEncryptedKey !== null) {
    const needs = { ...NO_NEEDS, password: isEncryptedKey };
    return { kind: 'private-key', keyInfo: null, cipher: null, needs, canOpen: true };
  }
  const dictionary = readDictionary(bytes);
  if (!dictionary) return null;
  if (isKeyFile(dictionary)) {
    const { keyInfo, cipher, sealed } = readKeyFile(bytes);
    return { kind: 'key-file', keyInfo, cipher, needs: needsOf(sealed), canOpen: true };
  }
  if (isKeystore(dictionary)) {
    const { keyInfo, data } = readKeystore(dictionary);
    const canOpen = data !== null;
    return { kind: 'configuration-keystore', keyInfo, cipher: null, needs: NO_NEEDS, canOpen };
  }
  const sealed = sealedPart(dictionary);
  if (!sealed) return null;
  const needs = needsOf(sealed);
  return {
    kind: 'encrypted-vmx',
    keyInfo: needs.keyInfos[0] ?? null,
    cipher: null,
    needs,
    canOpen: needs.password || needs.privateKey || needs.keyInfos.length > 0,
  };
}

/**
 * Whether whoever has this file has a key: it holds a private key without a password (of any kind: a PEM file of
 * certificates may have one at its end), or opens without a secret as a keystore of mode NONE does. Needs the whole
 * file, of which nothing is told apart from that.
 */
export function isOpenKey(bytes: Uint8Array): boolean {
  if (OPEN_PEM_MARK.test(decodedText(bytes))) return true;
  if (!mayBeKeyMaterial(bytes.subarray(0, 4096), bytes.length)) return false;
  try {
    const material = describeKeyMaterial(bytes);
    // A private key's mark within a line, or within a tar, makes no key file.
    if (material?.kind !== 'key-file' && material?.kind !== 'configuration-keystore') return false;
    if (!material.canOpen) return false;
    const { password, privateKey, keyInfos } = material.needs;
    return !password && !privateKey && keyInfos.length === 0;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** Editors save keys as UTF-16 too. */
function decodedText(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/**
 * Gets the key out of a key file or a configuration keystore.
 *
 * Fails with `not-a-key-file`, `key-needed`, `wrong-password`, `wrong-key`, `damaged-data`, `unsupported-cipher`.
 */
export async function openKeyMaterial(
  suite: CipherSuite,
  bytes: Uint8Array,
  secrets: KeySecrets,
): Promise<EnvelopeKey> {
  const dictionary = readDictionary(bytes);
  if (dictionary && isKeystore(dictionary)) return openKeystore(suite, readKeystore(dictionary));
  return openKeyFile(suite, bytes, secrets);
}

/** An encrypted `.vmx`: what opens it, and the encoding its text says it has (null: it does not say). */
export interface EncryptedVmx {
  needs: KeySafeNeeds;
  encoding: string | null;
  sealed: SealedDictionary;
}

/** Fails with `not-a-key-file` where it is none, `damaged-data` where its key safe cannot be read. */
export function readEncryptedVmx(bytes: Uint8Array): EncryptedVmx {
  const dictionary = readDictionary(bytes);
  const sealed = dictionary && !isKeyFile(dictionary) && sealedPart(dictionary);
  if (!sealed) fail('not-a-key-file', 'this is no encrypted virtual machine file');
  return { needs: needsOf(sealed), encoding: dictionary.get('.encoding') ?? null, sealed };
}

/**
 * Decrypts an encrypted `.vmx` and gives its dictionary text (wipe it: it holds the keys of the VM's disks).
 *
 * Fails as `readEncryptedVmx` and `openSealedDictionary` do.
 */
export async function openEncryptedVmx(
  suite: CipherSuite,
  bytes: Uint8Array,
  secrets: KeySecrets,
): Promise<Uint8Array> {
  return openSealedDictionary(suite, readEncryptedVmx(bytes).sealed, secrets);
}
