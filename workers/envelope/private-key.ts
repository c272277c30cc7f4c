import type { CipherSuite, HashName } from './cipher-suite';
import { fail } from './codes';
import { DER, derOctets, derOid, derSequence, derSmall, derUnsigned, derValue, type DerValue } from './der';
import { base64Bytes, utf8Bytes } from './encodings';
import { rsaKey, type RsaPrivateKey } from './rsa';
import { unpaddedLength } from './sealed-blob';
import { copyOf, wipe } from './secret-bytes';
import { passwordForms } from './password-forms';
import { MAX_ROUNDS } from './password-key';

const MAX_PEM = 64 << 10;
const RSA = '1.2.840.113549.1.1.1';
const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const PRFS = new Map<string, HashName>([
  ['1.2.840.113549.2.7', 'SHA-1'],
  ['1.2.840.113549.2.9', 'SHA-256'],
]);
const CIPHER_KEY_BYTES = new Map([
  ['2.16.840.1.101.3.4.1.2', 16],
  ['2.16.840.1.101.3.4.1.22', 24],
  ['2.16.840.1.101.3.4.1.42', 32],
]);

type PemLabel = 'PRIVATE KEY' | 'ENCRYPTED PRIVATE KEY' | 'RSA PRIVATE KEY';
const LABELS: readonly PemLabel[] = ['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'RSA PRIVATE KEY'];

interface PemFrame {
  label: PemLabel;
  /** Where the text between the two marks begins and ends. */
  start: number;
  end: number;
}

/** The private key in a PEM text, by its marks; other blocks (certificates) may stand around it. */
export function privateKeyFrame(pem: Uint8Array): PemFrame | null {
  if (pem.length > MAX_PEM) return null;
  for (const label of LABELS) {
    const begin = utf8Bytes(`-----BEGIN ${label}-----`);
    const at = placeOf(begin, pem, 0);
    if (at === null) continue;
    const end = placeOf(utf8Bytes(`-----END ${label}-----`), pem, at);
    if (end !== null) return { label, start: at + begin.length, end };
  }
  return null;
}

/** Looks on bytes: the key must not become a string. */
function placeOf(mark: Uint8Array, bytes: Uint8Array, from: number): number | null {
  for (let at = bytes.indexOf(mark[0]!, from); at >= 0; at = bytes.indexOf(mark[0]!, at + 1))
    if (mark.every((byte, i) => bytes[at + i] === byte)) return at;
  return null;
}

/** Whether the private key in `pem` needs a password of its own; null where there is no private key. */
export function needsKeyPassword(pem: Uint8Array): boolean | null {
  const frame = privateKeyFrame(pem);
  return frame && frame.label === 'ENCRYPTED PRIVATE KEY';
}

/**
 * Reads an RSA private key: PKCS#8 PEM, plain or encrypted with PBES2 (PBKDF2 with HMAC-SHA-1 or HMAC-SHA-256,
 * AES-CBC), or PKCS#1 PEM, plain.
 *
 * Fails with `not-a-key-file` (no private key, damaged, no RSA key), `key-needed` (encrypted, and no password given),
 * `wrong-password`, `unsupported-cipher` (encrypted in another way).
 */
export async function readPrivateKey(
  suite: CipherSuite,
  pem: Uint8Array,
  password: Uint8Array | null,
): Promise<RsaPrivateKey> {
  const frame = privateKeyFrame(pem);
  if (!frame) fail('not-a-key-file', 'no private key in PEM form');
  const der = base64Bytes(pem.subarray(frame.start, frame.end));
  if (!der) {
    // Old OpenSSL keys say in the clear how they are encrypted, with a digest no longer in use.
    if (frame.label === 'RSA PRIVATE KEY' && pem.subarray(frame.start, frame.end).includes(0x3a))
      fail('unsupported-cipher', 'the private key is encrypted in an old way: convert it with openssl pkcs8');
    fail('not-a-key-file', 'the private key is not base64');
  }
  try {
    if (frame.label === 'RSA PRIVATE KEY') return readRsaPrivateKey(der) ?? damaged();
    if (frame.label === 'PRIVATE KEY') return readPrivateKeyInfo(der) ?? damaged();
    const key = await readEncryptedPrivateKey(suite, der, password);
    return key ?? fail('wrong-password', 'the password does not open the private key');
  } finally {
    wipe(der);
  }
}

/** The key that the password opens, as it was typed or in another form of it; null where none does. */
async function readEncryptedPrivateKey(
  suite: CipherSuite,
  der: Uint8Array,
  password: Uint8Array | null,
): Promise<RsaPrivateKey | null> {
  const sealed = readPbes2(der);
  if (password === null) fail('key-needed', 'the private key is encrypted: its password is needed');
  const [typed, ...others] = passwordForms(password);
  try {
    for (const form of [typed!, ...others]) {
      const plain = await decryptPbes2(suite, sealed, form);
      // Wrong padding and wrong content are one answer: about one wrong password in 256 has good padding.
      const key = plain && readPrivateKeyInfo(plain);
      wipe(plain);
      if (key) return key;
    }
    return null;
  } finally {
    wipe(...others);
  }
}

function damaged(): never {
  fail('not-a-key-file', 'the private key is damaged or is not an RSA key');
}

/** PrivateKeyInfo (RFC 5208, 5): version, algorithm, key in an octet string. */
function readPrivateKeyInfo(der: Uint8Array): RsaPrivateKey | null {
  const [version, algorithm, key] = derSequence(derValue(der)) ?? [];
  if (derSmall(version) === null || derOid(derSequence(algorithm)?.[0]) !== RSA) return null;
  const inner = derOctets(key);
  return inner && readRsaPrivateKey(inner);
}

/** RSAPrivateKey (RFC 8017, A.1.2): version, n, e, d, then what speeds up the work and is not used. */
function readRsaPrivateKey(der: Uint8Array): RsaPrivateKey | null {
  const [version, n, e, d] = derSequence(derValue(der)) ?? [];
  const [modulus, publicExponent, privateExponent] = [derUnsigned(n), derUnsigned(e), derUnsigned(d)];
  if (derSmall(version) === null || !modulus || !publicExponent || !privateExponent) return null;
  return rsaKey(modulus, publicExponent, privateExponent);
}

interface Pbes2 {
  salt: Uint8Array;
  rounds: number;
  prf: HashName;
  keyBytes: number;
  iv: Uint8Array;
  data: Uint8Array;
}

async function decryptPbes2(
  suite: CipherSuite,
  { salt, rounds, prf, keyBytes, iv, data }: Pbes2,
  password: Uint8Array,
): Promise<Uint8Array | null> {
  const key = await suite.pbkdf2(prf, password, salt, rounds, keyBytes);
  const padded = copyOf(data);
  await suite.cbcDecrypt(key, iv, padded);
  wipe(key);
  const length = unpaddedLength(padded);
  const plain = length === null ? null : padded.slice(0, length);
  wipe(padded);
  return plain;
}

/** EncryptedPrivateKeyInfo (RFC 5208, 6) with PBES2-params (RFC 8018, A.4). */
function readPbes2(der: Uint8Array): Pbes2 {
  const [algorithm, sealed] = derSequence(derValue(der)) ?? [];
  const data = derOctets(sealed);
  const [scheme, parameters] = derSequence(algorithm) ?? [];
  const name = derOid(scheme);
  if (!data || name === null) damaged();
  if (name !== PBES2) fail('unsupported-cipher', `the private key is encrypted with ${name}, not with PBES2`);
  const [derivation, encryption] = derSequence(parameters) ?? [];
  const [derivationName, derivationParameters] = derSequence(derivation) ?? [];
  const [cipherName, ivValue] = derSequence(encryption) ?? [];
  if (derOid(derivationName) !== PBKDF2)
    fail('unsupported-cipher', 'the key of the private key is not derived with PBKDF2');
  const keyBytes = CIPHER_KEY_BYTES.get(derOid(cipherName) ?? '');
  if (keyBytes === undefined)
    fail('unsupported-cipher', `the private key is encrypted with ${derOid(cipherName)}, not with AES-CBC`);
  const [salt, roundsValue, ...rest] = derSequence(derivationParameters) ?? [];
  const rounds = derSmall(roundsValue);
  const saltBytes = derOctets(salt);
  const iv = derOctets(ivValue);
  if (!saltBytes || rounds === null || iv?.length !== 16 || data.length === 0 || data.length % 16 !== 0)
    damaged();
  if (rounds < 1 || rounds > MAX_ROUNDS)
    fail('not-a-key-file', `the private key asks for ${rounds} rounds; at most ${MAX_ROUNDS} are done`);
  return { salt: saltBytes, rounds, prf: prfOf(rest), keyBytes, iv, data };
}

/** A key length may stand before the name of the PRF; without a name it is HMAC-SHA-1. */
function prfOf(values: DerValue[]): HashName {
  const named = values.find((value) => value.tag === DER.sequence);
  if (!named) return 'SHA-1';
  const oid = derOid(derSequence(named)?.[0]);
  return PRFS.get(oid ?? '') ?? fail('unsupported-cipher', `PBKDF2 with ${oid} is not supported`);
}
