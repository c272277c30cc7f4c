import { expose, type Endpoint } from 'comlink';
import type { CryptoApi } from '../../workers/crypto/crypto-api';
import { CryptoService } from '../../workers/crypto/crypto-service';
import type { CryptoWorkers } from '../../workers/crypto/crypto-pool';
import { kernelSuite } from '../../workers/envelope/kernel-suite';
import { freshEnvelopeKernel } from './envelope-kernel';

/** Crypto workers on this thread, for the pool's own logic: each behind a message channel, as behind a real worker. */
export class CryptoWorkersOnThisThread implements CryptoWorkers {
  /** Workers started so far, with the jobs open in each. */
  readonly started: WorkerOnThisThread[] = [];

  constructor(readonly count: number) {}

  start = (): Worker => {
    const worker = new WorkerOnThisThread();
    this.started.push(worker);
    return worker as unknown as Worker;
  };
}

export class WorkerOnThisThread extends EventTarget {
  readonly openJobs = new Set<number>();
  /** Parts begun. */
  parts = 0;
  hasEnded = false;
  readonly #channel = new MessageChannel();

  constructor() {
    super();
    const service = freshEnvelopeKernel().then((kernel) => new CryptoService(kernelSuite(kernel)));
    expose(
      {
        open: async (job, secret) => {
          this.openJobs.add(job);
          return (await service).open(job, secret);
        },
        run: async (...args) => {
          this.parts++;
          return (await service).run(...args);
        },
        close: async (job) => {
          await (await service).close(job);
          this.openJobs.delete(job);
        },
        pbkdf2: async (...args) => (await service).pbkdf2(...args),
        stopDeriving: async (...args) => (await service).stopDeriving(...args),
        warm: async () => (await service).warm(),
        ping: async () => undefined,
      } satisfies CryptoApi,
      this.#channel.port1 as unknown as Endpoint,
    );
    this.#channel.port2.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#channel.port2.postMessage(message, transfer);
  }

  terminate(): void {
    this.hasEnded = true;
    this.#channel.port1.close();
    this.#channel.port2.close();
  }

  /** Ends as a worker does that throws. */
  die(): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message: 'it fell over' }));
  }
}
