import type { RandomAccess } from '../bytes/random-access';
import { Failure } from '../failure';
import {
  claimedVersion,
  findEnvelope,
  headerProblem,
  readEnvelopeHeader,
  type EnvelopeHeader,
} from './envelope-header';
import { parseKeyId, type KeyId } from './key-id';
import { AEAD_FOOTER, CRYPTO_FOOTER } from './footer';

/** One envelope as `envelopes()` lists it; who opens it is told by `opens-with.ts`. */
export interface EnvelopeDescription {
  offset: number;
  /** As claimed, even where this reader refuses it; null where the file ends before it. */
  version: number | null;
  /** The cipher the needed key is for; null where nothing is encrypted. */
  cipher: string | null;
  /** The data is encrypted under an inner key, which the needed key unwraps. */
  wrapped: boolean;
  compression: string | null;
  contentType: string | null;
  /** As written. */
  keyInfo: string | null;
  keyId: KeyId | null;
  /** Bytes of the plain data where they are known without a key. */
  plainBytes: number | null;
  /** At most so many bytes; null if compressed, or not to be known. */
  plainBytesMax: number | null;
  /** A change of the data would be noticed (version 2). */
  authenticated: boolean;
  /** Why it cannot be decrypted whatever the key, or null. */
  problem: { code: string; message: string } | null;
}

/** Describes the envelope in `source`, damaged ones too; null where there is none. */
export async function describeEnvelope(
  source: RandomAccess,
  offset?: number,
): Promise<EnvelopeDescription | null> {
  const at = offset ?? (await findEnvelope(source));
  if (at === null) return null;
  try {
    return describeHeader(await readEnvelopeHeader(source, at));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 'not-an-envelope') return null;
    return { ...UNKNOWN, offset: at, version: await claimedVersion(source, at), problem: problemOf(error) };
  }
}

const UNKNOWN = {
  cipher: null,
  wrapped: false,
  compression: null,
  contentType: null,
  keyInfo: null,
  keyId: null,
  plainBytes: null,
  plainBytesMax: null,
  authenticated: false,
};

function problemOf({ code, message }: Failure): { code: string; message: string } {
  return { code, message };
}

export function describeHeader(header: EnvelopeHeader): EnvelopeDescription {
  const { cipher, compression, keyInfo, version, dataBytes } = header;
  const footers =
    (cipher === null ? 0 : CRYPTO_FOOTER) + (cipher !== null && version === 2 ? AEAD_FOOTER : 0);
  const most = dataBytes - footers;
  const problem = headerProblem(header) ?? (most < 0 ? SHORT : null);
  const isSizeKnown = compression === null && problem === null;
  return {
    offset: header.offset,
    version,
    cipher,
    wrapped: header.wrapped !== null,
    compression,
    contentType: header.contentType,
    keyInfo,
    keyId: keyInfo === null ? null : parseKeyId(keyInfo),
    plainBytes: isSizeKnown && cipher === null ? most : null,
    plainBytesMax: isSizeKnown ? most : null,
    authenticated: cipher !== null && version === 2,
    problem: problem && problemOf(problem),
  };
}

const SHORT = new Failure('truncated', 'the file ends before the footer of the encrypted data');

/** What `crypto-util envelope describe` prints, line by line. */
export function describeAsCryptoUtil(description: EnvelopeDescription): string[] {
  const { version, cipher, wrapped, keyInfo, compression } = description;
  const lines = [`File version: ${version ?? 'unknown'}`];
  if (cipher === null) lines.push('Not encrypted.');
  else if (wrapped) lines.push(`Encrypted with an internal key wrapped via the '${cipher}' cipher.`);
  else lines.push(`Encrypted via the '${cipher}' cipher.`);
  if (keyInfo !== null) lines.push(`Encryption key keyID is '${keyInfo}'.`);
  lines.push(compression === null ? 'Not compressed.' : `Compressed via the '${compression}' method.`);
  return lines;
}
