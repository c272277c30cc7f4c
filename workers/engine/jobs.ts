import { Failure } from '../failure';

/** Least time between two tellings of progress, in ms. */
const TELL_EVERY = 100;

/** How far a job of the page is, in a unit of the job's (bytes, records). */
export interface JobProgress {
  job: number;
  done: number;
  total: number;
}

/** What runs under a number of the page's, as its work sees it. */
export interface Job {
  signal: AbortSignal;
  /** Tells how far the work is, not too often; its end is always told. */
  advance(done: number, total: number): void;
  /** Throws Failure `cancelled` when the job was cancelled. */
  check(): void;
}

/** Long work of the engine, each under a number that the page chose, told of while it runs and cancelled by that number. */
export class Jobs {
  readonly #tell: (progress: JobProgress) => void;
  readonly #running = new Map<number, AbortController>();

  constructor(tell: (progress: JobProgress) => void) {
    this.#tell = tell;
  }

  /** Fails with `cancelled`, or as the work does. */
  async run<T>(number: number, work: (job: Job) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    this.#running.set(number, abort);
    let told = -Infinity;
    const check = () => {
      if (abort.signal.aborted) throw new Failure('cancelled', 'the work was cancelled');
    };
    try {
      const result = await work({
        signal: abort.signal,
        advance: (done, total) => {
          const now = performance.now();
          if (now - told < TELL_EVERY && done < total) return;
          told = now;
          this.#tell({ job: number, done, total });
        },
        check,
      });
      check();
      return result;
    } finally {
      if (this.#running.get(number) === abort) this.#running.delete(number);
    }
  }

  cancel(number: number): void {
    this.#running.get(number)?.abort();
  }

  cancelAll(): void {
    for (const job of this.#running.values()) job.abort();
  }
}

/** A part of a job's work, whose progress counts as [from, to) of the job's `total`. */
export function partOf(job: Job, from: number, to: number, total: number): Job {
  return {
    signal: job.signal,
    advance: (done, of) => job.advance(from + (of > 0 ? ((to - from) * done) / of : 0), total),
    check: () => job.check(),
  };
}
