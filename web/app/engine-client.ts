import { proxy, wrap, type Remote } from 'comlink';
import engineSource from '../../workers/engine.worker.ts?source';
import scanSource from '../../workers/scan.worker.ts?source';
import type { EngineApi, EngineEvent } from '../../workers/engine/engine-api';
import { Failure, type Result } from '../../workers/failure';
import { workerUrl } from './worker-url';

/** How often the engine is asked whether it lives, and how long it may take to answer, in ms. */
const PING_EVERY = 3_000;
const PING_PATIENCE = 20_000;

/** The page's line to the engine worker: starts it, watches it, starts it anew when it died. */
export class EngineClient {
  #worker: Worker | null = null;
  #api: Remote<EngineApi> | null = null;
  #rejectPending = new Set<(error: Failure) => void>();
  #watch: ReturnType<typeof setInterval> | undefined;
  readonly #urls = { engine: workerUrl(engineSource), scan: workerUrl(scanSource) };
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #deathListeners = new Set<(reason: string) => void>();

  /** Listens to everything the engine tells; returns the way to stop. */
  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called after a dead worker was replaced by a fresh, empty one. */
  onRestart(listener: (reason: string) => void): () => void {
    this.#deathListeners.add(listener);
    return () => this.#deathListeners.delete(listener);
  }

  async start(): Promise<void> {
    const worker = new Worker(this.#urls.engine.trusted, { name: 'bundlescope-engine' });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#replace(worker, event.message || 'the engine stopped with an error');
    });
    this.#worker = worker;
    const api = wrap<EngineApi>(worker);
    this.#api = api;
    this.#watchOver(worker, api);
    await api.configure({
      scanWorkerUrl: this.#urls.scan.plain,
      scanWorkers: Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1)),
    });
    await api.subscribe(
      proxy((event: EngineEvent) => this.#listeners.forEach((listener) => listener(event))),
    );
  }

  /**
   * Asks the engine and unwraps its answer. Throws Failure with the engine's code, or `engine-died` when the
   * worker ended before it answered.
   */
  async call<T>(ask: (engine: Remote<EngineApi>) => Promise<Result<T>>): Promise<T> {
    const result = await this.ask(ask);
    if (result.ok) return result.value;
    const { code, message, ...more } = result.error;
    throw Object.assign(new Failure(code, message), more);
  }

  /** Asks the engine for an answer that cannot fail. */
  ask<T>(ask: (engine: Remote<EngineApi>) => Promise<T>): Promise<T> {
    const api = this.#api;
    if (!api) return Promise.reject(new Failure('engine-not-started', 'the engine has not been started'));
    return new Promise<T>((resolve, reject) => {
      this.#rejectPending.add(reject);
      ask(api)
        .then(resolve, reject)
        .finally(() => this.#rejectPending.delete(reject));
    });
  }

  #watchOver(worker: Worker, api: Remote<EngineApi>): void {
    clearInterval(this.#watch);
    let askedAt = 0;
    this.#watch = setInterval(() => {
      if (askedAt && performance.now() - askedAt > PING_PATIENCE) {
        this.#replace(worker, 'the engine no longer answers');
      } else if (!askedAt) {
        askedAt = performance.now();
        void api.ping().then(() => (askedAt = 0));
      }
    }, PING_EVERY);
  }

  #replace(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    worker.terminate();
    for (const reject of this.#rejectPending) reject(new Failure('engine-died', reason));
    this.#rejectPending.clear();
    void this.start().then(() => this.#deathListeners.forEach((listener) => listener(reason)));
  }
}
