import { expose } from 'comlink';
import { embeddedKernel } from './kernel/embedded';
import type { EngineExports } from './kernel/engine-kernel';
import type { ScanApi } from './scan/scan-api';
import { ScanService } from './scan/scan-service';

/** Workers in the pool: the name of each ends in their number (`scan/scan-pool.ts`). */
const workers = Number(/\d+$/.exec(self.name)?.[0] ?? 1);
const service = embeddedKernel<EngineExports>().then((kernel) => new ScanService(kernel, workers));

expose({
  update: async (...args) => (await service).update(...args),
  begin: async (...args) => (await service).begin(...args),
  test: async (...args) => (await service).test(...args),
  ping: async () => undefined,
  sweep: async (...args) => (await service).sweep(...args),
} satisfies ScanApi);
