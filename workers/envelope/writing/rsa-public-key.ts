import type { CipherSuite } from '../cipher-suite';
import { fail } from '../codes';
import { DER, derOid, derSequence, derUnsigned, derValue, type DerValue } from '../der';
import { base64Bytes } from '../encodings';
import { HASH_BYTES, maskWithMgf1, MAX_MODULUS_BYTES, power, toBytes, toNumber } from '../rsa';
import { wipe } from '../secret-bytes';
import type { Randomness } from './randomness';

export interface RsaPublicKey {
  modulus: bigint;
  publicExponent: bigint;
  /** Length of the modulus in bytes. */
  bytes: number;
}

const MAX_PEM = 64 << 10;
const RSA = '1.2.840.113549.1.1.1';
/** Shorter keys protect nothing any more (SP 800-131A, table 5). */
const MIN_MODULUS_BYTES = 256;

/**
 * Reads an RSA public key in PEM form: SubjectPublicKeyInfo (`PUBLIC KEY`, RFC 5280, 4.1) or RSAPublicKey
 * (`RSA PUBLIC KEY`, RFC 8017, A.1.1).
 *
 * Fails with `not-a-key-file` (none, damaged, no RSA key, a private key), `unsupported-cipher` (its length).
 */
export function readPublicKey(pem: string): RsaPublicKey {
  if (pem.length > MAX_PEM) fail('not-a-key-file', 'this is no public key: it is too long');
  if (/-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/.test(pem))
    fail(
      'not-a-key-file',
      'this is a private key: give the public key of the pair, and keep this one secret',
    );
  const match = /-----BEGIN (RSA )?PUBLIC KEY-----([A-Za-z0-9+/=\s]*)-----END (RSA )?PUBLIC KEY-----/.exec(
    pem,
  );
  if (!match) fail('not-a-key-file', 'no public key in PEM form');
  const der = base64Bytes(match[2]!);
  const value = der && derValue(der);
  const key = match[1] ? value : publicKeyIn(value);
  const [n, e, ...more] = derSequence(key) ?? [];
  const [modulus, exponent] = [derUnsigned(n), derUnsigned(e)];
  if (!modulus || !exponent || more.length > 0)
    fail('not-a-key-file', 'the public key is damaged or is not an RSA key');
  return checked(modulus, exponent);
}

/** The key inside a SubjectPublicKeyInfo, in a bit string without unused bits. */
function publicKeyIn(info: DerValue | null): DerValue | null {
  const [algorithm, bits, ...more] = derSequence(info) ?? [];
  if (derOid(derSequence(algorithm)?.[0]) !== RSA || more.length > 0) return null;
  if (bits?.tag !== DER.bits || bits.content[0] !== 0) return null;
  return derValue(bits.content.subarray(1));
}

function checked(modulus: Uint8Array, exponent: Uint8Array): RsaPublicKey {
  const { length } = modulus;
  if (length < MIN_MODULUS_BYTES || length > MAX_MODULUS_BYTES)
    fail(
      'unsupported-cipher',
      `an RSA key of ${length * 8} bits: ${MIN_MODULUS_BYTES * 8} to ${MAX_MODULUS_BYTES * 8} are taken`,
    );
  const publicExponent = exponent.length <= 8 ? toNumber(exponent) : 0n;
  if ((modulus.at(-1)! & 1) === 0 || publicExponent < 3n || (publicExponent & 1n) === 0n)
    fail('not-a-key-file', 'the public key is damaged or is not an RSA key');
  return { modulus: toNumber(modulus), publicExponent, bytes: length };
}

/** RSAES-OAEP with SHA-1 and an empty label (RFC 8017, 7.1.1); `message` is a short key, and not changed. */
export async function encryptOaep(
  suite: CipherSuite,
  { modulus, publicExponent, bytes }: RsaPublicKey,
  message: Uint8Array,
  random: Randomness,
): Promise<Uint8Array> {
  if (message.length > bytes - 2 * HASH_BYTES - 2) throw new RangeError('the message is too long for OAEP');
  const encoded = new Uint8Array(bytes);
  const seed = encoded.subarray(1, 1 + HASH_BYTES);
  const block = encoded.subarray(1 + HASH_BYTES);
  seed.set(random(HASH_BYTES));
  block.set(await suite.digest('SHA-1', new Uint8Array(0)));
  block[block.length - message.length - 1] = 1;
  block.set(message, block.length - message.length);
  await maskWithMgf1(suite, seed, block);
  await maskWithMgf1(suite, block, seed);
  const number = toNumber(encoded);
  wipe(encoded);
  return toBytes(power(number, publicExponent, modulus), bytes);
}
