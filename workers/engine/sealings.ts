import type { CipherName } from '../envelope/ciphers';
import { utf8Bytes } from '../envelope/encodings';
import { isEncrypted, readEnvelopeHeader } from '../envelope/envelope-header';
import { throwIfCancelled } from '../envelope/pipeline';
import { wipe } from '../envelope/secret-bytes';
import { freshRandomness } from '../envelope/writing/randomness';
import { sealEnvelope } from '../envelope/writing/seal';
import { freshPlan, wipePlan, type SealPlan } from '../envelope/writing/seal-plan';
import { Failure } from '../failure';
import type {
  FileReference,
  RecryptedEnvelope,
  RecryptOptions,
  SealedEnvelope,
  SealOptions,
} from '../public-api';
import { BlobParts, MAX_BLOB } from './blob-parts';
import type { CaseEnvelopes } from './case-envelopes';
import type { CryptoMeans } from './crypto-means';
import {
  associatedData,
  progressTeller,
  wipeKeys,
  type DecryptingListener,
  type Decryptions,
} from './decryptions';
import type { Jobs } from './jobs';
import {
  canBeShallow,
  clearHeader,
  DUMP_HEADER,
  formOf,
  givenHeader,
  piecesOfFile,
  sealedAnew,
  shallowHeader,
  type Advance,
  type Recryption,
} from './recryption';
import { sealingTarget, type SealingTarget } from './sealing-target';

const USUAL_CIPHER = 'AES-256';

/** A job's parts, which are dropped when it fails. */
interface Sealing {
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
  readonly #jobs: Jobs;

  constructor(
    envelopes: CaseEnvelopes,
    decryptions: Decryptions,
    crypto: CryptoMeans,
    tell: DecryptingListener,
    jobs: Jobs,
  ) {
    this.#envelopes = envelopes;
    this.#decryptions = decryptions;
    this.#crypto = crypto;
    this.#tell = tell;
    this.#jobs = jobs;
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
        const plan = freshPlan(target.outer, { wrapped, gzip, aad: utf8Bytes(aad) }, freshRandomness);
        const means = await this.#crypto.sealing(signal);
        await this.#write(parts, plan, sealEnvelope(plain, plan, means), signal);
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
        const { outer } = target;
        const form = formOf(header, to, outer, aad);
        const { access } = source;
        const how: Recryption = { access, header, keys: keys.keys, outer, form, to, aad };
        const shallow = !deep && canBeShallow(how);
        const blob = shallow ? await this.#shallow(running, how, envelope) : await this.#deep(running, how);
        return { blob, shallow, ...keyFileOf(target) };
      } finally {
        wipeKeys(keys.own);
        wipe(target?.outer?.key);
      }
    });
  }

  #run<T>(number: number, work: (sealing: Sealing) => Promise<T>): Promise<T> {
    return this.#jobs.run(number, async ({ signal }) => {
      const parts = new BlobParts();
      try {
        return await work({ parts, signal, advance: progressTeller(number, this.#tell) });
      } catch (error) {
        parts.drop();
        throw error;
      }
    });
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

  /** Fails as `sealed` does, whose plan is wiped. */
  async #write(
    parts: BlobParts,
    plan: SealPlan,
    sealed: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      for await (const chunk of sealed) {
        throwIfCancelled(signal);
        await parts.add(chunk);
      }
    } finally {
      wipePlan(plan);
    }
  }

  /** The envelope with another header. */
  async #shallow(job: Sealing, how: Recryption, envelope: Blob | FileReference): Promise<Blob> {
    const { signal, parts, advance } = job;
    const { access, header } = how;
    const block = await shallowHeader(how, { crypto: this.#crypto, signal });
    for await (const piece of clearHeader(how, signal)) await parts.add(piece);
    await parts.add(block);
    const { dataStart } = header;
    if (envelope instanceof Blob) return new Blob([parts.blob(), envelope.slice(dataStart)]);
    for await (const piece of piecesOfFile(access, dataStart, access.size, signal, advance))
      await parts.add(piece);
    return parts.blob();
  }

  async #deep({ signal, parts, advance }: Sealing, how: Recryption): Promise<Blob> {
    for await (const piece of clearHeader(how, signal)) await parts.add(piece);
    const plan = freshPlan(how.outer, how.form, freshRandomness);
    await this.#write(parts, plan, sealedAnew(how, plan, { crypto: this.#crypto, signal, advance }), signal);
    return parts.blob();
  }
}

function keyFileOf({ keyFile }: SealingTarget): { keyFile?: Blob } {
  return keyFile ? { keyFile: new Blob([keyFile as Uint8Array<ArrayBuffer>], { type: 'text/plain' }) } : {};
}

function checkSize(bytes: number): void {
  if (bytes > MAX_BLOB)
    throw new Failure(
      'too-large',
      `the file has ${bytes} bytes, more than can be handed out as one Blob (${MAX_BLOB})`,
    );
}
