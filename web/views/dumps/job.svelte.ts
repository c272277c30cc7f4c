import type { EnvelopeEntry, PlainPart } from '../../../workers/public-api';
import type { Warning } from '../../../workers/warning';
import { nextDecryption } from '../../app/decryption-jobs';
import { envelopeId, plainName } from './envelope';
import { Pace } from '../../saving/pace';
import { partName } from '../../saving/parts';
import type { Destination } from '../../saving/destination';
import { download } from '../../saving/download';

/** `between`: a part is downloaded, and the next one waits for the user. */
export type JobPhase = 'waiting' | 'running' | 'between' | 'finishing' | 'done' | 'failed' | 'cancelled';

/** How an envelope is to be decrypted. */
export interface JobOptions {
  withHeader: boolean;
  /** Associated data, UTF-8; null where the format has none. */
  aad: string | null;
  salvage: boolean;
  /** Most bytes of one download. */
  partBytes: number;
}

export interface JobFailure {
  code: string;
  message: string;
}

/** The decryption of one envelope: how far it is and what came of it. Holds no secret. */
export class Job {
  readonly number = nextDecryption();
  readonly id: string;
  readonly name: string;

  phase = $state<JobPhase>('waiting');
  /** The user wants it no more; it ends as soon as it can. */
  isCancelled = $state(false);
  doneBytes = $state(0);
  totalBytes = $state(0);
  /** Bytes a second, and seconds until the end; null while not known. */
  rate = $state<number | null>(null);
  secondsLeft = $state<number | null>(null);
  failure = $state.raw<JobFailure | null>(null);
  warnings = $state.raw<readonly Warning[]>([]);
  authenticated = $state(false);
  /** Bytes that came out. */
  bytes = $state(0);
  /** Name of the file it was written to; null for a download. */
  savedAs = $state<string | null>(null);
  /** What was given as a download last, until it is discarded. */
  output = $state.raw<Blob | null>(null);

  /** Names of the downloads so far; more than one, or one and more to come, are parts. */
  downloads = $state.raw<readonly string[]>([]);

  #pace = new Pace();
  #continue: (() => void) | null = null;

  constructor(
    readonly envelope: EnvelopeEntry,
    readonly options: JobOptions,
    readonly destination: Destination,
  ) {
    this.id = envelopeId(envelope);
    this.name = plainName(envelope, options.salvage);
  }

  get isOver(): boolean {
    return this.phase === 'done' || this.phase === 'failed' || this.phase === 'cancelled';
  }

  /** `at`: ms of a steady clock. */
  progress(at: number, doneBytes: number, totalBytes: number): void {
    if (this.phase !== 'running' || this.isCancelled) return;
    this.#pace.add(at, doneBytes);
    this.doneBytes = doneBytes;
    this.totalBytes = totalBytes;
    this.rate = this.#pace.rate;
    this.secondsLeft = this.#pace.secondsLeft(totalBytes);
  }

  /** Takes what came out, or a part of it; settles when the next one is wanted. */
  async take({ number, blob, isLast }: PlainPart): Promise<void> {
    // The answer may have been under way when the user cancelled: it is not kept.
    if (this.isCancelled) return;
    const name = number === 1 && isLast ? this.name : partName(this.name, number);
    this.bytes += blob.size;
    this.output = blob;
    this.downloads = [...this.downloads, name];
    download(blob, name);
    if (isLast) return;
    this.phase = 'between';
    await new Promise<void>((resolve) => (this.#continue = resolve));
  }

  /** The user has the part that was downloaded, and wants the next, or nothing more. */
  next(): void {
    if (this.phase !== 'between') return;
    this.phase = 'running';
    this.output = null;
    // The time that the user took is none of the work.
    this.#pace = new Pace();
    this.#continue?.();
  }

  fail(failure: JobFailure): void {
    if (this.isOver) return;
    this.phase = failure.code === 'cancelled' ? 'cancelled' : 'failed';
    this.output = null;
    this.failure = failure;
  }
}
