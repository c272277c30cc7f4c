import { CIPHERS, type CipherName } from '../ciphers';
import { fail } from '../codes';
import { percentEncodedText } from '../encodings';
import type { Randomness } from './randomness';
import type { OuterKey } from './seal-plan';

/** A fresh key for a cipher, under a keyID as crypto-util makes them. Wipe it. */
export function newKey(cipher: CipherName, random: Randomness): OuterKey {
  return { cipher, key: random(CIPHERS[cipher].keyBytes), keyInfo: newKeyInfo(random) };
}

/** `vmware:key/fqid/<VMWARE-NULL>/crypto%2dutil/<id>`: the id is 16 bytes as VMware writes UUIDs, the first of them 52. */
export function newKeyInfo(random: Randomness): string {
  const bytes = Array.from(random(16), (byte) => byte.toString(16).padStart(2, '0'));
  const id = `52 ${bytes.slice(1, 8).join(' ')}-${bytes.slice(8).join(' ')}`;
  return `vmware:key/fqid/<VMWARE-NULL>/${percentEncodedText('crypto-util')}/${percentEncodedText(id)}`;
}

/** Checks a keyID that was read from elsewhere, and is to be written. Fails with `bad-argument`. */
export function checkKeyInfo(keyInfo: string): string {
  // Quotes and bars have a meaning in a key file, control characters in both.
  if (!/^[!#-{}~ ]{1,1024}$/.test(keyInfo))
    fail('bad-argument', 'the keyID of the key cannot be written: 1 to 1024 characters of ASCII are wanted');
  return keyInfo;
}
