import { expose } from 'comlink';
import type { EngineApi, EngineEvent } from './engine/engine-api';
import { Engine } from './engine/engine';
import { engineApi } from './engine/engine-answers';
import type { EngineExports } from './kernel/engine-kernel';
import { embeddedKernel } from './kernel/embedded';
import { embeddedEnvelopeKernel } from './kernel/embedded-envelope';
import { workerUrl } from './worker-url';

/** How long after its start the engine warms up, in ms: a stored case is brought back first. */
const WARM_UP_AFTER = 300;

const listeners = new Set<(event: EngineEvent) => void>();
let scan = { url: '', count: 1 };
let crypto = { url: '', count: 1 };

const engine = new Engine({
  kernel: () => embeddedKernel<EngineExports>(),
  scanWorkers: {
    start: () => new Worker(scan.url, { name: `bundlescope-scan-of-${scan.count}` }),
    get count() {
      return scan.count;
    },
  },
  envelopeKernel: embeddedEnvelopeKernel,
  cryptoWorkers: {
    start: () => new Worker(crypto.url, { name: 'bundlescope-crypto' }),
    get count() {
      return crypto.count;
    },
  },
  tell: (event) => listeners.forEach((listener) => listener(event)),
});

expose({
  ...engineApi(engine),
  configure: async (options) => {
    scan = { url: workerUrl(options.scanWorkerSource), count: options.scanWorkers };
    crypto = { url: workerUrl(options.cryptoWorkerSource), count: options.cryptoWorkers };
    setTimeout(() => void engine.warmUp().catch(() => undefined), WARM_UP_AFTER);
  },
  subscribe: async (listener) => void listeners.add(listener),
  ping: async () => performance.now(),
} satisfies EngineApi);
