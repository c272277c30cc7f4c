import type { CipherSuite } from './cipher-suite';
import { aesKeyOf, CIPHERS, isCipherName } from './ciphers';
import { fail } from './codes';
import { base64Bytes, utf8Text } from './encodings';
import type { EnvelopeKey } from './envelope-key';
import { isSameKey } from './key-id';
import { parseCryptoDictionary, parseKeySafe, type KeySafePair, type Locator } from './key-safe';
import { passwordForms } from './password-forms';
import { derivePasswordKey, MAX_ROUNDS, readPasswordKey } from './password-key';
import { readPrivateKey } from './private-key';
import { decryptOaep, type RsaPrivateKey } from './rsa';
import { macOf, openSealed } from './sealed-blob';
import { wipe } from './secret-bytes';

/** What a user can bring to open a key file. Everything in bytes, so that it can be wiped by its owner. */
export interface KeySecrets {
  /** UTF-8. */
  password?: Uint8Array;
  /** PEM. */
  privateKey?: Uint8Array;
  /** UTF-8. */
  privateKeyPassword?: Uint8Array;
  /** Keys that are open already; a pair for a key server's key opens with the one of its keyID, or with a raw one. */
  keys?: readonly EnvelopeKey[];
}

/** A dictionary whose content is encrypted: `encryption.keySafe` and `encryption.data`. */
export interface SealedDictionary {
  pairs: KeySafePair[];
  /** Base64. */
  data: string;
}

/** The sealed part of a dictionary; null where it has none. Fails with `damaged-data` where it cannot be read. */
export function sealedPart(dictionary: Map<string, string>): SealedDictionary | null {
  const keySafe = dictionary.get('encryption.keysafe');
  const data = dictionary.get('encryption.data');
  if (keySafe === undefined || data === undefined) return null;
  const pairs = parseKeySafe(keySafe);
  if (!pairs) fail('damaged-data', 'the key safe is damaged');
  return { pairs, data };
}

/** What opens a key safe, as its locators say. */
export interface KeySafeNeeds {
  password: boolean;
  privateKey: boolean;
  /** keyIDs of key servers' keys, any of which opens it. */
  keyInfos: string[];
}

export function needsOf({ pairs }: SealedDictionary): KeySafeNeeds {
  const locators = pairs.map((pair) => pair.locator);
  return {
    password: locators.some((locator) => locator.kind === 'phrase'),
    privateKey: locators.some((locator) => locator.kind === 'null'),
    keyInfos: locators.flatMap((locator) => (locator.kind === 'fqid' ? [locator.keyInfo] : [])),
  };
}

/**
 * Decrypts the content of a sealed dictionary with whatever of `secrets` opens one of its pairs: a password as it was typed
 * before its other forms (`passwordForms`). Wipe what it gives.
 *
 * Fails with `key-needed` (nothing was given that any pair asks for), `wrong-password`, `wrong-key`, `damaged-data`,
 * or as `readPrivateKey` does.
 */
export async function openSealedDictionary(
  suite: CipherSuite,
  sealed: SealedDictionary,
  secrets: KeySecrets,
): Promise<Uint8Array> {
  const isRsaAsked = secrets.privateKey && needsOf(sealed).privateKey;
  const privateKey = isRsaAsked
    ? await readPrivateKey(suite, secrets.privateKey!, secrets.privateKeyPassword ?? null)
    : null;
  const tried = new Set<Locator['kind']>();
  let hasDamage = false;
  const [typed, ...others] = secrets.password ? passwordForms(secrets.password) : [undefined];
  try {
    for (const password of [typed, ...others]) {
      // For each form of the password anew: the right one may be the last.
      let rounds = 0;
      for (const pair of sealed.pairs) {
        // Everything but a password was tried the first time.
        if (password !== typed && pair.locator.kind !== 'phrase') continue;
        if (!canTry(pair.locator, secrets, privateKey)) continue;
        const opener = openerOf(pair);
        rounds += opener?.rounds ?? 0;
        if (!opener || rounds > MAX_ROUNDS) {
          hasDamage = true;
          continue;
        }
        if (!isGuess(pair.locator, secrets)) tried.add(pair.locator.kind);
        const content = await openPair(suite, pair, opener, { ...secrets, password }, privateKey);
        if (content === null) continue;
        try {
          return await openData(suite, content, opener.mac, sealed.data);
        } finally {
          wipe(content);
        }
      }
    }
  } finally {
    wipe(...others);
  }
  return refuse(sealed, tried, hasDamage);
}

function refuse(sealed: SealedDictionary, tried: Set<Locator['kind']>, hasDamage: boolean): never {
  if (tried.has('phrase')) fail('wrong-password', 'the password does not open the key file');
  if (tried.has('null')) fail('wrong-key', 'the private key does not open the key file');
  if (tried.has('fqid')) fail('wrong-key', 'the key does not open the key safe that names it');
  if (hasDamage) fail('damaged-data', 'the key safe is damaged, or derives its key in an unknown way');
  const needs = needsOf(sealed);
  const ways = [
    ...(needs.password ? ['a password'] : []),
    ...(needs.privateKey ? ['an RSA private key'] : []),
    ...needs.keyInfos.slice(0, 4).map((keyInfo) => `the key ${keyInfo.slice(0, 300)}`),
  ];
  fail(
    'key-needed',
    `opens with ${ways.length > 0 ? ways.join(' or ') : 'a kind of key that is not supported'}`,
  );
}

function canTry(locator: Locator, secrets: KeySecrets, privateKey: RsaPrivateKey | null): boolean {
  if (locator.kind === 'phrase') return secrets.password !== undefined;
  if (locator.kind === 'null') return privateKey !== null;
  return locator.kind === 'fqid' && keysFor(locator.keyInfo, secrets).length > 0;
}

/** Keys worth a try for a keyID: those of that name, then raw keys, which do not say what they are for. */
function keysFor(keyInfo: string, { keys = [] }: KeySecrets): EnvelopeKey[] {
  const named = keys.filter((key) => key.keyInfo !== null && isSameKey(key.keyInfo, keyInfo));
  return [...named, ...keys.filter((key) => key.keyInfo === null)];
}

/** Only raw keys are there for it: that none of them opens it does not mean that the right one is wrong. */
function isGuess(locator: Locator, secrets: KeySecrets): boolean {
  return locator.kind === 'fqid' && keysFor(locator.keyInfo, secrets)[0]?.keyInfo === null;
}

interface PairOpener {
  blob: Uint8Array;
  mac: NonNullable<ReturnType<typeof macOf>>;
  password: ReturnType<typeof readPasswordKey>;
  rounds: number;
}

function openerOf({ locator, mac: macName, data }: KeySafePair): PairOpener | null {
  const blob = base64Bytes(data);
  const mac = macOf(macName);
  if (!blob || !mac) return null;
  const password = locator.kind === 'phrase' ? readPasswordKey(locator.dictionary) : null;
  if (locator.kind === 'phrase' && !password) return null;
  return { blob, mac, password, rounds: password?.rounds ?? 0 };
}

async function openPair(
  suite: CipherSuite,
  { locator }: KeySafePair,
  { blob, mac, password }: PairOpener,
  secrets: KeySecrets,
  privateKey: RsaPrivateKey | null,
): Promise<Uint8Array | null> {
  if (locator.kind === 'fqid') {
    for (const key of keysFor(locator.keyInfo, secrets)) {
      const content = await openSealed(suite, aesPart(key), mac, blob);
      if (content) return content;
    }
    return null;
  }
  const length = locator.kind === 'null' ? privateKey!.bytes : 0;
  const key = password
    ? await derivePasswordKey(suite, password, secrets.password!)
    : await decryptOaep(suite, privateKey!, blob.subarray(0, length));
  // OAEP gives whatever was encrypted: only an AES-128 key is one of ours.
  if (!key || (!password && key.length !== 16)) return null;
  const content = await openSealed(suite, key, mac, blob.subarray(length));
  wipe(key);
  return content;
}

function aesPart({ cipher, bytes }: EnvelopeKey): Uint8Array {
  return cipher === null ? bytes.subarray(0, 32) : aesKeyOf(cipher, bytes);
}

/** The pair's content is `type=key:cipher=AES-256:key=<base64>`; that key opens the data. */
async function openData(
  suite: CipherSuite,
  content: Uint8Array,
  mac: PairOpener['mac'],
  data: string,
): Promise<Uint8Array> {
  const entries = parseCryptoDictionary(utf8Text(content) ?? '');
  const cipher = entries?.get('cipher') ?? '';
  const key = base64Bytes(entries?.get('key') ?? '');
  const blob = base64Bytes(data);
  try {
    if (
      entries?.get('type') !== 'key' ||
      !key ||
      !isCipherName(cipher) ||
      key.length !== CIPHERS[cipher].keyBytes
    )
      fail('damaged-data', 'the key safe opens, but holds no key');
    const plain = blob && (await openSealed(suite, aesKeyOf(cipher, key), mac, blob));
    return plain ?? fail('damaged-data', 'the key safe opens, but the data beside it is damaged');
  } finally {
    wipe(key);
  }
}
