import { Failure } from '../../workers/failure';
import type { HsmApi } from '../../workers/public-api';
import type { ApiJobs } from './api-jobs';
import type { App } from './app.svelte';
import { eventsOptions, fileReference, queryOptions } from './arguments';

/** `window.bundlescope.hsm`. Every call waits until the page is ready and what was given is parsed. */
export function hsmApi({ engine, whenReady }: App, jobs: ApiJobs): HsmApi {
  const ready = <T>(work: () => Promise<T>): Promise<T> => whenReady.then(work);
  return Object.freeze<HsmApi>({
    events: (options) =>
      ready(async () => {
        const checked = eventsOptions(options);
        return engine.call((e) => e.hsmEvents(checked));
      }),
    findings: () => ready(() => engine.call((e) => e.hsmFindings())),
    keys: () => ready(() => engine.call((e) => e.hsmKeys())),
    sessions: () => ready(() => engine.call((e) => e.hsmSessions())),
    users: () => ready(() => engine.call((e) => e.hsmUsers())),
    certificates: () => ready(() => engine.call((e) => e.hsmCertificates())),
    setStream: (file, name) =>
      ready(async () => {
        const reference = fileReference(file, 'setStream');
        if (typeof name !== 'string') throw new Failure('bad-argument', 'a stream is named by a text');
        return engine.call((e) => e.hsmSetStream(reference, name));
      }),
    export: (options) =>
      jobs.run(options, (own) => {
        const checked = queryOptions(own);
        return (job) => engine.call((e) => e.hsmExport(job, checked));
      }),
  });
}
