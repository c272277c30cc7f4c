import { wrap } from 'comlink';
import type { BenchWorker } from './worker';

declare global {
  interface Window {
    /** Runs worker suites; each in a worker of its own. */
    benchWorker: { suites: BenchWorker['suites']; run: BenchWorker['run'] };
  }
}

async function inWorker<T>(work: (api: BenchWorker) => Promise<T>): Promise<T> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  try {
    return await work(wrap<BenchWorker>(worker) as BenchWorker);
  } finally {
    worker.terminate();
  }
}

window.benchWorker = {
  suites: () => inWorker((api) => api.suites()),
  run: (name, quick) => inWorker((api) => api.run(name, quick)),
};
