import { Failure } from '../../workers/failure';
import type { BundlescopeApi } from '../../workers/public-api';
import { checkedAliasMap } from '../../workers/redaction/alias-map';
import type { ApiJobs } from './api-jobs';
import type { App } from './app.svelte';

/** The way back from aliases by `window.bundlescope`. */
export function redactionApi({ engine }: App, jobs: ApiJobs): Pick<BundlescopeApi, 'turnBack'> {
  return {
    turnBack: (text, aliases, options) =>
      jobs.run(options, () => {
        const given: unknown = text;
        if (typeof given !== 'string' && !(given instanceof Blob))
          throw new Failure('bad-argument', 'turnBack takes a text or a Blob, and the aliases of a package');
        const map = checkedAliasMap(aliases);
        return (job) => engine.call((e) => e.turnBack(job, given, map));
      }),
  };
}
