import { CIPHERS, type CipherName } from './ciphers';
import { base64Bytes, hexBytes } from './encodings';
import { wipe } from './secret-bytes';

/** A key that may open an envelope. Whoever holds it wipes `bytes` when done. */
export interface EnvelopeKey {
  /** The cipher it is for; null of a raw key, which fits any of its length. */
  cipher: CipherName | null;
  /** Its keyID as written; null of a raw key. */
  keyInfo: string | null;
  bytes: Uint8Array;
}

const KEY_BYTES = new Set<number>(Object.values(CIPHERS).map((cipher) => cipher.keyBytes));

/**
 * The keys a text may mean: hexadecimal (also with `0x`, colons, spaces) or base64, 16, 24, 32 or 64 bytes. 32
 * digits may be either, so that more than one is possible: the key hash of the envelope decides. Empty where the
 * text is no key.
 */
export function rawKeys(text: string): EnvelopeKey[] {
  const compact = text.replace(/\s/g, '');
  const readings = [hexBytes(compact.replace(/^0x/i, '').replace(/:/g, '')), base64Bytes(compact)];
  const keys: EnvelopeKey[] = [];
  for (const bytes of readings) {
    if (bytes && KEY_BYTES.has(bytes.length)) keys.push({ cipher: null, keyInfo: null, bytes });
    else wipe(bytes);
  }
  return keys;
}
