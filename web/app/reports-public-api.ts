import type { BundlescopeApi } from '../../workers/public-api';
import type { App } from './app.svelte';
import { nextDecryption } from './decryption-jobs';

/** Report and case file by `window.bundlescope`. */
export function reportsApi(app: App): Pick<BundlescopeApi, 'report'> {
  const { engine, whenReady } = app;
  return {
    report: () =>
      whenReady.then(async () => {
        await app.rememberedNow();
        return engine.call((e) => e.report(nextDecryption(), { zone: app.zone }));
      }),
  };
}
