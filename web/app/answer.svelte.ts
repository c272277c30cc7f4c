import type { Remote } from 'comlink';
import type { EngineApi } from '../../workers/engine/engine-api';
import { Failure, type Result } from '../../workers/failure';
import type { App } from './app.svelte';

/** One thing the engine works out from the case, asked for when it is looked at. */
export class Answer<T> {
  readonly app: App;
  value = $state.raw<T | null>(null);
  failure = $state.raw<Failure | null>(null);
  asking = $state(false);

  readonly #ask: (engine: Remote<EngineApi>) => Promise<Result<T>>;
  #version = '';
  #run = 0;

  constructor(app: App, ask: (engine: Remote<EngineApi>) => Promise<Result<T>>) {
    this.app = app;
    this.#ask = ask;
  }

  /** Asks unless the answer of this state of the case is there, or on its way. */
  follow(version: string): void {
    if (version === this.#version) return;
    this.#version = version;
    this.value = null;
    void this.again();
  }

  async again(): Promise<void> {
    const run = ++this.#run;
    this.asking = true;
    this.failure = null;
    try {
      const value = await this.app.engine.call(this.#ask);
      if (run === this.#run) this.value = value;
    } catch (error) {
      if (run !== this.#run) return;
      this.failure = error instanceof Failure ? error : new Failure('internal', String(error));
    } finally {
      if (run === this.#run) this.asking = false;
    }
  }

  /** The next `follow` asks again; what is under way no longer counts. */
  forget(): void {
    this.#version = '';
    this.#run++;
    this.asking = false;
  }

  cancel(): void {
    void this.app.tell(() => this.app.engine.ask((engine) => engine.cancelAnalysis()));
  }
}
