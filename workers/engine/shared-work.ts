import { unlessCancelled } from '../cancelled';

/** Who waits for work that others may wait for too. A `Job` is one. */
export interface Waiting {
  /** Ends the wait, which then fails with `cancelled`. */
  signal: AbortSignal;
  /** Hears how far the work is: a share of 1. */
  advance?(share: number, total: 1): void;
}

/** Work that is done once for all who wait for it: it ends when nobody waits for it any more. */
export class SharedWork<T> {
  readonly result: Promise<T>;
  readonly #abort = new AbortController();
  readonly #hearing = new Set<NonNullable<Waiting['advance']>>();
  #isDone = false;
  /** Who cannot be cancelled waits for ever. */
  #waiting = 0;

  /** @param work begins at once; told of its end by the signal, it is to fail with `cancelled` */
  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.result = work(this.#abort.signal);
    const done = () => {
      this.#isDone = true;
    };
    this.result.then(done, done);
  }

  /** True when it was told to end, though it may still be at it: its result is not to be waited for. */
  get isEnded(): boolean {
    return this.#abort.signal.aborted;
  }

  /** The result; without a signal the wait has no end. Fails with `cancelled`, and as the work does. */
  async wait(waiting?: Waiting): Promise<T> {
    this.#waiting += waiting ? 1 : Infinity;
    if (!waiting) return this.result;
    const { signal } = waiting;
    const hear = waiting.advance?.bind(waiting);
    const leave = () => {
      if (--this.#waiting === 0) this.end();
    };
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    if (hear) this.#hearing.add(hear);
    try {
      return await unlessCancelled(signal, this.result);
    } finally {
      signal.removeEventListener('abort', leave);
      if (hear) this.#hearing.delete(hear);
    }
  }

  /** Tells those who wait. */
  advance(share: number): void {
    for (const hear of this.#hearing) hear(Math.min(1, share), 1);
  }

  /** Ends it for all who wait; nothing happens to work that is done. */
  end(): void {
    if (!this.#isDone) this.#abort.abort();
  }
}
