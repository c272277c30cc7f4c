import type { CipherSuite } from './cipher-suite';
import { isZero, joinBytes, wipe } from './secret-bytes';

/**
 * RSA decryption with BigInt, which every origin has (`crypto.subtle` is missing on plain http).
 *
 * What is promised: the number that is exponentiated is blinded with a fresh random factor for each decryption, each
 * bit of the exponent costs one squaring and one multiplication whether it is set or not, and the result is checked
 * by encrypting it again. What is not: BigInt arithmetic takes a time that depends on the size of its numbers, and
 * BigInts cannot be wiped. Whoever could time it would have to run on the user's machine, on a key the user just
 * typed in.
 */
export interface RsaPrivateKey {
  modulus: bigint;
  publicExponent: bigint;
  privateExponent: bigint;
  /** Length of the modulus in bytes. */
  bytes: number;
}

export const MAX_MODULUS_BYTES = 1024;
export const HASH_BYTES = 20;

/** RSAES-OAEP with SHA-1 and an empty label (RFC 8017, 7.1.2). Null where the key or the data is not right. */
export async function decryptOaep(
  suite: CipherSuite,
  key: RsaPrivateKey,
  cipher: Uint8Array,
): Promise<Uint8Array | null> {
  if (cipher.length !== key.bytes || key.bytes < 2 * HASH_BYTES + 2) return null;
  const number = toNumber(cipher);
  if (number >= key.modulus) return null;
  const message = decryptBlinded(key, number);
  if (message === null) return null;
  const encoded = toBytes(message, key.bytes);
  const plain = await undoOaep(suite, encoded);
  wipe(encoded);
  return plain;
}

function decryptBlinded(key: RsaPrivateKey, cipher: bigint): bigint | null {
  const { modulus, publicExponent, privateExponent } = key;
  for (let tries = 0; tries < 8; tries++) {
    const random = crypto.getRandomValues(new Uint8Array(key.bytes));
    const factor = toNumber(random) % modulus;
    wipe(random);
    const inverse = inverseOf(factor, modulus);
    if (inverse === null) continue;
    const blinded = (cipher * power(factor, publicExponent, modulus)) % modulus;
    const message = (power(blinded, privateExponent, modulus) * inverse) % modulus;
    return power(message, publicExponent, modulus) === cipher ? message : null;
  }
  return null;
}

/** Montgomery's ladder. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [low, high] = [1n % modulus, base % modulus];
  for (const bit of exponent.toString(2)) {
    const product = (low * high) % modulus;
    if (bit === '1') [low, high] = [product, (high * high) % modulus];
    else [low, high] = [(low * low) % modulus, product];
  }
  return low;
}

/** The inverse modulo `modulus` by the extended Euclidean algorithm, or null where there is none. */
function inverseOf(value: bigint, modulus: bigint): bigint | null {
  let [rest, next] = [modulus, value];
  let [factor, nextFactor] = [0n, 1n];
  while (next > 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return rest === 1n ? ((factor % modulus) + modulus) % modulus : null;
}

/** EM = 0 | masked seed (20) | masked data block; data block = hash of the label (20) | zeros | 1 | message. */
async function undoOaep(suite: CipherSuite, encoded: Uint8Array): Promise<Uint8Array | null> {
  const seed = encoded.slice(1, 1 + HASH_BYTES);
  const block = encoded.slice(1 + HASH_BYTES);
  await maskWithMgf1(suite, block, seed);
  await maskWithMgf1(suite, seed, block);
  const label = await suite.digest('SHA-1', new Uint8Array(0));
  let wrong = encoded[0]!;
  for (let i = 0; i < HASH_BYTES; i++) wrong |= block[i]! ^ label[i]!;
  // Every byte is looked at, so that the place of the 1 does not show in the time.
  let start = 0;
  let found = 0;
  for (let i = HASH_BYTES; i < block.length; i++) {
    const isOne = block[i] === 1 ? 1 : 0;
    wrong |= (1 - found) * (1 - isOne) * block[i]!;
    start += (1 - found) * isOne * (i + 1);
    found |= isOne;
  }
  const plain = wrong === 0 && found === 1 ? block.slice(start) : null;
  wipe(seed, block);
  return plain;
}

/** XORs MGF1 with SHA-1 (RFC 8017, B.2.1) of `source` into `target`. */
export async function maskWithMgf1(
  suite: CipherSuite,
  source: Uint8Array,
  target: Uint8Array,
): Promise<void> {
  for (let counter = 0, at = 0; at < target.length; counter++, at += HASH_BYTES) {
    const seeded = joinBytes(source, Uint8Array.of(counter >>> 24, counter >>> 16, counter >>> 8, counter));
    const hash = await suite.digest('SHA-1', seeded);
    for (let i = 0; i < HASH_BYTES && at + i < target.length; i++) target[at + i]! ^= hash[i]!;
    wipe(seeded, hash);
  }
}

/** Checks what can be checked cheaply of a key from a file, or gives null. */
export function rsaKey(
  modulus: Uint8Array,
  publicExponent: Uint8Array,
  privateExponent: Uint8Array,
): RsaPrivateKey | null {
  const isPossible =
    modulus.length >= 64 &&
    modulus.length <= MAX_MODULUS_BYTES &&
    publicExponent.length <= 8 &&
    privateExponent.length <= modulus.length &&
    (modulus.at(-1)! & 1) === 1 &&
    !isZero(publicExponent) &&
    !isZero(privateExponent);
  if (!isPossible) return null;
  return {
    modulus: toNumber(modulus),
    publicExponent: toNumber(publicExponent),
    privateExponent: toNumber(privateExponent),
    bytes: modulus.length,
  };
}

export function toNumber(bytes: Uint8Array): bigint {
  let hex = '0x0';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}

export function toBytes(number: bigint, length: number): Uint8Array {
  const hex = number.toString(16).padStart(2 * length, '0');
  return Uint8Array.from({ length }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
