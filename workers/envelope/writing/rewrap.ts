import type { RandomAccess } from '../../bytes/random-access';
import type { CipherSuite } from '../cipher-suite';
import { CIPHERS } from '../ciphers';
import { fail } from '../codes';
import { readDataEnd } from '../decrypt';
import type { EncryptedHeader } from '../envelope-header';
import type { EnvelopeKey } from '../envelope-key';
import type { PartPool } from '../part';
import { layoutOf } from '../plan';
import { wipe } from '../secret-bytes';
import { unwrapKey } from '../unwrap';
import { headerBlock, otherAttributes } from './header-block';
import type { Randomness } from './randomness';
import { outerFields } from './seal';
import { checkForm, type OuterKey } from './seal-plan';

/** An envelope whose data can stay as it is under another outer key. */
export type WrappedHeader = EncryptedHeader & { wrapped: NonNullable<EncryptedHeader['wrapped']> };

export function hasWrappedKey(header: EncryptedHeader): header is WrappedHeader {
  // What a tag covers includes the header: it cannot be changed without going through the data.
  return header.wrapped !== null && header.version === 1;
}

/**
 * Shallow re-encryption: the header of the envelope in `source` written anew for another outer key, with the same
 * inner key. The data behind it is to stay as it is. Whoever knows the inner key from the old header still can read it.
 *
 * Fails as `unwrapKey` and `checkForm` do, and with `truncated` or `damaged-data` where the footer of the data is not
 * found: what is not whole is not passed on.
 */
export async function rewrapHeader(
  source: RandomAccess,
  header: WrappedHeader,
  keys: readonly EnvelopeKey[],
  outer: OuterKey,
  means: { suite: CipherSuite; pool: PartPool; random: Randomness; signal?: AbortSignal },
): Promise<Uint8Array> {
  const { suite, pool, random, signal } = means;
  checkForm(outer.cipher, { wrapped: true, gzip: false });
  const { list, secret } = await unwrapKey(suite, header, header.wrapped, keys);
  try {
    const job = await pool.open(secret);
    try {
      const layout = layoutOf(header, false);
      await readDataEnd({ source, layout, job, secret: { ...secret, isProven: true }, signal });
    } finally {
      job.close();
    }
    const { keyBytes, ivBytes } = CIPHERS[outer.cipher];
    if (outer.key.length !== keyBytes) fail('wrong-key', `${outer.cipher} needs a key of ${keyBytes} bytes`);
    return headerBlock({
      version: 1,
      outer: await outerFields(suite, { ...outer, iv: random(ivBytes) }, list),
      isCompressed: header.compression !== null,
      others: otherAttributes(header),
    });
  } finally {
    wipe(list, secret.key, secret.iv);
  }
}
