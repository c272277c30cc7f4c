import { CIPHERS, type CipherName } from '../ciphers';
import { fail } from '../codes';
import type { DataSecret } from '../part';
import { wipe } from '../secret-bytes';
import type { Randomness } from './randomness';

/** The key an envelope is to be opened with. */
export interface OuterKey {
  cipher: CipherName;
  key: Uint8Array;
  keyInfo: string;
}

/** An outer key with the IV it is used with. */
export interface OuterSecret extends DataSecret {
  keyInfo: string;
}

/** Everything that decides the bytes of an envelope but its content. Wipe its keys with `wipePlan`. */
export interface SealPlan {
  /** Null: not encrypted. */
  outer: OuterSecret | null;
  /** What the data is encrypted under, wrapped by the outer key; null where the outer key does it itself. */
  inner: DataSecret | null;
  isCompressed: boolean;
  /** Associated data of version 2 behind the header. */
  aad: Uint8Array;
  /** Attributes taken over from another header as they stand. */
  others: readonly Uint8Array[];
}

/** What is asked for. */
export interface SealForm {
  wrapped: boolean;
  gzip: boolean;
  aad?: Uint8Array;
  others?: readonly Uint8Array[];
}

/** crypto-util 6.7 picks this cipher for inner keys. */
const INNER_CIPHER = 'XTS-AES-256';

/**
 * A plan with fresh IVs and, where wanted, a fresh inner key. `outer.key` is copied.
 *
 * Fails with `unsupported-cipher`: how version 2 wraps or compresses is not established.
 */
export function freshPlan(outer: OuterKey | null, form: SealForm, random: Randomness): SealPlan {
  const { wrapped, gzip, aad = new Uint8Array(0), others = [] } = form;
  const common = { isCompressed: gzip, aad, others };
  if (outer === null) {
    if (wrapped) fail('unsupported-cipher', 'without encryption there is no key to wrap');
    return { ...common, outer, inner: null };
  }
  checkForm(outer.cipher, form);
  const { cipher, key, keyInfo } = outer;
  // For GCM too: a key that is given may be used more than once, and the same IV under it would betray both.
  const iv = random(CIPHERS[cipher].ivBytes);
  return {
    ...common,
    outer: { cipher, key: key.slice(), keyInfo, iv },
    inner: wrapped ? freshInner(random) : null,
  };
}

/** Fails with `unsupported-cipher` where the envelope of a cipher cannot have this form. */
export function checkForm(cipher: CipherName, { wrapped, gzip }: SealForm): void {
  if (CIPHERS[cipher].mode !== 'gcm') return;
  if (wrapped) fail('unsupported-cipher', `${cipher} with a wrapped key: how that is written is not known`);
  if (gzip) fail('unsupported-cipher', `${cipher} with compression: how that is written is not known`);
}

function freshInner(random: Randomness): DataSecret {
  const { keyBytes, ivBytes } = CIPHERS[INNER_CIPHER];
  return { cipher: INNER_CIPHER, key: random(keyBytes), iv: random(ivBytes) };
}

export function wipePlan({ outer, inner }: SealPlan): void {
  wipe(outer?.key, inner?.key, inner?.iv);
}
