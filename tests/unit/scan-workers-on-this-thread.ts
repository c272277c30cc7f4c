import { expose, type Endpoint } from 'comlink';
import type { EngineExports } from '../../workers/kernel/engine-kernel';
import type { ScanApi } from '../../workers/scan/scan-api';
import { ScanService } from '../../workers/scan/scan-service';
import { freshKernel } from './kernel';

/** A scan worker on this thread, behind a message channel as behind a real worker. */
export class ScanWorkerOnThisThread extends EventTarget {
  readonly #channel = new MessageChannel();

  constructor() {
    super();
    const service = freshKernel<EngineExports>().then((kernel) => new ScanService(kernel, 1));
    expose(
      {
        update: async (...args) => (await service).update(...args),
        begin: async (...args) => (await service).begin(...args),
        test: async (...args) => (await service).test(...args),
        ping: async () => undefined,
        sweep: async (...args) => (await service).sweep(...args),
      } satisfies ScanApi,
      this.#channel.port1 as unknown as Endpoint,
    );
    this.#channel.port2.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#channel.port2.postMessage(message, transfer);
  }

  terminate(): void {
    this.#channel.port1.close();
    this.#channel.port2.close();
  }
}

export const scanWorkers = { count: 1, start: () => new ScanWorkerOnThisThread() as unknown as Worker };
