import type { CipherSuite } from '../cipher-suite';
import { CIPHERS } from '../ciphers';
import { utf8Bytes } from '../encodings';
import type { PartPool } from '../part';
import { PIECE_BYTES } from '../plan';
import { joinBytes, wipe } from '../secret-bytes';
import { headerBlock, type OuterFields } from './header-block';
import { innerKeyList, wrapList } from './inner-key';
import { sealedMessage, sealedSectors } from './sealed-data';
import type { OuterSecret, SealPlan } from './seal-plan';

export interface SealMeans {
  suite: CipherSuite;
  pool: PartPool;
  /** Makes one zlib stream. Must be done with each chunk when it asks for the next: the chunk is then wiped. */
  deflate: (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  /** Bytes of one part, a multiple of 512; 1 MiB by default. */
  pieceBytes?: number;
}

/**
 * Writes an envelope: first its header, then its data, as they come. `plain` is read to its end, and its chunks are
 * wiped. Memory is bounded by a few pieces. What is wrong with `plan` shows before anything is given; the caller wipes
 * its keys when the chunks have been read, or are read no further.
 *
 * Fails as `headerBlock` does, with what `plain` throws, and with `too-large` for more data than AES-GCM can take.
 */
export async function* sealEnvelope(
  plain: AsyncIterable<Uint8Array>,
  plan: SealPlan,
  means: SealMeans,
): AsyncGenerator<Uint8Array> {
  const { outer, inner, isCompressed, aad, others } = plan;
  const { suite, pool, pieceBytes = PIECE_BYTES } = means;
  const isMessage = outer !== null && CIPHERS[outer.cipher].mode === 'gcm';
  const block = headerBlock({
    version: isMessage ? 2 : 1,
    outer: outer && (await outerFields(suite, outer, inner && innerKeyList(inner))),
    isCompressed,
    others,
  });
  // The data of a message is bound to the header.
  const associated = isMessage ? joinBytes(block, aad) : null;
  yield block;
  const content = isCompressed ? means.deflate(wipedAfterUse(plain)) : plain;
  if (outer === null) yield* content;
  else if (associated) yield* sealedMessage(content, outer, associated, { suite, pool, pieceBytes });
  else yield* sealedSectors(content, inner ?? outer, { pool, pieceBytes });
}

/** What the header says of an outer key; `list`, which it wraps, is wiped. */
export async function outerFields(
  suite: CipherSuite,
  { cipher, key, keyInfo, iv }: OuterSecret,
  list: Uint8Array | null,
): Promise<OuterFields> {
  try {
    const wrapped = list && (await wrapList(suite, cipher, key, iv, list));
    const named = joinBytes(utf8Bytes(cipher), key);
    const keyHash = await suite.digest('SHA-256', named);
    wipe(named);
    return { cipher, keyInfo, iv, keyHash, wrapped };
  } finally {
    wipe(list);
  }
}

async function* wipedAfterUse(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    try {
      yield chunk;
    } finally {
      wipe(chunk);
    }
  }
}
