import type { PlainPart } from '../../workers/public-api';
import type { JobFailure } from '../app/job-failure';
import { download } from './download';
import { Pace } from './pace';
import { partName } from './parts';

/** `between`: a part is downloaded, and the next one waits for the user. */
export type WritingPhase = 'waiting' | 'running' | 'between' | 'finishing' | 'done' | 'failed' | 'cancelled';

/** Something large that the engine makes and that goes to a file or to downloads: how far it is, what came of it. */
export class Writing {
  phase = $state<WritingPhase>('waiting');
  /** The user wants it no more; it ends as soon as it can. */
  isCancelled = $state(false);
  doneBytes = $state(0);
  totalBytes = $state(0);
  /** Bytes a second, and seconds until the end; null while not known. */
  rate = $state<number | null>(null);
  secondsLeft = $state<number | null>(null);
  failure = $state.raw<JobFailure | null>(null);
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

  constructor(readonly name: string) {}

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
    const isWhole = number === 1 && isLast;
    const name = isWhole ? this.name : partName(this.name, number);
    this.bytes += blob.size;
    this.output = blob;
    this.downloads = [...this.downloads, name];
    this.give(blob, name, isWhole);
    if (isLast) return;
    this.phase = 'between';
    await new Promise<void>((resolve) => (this.#continue = resolve));
  }

  /** Hands a part, or the whole, to the user. */
  protected give(blob: Blob, name: string, _isWhole: boolean): void {
    download(blob, name);
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
