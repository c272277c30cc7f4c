import { wrap, type Remote } from 'comlink';
import type { Failure } from './failure';

/** A worker that is asked whether it lives must answer before it is asked again, in ms. */
const ANSWER_WITHIN = 5_000;

/** A worker whose answers are waited for only as long as it lives. */
export class WatchedWorker<A extends { ping(): Promise<void> }> {
  readonly api: Remote<A>;
  readonly #worker: Worker;
  readonly #deathOf: (reason: string) => Failure;
  /** Rejects when the worker ends with an error. */
  readonly #died: Promise<never>;

  /** @param deathOf makes the failure that its questions end in when it died */
  constructor(worker: Worker, deathOf: (reason: string) => Failure) {
    this.#worker = worker;
    this.#deathOf = deathOf;
    this.api = wrap<A>(worker);
    this.#died = new Promise((_, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(deathOf(event.message || 'with an error'));
      });
    });
    this.#died.catch(() => undefined);
  }

  /**
   * The answer to a question. A worker that closed itself tells nobody, so it is asked for a sign of life meanwhile;
   * `isBusy` says that it may rightly not answer that. Throws what `deathOf` makes.
   */
  answered<T>(answer: PromiseLike<T>, isBusy = false): Promise<T> {
    let watch: ReturnType<typeof setInterval> | undefined;
    const silent = new Promise<never>((_, reject) => {
      if (isBusy) return;
      let isAsked = false;
      watch = setInterval(() => {
        if (isAsked) reject(this.#deathOf('it no longer answers'));
        isAsked = true;
        void (this.api as unknown as { ping(): Promise<void> }).ping().then(() => (isAsked = false));
      }, ANSWER_WITHIN);
    });
    return Promise.race([answer, this.#died, silent]).finally(() => clearInterval(watch));
  }

  end(): void {
    this.#worker.terminate();
  }
}
