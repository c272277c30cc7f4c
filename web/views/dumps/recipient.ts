import type { SealOptions } from '../../../workers/public-api';

/** Whom something is encrypted for, by what opens it then. */
export type Recipient = 'password' | 'public-key' | 'raw';

/** A recipient with what was typed for it: a secret, which is passed on and kept nowhere. */
export interface Recipience {
  recipient: Recipient;
  to: SealOptions;
}

/** What the fields for a recipient hold, as typed. */
export interface RecipientEntries {
  password: string;
  repeated: string;
  publicKey: string;
  rawKey: string;
}

/** The options that the fields stand for, or which of them is missing or not the same as another. */
export function recipientOptions(
  recipient: Recipient,
  { password, repeated, publicKey, rawKey }: RecipientEntries,
): SealOptions | 'password' | 'repeat' | 'public-key' | 'raw' {
  if (recipient === 'password') {
    if (password === '') return 'password';
    return password === repeated ? { password } : 'repeat';
  }
  if (recipient === 'public-key') return publicKey.trim() === '' ? 'public-key' : { publicKey };
  return rawKey.trim() === '' ? 'raw' : { rawKey: rawKey.trim() };
}
