import type { BundlescopeApi } from '../../workers/public-api';
import { Failure } from '../../workers/failure';
import { ApiJobs } from './api-jobs';
import type { App } from './app.svelte';
import {
  areaOf,
  caseId,
  countOptions,
  eventsOptions,
  fileReference,
  histogramOptions,
  inspectOptions,
  openInputs,
  queryOptions,
  queryText,
} from './arguments';
import { packingApi } from './packing-public-api';
import { exportsPublicApi } from './exports-public-api';
import { plainEvidence } from './plain-evidence';
import { hsmApi } from './hsm-public-api';
import { redactionApi } from './redaction-public-api';
import { reportsApi } from './reports-public-api';
import { blobOrReference, secretOptions } from './secret-arguments';
import { recryptOptions, sealOptions } from './sealing-arguments';

declare global {
  interface Window {
    bundlescope: BundlescopeApi;
  }
}

/** The page's engine for the console: `window.bundlescope`. Every call waits until the page is ready. */
export function publicApi(app: App): BundlescopeApi {
  const { engine } = app;
  const jobs = new ApiJobs(app);
  const whenReady = <T>(work: () => Promise<T>): Promise<T> => app.whenReady.then(work);
  let given: Promise<unknown> = Promise.resolve();
  return {
    ...exportsPublicApi(app, jobs),
    open: (files, options) => {
      const report = jobs.change(options, () => {
        const inputs = openInputs(files);
        return (job) => app.openAndReport(inputs, job, options?.signal);
      });
      given = Promise.allSettled([given, report]);
      return report;
    },
    // What was given in the same breath may still be on its way to the engine.
    whenIdle: (options) =>
      whenReady(async () => {
        await given;
        await app.whenSorted;
        return engine.call((e) => e.whenIdle(options?.stored ?? false));
      }),
    files: () => whenReady(() => engine.call((e) => e.files())),
    read: (path) =>
      whenReady(async () => {
        const file = fileReference(path);
        return engine.call((e) => e.read(file));
      }),
    hosts: () => whenReady(() => engine.call((e) => e.hosts())),
    events: (options) =>
      jobs.run(options, (own) => {
        const checked = eventsOptions(own);
        return (job) => engine.call((e) => e.events(job, checked));
      }),
    count: (query, options) =>
      jobs.run(options, (own) => {
        const checked = { ...countOptions(own), query: queryText(query) };
        return (job) => engine.call((e) => e.count(job, checked));
      }),
    histogram: (options) =>
      jobs.run(options, (own) => {
        const checked = histogramOptions(own);
        return (job) => engine.call((e) => e.histogram(job, checked));
      }),
    envelopes: () => whenReady(() => engine.call((e) => e.envelopes())),
    unlock: (keyFile, secrets) =>
      jobs.run(secrets, (own) => {
        const file = blobOrReference(keyFile, 'unlock');
        const checked = secretOptions(own);
        return (job) => engine.call((e) => e.unlock(job, file, checked));
      }),
    decrypt: (envelope, options) =>
      jobs.run(options, (own) => {
        const file = blobOrReference(envelope, 'decrypt');
        const checked = secretOptions(own);
        return (job) => engine.call((e) => e.decrypt(job, file, checked));
      }),
    inspect: (envelope, options) =>
      jobs.run(options, (own) => {
        const file = blobOrReference(envelope, 'inspect');
        const checked = secretOptions(inspectOptions(own));
        return (job) => engine.call((e) => e.inspect(job, file, checked));
      }),
    openInside: (envelope, options) => {
      const report = jobs.change(options, (own) => {
        const reference = fileReference(envelope, 'openInside');
        const checked = secretOptions(own);
        return (job) => engine.call((e) => e.openInside(job, reference, checked));
      });
      given = Promise.allSettled([given, report]);
      return report;
    },
    keyFiles: () => whenReady(() => engine.call((e) => e.keyFiles())),
    openVmx: (vmx, secrets) =>
      jobs.run(secrets, (own) => {
        const file = blobOrReference(vmx, 'openVmx');
        const checked = secretOptions(own);
        return (job) => engine.call((e) => e.openVmx(job, file, checked));
      }),
    hsm: hsmApi(app, jobs),
    operations: (options) =>
      jobs.run(options, (own) => {
        const checked = eventsOptions(own);
        return (job) => engine.call((e) => e.operations(job, checked));
      }),
    completeness: (options) => jobs.run(options, () => (job) => engine.call((e) => e.completeness(job))),
    sessions: (options) => jobs.run(options, () => (job) => engine.call((e) => e.traceSessions(job))),
    exportOperations: (options) =>
      jobs.run(options, (own) => {
        const checked = queryOptions(own);
        return (job) => engine.call((e) => e.exportOperations(job, checked));
      }),
    operationTree: (opId, options) =>
      jobs.run(options, () => {
        if (typeof opId !== 'string' || opId.trim() === '')
          throw new Failure('bad-argument', 'operationTree takes an operation id');
        return (job) => engine.call((e) => e.operationTree(job, opId));
      }),
    findings: (options) =>
      jobs.run(options, (own) => {
        const area = areaOf(own);
        return async (job) => plainEvidence(await engine.call((e) => e.findings(job, area)));
      }),
    eam: Object.freeze<BundlescopeApi['eam']>({
      agencies: (options) =>
        jobs.run(options, () => async (job) => plainEvidence(await engine.call((e) => e.eamAgencies(job)))),
      threads: (options) => jobs.run(options, () => (job) => engine.call((e) => e.eamThreads(job))),
    }),
    seal: (file, options) =>
      jobs.run(options, (own) => {
        const checked = sealOptions(own);
        return (job) => engine.call((e) => e.seal(job, file, checked));
      }),
    recrypt: (envelope, options) =>
      jobs.run(options, (own) => {
        const checked = recryptOptions(own);
        return (job) => engine.call((e) => e.recrypt(job, envelope, checked));
      }),
    ...packingApi(app, jobs),
    ...redactionApi(app, jobs),
    ...reportsApi(app, jobs),
    cases: () => whenReady(() => engine.call((e) => e.cases())),
    openCase: (id) => whenReady(() => app.openCase(caseId(id))),
    deleteCase: (id) => whenReady(() => app.deleteCase(caseId(id))),
  };
}

export function installPublicApi(app: App): void {
  window.bundlescope = Object.freeze(publicApi(app));
}
