import type { CipherSuite } from '../../../workers/envelope/cipher-suite';
import { CIPHERS, type CipherName } from '../../../workers/envelope/ciphers';
import { lengthBlock, xorInto } from '../../../workers/envelope/gcm';
import { localPool, type PartPool } from '../../../workers/envelope/part';
import { inOrder, partsUnderWay } from '../../../workers/envelope/pipeline';
import { decryptionPart, hashPart, PIECE_BYTES, piecesOf } from '../../../workers/envelope/plan';
import { sameBytes } from '../../../workers/envelope/secret-bytes';
import { kernelSuite } from '../../../workers/envelope/kernel-suite';
import { embeddedEnvelopeKernel } from '../../../workers/kernel/embedded-envelope';
import { Crc32 } from '../../../workers/sample/crc32';

/** Something to decrypt: any bytes are a ciphertext. */
export interface EnvelopeWork {
  cipher: CipherName;
  key: Uint8Array<ArrayBuffer>;
  iv: Uint8Array<ArrayBuffer>;
  data: Uint8Array<ArrayBuffer>;
  /** Of GCM. */
  tag: Uint8Array<ArrayBufferLike>;
}

/** Bytes that look random, the same in every run (xorshift32). */
export function noise(bytes: number, seed: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(bytes / 4));
  let state = seed;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return new Uint8Array(words.buffer, 0, bytes);
}

export async function envelopeWork(cipher: CipherName, bytes: number): Promise<EnvelopeWork> {
  const { keyBytes, ivBytes, mode } = CIPHERS[cipher];
  const work: EnvelopeWork = {
    cipher,
    key: noise(keyBytes, 7).slice(),
    iv: noise(ivBytes, 8).slice(),
    data: noise(bytes, 9),
    tag: new Uint8Array(16),
  };
  if (mode === 'gcm') work.tag = await tagOf(localPool(kernelSuite(await embeddedEnvelopeKernel())), work);
  return work;
}

/** The tag by parts, as `authenticate` does it, without associated data. */
async function tagOf(
  pool: PartPool,
  { cipher, key, iv, data }: EnvelopeWork,
  inPlace = false,
): Promise<Uint8Array> {
  const job = await pool.open({ cipher, key, iv });
  const tasks = function* () {
    for (const piece of piecesOf(data.length, PIECE_BYTES)) {
      const bytes = data.subarray(piece.at, piece.at + piece.length);
      yield () => job.run(hashPart(piece, data.length), inPlace ? bytes : bytes.slice());
    }
  };
  const sum = await job.run({ kind: 'hash', blocksAfter: 0 }, lengthBlock(0, data.length));
  for await (const share of inOrder(tasks(), partsUnderWay(pool), () => undefined)) xorInto(sum, share);
  xorInto(sum, await job.run({ kind: 'counter', firstBlock: -1 }, new Uint8Array(16)));
  job.close();
  return sum;
}

/** Decrypts in parts, as the engine does: a message only once its tag has verified. */
export async function decryptParts(pool: PartPool, work: EnvelopeWork, output: Uint8Array): Promise<void> {
  const { cipher, key, iv, data, tag } = work;
  const { mode } = CIPHERS[cipher];
  if (mode === 'gcm' && !sameBytes(await tagOf(pool, work), tag)) throw new Error('the tag does not match');
  const job = await pool.open({ cipher, key, iv });
  // Buffers come back from the workers: fresh ones would cost as much as some of the work.
  const spare: ArrayBufferLike[] = [];
  const tasks = function* () {
    for (const piece of piecesOf(data.length, PIECE_BYTES)) {
      yield async () => {
        const bytes = new Uint8Array(spare.pop() ?? new ArrayBuffer(PIECE_BYTES)).subarray(0, piece.length);
        bytes.set(data.subarray(piece.at, piece.at + piece.length));
        return { at: piece.at, plain: await job.run(decryptionPart(mode, piece), bytes) };
      };
    }
  };
  for await (const { at, plain } of inOrder(tasks(), partsUnderWay(pool), () => undefined)) {
    output.set(plain, at);
    spare.push(plain.buffer);
  }
  job.close();
}

/** The same on this thread, in place. */
export async function decryptHere(suite: CipherSuite, work: EnvelopeWork, output: Uint8Array): Promise<void> {
  const { cipher, key, iv, data, tag } = work;
  const { mode } = CIPHERS[cipher];
  const here = localPool(suite);
  if (mode === 'gcm' && !sameBytes(await tagOf(here, work, true), tag))
    throw new Error('the tag does not match');
  const job = await here.open({ cipher, key, iv });
  for (const piece of piecesOf(data.length, PIECE_BYTES)) {
    const bytes = output.subarray(piece.at, piece.at + piece.length);
    bytes.set(data.subarray(piece.at, piece.at + piece.length));
    await job.run(decryptionPart(mode, piece), bytes);
  }
  job.close();
}

/** Outcome of a decryption. */
export function checksum(bytes: Uint8Array): string {
  return `${bytes.length} bytes, CRC ${new Crc32().add(bytes).value}`;
}
