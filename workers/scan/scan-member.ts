import type { LayerTable } from '../bytes/layers';
import { Failure } from '../failure';
import type { TextLeaf } from '../timeline/text-scan';
import { WatchedWorker } from '../watched-worker';
import type { ScanApi } from './scan-api';

/** What happened to a worker that is no longer there. */
export class ScanWorkerDied extends Failure {
  constructor(reason: string) {
    super('scan-worker-died', `a search worker stopped (${reason})`);
  }
}

/** One scan worker, and how far its tables are those of the engine. */
export class ScanMember extends WatchedWorker<ScanApi> {
  #isFresh = true;
  #blobs = 0;

  constructor(worker: Worker) {
    super(worker, (reason) => new ScanWorkerDied(reason));
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
}
