import type { Remote } from 'comlink';
import type { EngineApi } from '../../../workers/engine/engine-api';
import type { Result } from '../../../workers/failure';
import type { App } from '../../app/app.svelte';
import { nextJob } from '../../app/job-numbers';
import { failureOf, type JobFailure } from '../../app/job-failure';

/** One thing that the engine works out under a job's number: told of while it runs, cancelled when another takes its place. */
export class WorkedOut<T> {
  value = $state.raw<T | null>(null);
  failure = $state.raw<JobFailure | null>(null);
  working = $state(false);
  /** Done of the work, 0 to 1; null before anything is known. */
  share = $state<number | null>(null);

  #job = 0;
  readonly #stopListening: () => void;

  constructor(private readonly app: App) {
    this.#stopListening = app.engine.onEvent((event) => {
      if (event.type !== 'job' || event.job !== this.#job || !this.working) return;
      this.share = event.total > 0 ? event.done / event.total : null;
    });
  }

  /**
   * Asks; an answer that is still under way no longer counts. The last value stays until the next is there. Gives the
   * value, or null where there is none or another asking has taken its place.
   */
  async ask(work: (engine: Remote<EngineApi>, job: number) => Promise<Result<T>>): Promise<T | null> {
    this.#end();
    const job = nextJob();
    this.#job = job;
    this.working = true;
    this.share = null;
    try {
      const value = await this.app.engine.call((engine) => work(engine, job));
      if (job !== this.#job) return null;
      this.value = value;
      this.failure = null;
      return value;
    } catch (error) {
      if (job === this.#job) {
        this.failure = failureOf(error);
        this.value = null;
      }
      return null;
    } finally {
      if (job === this.#job) this.working = false;
    }
  }

  /** Ends what is under way; it then fails with `cancelled`. */
  cancel(): void {
    if (!this.working) return;
    const job = this.#job;
    void this.app.tell(() => this.app.engine.ask((engine) => engine.cancelJob(job)));
  }

  /** Nothing is known any more. */
  forget(): void {
    this.#end();
    this.value = null;
    this.failure = null;
  }

  dispose(): void {
    this.forget();
    this.#stopListening();
  }

  #end(): void {
    this.cancel();
    this.#job = 0;
    this.working = false;
  }
}
