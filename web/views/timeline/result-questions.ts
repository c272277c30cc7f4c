import type { Remote } from 'comlink';
import type { EngineApi } from '../../../workers/engine/engine-api';
import { Failure, type Result } from '../../../workers/failure';
import type { App } from '../../app/app.svelte';

/** The result that is asked about, as the search knows it. */
export interface AskedResult {
  readonly result: { readonly search: number } | null;
  /** Settles when the search under way is answered and its rows are shown. */
  settled(): Promise<void>;
}

/** A place of a record: its own, or the nearest to where it would be. */
export interface Place {
  index: number;
  exact: boolean;
}

/** Questions to the engine about the result shown, which may be replaced before the answer is there. */
export class ResultQuestions {
  readonly #app: App;
  readonly #of: AskedResult;

  constructor(app: App, of: AskedResult) {
    this.#app = app;
    this.#of = of;
  }

  /** Whether another result has taken the place of this one. */
  isOver(result: AskedResult['result']): boolean {
    return result?.search !== this.#of.result?.search;
  }

  /** Where a record is in the result; null where that cannot be said. */
  async placeOf(row: number): Promise<Place | null> {
    const { result } = this.#of;
    if (!result) return null;
    try {
      return await this.#app.engine.call((engine) => engine.indexOfRow(result.search, row));
    } catch {
      return null;
    }
  }

  /** Asks about the result; about the next one where it is replaced meanwhile. Undefined after a failure, which is told. */
  async ask<T>(
    ask: (engine: Remote<EngineApi>, search: number) => Promise<Result<T>>,
  ): Promise<T | undefined> {
    for (;;) {
      const { result } = this.#of;
      if (!result) return undefined;
      try {
        const answer = await this.#app.engine.call((engine) => ask(engine, result.search));
        if (!this.isOver(result)) return answer;
      } catch (error) {
        const isStale = error instanceof Failure && error.code === 'stale-search';
        if (!isStale) return this.#app.tell<undefined>(() => Promise.reject(error));
      }
      await this.#of.settled();
      // Nothing has come in its place.
      if (!this.isOver(result)) return undefined;
    }
  }
}
