import { fail } from '../envelope/codes';
import { decryptEnvelope, type Decryption } from '../envelope/decrypt';
import { utf8Bytes } from '../envelope/encodings';
import { isEncrypted, readEnvelopeHeader, type EncryptedHeader } from '../envelope/envelope-header';
import type { EnvelopeKey } from '../envelope/envelope-key';
import { dumpKindOf } from '../envelope/opens-with';
import { wipe } from '../envelope/secret-bytes';
import type { DecryptedDump, DecryptOptions, FileReference, PlainPart } from '../public-api';
import { BlobParts, checkBlobSize, MAX_BLOB } from './blob-parts';
import { BlobSeries } from './blob-series';
import { readRawKeys, type CaseEnvelopes, type EnvelopeSource } from './case-envelopes';
import type { CryptoMeans } from './crypto-means';
import type { WritePlain } from './envelopes-api';
import type { Job, Jobs } from './jobs';

/** Least time between two events of progress, in ms. */
const TELL_EVERY = 100;
/** What ESXi writes its configuration with. */
const CONFIGURATION_DATA = 'ESXConfiguration';

export type DecryptingListener = (job: number, doneBytes: number, totalBytes: number) => void;

/** Keys for one decryption; those made for it are wiped with it. */
export interface JobKeys {
  keys: readonly EnvelopeKey[];
  own: readonly EnvelopeKey[];
}

/** Where plain data goes. */
interface PlainTarget {
  begin?(decryption: Decryption): void;
  take(chunk: Uint8Array): void | Promise<void>;
  end?(): Promise<void>;
}

/** Runs decryptions, several at a time where asked, each under the page's number for it. */
export class Decryptions {
  readonly #envelopes: CaseEnvelopes;
  readonly #crypto: CryptoMeans;
  readonly #tell: DecryptingListener;
  readonly #jobs: Jobs;
  readonly #maxBlob: number;

  /**
   * @param jobs where they are cancelled
   * @param maxBlob most bytes given as one Blob
   */
  constructor(
    envelopes: CaseEnvelopes,
    crypto: CryptoMeans,
    tell: DecryptingListener,
    jobs: Jobs,
    maxBlob = MAX_BLOB,
  ) {
    this.#envelopes = envelopes;
    this.#crypto = crypto;
    this.#tell = tell;
    this.#jobs = jobs;
    this.#maxBlob = maxBlob;
  }

  /** Fails with the codes of `DecryptOptions`' envelope, `cancelled`, `too-large`, `unreadable`. */
  async toBlob(job: number, envelope: Blob | FileReference, options: DecryptOptions): Promise<DecryptedDump> {
    const parts = new BlobParts(this.#maxBlob);
    try {
      const outcome = await this.run(job, envelope, options, {
        begin: ({ plainBytes }) => checkBlobSize(plainBytes ?? 0, this.#maxBlob),
        take: (chunk) => parts.add(chunk),
      });
      return { ...outcome, blob: parts.blob() };
    } catch (error) {
      parts.drop();
      throw error;
    }
  }

  /** The same, written chunk by chunk: the next one is decrypted while one is being written. Fails as `write` does. */
  async into(
    job: number,
    envelope: Blob | FileReference,
    options: DecryptOptions,
    write: WritePlain,
  ): Promise<Omit<DecryptedDump, 'blob'>> {
    let written: Promise<void> = Promise.resolve();
    try {
      return await this.run(job, envelope, options, {
        async take(chunk) {
          try {
            await written;
          } catch (error) {
            wipe(chunk);
            throw error;
          }
          written = write(chunk);
          // It is looked at with the next chunk, or at the end.
          written.catch(() => undefined);
        },
        end: () => written,
      });
    } finally {
      await written.catch(() => undefined);
    }
  }

  /**
   * The same as Blobs of `partBytes`, one after the other: the next is begun when `take` has settled. Those taken
   * before a failure are worth nothing without the rest.
   */
  async inParts(
    job: number,
    envelope: Blob | FileReference,
    options: DecryptOptions,
    partBytes: number,
    take: (part: PlainPart) => Promise<void>,
  ): Promise<Omit<DecryptedDump, 'blob'>> {
    const series = new BlobSeries(partBytes, take);
    try {
      return await this.run(job, envelope, options, {
        take: (chunk) => series.add(chunk),
        end: () => series.end(),
      });
    } finally {
      series.drop();
    }
  }

  /**
   * Decrypts into a target: `begin` hears of what can be known before, `take` gets the plain chunks, which it owns.
   * Fails as `toBlob` does, and with what the target throws.
   */
  run(
    job: number,
    envelope: Blob | FileReference,
    options: DecryptOptions,
    target: PlainTarget,
  ): Promise<Omit<DecryptedDump, 'blob'>> {
    return this.#jobs.run(job, (running) => this.#decrypted(job, running, envelope, options, target));
  }

  async #decrypted(
    job: number,
    { signal, check }: Job,
    envelope: Blob | FileReference,
    options: DecryptOptions,
    target: PlainTarget,
  ): Promise<Omit<DecryptedDump, 'blob'>> {
    let keys: JobKeys = { keys: [], own: [] };
    let decryption: Decryption | null = null;
    try {
      const source = this.#envelopes.source(envelope);
      const header = await readEnvelopeHeader(source.access, options.offset);
      if (isEncrypted(header)) keys = await this.keysFor(source, header, options, signal);
      const path = this.#envelopes.pathOf(source);
      decryption = await decryptEnvelope(
        source.access,
        {
          offset: header.offset,
          keys: keys.keys,
          aad: associatedData(options, path, header.contentType),
          withHeader: options.withHeader ?? false,
          salvage: options.salvage ?? false,
          signal,
          onProgress: progressTeller(job, this.#tell),
        },
        await this.#crypto.decrypting(),
      );
      wipeKeys(keys.own);
      target.begin?.(decryption);
      for await (const chunk of decryption.chunks) await target.take(chunk);
      // Cancelled while the target took the last chunk.
      check();
      await target.end?.();
      const { authenticated, warnings } = decryption;
      return { authenticated, warnings: warnings.map((warning) => ({ ...warning, path })) };
    } finally {
      wipeKeys(keys.own);
      decryption?.close();
    }
  }

  /** Those that the options name; without any, the open ones, and what opens without a secret. Wipe the `own` ones. */
  async keysFor(
    source: EnvelopeSource,
    header: EncryptedHeader,
    options: DecryptOptions,
    signal: AbortSignal,
  ): Promise<JobKeys> {
    const { key, keyFile, rawKey, password, privateKey } = options;
    const { ring } = this.#envelopes;
    const own: EnvelopeKey[] = [];
    const named = key === undefined ? [] : [ring.get(key)];
    if (rawKey !== undefined) own.push(...readRawKeys(rawKey));
    try {
      if (keyFile !== undefined)
        own.push(await this.#envelopes.openKey(this.#envelopes.source(keyFile), options, signal));
      else if (password !== undefined || privateKey !== undefined)
        own.push(await this.#openKeyOfCase(source, header, options, signal));
      if (named.length + own.length > 0) return { keys: [...named, ...own], own };
      const open = await this.#envelopes.keyFileFor(source, header, true);
      if (open) own.push(await this.#envelopes.openKey(open, {}, signal));
      return { keys: [...ring.keys, ...own], own };
    } catch (error) {
      wipeKeys(own);
      throw error;
    }
  }

  async #openKeyOfCase(
    source: EnvelopeSource,
    header: EncryptedHeader,
    options: DecryptOptions,
    signal: AbortSignal,
  ): Promise<EnvelopeKey> {
    const keyFile = await this.#envelopes.keyFileFor(source, header, false);
    if (!keyFile) fail('key-needed', 'no key file for this envelope is in the case: give one');
    return this.#envelopes.openKey(keyFile, options, signal);
  }
}

/** Tells of the progress of a job, not too often; its end is always told. */
export function progressTeller(
  job: number,
  tell: DecryptingListener,
): (progress: { done: number; total: number }) => void {
  let told = -Infinity;
  return ({ done, total }) => {
    const now = performance.now();
    if (now - told < TELL_EVERY && done < total) return;
    told = now;
    tell(job, done, total);
  };
}

/** What the tag of a version 2 envelope covers behind the header: as given, or as it is known of such a file. */
export function associatedData(
  { aad }: DecryptOptions,
  path: string,
  contentType: string | null,
): Uint8Array {
  const isConfiguration = dumpKindOf(path, contentType) === 'host-configuration';
  return utf8Bytes(aad ?? (isConfiguration ? CONFIGURATION_DATA : ''));
}

export function wipeKeys(keys: readonly EnvelopeKey[]): void {
  wipe(...keys.map(({ bytes }) => bytes));
}
