import { proxy, wrap, type Remote } from 'comlink';
import cryptoSource from '../../workers/crypto.worker.ts?source';
import engineSource from '../../workers/engine.worker.ts?source';
import scanSource from '../../workers/scan.worker.ts?source';
import type { EngineApi, EngineEvent } from '../../workers/engine/engine-api';
import { Failure, type Result } from '../../workers/failure';
import { workerUrl } from '../../workers/worker-url';

/** How often the engine is asked whether it lives (ms), and how many questions may go by without an answer. */
const PING_EVERY = 3_000;
const PING_PATIENCE = 7;

/** A second death within this time (ms) is not answered with another worker. */
const DEATHS_APART = 60_000;

type DeathListener = (reason: string) => void;

/** The page's line to the engine worker: starts it, watches it, starts it anew when it died. */
export class EngineClient {
  #worker: Worker | null = null;
  #api: Remote<EngineApi> | null = null;
  #rejectPending = new Set<(error: Failure) => void>();
  #watch: ReturnType<typeof setInterval> | undefined;
  #diedAt = -Infinity;
  readonly #url = workerUrl(engineSource);
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #restartListeners = new Set<DeathListener>();
  readonly #giveUpListeners = new Set<DeathListener>();

  /** Listens to everything the engine tells; returns the way to stop. */
  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called after a dead worker was replaced by a fresh, empty one. */
  onRestart(listener: DeathListener): () => void {
    this.#restartListeners.add(listener);
    return () => this.#restartListeners.delete(listener);
  }

  /** Called when a worker died so soon after another that none takes its place; `start` makes a new one. */
  onGiveUp(listener: DeathListener): () => void {
    this.#giveUpListeners.add(listener);
    return () => this.#giveUpListeners.delete(listener);
  }

  async start(): Promise<void> {
    const worker = new Worker(this.#url, { name: 'bundlescope-engine' });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#lose(worker, event.message || 'the engine stopped with an error');
    });
    this.#worker = worker;
    const api = wrap<EngineApi>(worker);
    this.#api = api;
    this.#watchOver(worker, api);
    await this.ask((engine) =>
      engine.configure({
        scanWorkerSource: scanSource,
        scanWorkers: Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1)),
        cryptoWorkerSource: cryptoSource,
        // The engine only reads while these compute.
        cryptoWorkers: Math.max(1, Math.min(4, navigator.hardwareConcurrency || 2)),
      }),
    );
    await this.ask((engine) =>
      engine.subscribe(
        proxy((event: EngineEvent) => {
          if (worker === this.#worker) this.#listeners.forEach((listener) => listener(event));
        }),
      ),
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
    if (!api) return Promise.reject(new Failure('engine-not-started', 'the engine is not running'));
    return new Promise<T>((resolve, reject) => {
      this.#rejectPending.add(reject);
      ask(api)
        .then(resolve, reject)
        .finally(() => this.#rejectPending.delete(reject));
    });
  }

  /** Questions are counted, not timed: a computer that slept has not heard a late answer, but asked only once. */
  #watchOver(worker: Worker, api: Remote<EngineApi>): void {
    clearInterval(this.#watch);
    let unanswered = 0;
    this.#watch = setInterval(() => {
      if (unanswered >= PING_PATIENCE) this.#lose(worker, 'the engine no longer answers');
      else if (unanswered++ === 0) void api.ping().then(() => (unanswered = 0));
    }, PING_EVERY);
  }

  #lose(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    worker.terminate();
    clearInterval(this.#watch);
    this.#worker = null;
    this.#api = null;
    const diedSoon = performance.now() - this.#diedAt < DEATHS_APART;
    this.#diedAt = performance.now();
    for (const reject of this.#rejectPending) reject(new Failure('engine-died', reason));
    this.#rejectPending.clear();
    if (diedSoon) this.#giveUpListeners.forEach((listener) => listener(reason));
    else {
      // A start that fails is another death, which is told by itself.
      void this.start().then(
        () => this.#restartListeners.forEach((listener) => listener(reason)),
        () => undefined,
      );
    }
  }
}
