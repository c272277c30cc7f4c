import { Failure } from '../../workers/failure';
import type { BundlescopeApi } from '../../workers/public-api';
import type { App } from './app.svelte';
import { attachCaseFile } from './case-files';
import { nextDecryption } from './decryption-jobs';

/** Report and case file by `window.bundlescope`. */
export function reportsApi(app: App): Pick<BundlescopeApi, 'report' | 'caseFile' | 'attachCaseFile'> {
  const { engine } = app;
  const ready = async () => {
    await app.whenReady;
    await app.whenSorted;
    await app.rememberedNow();
    return { zone: app.zone };
  };
  return {
    report: async () => {
      const options = await ready();
      return engine.call((e) => e.report(nextDecryption(), options));
    },
    caseFile: async () => {
      const options = await ready();
      return engine.call((e) => e.caseFile(nextDecryption(), options));
    },
    attachCaseFile: async (caseFile) => {
      const given: unknown = caseFile;
      if (!(given instanceof Blob))
        throw new Failure('bad-argument', 'attachCaseFile takes a Blob or File: the case file');
      await ready();
      return attachCaseFile(app, given);
    },
  };
}
