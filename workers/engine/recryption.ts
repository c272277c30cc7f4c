import type { RandomAccess } from '../bytes/random-access';
import { CIPHERS } from '../envelope/ciphers';
import { fail } from '../envelope/codes';
import { decryptEnvelope, type Decryption } from '../envelope/decrypt';
import { utf8Bytes } from '../envelope/encodings';
import { ENVELOPE_MAGIC, isEncrypted, type EnvelopeHeader } from '../envelope/envelope-header';
import type { EnvelopeKey } from '../envelope/envelope-key';
import { readExactly } from '../envelope/pipeline';
import { PIECE_BYTES } from '../envelope/plan';
import { otherAttributes } from '../envelope/writing/header-block';
import { freshRandomness } from '../envelope/writing/randomness';
import { hasWrappedKey, rewrapHeader } from '../envelope/writing/rewrap';
import { sealEnvelope } from '../envelope/writing/seal';
import type { OuterKey, SealForm, SealPlan } from '../envelope/writing/seal-plan';
import type { SealOptions } from '../public-api';
import type { CryptoMeans } from './crypto-means';

/** Bytes of a clear dump header. */
export const DUMP_HEADER = 4096;

/** Tells how much is done. */
export type Advance = (progress: { done: number; total: number }) => void;

/** An envelope that is written anew for another key. */
export interface Recryption {
  access: RandomAccess;
  header: EnvelopeHeader;
  /** What may open it as it is. */
  keys: readonly EnvelopeKey[];
  /** The new key; null where it is not to be encrypted any more. */
  outer: OuterKey | null;
  form: SealForm;
  /** What it asks for beside the key. */
  to: SealOptions;
  /** Associated data of the envelope as it is. */
  aad: Uint8Array;
}

/** What it is done with. */
export interface RecryptionMeans {
  crypto: CryptoMeans;
  signal: AbortSignal;
  advance?: Advance;
}

/** As the envelope is, unless said otherwise; version 2 has neither wrapping nor compression. */
export function formOf(
  header: EnvelopeHeader,
  to: SealOptions,
  outer: OuterKey | null,
  aad: Uint8Array,
): SealForm {
  const isMessage = outer !== null && CIPHERS[outer.cipher].mode === 'gcm';
  return {
    wrapped: to.wrapped ?? (outer !== null && !isMessage && header.wrapped !== null),
    gzip: to.gzip ?? (!isMessage && header.compression !== null),
    aad: to.aad === undefined ? aad : utf8Bytes(to.aad),
    others: otherAttributes(header),
  };
}

/** Whether a new header will do, with the data behind it as it is. */
export function canBeShallow({ header, outer, form }: Recryption): boolean {
  if (!isEncrypted(header) || !hasWrappedKey(header) || !outer) return false;
  if (CIPHERS[outer.cipher].mode === 'gcm' || !form.wrapped) return false;
  return form.gzip === (header.compression !== null);
}

/** That header. Fails as `rewrapHeader` does, and with `unsupported-wrapping` where it cannot be. */
export async function shallowHeader(
  { access, header, keys, outer }: Recryption,
  { crypto, signal }: RecryptionMeans,
): Promise<Uint8Array> {
  if (!isEncrypted(header) || !hasWrappedKey(header) || !outer)
    fail('unsupported-wrapping', 'the data is under no inner key');
  const suite = await crypto.suite(signal);
  const means = { suite, pool: crypto.pool, random: freshRandomness, signal };
  return rewrapHeader(access, header, keys, outer, means);
}

/** The envelope with its data decrypted and sealed by `plan`, without what stands before it. Fails as these do. */
export async function* sealedAnew(
  { access, header, keys, aad }: Recryption,
  plan: SealPlan,
  { crypto, signal, advance }: RecryptionMeans,
): AsyncGenerator<Uint8Array> {
  let decryption: Decryption | null = null;
  try {
    decryption = await decryptEnvelope(
      access,
      { offset: header.offset, keys, aad, signal, ...(advance && { onProgress: advance }) },
      await crypto.decrypting(),
    );
    yield* sealEnvelope(decryption.chunks, plan, await crypto.sealing(signal));
  } finally {
    decryption?.close();
  }
}

/** What stands before the envelope, as it is, or what is to stand there instead. Fails as `givenHeader` does. */
export async function* clearHeader(
  { access, header, to }: Pick<Recryption, 'access' | 'header' | 'to'>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (to.header === false) return;
  if (typeof to.header === 'object') {
    const given = await givenHeader(to.header, access, signal);
    if (given) yield given;
    return;
  }
  yield* piecesOfFile(access, 0, header.offset, signal);
}

/** The clear header to put in front; null for none. Fails with `bad-argument` where it is none. */
export async function givenHeader(
  header: SealOptions['header'],
  access: RandomAccess,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  if (header === undefined || header === false) return null;
  const given = header === true ? null : new Blob([header as Blob | Uint8Array<ArrayBuffer>]);
  const size = given?.size ?? access.size;
  if (given ? size !== DUMP_HEADER : size < DUMP_HEADER)
    fail('bad-argument', `a dump header has ${DUMP_HEADER} bytes: there are ${size}`);
  const bytes = given
    ? new Uint8Array(await given.arrayBuffer())
    : await readExactly(access, 0, DUMP_HEADER, signal);
  if (ENVELOPE_MAGIC.every((byte, i) => bytes[i] === byte))
    fail('bad-argument', 'what is to be the dump header is the header of an envelope');
  return bytes;
}

/** Bytes [start, end) as buffers of their own. */
export async function* piecesOfFile(
  access: RandomAccess,
  start: number,
  end: number,
  signal: AbortSignal,
  advance?: Advance,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += PIECE_BYTES) {
    yield await readExactly(access, at, Math.min(PIECE_BYTES, end - at), signal);
    advance?.({ done: Math.min(at + PIECE_BYTES, end) - start, total: end - start });
  }
}
