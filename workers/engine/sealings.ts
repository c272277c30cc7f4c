import type { RandomAccess } from '../bytes/random-access';
import { CIPHERS, type CipherName } from '../envelope/ciphers';
import { fail } from '../envelope/codes';
import { decryptEnvelope, type Decryption } from '../envelope/decrypt';
import { utf8Bytes } from '../envelope/encodings';
import {
  ENVELOPE_MAGIC,
  isEncrypted,
  readEnvelopeHeader,
  type EnvelopeHeader,
} from '../envelope/envelope-header';
import { readExactly, throwIfCancelled } from '../envelope/pipeline';
import { PIECE_BYTES } from '../envelope/plan';
import { wipe } from '../envelope/secret-bytes';
import { otherAttributes } from '../envelope/writing/header-block';
import { freshRandomness } from '../envelope/writing/randomness';
import { hasWrappedKey, rewrapHeader } from '../envelope/writing/rewrap';
import { sealEnvelope } from '../envelope/writing/seal';
import { freshPlan, wipePlan, type OuterKey, type SealForm } from '../envelope/writing/seal-plan';
import { Failure } from '../failure';
import type {
  FileReference,
  RecryptedEnvelope,
  RecryptOptions,
  SealedEnvelope,
  SealOptions,
} from '../public-api';
import { BlobParts, MAX_BLOB } from './blob-parts';
import type { CaseEnvelopes, EnvelopeSource } from './case-envelopes';
import type { CryptoMeans } from './crypto-means';
import {
  associatedData,
  progressTeller,
  wipeKeys,
  type DecryptingListener,
  type Decryptions,
  type JobKeys,
} from './decryptions';
import { sealingTarget, type SealingTarget } from './sealing-target';

/** Bytes of a clear dump header. */
const DUMP_HEADER = 4096;
const USUAL_CIPHER = 'AES-256';

/** Tells how much is done. */
type Advance = (progress: { done: number; total: number }) => void;

/** A job's parts, which are dropped when it fails. */
interface Job {
  parts: BlobParts;
  signal: AbortSignal;
  advance: Advance;
}

/** Writes envelopes: around any file, or anew for another key. Each job has the page's number for it. */
export class Sealings {
  readonly #envelopes: CaseEnvelopes;
  readonly #decryptions: Decryptions;
  readonly #crypto: CryptoMeans;
  readonly #tell: DecryptingListener;
  readonly #running = new Map<number, AbortController>();

  constructor(
    envelopes: CaseEnvelopes,
    decryptions: Decryptions,
    crypto: CryptoMeans,
    tell: DecryptingListener,
  ) {
    this.#envelopes = envelopes;
    this.#decryptions = decryptions;
    this.#crypto = crypto;
    this.#tell = tell;
  }

  /** Fails as `sealingTarget` and `freshPlan` do, and with `bad-argument` (the header), `cancelled`, `too-large`, `unreadable`. */
  seal(job: number, file: Blob | FileReference, options: SealOptions): Promise<SealedEnvelope> {
    return this.#run(job, async ({ parts, signal, advance }) => {
      const { access } = this.#envelopes.source(file);
      checkSize(access.size);
      const target = await this.#target(options, USUAL_CIPHER, signal);
      try {
        const header = await givenHeader(options.header, access, signal);
        const start = options.header === true ? DUMP_HEADER : 0;
        if (header) await parts.add(header);
        const { wrapped = false, gzip = false, aad = '' } = options;
        const plain = piecesOfFile(access, start, access.size, signal, advance);
        await this.#write(parts, target.outer, { wrapped, gzip, aad: utf8Bytes(aad) }, plain, signal);
        return { blob: parts.blob(), ...keyFileOf(target) };
      } finally {
        wipe(target.outer?.key);
      }
    });
  }

  /**
   * Shallow where only the header has to change, deep otherwise. Fails as `Decryptions.toBlob` and `seal` do; nothing
   * is given of what is not authentic or not whole.
   */
  recrypt(job: number, envelope: Blob | FileReference, options: RecryptOptions): Promise<RecryptedEnvelope> {
    return this.#run(job, async (running) => {
      const { from = {}, to, deep = false } = options;
      const source = this.#envelopes.source(envelope);
      checkSize(source.access.size);
      const header = await readEnvelopeHeader(source.access, from.offset);
      const keys = isEncrypted(header)
        ? await this.#decryptions.keysFor(source, header, from, running.signal)
        : { keys: [], own: [] };
      let target: SealingTarget | null = null;
      try {
        // Checked above: a cipher that is named is a known one.
        const usual = (header.cipher as CipherName | null) ?? USUAL_CIPHER;
        target = await this.#target(to, usual, running.signal);
        const aad = associatedData(from, this.#envelopes.pathOf(source), header.contentType);
        const form = formOf(header, to, target.outer, aad);
        const how = { source, header, keys, target, form, to, aad };
        const isShallow = !deep && (await this.#shallow(running, how, envelope));
        if (isShallow instanceof Blob) return { blob: isShallow, shallow: true, ...keyFileOf(target) };
        await this.#deep(running, how);
        return { blob: running.parts.blob(), shallow: false, ...keyFileOf(target) };
      } finally {
        wipeKeys(keys.own);
        wipe(target?.outer?.key);
      }
    });
  }

  cancel(job: number): void {
    this.#running.get(job)?.abort();
  }

  cancelAll(): void {
    for (const job of this.#running.values()) job.abort();
  }

  async #run<T>(number: number, work: (job: Job) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    this.#running.set(number, abort);
    const parts = new BlobParts();
    try {
      return await work({ parts, signal: abort.signal, advance: progressTeller(number, this.#tell) });
    } catch (error) {
      parts.drop();
      throw error;
    } finally {
      this.#running.delete(number);
    }
  }

  async #target(options: SealOptions, usual: CipherName, signal: AbortSignal): Promise<SealingTarget> {
    const suite = await this.#crypto.suite(signal);
    return sealingTarget(options, usual, {
      envelopes: this.#envelopes,
      suite,
      random: freshRandomness,
      signal,
    });
  }

  async #write(
    parts: BlobParts,
    outer: OuterKey | null,
    form: SealForm,
    plain: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    const plan = freshPlan(outer, form, freshRandomness);
    try {
      for await (const chunk of sealEnvelope(plain, plan, await this.#crypto.sealing(signal))) {
        throwIfCancelled(signal);
        await parts.add(chunk);
      }
    } finally {
      wipePlan(plan);
    }
  }

  /** The envelope with another header, or false where that would not do. */
  async #shallow(job: Job, how: Recryption, envelope: Blob | FileReference): Promise<Blob | false> {
    const { source, header, keys, target, form } = how;
    const { outer } = target;
    const isGcm = outer !== null && CIPHERS[outer.cipher].mode === 'gcm';
    if (!isEncrypted(header) || !hasWrappedKey(header) || !outer || isGcm) return false;
    if (!form.wrapped || form.gzip !== (header.compression !== null)) return false;
    const { access } = source;
    const { signal, parts, advance } = job;
    const suite = await this.#crypto.suite(signal);
    const means = { suite, pool: this.#crypto.pool, random: freshRandomness, signal };
    const block = await rewrapHeader(access, header, keys.keys, outer, means);
    const { dataStart } = header;
    await this.#clearHeader(job, how);
    await parts.add(block);
    if (envelope instanceof Blob) return new Blob([parts.blob(), envelope.slice(dataStart)]);
    for await (const piece of piecesOfFile(access, dataStart, access.size, signal, advance))
      await parts.add(piece);
    return parts.blob();
  }

  async #deep(job: Job, how: Recryption): Promise<void> {
    const { source, header, keys, target, form, aad } = how;
    const { signal, parts, advance } = job;
    let decryption: Decryption | null = null;
    try {
      decryption = await decryptEnvelope(
        source.access,
        {
          offset: header.offset,
          keys: keys.keys,
          aad,
          signal,
          onProgress: advance,
        },
        await this.#crypto.decrypting(),
      );
      await this.#clearHeader(job, how);
      await this.#write(parts, target.outer, form, decryption.chunks, signal);
    } finally {
      decryption?.close();
    }
  }

  /** What stands before the envelope, as it is, or what is to stand there instead. */
  async #clearHeader({ parts, signal }: Job, { source, header, to }: Recryption): Promise<void> {
    const { access } = source;
    if (to.header === false) return;
    if (typeof to.header === 'object') {
      const given = await givenHeader(to.header, access, signal);
      if (given) await parts.add(given);
      return;
    }
    for await (const piece of piecesOfFile(access, 0, header.offset, signal)) await parts.add(piece);
  }
}

interface Recryption {
  source: EnvelopeSource;
  header: EnvelopeHeader;
  keys: JobKeys;
  target: SealingTarget;
  form: SealForm;
  to: SealOptions;
  /** Associated data of the envelope as it is. */
  aad: Uint8Array;
}

/** As the envelope is, unless said otherwise; version 2 has neither wrapping nor compression. */
function formOf(header: EnvelopeHeader, to: SealOptions, outer: OuterKey | null, aad: Uint8Array): SealForm {
  const isMessage = outer !== null && CIPHERS[outer.cipher].mode === 'gcm';
  return {
    wrapped: to.wrapped ?? (outer !== null && !isMessage && header.wrapped !== null),
    gzip: to.gzip ?? (!isMessage && header.compression !== null),
    aad: to.aad === undefined ? aad : utf8Bytes(to.aad),
    others: otherAttributes(header),
  };
}

function keyFileOf({ keyFile }: SealingTarget): { keyFile?: Blob } {
  return keyFile ? { keyFile: new Blob([keyFile as Uint8Array<ArrayBuffer>], { type: 'text/plain' }) } : {};
}

/** The clear header to put in front; null for none. */
async function givenHeader(
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
async function* piecesOfFile(
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

function checkSize(bytes: number): void {
  if (bytes > MAX_BLOB)
    throw new Failure(
      'too-large',
      `the file has ${bytes} bytes, more than can be handed out as one Blob (${MAX_BLOB})`,
    );
}
