import type { BundlescopeApi } from '../../workers/public-api';
import type { App } from './app.svelte';
import { nextDecryption } from './decryption-jobs';
import { freeSpace } from './free-space';
import { packOptions } from './packing-arguments';

/** Packages by `window.bundlescope`. */
export function packingApi({ engine, whenReady }: App): Pick<BundlescopeApi, 'pack' | 'packPlan'> {
  return {
    pack: (options) =>
      whenReady.then(async () => {
        const checked = packOptions(options);
        return engine.call((e) => e.pack(nextDecryption(), checked));
      }),
    packPlan: (options) =>
      whenReady.then(async () => {
        const checked = packOptions(options);
        const plan = await engine.call((e) => e.packPlan(nextDecryption(), checked));
        return { ...plan, space: { ...plan.space, free: await freeSpace() } };
      }),
  };
}
