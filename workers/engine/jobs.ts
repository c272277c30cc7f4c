import { checkSignal } from '../cancelled';
import type { JobProgress } from './work-progress';

/** Least time between two tellings of progress, in ms. */
const TELL_EVERY = 100;
/** Numbers that are remembered of jobs that were cancelled while they did not run: most of these are over. */
const MOST_ENDED = 100;

/** What runs under a number of the page's, as its work sees it. */
export interface Job {
  signal: AbortSignal;
  /** Tells how far the work is, not too often; its end is always told. */
  advance(done: number, total: number): void;
  /** Throws Failure `cancelled` when the job was cancelled. */
  check(): void;
}

/**
 * Long work of the engine, each under a number that the page chose, told of while it runs and cancelled by that number.
 * A part of it that is begun under the same number is cancelled with it.
 */
export class Jobs {
  readonly #tell: (progress: JobProgress) => void;
  readonly #running = new Map<number, AbortController>();
  /** Cancelled before they began: the page may still be getting something ready then. Oldest first. */
  readonly #ended = new Set<number>();

  constructor(tell: (progress: JobProgress) => void) {
    this.#tell = tell;
  }

  /** Fails with `cancelled`, or as the work does. What it gives must be worth nothing when it was cancelled meanwhile. */
  run<T>(number: number, work: (job: Job) => Promise<T>): Promise<T> {
    return this.change(number, async (job) => {
      job.check();
      const result = await work(job);
      job.check();
      return result;
    });
  }

  /** The same for work that changes the case: it says itself what it gives when it was cancelled. */
  async change<T>(number: number, work: (job: Job) => Promise<T>): Promise<T> {
    const whole = this.#running.get(number);
    const abort = whole ?? new AbortController();
    this.#running.set(number, abort);
    if (this.#ended.delete(number)) abort.abort();
    let told = -Infinity;
    try {
      return await work({
        signal: abort.signal,
        advance: (done, total) => {
          const now = performance.now();
          if (now - told < TELL_EVERY && done < total) return;
          told = now;
          this.#tell({ job: number, done, total });
        },
        check: () => checkSignal(abort.signal),
      });
    } finally {
      if (!whole) this.#running.delete(number);
    }
  }

  /** Ends a job, also one that is yet to begin. */
  cancel(number: number): void {
    const job = this.#running.get(number);
    job?.abort();
    if (!job) this.#ended.add(number);
    const [oldest] = this.#ended;
    if (this.#ended.size > MOST_ENDED) this.#ended.delete(oldest!);
  }

  cancelAll(): void {
    for (const job of this.#running.values()) job.abort();
  }
}

/** A part of a job's work, whose progress counts as [from, to) of the job's `total`. */
export function partOf(job: Job, from: number, to: number, total: number): Job {
  return {
    signal: job.signal,
    advance: (done, of) => job.advance(from + (to - from) * (of > 0 ? Math.min(1, done / of) : 0), total),
    check: () => job.check(),
  };
}
