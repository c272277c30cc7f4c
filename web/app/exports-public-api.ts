import { Failure } from '../../workers/failure';
import type { BundlescopeApi, EventsExportOptions } from '../../workers/public-api';
import type { ApiJobs } from './api-jobs';
import type { App } from './app.svelte';
import { queryOptions } from './arguments';

/** Exports of records, for `window.bundlescope`. */
export function exportsPublicApi(app: App, jobs: ApiJobs): Pick<BundlescopeApi, 'exportEvents'> {
  return {
    exportEvents: (options) =>
      jobs.run(options, (own) => {
        const checked = exportOptions(own);
        return async (job) => (await app.engine.call((e) => e.exportEvents(job, checked))).blob;
      }),
  };
}

/** As they were typed; which formats there are, and whether the zone is one, the engine knows. */
function exportOptions(options: EventsExportOptions | undefined): EventsExportOptions {
  const { format, query, zone, anchor, ...others } = queryOptions<EventsExportOptions>(options);
  // A `query` with a typing error would export everything.
  for (const name of Object.keys(others))
    throw new Failure('bad-argument', `exportEvents has no option ${JSON.stringify(name)}`);
  for (const [name, value] of Object.entries({ format, zone, anchor } as Record<string, unknown>)) {
    if (value === undefined && name !== 'format') continue;
    if (typeof value !== 'string')
      throw new Failure('bad-argument', `${name} is a text: exportEvents takes { format: "ndjson" }`);
  }
  return { format, query, zone, anchor };
}
