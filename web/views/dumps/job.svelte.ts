import type { EnvelopeEntry } from '../../../workers/public-api';
import type { Warning } from '../../../workers/warning';
import { nextDecryption } from '../../app/decryption-jobs';
import { envelopeId, plainName } from './envelope';
import { Pace } from './pace';
import type { Destination } from './saving';

export type JobPhase = 'waiting' | 'running' | 'finishing' | 'done' | 'failed' | 'cancelled';

/** How an envelope is to be decrypted. */
export interface JobOptions {
  withHeader: boolean;
  /** Associated data, UTF-8; null where the format has none. */
  aad: string | null;
  salvage: boolean;
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
  /** What was given as a download, until it is discarded. */
  output = $state.raw<Blob | null>(null);

  readonly #pace = new Pace();

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
    if (this.phase !== 'running') return;
    this.#pace.add(at, doneBytes);
    this.doneBytes = doneBytes;
    this.totalBytes = totalBytes;
    this.rate = this.#pace.rate;
    this.secondsLeft = this.#pace.secondsLeft(totalBytes);
  }

  fail(failure: JobFailure): void {
    if (this.isOver) return;
    this.phase = failure.code === 'cancelled' ? 'cancelled' : 'failed';
    this.failure = failure;
  }
}
