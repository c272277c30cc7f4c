import { Failure } from '../failure';
import type { EnvelopeKernel } from '../kernel/envelope-kernel';
import { Hash } from '../kernel/sha';
import { storedBytes, type PackedFile } from '../package/packed-file';
import type { ManifestAction, ManifestEntry } from '../public-api';
import type { Breath } from './breath';
import type { Job } from './jobs';

/** What the manifest is to say of a file. */
export interface Done {
  /** Of the archives around it, each with a `/` behind it. */
  around: string;
  action: ManifestAction;
  reason: string | null;
  /** Bytes of the job's progress that it makes; 0 for an archive, whose files make them. */
  progress: number;
  /** Bytes that it will take up in the package, about; 0 where others tell, and where nobody asks. */
  packed: number;
}

/** Hears what becomes of each file of a package. */
export interface PackingLedger {
  /** Entries so far. */
  readonly count: number;
  /** What was done to the entries from `first` on. */
  actionsFrom(first: number): Iterable<ManifestAction>;
  /** The file as it is to be written. */
  noted(file: PackedFile, done: Done): PackedFile;
  dropped(path: string, done: Omit<Done, 'action' | 'packed'>): void;
}

/** What was done to each file of a package, with the digest of what came of it, and how far all of it is. */
export class PackingManifest implements PackingLedger {
  readonly entries: ManifestEntry[] = [];
  readonly #hashes: EnvelopeKernel;
  readonly #job: Job;
  readonly #breath: Breath;
  readonly #total: number;
  #done = 0;

  /** @param total bytes of progress of all files */
  constructor(hashes: EnvelopeKernel, job: Job, breath: Breath, total: number) {
    this.#hashes = hashes;
    this.#job = job;
    this.#breath = breath;
    this.#total = total;
  }

  get count(): number {
    return this.entries.length;
  }

  *actionsFrom(first: number): Generator<ManifestAction> {
    for (let i = first; i < this.entries.length; i++) yield this.entries[i]!.action;
  }

  /** The file, which comes into the manifest once it was read to its end. Its reading is what a cancel ends. */
  noted(file: PackedFile, done: Done): PackedFile {
    const reason = file.sparse
      ? both(done.reason, 'holes are not written: the digest is of what is stored')
      : done.reason;
    return { ...file, content: () => this.#digested(file, { ...done, reason }) };
  }

  dropped(path: string, { around, reason, progress }: Omit<Done, 'action' | 'packed'>): void {
    this.entries.push(entryOf(around + path, 0, '', 'dropped', reason));
    this.#advance(progress);
  }

  async *#digested(file: PackedFile, { around, action, reason, progress }: Done): AsyncGenerator<Uint8Array> {
    const path = around + file.path;
    const hash = new Hash(this.#hashes, 'SHA-256');
    try {
      let bytes = 0;
      for await (const chunk of file.content()) {
        this.#job.check();
        hash.updateBytes(chunk);
        bytes += chunk.length;
        this.#job.advance(this.#done + Math.min(bytes, progress), this.#total);
        yield chunk;
        if (this.#breath.due) await this.#breath.take();
      }
      if (bytes !== storedBytes(file)) {
        throw new Failure(
          'unreadable',
          `"${path}" has ${bytes} of ${storedBytes(file)} bytes: was it changed?`,
        );
      }
      const digest = Array.from(hash.finish(), (byte) => byte.toString(16).padStart(2, '0')).join('');
      this.entries.push(entryOf(path, file.bytes, digest, action, reason));
    } finally {
      hash.dispose();
    }
    this.#advance(progress);
  }

  #advance(bytes: number): void {
    this.#done = Math.min(this.#total, this.#done + bytes);
    this.#job.advance(this.#done, this.#total);
  }

  /** All is written. */
  end(): void {
    this.#job.advance(this.#total, this.#total);
  }
}

/** Two reasons as one. */
export function both(reason: string | null, other: string | null): string | null {
  return [reason, other].filter((one) => one !== null && one !== '').join('; ') || null;
}

function entryOf(
  path: string,
  bytes: number,
  sha256: string,
  action: ManifestAction,
  reason: string | null,
): ManifestEntry {
  return { path, bytes, sha256, action, ...(reason !== null && { reason }) };
}
