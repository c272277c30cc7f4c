import { CIPHERS, isCipherName, type CipherName } from '../envelope/ciphers';
import type { CipherSuite } from '../envelope/cipher-suite';
import { fail } from '../envelope/codes';
import type { EnvelopeKey } from '../envelope/envelope-key';
import { shown } from '../envelope/attributes';
import { wipe } from '../envelope/secret-bytes';
import { writeKeyFile, type KeyFileOpeners } from '../envelope/writing/key-file';
import { checkKeyInfo, newKey, newKeyInfo } from '../envelope/writing/new-key';
import type { Randomness } from '../envelope/writing/randomness';
import { readPublicKey } from '../envelope/writing/rsa-public-key';
import type { OuterKey } from '../envelope/writing/seal-plan';
import type { SealOptions } from '../public-api';
import { readRawKeys, type CaseEnvelopes } from './case-envelopes';
import { withSecretBytes } from './secret-texts';

/** The key an envelope is sealed with, and the file that holds it for others. */
export interface SealingTarget {
  /** The caller's to wipe; null where nothing is to be encrypted. */
  outer: OuterKey | null;
  keyFile: Uint8Array | null;
}

interface Means {
  envelopes: CaseEnvelopes;
  suite: CipherSuite;
  random: Randomness;
  signal: AbortSignal;
}

/** The first cipher of version 1 for a key of so many bytes. */
const CIPHER_BY_BYTES = new Map<number, CipherName>([
  [16, 'AES-128'],
  [24, 'AES-192'],
  [32, 'AES-256'],
  [64, 'XTS-AES-256'],
]);

/**
 * What can be told of the options without opening anything: the cipher and the public key that they name. Fails with
 * `unsupported-cipher`, `key-needed` (nobody is named), `bad-argument` (what cannot be together), and as reading a
 * public key does.
 */
export function checkSealing(options: SealOptions) {
  const { key, keyFile, rawKey, password } = options;
  const cipher = cipherNamed(options.cipher);
  const given = [key, keyFile, rawKey].filter((one) => one !== undefined).length;
  if (given > 1) fail('bad-argument', 'give one of key, keyFile and rawKey');
  const publicKey = options.publicKey === undefined ? undefined : readPublicKey(options.publicKey);
  // Beside a key file it is what opens that file.
  const newPassword = keyFile === undefined ? password : undefined;
  const makesKeyFile = publicKey !== undefined || newPassword !== undefined;
  if (cipher === 'none' && (given > 0 || makesKeyFile))
    fail('bad-argument', 'the cipher none takes no key and no password');
  if (cipher !== 'none' && given === 0 && !makesKeyFile)
    fail('key-needed', 'say who is to open it: a password, a public key or a key');
  return { cipher, publicKey, newPassword, isGiven: given > 0, makesKeyFile };
}

/**
 * Finds or makes the key that the options ask for, and writes its key file. `usual` is the cipher where they name
 * none and the key does not decide.
 *
 * Fails with `unsupported-cipher`, `key-needed` (nobody is named), `bad-argument` (what cannot be together),
 * `wrong-key`, `cancelled`, or as opening a key file and reading a public key do.
 */
export async function sealingTarget(
  options: SealOptions,
  usual: CipherName,
  means: Means,
): Promise<SealingTarget> {
  const { cipher, publicKey, newPassword, isGiven, makesKeyFile } = checkSealing(options);
  if (cipher === 'none') return { outer: null, keyFile: null };
  const outer = isGiven
    ? await givenKey(options, cipher, usual, means)
    : newKey(cipher ?? usual, means.random);
  try {
    const file = makesKeyFile ? await newKeyFile(outer, newPassword, { publicKey }, means) : null;
    return { outer, keyFile: file };
  } catch (error) {
    wipe(outer.key);
    throw error;
  }
}

function newKeyFile(
  outer: OuterKey,
  password: string | undefined,
  openers: Pick<KeyFileOpeners, 'publicKey'>,
  { suite, random }: Means,
): Promise<Uint8Array> {
  return withSecretBytes({ password }, (secrets) =>
    writeKeyFile(suite, outer, { ...openers, password: secrets.password }, random),
  );
}

function cipherNamed(name: string | undefined): CipherName | 'none' | undefined {
  if (name === undefined || name === 'none' || isCipherName(name)) return name;
  fail('unsupported-cipher', `unsupported cipher ${shown(name)}`);
}

/** The key of `key`, `keyFile` or `rawKey`, as a copy. */
async function givenKey(
  options: SealOptions,
  cipher: CipherName | undefined,
  usual: CipherName,
  means: Means,
): Promise<OuterKey> {
  const key = await foundKey(options, cipher, means);
  const named = cipher ?? key.cipher ?? cipherByLength(key.bytes.length, usual);
  const { keyBytes } = CIPHERS[named];
  const isRight = key.bytes.length === keyBytes && (key.cipher ?? named) === named;
  try {
    if (!isRight) fail('wrong-key', `the given key is no key for ${named}, which has ${keyBytes} bytes`);
    const keyInfo = key.keyInfo === null ? newKeyInfo(means.random) : checkKeyInfo(key.keyInfo);
    return { cipher: named, key: key.bytes, keyInfo };
  } catch (error) {
    wipe(key.bytes);
    throw error;
  }
}

function cipherByLength(bytes: number, usual: CipherName): CipherName {
  return CIPHERS[usual].keyBytes === bytes ? usual : (CIPHER_BY_BYTES.get(bytes) ?? usual);
}

async function foundKey(
  options: SealOptions,
  cipher: CipherName | undefined,
  { envelopes, signal }: Means,
): Promise<EnvelopeKey> {
  const { key, keyFile, rawKey } = options;
  if (key !== undefined) {
    const known = envelopes.ring.get(key);
    return { ...known, bytes: known.bytes.slice() };
  }
  if (keyFile !== undefined) return envelopes.openKey(envelopes.source(keyFile), options, signal);
  // A text can be read in two ways: the cipher's length decides, else hexadecimal is meant.
  const keys = readRawKeys(rawKey!);
  const chosen = keys.find(({ bytes }) => cipher && bytes.length === CIPHERS[cipher].keyBytes) ?? keys[0]!;
  for (const other of keys) if (other !== chosen) wipe(other.bytes);
  return chosen;
}
