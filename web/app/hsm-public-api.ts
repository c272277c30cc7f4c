import type { Remote } from 'comlink';
import type { EngineApi } from '../../workers/engine/engine-api';
import { Failure, type Result } from '../../workers/failure';
import type { HsmApi, JobOptions } from '../../workers/public-api';
import type { ApiJobs } from './api-jobs';
import type { App } from './app.svelte';
import { eventsOptions, fileReference, queryOptions } from './arguments';

/** `window.bundlescope.hsm`. Every call waits until the page is ready and what was given is parsed. */
export function hsmApi({ engine, whenReady }: App, jobs: ApiJobs): HsmApi {
  const ready = <T>(work: () => Promise<T>): Promise<T> => whenReady.then(work);
  type Ask<T> = (engine: Remote<EngineApi>, job: number) => Promise<Result<T>>;
  const worked = <T>(options: JobOptions | undefined, ask: Ask<T>): Promise<T> =>
    jobs.run(options, () => (job) => engine.call((e) => ask(e, job)));
  return Object.freeze<HsmApi>({
    events: (options) =>
      jobs.run(options, (own) => {
        const checked = eventsOptions(own);
        return (job) => engine.call((e) => e.hsmEvents(job, checked));
      }),
    findings: (options) => worked(options, (e, job) => e.hsmFindings(job)),
    keys: (options) => worked(options, (e, job) => e.hsmKeys(job)),
    sessions: (options) => worked(options, (e, job) => e.hsmSessions(job)),
    users: (options) => worked(options, (e, job) => e.hsmUsers(job)),
    certificates: (options) => worked(options, (e, job) => e.hsmCertificates(job)),
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
