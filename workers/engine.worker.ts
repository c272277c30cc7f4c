import { expose } from 'comlink';
import type { EngineApi, EngineEvent } from './engine/engine-api';
import { Engine } from './engine/engine';
import { engineApi } from './engine/engine-answers';
import type { EngineExports } from './engine/engine-kernel';
import { embeddedKernel } from './kernel/embedded';
import { scanWorkerUrl } from './scan/scan-worker-url';

const listeners = new Set<(event: EngineEvent) => void>();
let scan = { url: '', count: 1 };

const engine = new Engine({
  kernel: () => embeddedKernel<EngineExports>(),
  scanWorkers: {
    start: () => new Worker(scan.url, { name: `bundlescope-scan-of-${scan.count}` }),
    get count() {
      return scan.count;
    },
  },
  tell: (event) => listeners.forEach((listener) => listener(event)),
});

expose({
  ...engineApi(engine),
  configure: async (options) => {
    scan = { url: scanWorkerUrl(options.scanWorkerSource), count: options.scanWorkers };
  },
  subscribe: async (listener) => void listeners.add(listener),
  ping: async () => performance.now(),
} satisfies EngineApi);
