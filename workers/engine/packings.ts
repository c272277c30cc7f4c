import { Failure } from '../failure';
import type { Package, PackOptions, PlainPart } from '../public-api';
import { checkRedactOptions } from '../redaction/redact-options';
import { BlobParts, MAX_BLOB } from './blob-parts';
import { BlobSeries } from './blob-series';
import { ContentSamples } from './content-samples';
import type { CryptoMeans } from './crypto-means';
import type { WritePlain } from './envelopes-api';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';
import { DumpFinder } from './package-dumps';
import { Packing } from './packing';
import { pathChoice, selectedFiles } from './packing-selection';
import { PackingTree } from './packing-tree';
import { spooled } from './spool';
import { treatmentsFor } from './treatments';

/** Where a package goes: takes each chunk over; the next one comes when it has settled. */
type Take = (chunk: Uint8Array) => Promise<void>;

/** Builds packages of what is open, each under the page's number for it. */
export class Packings {
  readonly dumps: DumpFinder;
  readonly samples: ContentSamples;
  readonly crypto: CryptoMeans;
  readonly #open: OpenCase;
  readonly #maxBlob: number;

  /** @param maxBlob most bytes given as one Blob */
  constructor(open: OpenCase, crypto: CryptoMeans, maxBlob = MAX_BLOB) {
    this.dumps = new DumpFinder(open.content);
    this.samples = new ContentSamples(open.content);
    this.#open = open;
    this.crypto = crypto;
    this.#maxBlob = maxBlob;
  }

  /**
   * Fails with `bad-argument` (a path that means nothing), `nothing-to-pack`, `unsupported`, `cancelled`, `too-large`,
   * `unreadable`, and as the treatments do that the options ask for.
   */
  async pack(number: number, options: PackOptions): Promise<Package> {
    const parts = new BlobParts(Number.MAX_SAFE_INTEGER);
    let bytes = 0;
    try {
      const done = await this.#run(number, options, (chunk) => {
        bytes += chunk.length;
        if (bytes > this.#maxBlob) throw tooLarge(this.#maxBlob);
        return parts.add(chunk);
      });
      return { ...done, blob: parts.blob() };
    } catch (error) {
      parts.drop();
      throw error;
    }
  }

  /** The same, written chunk by chunk. Fails as `write` does; what was written before a failure is worth nothing. */
  into(number: number, options: PackOptions, write: WritePlain): Promise<Omit<Package, 'blob'>> {
    return this.#run(number, options, write);
  }

  /** The same as Blobs of `partBytes`, one after the other: the next is begun when `take` has settled. */
  async inParts(
    number: number,
    options: PackOptions,
    partBytes: number,
    take: (part: PlainPart) => Promise<void>,
  ): Promise<Omit<Package, 'blob'>> {
    const series = new BlobSeries(partBytes, take);
    try {
      return await this.#run(
        number,
        options,
        (chunk) => series.add(chunk),
        () => series.end(),
      );
    } finally {
      series.drop();
    }
  }

  #run(
    number: number,
    options: PackOptions,
    take: Take,
    end?: () => Promise<void>,
  ): Promise<Omit<Package, 'blob'>> {
    return this.#open.jobs.run(number, async (job) => {
      const done = await this.#packed(job, options, take);
      await end?.();
      return done;
    });
  }

  async #packed(job: Job, options: PackOptions, take: Take): Promise<Omit<Package, 'blob'>> {
    const { content } = this.#open;
    if (options.redact && options.dumps !== 'drop') throw dumpsInTheWay();
    if (options.redact) checkRedactOptions(options.redact);
    const tree = new PackingTree(content, selectedFiles(content, options));
    const files = { [Symbol.iterator]: () => tree.files() };
    const treatments = await treatmentsFor({ open: this.#open, job, options, files, spool: spooled });
    try {
      const joins = options.fragments === 'join';
      const hashes = await this.crypto.freshEnvelopeKernel();
      const isChosen = pathChoice(content, options);
      const packing = new Packing({ content, tree, treatments, joins, isChosen, hashes, job });
      const gathered = new Gathered(take);
      for await (const chunk of packing.bytes()) {
        job.check();
        await gathered.add(chunk);
      }
      if (packing.manifest.every(({ action }) => action === 'dropped'))
        throw new Failure(
          'nothing-to-pack',
          'no file is left for the package: all that were chosen are left out',
        );
      await gathered.end();
      const beside = treatments.map((treatment) => treatment.beside?.() ?? {});
      return Object.assign({ manifest: packing.manifest, warnings: packing.warnings }, ...beside) as Omit<
        Package,
        'blob'
      >;
    } finally {
      for (const treatment of treatments) treatment.close?.();
    }
  }
}

/** Puts small chunks together: each one that is handed over may be a message to the page. */
class Gathered {
  static readonly bytes = 1024 * 1024;
  readonly #take: Take;
  #buffer = new Uint8Array(Gathered.bytes);
  #filled = 0;

  constructor(take: Take) {
    this.#take = take;
  }

  async add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const piece = chunk.subarray(at, at + Gathered.bytes - this.#filled);
      this.#buffer.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === Gathered.bytes) await this.#handOver();
    }
  }

  async end(): Promise<void> {
    if (this.#filled > 0) await this.#handOver();
  }

  #handOver(): Promise<void> {
    const full = this.#filled === Gathered.bytes ? this.#buffer : this.#buffer.slice(0, this.#filled);
    this.#buffer = new Uint8Array(Gathered.bytes);
    this.#filled = 0;
    return this.#take(full);
  }
}

function tooLarge(most: number): Failure {
  return new Failure(
    'too-large',
    `the package has more than ${most} bytes, too many to be handed out as one Blob: pack it in the "Hand over" view, which writes to a file where the browser can and else gives it in numbered parts`,
  );
}

/** Dumps hold the memory of the host: nobody can say what of it is confidential. */
export function dumpsInTheWay(): Failure {
  return new Failure(
    'dumps-cannot-be-redacted',
    'a dump cannot be redacted, since it is memory of the host: with redact, dumps must be "drop"',
  );
}
