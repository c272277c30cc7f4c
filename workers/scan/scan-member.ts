import { wrap, type Remote } from 'comlink';
import type { LayerTable } from '../bytes/layers';
import { Failure } from '../failure';
import type { TextLeaf } from '../timeline/text-scan';
import type { ScanApi } from './scan-api';

/** A worker that is asked whether it lives must answer before it is asked again, in ms. */
const ANSWER_WITHIN = 5_000;

/** What happened to a worker that is no longer there. */
export class ScanWorkerDied extends Failure {
  constructor(reason: string) {
    super('scan-worker-died', `a search worker stopped (${reason})`);
  }
}

/** One scan worker, and how far its tables are those of the engine. */
export class ScanMember {
  readonly api: Remote<ScanApi>;
  readonly #worker: Worker;
  /** Rejects when the worker ends with an error. */
  readonly #died: Promise<never>;
  #isFresh = true;
  #blobs = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.api = wrap<ScanApi>(worker);
    this.#died = new Promise((_, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new ScanWorkerDied(event.message || 'with an error'));
      });
    });
    this.#died.catch(() => undefined);
  }

  /** Gives the worker what it lacks: new blobs, `changes` of layers (all of them when it is fresh), the terms. */
  async prepare(
    { layers, blobs }: { layers: LayerTable; blobs: readonly Blob[] },
    changes: ReturnType<LayerTable['takeChanges']>,
    leaves: readonly TextLeaf[],
  ): Promise<void> {
    const wanted = this.#isFresh ? [...layers.layers.entries()] : changes;
    const first = this.#blobs;
    this.#isFresh = false;
    this.#blobs = blobs.length;
    await this.answered(this.api.update(first, blobs.slice(first), wanted));
    await this.answered(this.api.begin(leaves));
  }

  /**
   * The answer to a question. A worker that closed itself tells nobody, so it is asked for a sign of life meanwhile;
   * `isBusy` says that it may rightly not answer that. Throws ScanWorkerDied.
   */
  answered<T>(answer: PromiseLike<T>, isBusy = false): Promise<T> {
    let watch: ReturnType<typeof setInterval> | undefined;
    const silent = new Promise<never>((_, reject) => {
      if (isBusy) return;
      let isAsked = false;
      watch = setInterval(() => {
        if (isAsked) reject(new ScanWorkerDied('it no longer answers'));
        isAsked = true;
        void this.api.ping().then(() => (isAsked = false));
      }, ANSWER_WITHIN);
    });
    return Promise.race([answer, this.#died, silent]).finally(() => clearInterval(watch));
  }

  end(): void {
    this.#worker.terminate();
  }
}
