import { discard } from '../../bytes/discard';
import type { CipherSuite, Ghash } from '../cipher-suite';
import { CIPHERS } from '../ciphers';
import { aeadFooter, cryptoFooter, SECTOR } from '../footer';
import { counterBlock, hashKey, lengthBlock, xorInto } from '../gcm';
import type { DataSecret, PartPool } from '../part';
import { inOrder } from '../pipeline';
import { BLOCK, encryptionPart, MAX_GCM_BYTES } from '../plan';
import { wipe } from '../secret-bytes';
import { Failure } from '../../failure';

interface Means {
  pool: PartPool;
  pieceBytes: number;
}

/** Version 1: content, padding and footer block as encrypted sectors. */
export async function* sealedSectors(
  content: AsyncIterable<Uint8Array>,
  secret: DataSecret,
  means: Means,
): AsyncGenerator<Uint8Array> {
  yield* encryptedPieces(content, secret, means);
}

/**
 * Version 2: content, padding and footer block as one message, then the clear block with its tag. The pieces come with
 * their own GHASH, and are chained here.
 */
export async function* sealedMessage(
  content: AsyncIterable<Uint8Array>,
  secret: DataSecret,
  associated: Uint8Array,
  means: Means & { suite: CipherSuite },
): AsyncGenerator<Uint8Array> {
  const { suite } = means;
  const counter = await suite.counter(secret.key);
  let hash: Ghash | null = null;
  try {
    const h = await hashKey(counter);
    hash = await suite.ghash(h, secret.key);
    wipe(h);
    let state = await hash.fold(new Uint8Array(BLOCK), associated);
    let bytes = 0;
    for await (const piece of encryptedPieces(content, secret, means)) {
      const sealed = piece.subarray(0, piece.length - BLOCK);
      bytes += sealed.length;
      if (bytes > MAX_GCM_BYTES)
        throw new Failure('too-large', 'more data than AES-GCM can encrypt in one message');
      state = await hash.shift(state, sealed.length / BLOCK);
      xorInto(state, piece.subarray(sealed.length));
      yield sealed;
    }
    const tag = await hash.fold(state, lengthBlock(associated.length, bytes));
    const mask = new Uint8Array(BLOCK);
    await counter.apply(counterBlock(secret.iv, -1), mask);
    xorInto(tag, mask);
    wipe(mask);
    yield aeadFooter(tag);
  } finally {
    hash?.wipe();
    counter.wipe();
  }
}

async function* encryptedPieces(
  content: AsyncIterable<Uint8Array>,
  secret: DataSecret,
  { pool, pieceBytes }: Means,
): AsyncGenerator<Uint8Array> {
  const { mode } = CIPHERS[secret.cipher];
  const job = await pool.open(secret);
  const tasks = async function* () {
    let at = 0;
    for await (const piece of inPieces(withFooter(content), pieceBytes)) {
      const part = encryptionPart(mode, at);
      at += piece.length;
      yield () => job.run(part, piece);
    }
  };
  try {
    // One more than run at a time: the next is read meanwhile.
    yield* inOrder(tasks(), pool.concurrency + 1, () => undefined);
  } finally {
    job.close();
  }
}

/** The content, zeros up to a whole sector, and the footer block. */
async function* withFooter(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    yield chunk;
  }
  const padding = (SECTOR - (bytes % SECTOR)) % SECTOR;
  yield new Uint8Array(padding);
  yield cryptoFooter(padding);
}

/** The same bytes in buffers of their own of `size` bytes, the last one shorter. The chunks are wiped. */
async function* inPieces(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  if (!(size > 0 && size % SECTOR === 0)) throw new RangeError('a piece is whole sectors');
  let piece = new Uint8Array(size);
  let filled = 0;
  try {
    for await (const chunk of chunks) {
      try {
        for (let from = 0; from < chunk.length;) {
          const part = chunk.subarray(from, from + size - filled);
          piece.set(part, filled);
          filled += part.length;
          from += part.length;
          if (filled < size) continue;
          const full = piece;
          piece = new Uint8Array(0);
          // Whoever takes it owns it, and may have sent it away when this goes on.
          yield full;
          piece = new Uint8Array(size);
          filled = 0;
        }
      } finally {
        wipe(chunk);
        discard(chunk);
      }
    }
    if (filled > 0) {
      const last = piece.slice(0, filled);
      wipe(piece);
      yield last;
    }
  } finally {
    wipe(piece);
  }
}
