/** Ciphers an envelope may name, and what each means for key, IV and layout. */
export const CIPHERS = {
  'AES-128': { keyBytes: 16, ivBytes: 16, mode: 'cbc' },
  'AES-192': { keyBytes: 24, ivBytes: 16, mode: 'cbc' },
  'AES-256': { keyBytes: 32, ivBytes: 16, mode: 'cbc' },
  'XTS-AES-256': { keyBytes: 64, ivBytes: 16, mode: 'xts' },
  'AES-256-GCM': { keyBytes: 32, ivBytes: 12, mode: 'gcm' },
} as const;

export type CipherName = keyof typeof CIPHERS;

export function isCipherName(name: string): name is CipherName {
  return Object.hasOwn(CIPHERS, name);
}

/** The part of a key that plain AES uses: of an XTS key its data half. */
export function aesKeyOf(cipher: CipherName, key: Uint8Array): Uint8Array {
  return CIPHERS[cipher].mode === 'xts' ? key.subarray(0, 32) : key;
}
