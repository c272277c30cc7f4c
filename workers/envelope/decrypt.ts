import { discard } from '../bytes/discard';
import type { RandomAccess } from '../bytes/random-access';
import { Failure } from '../failure';
import type { Warning } from '../warning';
import { authenticate } from './authenticate';
import type { CipherSuite } from './cipher-suite';
import { CIPHERS } from './ciphers';
import { fail } from './codes';
import {
  isEncrypted,
  readEnvelopeHeader,
  type EncryptedHeader,
  type EnvelopeHeader,
} from './envelope-header';
import type { EnvelopeKey } from './envelope-key';
import { CRYPTO_FOOTER, readCryptoFooter, SECTOR } from './footer';
import type { PartJob, PartPool } from './part';
import { inOrder, partsUnderWay, readExactly, throwIfCancelled, type DecryptProgress } from './pipeline';
import { decryptionPart, layoutOf, PIECE_BYTES, piecesOf, type DataLayout } from './plan';
import { wipe } from './secret-bytes';
import { unlockData, type UnlockedData } from './unwrap';

export interface DecryptOptions {
  /** Where the envelope begins; without it 0, then 4096. */
  offset?: number;
  /** Keys to try: the key hash of the envelope decides. */
  keys?: readonly EnvelopeKey[];
  /** Associated data of a version 2 envelope behind its header: `ESXConfiguration` for `local.tgz.ve`. */
  aad?: Uint8Array;
  /** Gives the bytes before the envelope (the clear dump header) first. */
  withHeader?: boolean;
  /** Gives what there is of a truncated or damaged version 1 envelope, and warns. */
  salvage?: boolean;
  signal?: AbortSignal;
  onProgress?: (progress: DecryptProgress) => void;
}

export interface DecryptMeans {
  suite: CipherSuite;
  pool: PartPool;
  /**
   * Inflates a zlib stream, and fails where it is damaged or ends early (with a `truncated` code if it can tell).
   * Must be done with each chunk when it asks for the next: the chunk is then wiped.
   */
  inflate: (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  /** Bytes of one part, a multiple of 512; 1 MiB by default. */
  pieceBytes?: number;
}

export interface Decryption {
  header: EnvelopeHeader;
  /** The tag has verified over all the data, the header and the associated data. */
  authenticated: boolean;
  /** Bytes of the plain data without dump header; null if compressed. */
  plainBytes: number | null;
  /** Plain data, header first if asked for. May be gone through once; the consumer owns the chunks. */
  chunks: AsyncGenerator<Uint8Array>;
  /** Grows while `chunks` is read. `path` is empty. */
  warnings: Warning[];
  /** Wipes the keys: call it when done, whether `chunks` was read to its end or never begun. */
  close(): void;
}

/**
 * Opens an envelope for decryption. All keys are checked, the length is known, and a version 2 envelope has been
 * verified as a whole before this resolves; `chunks` fails with `truncated`, `damaged-data` or `cancelled` only.
 * Memory is bounded by a few pieces.
 *
 * Fails as `readEnvelopeHeader`, `isEncrypted`, `unlockData`, `layoutOf` and `authenticate` do, and with
 * `damaged-data`, `truncated` or `wrong-key` where the crypto footer is not found.
 */
export async function decryptEnvelope(
  source: RandomAccess,
  options: DecryptOptions,
  means: DecryptMeans,
): Promise<Decryption> {
  throwIfCancelled(options.signal);
  const header = await readEnvelopeHeader(source, options.offset);
  const run = new DecryptRun(source, header, options, means);
  if (!isEncrypted(header)) return run.asStored();
  const secret = await unlockData(means.suite, header, options.keys ?? []);
  try {
    return await run.asEncrypted(header, secret);
  } finally {
    wipe(secret.key, secret.iv);
  }
}

/**
 * Bytes of the plain data of an encrypted envelope as its footer says, without going through the data; null if
 * compressed. Fails as `decryptEnvelope` does; version 2 is not verified.
 */
export async function readPlainBytes(
  source: RandomAccess,
  options: Pick<DecryptOptions, 'offset' | 'keys'>,
  means: Pick<DecryptMeans, 'suite'> & { pool: PartPool },
): Promise<number | null> {
  const header = await readEnvelopeHeader(source, options.offset);
  const isSealed = isEncrypted(header);
  if (header.compression !== null) return null;
  return isSealed ? readDataBytes(source, header, options.keys ?? [], means) : header.dataBytes;
}

/**
 * Bytes of the data of an encrypted envelope as it was before padding, compressed or not: a key is found and proved,
 * and the footer read. Fails as `decryptEnvelope` does; version 2 is not verified.
 */
export async function readDataBytes(
  source: RandomAccess,
  header: EncryptedHeader,
  keys: readonly EnvelopeKey[],
  means: Pick<DecryptMeans, 'suite'> & { pool: PartPool },
): Promise<number> {
  const secret = await unlockData(means.suite, header, keys);
  let job: PartJob | null = null;
  try {
    job = await means.pool.open(secret);
    return await readDataEnd({ source, layout: layoutOf(header, false), job, secret, signal: undefined });
  } finally {
    job?.close();
    wipe(secret.key, secret.iv);
  }
}

export interface FooterPlace {
  source: RandomAccess;
  layout: DataLayout;
  job: PartJob;
  secret: UnlockedData;
  signal: AbortSignal | undefined;
}

/**
 * Decrypts the footer block and gives where the plain data ends, counted from the data start. Fails with `truncated`,
 * `damaged-data`, `wrong-key`.
 */
export async function readDataEnd({ source, layout, job, secret, signal }: FooterPlace): Promise<number> {
  if (layout.bytes < CRYPTO_FOOTER)
    fail('truncated', 'the file ends before the footer of the encrypted data');
  const piece = { at: layout.bytes - CRYPTO_FOOTER, length: CRYPTO_FOOTER };
  const sealed = await readExactly(source, layout.start + piece.at, piece.length, signal);
  const block = await job.run(decryptionPart(CIPHERS[secret.cipher].mode, piece), sealed);
  const footer = readCryptoFooter(block);
  wipe(block);
  if (footer.found) {
    if (footer.padding <= piece.at) return piece.at - footer.padding;
    fail('damaged-data', 'the footer of the encrypted data states more padding than there is data');
  }
  if (footer.looksWhole) fail('damaged-data', 'the footer of the encrypted data is damaged');
  if (secret.isProven) fail('truncated', 'the file ends without the footer of the encrypted data');
  fail('wrong-key', 'no footer of encrypted data: the key is the wrong one, or the file is truncated');
}

class DecryptRun {
  readonly #source: RandomAccess;
  readonly #header: EnvelopeHeader;
  readonly #options: DecryptOptions;
  readonly #means: DecryptMeans;
  readonly #warnings: Warning[] = [];
  readonly #pieceBytes: number;
  readonly #width: number;
  readonly #progress: DecryptProgress = { done: 0, total: 0 };

  constructor(source: RandomAccess, header: EnvelopeHeader, options: DecryptOptions, means: DecryptMeans) {
    this.#source = source;
    this.#header = header;
    this.#options = options;
    this.#means = means;
    this.#pieceBytes = means.pieceBytes ?? PIECE_BYTES;
    this.#width = partsUnderWay(means.pool);
  }

  /** An envelope without encryption: its data stands bare. */
  asStored(): Decryption {
    const { dataStart, dataBytes } = this.#header;
    this.#progress.total = dataBytes;
    const plain = this.#pieces(dataStart, dataBytes, dataBytes, async (_piece, bytes) => bytes);
    return this.#decryption(plain, dataBytes, false, () => undefined);
  }

  async asEncrypted(header: EncryptedHeader, secret: UnlockedData): Promise<Decryption> {
    const salvage = this.#options.salvage === true && header.version === 1;
    const layout = layoutOf(header, salvage);
    if (layout.lost > 0)
      this.#warn(
        'truncated',
        header.dataStart + layout.bytes,
        `${layout.lost} bytes are no whole sector: lost`,
      );
    const isMessage = CIPHERS[secret.cipher].mode === 'gcm';
    this.#progress.total = Math.max(0, layout.bytes) * (isMessage ? 2 : 1);
    const job = await this.#means.pool.open(secret);
    try {
      if (isMessage) await this.#authenticate(header, layout, job);
      const end = await this.#dataEnd(layout, job, secret, salvage);
      const { mode } = CIPHERS[secret.cipher];
      const whole = Math.ceil(end / SECTOR) * SECTOR;
      const plain = this.#pieces(layout.start, whole, end, (piece, bytes) =>
        job.run(decryptionPart(mode, piece), bytes),
      );
      return this.#decryption(plain, end, isMessage, onceOnly(job));
    } catch (error) {
      job.close();
      throw error;
    }
  }

  #authenticate(header: EncryptedHeader, layout: DataLayout, job: PartJob): Promise<void> {
    return authenticate({
      source: this.#source,
      header,
      layout,
      job,
      width: this.#width,
      pieceBytes: this.#pieceBytes,
      aad: this.#options.aad ?? new Uint8Array(0),
      signal: this.#options.signal,
      advance: (bytes) => this.#advance(bytes),
    });
  }

  async #dataEnd(layout: DataLayout, job: PartJob, secret: UnlockedData, salvage: boolean): Promise<number> {
    try {
      return await readDataEnd({
        source: this.#source,
        layout,
        job,
        secret,
        signal: this.#options.signal,
      });
    } catch (error) {
      // A key that nothing proved may be the wrong one: there is nothing to salvage then.
      const code = salvage && error instanceof Failure ? error.code : '';
      if (code !== 'truncated' && code !== 'damaged-data') throw error;
      const bytes = Math.max(0, layout.bytes);
      this.#warn(
        code,
        layout.start + bytes,
        `no footer was found: all ${bytes} bytes of whole sectors are given, which may end in up to 4607 bytes of padding and a damaged footer`,
      );
      return bytes;
    }
  }

  /** Plain pieces of the `whole` bytes at `start`, the last one cut at `end`. */
  async *#pieces(
    start: number,
    whole: number,
    end: number,
    work: (piece: { at: number; length: number }, bytes: Uint8Array) => Promise<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    const { signal } = this.#options;
    const pieces = piecesOf(whole, this.#pieceBytes);
    const tasks = (function* (source: RandomAccess) {
      for (const piece of pieces) {
        yield async () => {
          const bytes = await readExactly(source, start + piece.at, piece.length, signal);
          return { piece, plain: await work(piece, bytes) };
        };
      }
    })(this.#source);
    for await (const { piece, plain } of inOrder(tasks, this.#width, ({ plain }) => wipe(plain))) {
      throwIfCancelled(signal);
      yield plain.subarray(0, end - piece.at);
      this.#advance(piece.length);
    }
  }

  #decryption(
    plain: AsyncGenerator<Uint8Array>,
    end: number,
    authenticated: boolean,
    close: () => void,
  ): Decryption {
    return {
      header: this.#header,
      authenticated,
      plainBytes: this.#header.compression === null ? end : null,
      chunks: this.#output(plain, close),
      warnings: this.#warnings,
      close,
    };
  }

  async *#output(plain: AsyncGenerator<Uint8Array>, close: () => void): AsyncGenerator<Uint8Array> {
    let given = 0;
    try {
      if (this.#options.withHeader && this.#header.offset > 0)
        yield await readExactly(this.#source, 0, this.#header.offset, this.#options.signal);
      const output = this.#header.compression === null ? plain : this.#inflated(plain);
      for await (const chunk of output) {
        given += chunk.length;
        yield chunk;
      }
      this.#progress.done = this.#progress.total;
      this.#options.onProgress?.({ ...this.#progress });
    } catch (error) {
      if (!this.#isSalvaged(error)) throw error;
      const { code, message } = error as Failure;
      this.#warn(code, null, `${message}; from byte ${given} of the plain data on nothing can be given`);
    } finally {
      await plain.return(undefined);
      close();
    }
  }

  #isSalvaged(error: unknown): boolean {
    if (!this.#options.salvage || !(error instanceof Failure)) return false;
    return error.code === 'truncated' || error.code === 'damaged-data';
  }

  /** Inflates, and tells what the source lacks from what the stream lacks. */
  async *#inflated(plain: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
    const feed: { failure: unknown } = { failure: null };
    const fed = (async function* () {
      try {
        for await (const chunk of plain) {
          yield chunk;
          wipe(chunk);
          discard(chunk);
        }
      } catch (error) {
        feed.failure = error;
        throw error;
      }
    })();
    try {
      yield* this.#means.inflate(fed);
    } catch (error) {
      if (feed.failure !== null) throw feed.failure;
      // The inflater's own message is not passed on: it may tell of the data.
      if (error instanceof Failure && error.code === 'truncated')
        fail('truncated', 'the compressed data ends early');
      fail('damaged-data', 'the compressed data is damaged');
    }
  }

  #advance(bytes: number): void {
    this.#progress.done = Math.min(this.#progress.total, this.#progress.done + bytes);
    this.#options.onProgress?.({ ...this.#progress });
  }

  #warn(code: string, offset: number | null, message: string): void {
    this.#warnings.push({ code, path: '', offset, message });
  }
}

function onceOnly(job: PartJob): () => void {
  let isOpen = true;
  return () => {
    if (isOpen) job.close();
    isOpen = false;
  };
}
