import { Failure } from '../../workers/failure';
import type { BundlescopeApi } from '../../workers/public-api';
import type { ApiJobs } from './api-jobs';
import type { App } from './app.svelte';
import { attachCaseFile } from './case-files';

/** Report and case file by `window.bundlescope`. */
export function reportsApi(
  app: App,
  jobs: ApiJobs,
): Pick<BundlescopeApi, 'report' | 'caseFile' | 'attachCaseFile'> {
  const { engine } = app;
  const settled = async () => {
    await app.whenSorted;
    await app.rememberedNow();
    return { zone: app.zone };
  };
  return {
    report: (options) =>
      jobs.run(options, () => async (job) => {
        const shown = await settled();
        return engine.call((e) => e.report(job, shown));
      }),
    caseFile: (options) =>
      jobs.run(options, () => async (job) => {
        const shown = await settled();
        return engine.call((e) => e.caseFile(job, shown));
      }),
    attachCaseFile: (caseFile, options) =>
      jobs.change(options, () => {
        const given: unknown = caseFile;
        if (!(given instanceof Blob))
          throw new Failure('bad-argument', 'attachCaseFile takes a Blob or File: the case file');
        return async (job) => {
          await settled();
          return attachCaseFile(app, given, job);
        };
      }),
  };
}
