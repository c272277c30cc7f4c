import type { BundlescopeApi } from '../../workers/public-api';
import type { ApiJobs } from './api-jobs';
import type { App } from './app.svelte';
import { freeSpace } from './free-space';
import { packOptions } from './packing-arguments';

/** Packages by `window.bundlescope`. */
export function packingApi({ engine }: App, jobs: ApiJobs): Pick<BundlescopeApi, 'pack' | 'packPlan'> {
  return {
    pack: (options) =>
      jobs.run(options, (own) => {
        const checked = packOptions(own);
        return (job) => engine.call((e) => e.pack(job, checked));
      }),
    packPlan: (options) =>
      jobs.run(options, (own) => {
        const checked = packOptions(own);
        return async (job) => {
          const plan = await engine.call((e) => e.packPlan(job, checked));
          return { ...plan, space: { ...plan.space, free: await freeSpace() } };
        };
      }),
  };
}
