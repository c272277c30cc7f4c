import type { CipherSuite } from '../cipher-suite';
import { aesKeyOf, type CipherName } from '../ciphers';
import type { DataSecret } from '../part';
import { copyOf, joinBytes, wipe } from '../secret-bytes';
import { bytesAttribute, textAttribute } from './attribute-list';

/** Bytes of what is wrapped: an attribute list, then zeros. */
const LIST_BYTES = 256;
const BLOCK = 16;

/** The attribute list of an inner key, before it is wrapped. Wipe it. */
export function innerKeyList({ cipher, key, iv }: DataSecret): Uint8Array {
  const keyEntry = bytesAttribute('vmware.key.data', key);
  const entries = joinBytes(
    textAttribute('vmware.cipherName', cipher),
    keyEntry,
    bytesAttribute('vmware.iv', iv),
  );
  const list = new Uint8Array(LIST_BYTES);
  list.set(entries);
  wipe(keyEntry, entries);
  return list;
}

/**
 * Wraps an attribute list of whole blocks under an outer key of version 1: each block is AES-CBC encrypted on its own,
 * always with the envelope's IV.
 */
export async function wrapList(
  suite: CipherSuite,
  cipher: CipherName,
  key: Uint8Array,
  iv: Uint8Array,
  list: Uint8Array,
): Promise<{ key: Uint8Array; hash: Uint8Array }> {
  const hash = await suite.digest('SHA-256', list);
  const wrapped = copyOf(list);
  for (let at = 0; at < wrapped.length; at += BLOCK)
    await suite.cbcEncrypt(aesKeyOf(cipher, key), iv, wrapped.subarray(at, at + BLOCK));
  return { key: wrapped, hash };
}
