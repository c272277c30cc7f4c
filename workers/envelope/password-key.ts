import type { CipherSuite, HashName } from './cipher-suite';
import { CIPHERS, isCipherName } from './ciphers';
import { base64Bytes } from './encodings';
import type { CryptoDictionary } from './key-safe';

/** Rounds of PBKDF2 a file may ask for; 6.7 writes 1,000. Ten million take some ten seconds. */
export const MAX_ROUNDS = 10_000_000;
const MAX_SALT = 1024;

const DERIVATIONS = new Map<string, HashName>([
  ['PBKDF2-HMAC-SHA-256', 'SHA-256'],
  ['PBKDF2-HMAC-SHA-1', 'SHA-1'],
]);

/** How a password becomes a key. */
export interface PasswordKey {
  hash: HashName;
  rounds: number;
  salt: Uint8Array;
  keyBytes: number;
}

/** Reads the crypto dictionary of a `phrase` locator; null where it is damaged, unknown or asks for too much. */
export function readPasswordKey(dictionary: CryptoDictionary): PasswordKey | null {
  const hash = DERIVATIONS.get(dictionary.get('pass2key') ?? '');
  const cipher = dictionary.get('cipher') ?? '';
  const rounds = dictionary.get('rounds') ?? '';
  const salt = base64Bytes(dictionary.get('salt') ?? '');
  if (!hash || !isCipherName(cipher) || CIPHERS[cipher].mode !== 'cbc') return null;
  if (!/^\d{1,9}$/.test(rounds) || Number(rounds) < 1 || Number(rounds) > MAX_ROUNDS) return null;
  if (!salt || salt.length === 0 || salt.length > MAX_SALT) return null;
  return { hash, rounds: Number(rounds), salt, keyBytes: CIPHERS[cipher].keyBytes };
}

export async function derivePasswordKey(
  suite: CipherSuite,
  kind: PasswordKey,
  password: Uint8Array,
): Promise<Uint8Array> {
  return suite.pbkdf2(kind.hash, password, kind.salt, kind.rounds, kind.keyBytes);
}
