import type { CipherSuite, HashName } from './cipher-suite';
import { copyOf, joinBytes, sameBytes, wipe } from './secret-bytes';

const BLOCK = 16;

export interface MacKind {
  hash: HashName;
  bytes: number;
}

const MACS = new Map<string, MacKind>([
  ['HMAC-SHA-256', { hash: 'SHA-256', bytes: 32 }],
  ['HMAC-SHA-1', { hash: 'SHA-1', bytes: 20 }],
  ['HMAC-SHA-1-128', { hash: 'SHA-1', bytes: 16 }],
]);

export function macOf(name: string): MacKind | null {
  return MACS.get(name) ?? null;
}

/** Whether a blob of so many bytes can be IV, one or more cipher blocks, and MAC. */
export function isSealedSize(bytes: number, mac: MacKind): boolean {
  const sealed = bytes - BLOCK - mac.bytes;
  return sealed >= BLOCK && sealed % BLOCK === 0;
}

/**
 * Opens IV (16) | AES-CBC with PKCS#7 | MAC, where the MAC is over the plaintext without padding and keyed with the
 * same AES key. Null where the key is not the one: the padding and the MAC are judged together, so neither the
 * answer nor its time tells which of them was wrong. `blob` is not changed; wipe what is given back.
 */
export async function openSealed(
  suite: CipherSuite,
  key: Uint8Array,
  mac: MacKind,
  blob: Uint8Array,
): Promise<Uint8Array | null> {
  if (!isSealedSize(blob.length, mac)) return null;
  const padded = copyOf(blob.subarray(BLOCK, blob.length - mac.bytes));
  await suite.cbcDecrypt(key, blob.subarray(0, BLOCK), padded);
  const length = unpaddedLength(padded);
  // With bad padding the MAC is still computed, over everything.
  const plain = padded.slice(0, length ?? padded.length);
  const computed = await suite.hmac(mac.hash, key, plain);
  const matches = sameBytes(computed.subarray(0, mac.bytes), blob.subarray(blob.length - mac.bytes));
  wipe(padded, computed);
  if (matches && length !== null) return plain;
  wipe(plain);
  return null;
}

/** Makes what `openSealed` opens. `iv` is 16 fresh bytes; `plain` is not changed. */
export async function sealBlob(
  suite: CipherSuite,
  key: Uint8Array,
  mac: MacKind,
  iv: Uint8Array,
  plain: Uint8Array,
): Promise<Uint8Array> {
  const count = BLOCK - (plain.length % BLOCK);
  const padded = new Uint8Array(plain.length + count).fill(count);
  padded.set(plain);
  const code = await suite.hmac(mac.hash, key, plain);
  await suite.cbcEncrypt(key, iv, padded);
  return joinBytes(iv, padded, code.subarray(0, mac.bytes));
}

/** Length without PKCS#7 padding, or null where the padding is wrong; looks at the whole last block always. */
export function unpaddedLength(padded: Uint8Array): number | null {
  const count = padded[padded.length - 1] ?? 0;
  let wrong = count < 1 || count > BLOCK || padded.length < BLOCK ? 1 : 0;
  for (let i = 1; i <= BLOCK; i++) {
    const isPadding = i <= count ? 0xff : 0;
    wrong |= isPadding & (padded[padded.length - i]! ^ count);
  }
  return wrong === 0 ? padded.length - count : null;
}
