import { Failure } from '../../workers/failure';
import type { BundlescopeApi, EventsExportOptions } from '../../workers/public-api';
import type { ApiJobs } from './api-jobs';
import type { App } from './app.svelte';
import { knownOnly, queryOptions } from './arguments';

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
  const given = queryOptions<EventsExportOptions>(options);
  knownOnly(given, ['format', 'query', 'zone', 'anchor'], 'options');
  const { format, query, zone, anchor } = given;
  for (const [name, value] of Object.entries({ format, zone, anchor } as Record<string, unknown>)) {
    if (value === undefined && name !== 'format') continue;
    if (typeof value !== 'string')
      throw new Failure('bad-argument', `${name} is a text: exportEvents takes { format: "ndjson" }`);
  }
  return { format, query, zone, anchor };
}
