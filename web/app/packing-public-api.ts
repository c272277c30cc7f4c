import type { BundlescopeApi } from '../../workers/public-api';
import type { App } from './app.svelte';
import { nextDecryption } from './decryption-jobs';
import { packOptions } from './packing-arguments';

/** Packages by `window.bundlescope`. */
export function packingApi({ engine, whenReady }: App): Pick<BundlescopeApi, 'pack'> {
  return {
    pack: (options) =>
      whenReady.then(async () => {
        const checked = packOptions(options);
        return engine.call((e) => e.pack(nextDecryption(), checked));
      }),
  };
}
