import type { BundlescopeApi } from '../../workers/public-api';
import type { App } from './app.svelte';
import { nextDecryption } from './decryption-jobs';

declare global {
  interface Window {
    bundlescope: BundlescopeApi;
  }
}

/** The page's engine for the console: `window.bundlescope`. Every call waits until the page is ready. */
export function publicApi(app: App): BundlescopeApi {
  const { engine } = app;
  const whenReady = <T>(work: () => Promise<T>): Promise<T> => app.whenReady.then(work);
  return {
    open: (files) =>
      whenReady(() =>
        app.openAndReport(Array.from(files, (file) => ({ file, folderPath: file.webkitRelativePath }))),
      ),
    whenIdle: (options) => whenReady(() => engine.call((e) => e.whenIdle(options?.stored ?? false))),
    files: () => whenReady(() => engine.call((e) => e.files())),
    read: (path) => whenReady(() => engine.call((e) => e.read(path))),
    hosts: () => whenReady(() => engine.call((e) => e.hosts())),
    events: (options) => whenReady(() => engine.call((e) => e.events(options ?? {}))),
    count: (query, options) => whenReady(() => engine.call((e) => e.count(query ?? '', options?.anchor))),
    histogram: (options) => whenReady(() => engine.call((e) => e.histogram(options ?? {}))),
    envelopes: () => whenReady(() => engine.call((e) => e.envelopes())),
    unlock: (keyFile, secrets) => whenReady(() => engine.call((e) => e.unlock(keyFile, secrets ?? {}))),
    decrypt: (envelope, options) =>
      whenReady(() => engine.call((e) => e.decrypt(nextDecryption(), envelope, options ?? {}))),
    cases: () => whenReady(() => engine.call((e) => e.cases())),
    openCase: (id) => whenReady(() => app.openCase(id)),
    deleteCase: (id) => whenReady(() => app.deleteCase(id)),
  };
}

export function installPublicApi(app: App): void {
  window.bundlescope = Object.freeze(publicApi(app));
}
