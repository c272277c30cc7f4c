import { build, type Plugin } from 'vite';

const SUFFIX = '?source';

/**
 * `import source from './engine.worker.ts?source'` gives a worker's whole code as one classic script.
 *
 * Vite's own `?worker&inline` hides `new Worker(url)` in generated code, where no Trusted Types policy can
 * reach it, and a classic script from a blob is the one worker form that http, https and file:// all allow.
 */
export function workerSource(): Plugin {
  return {
    name: 'bundlescope-worker-source',
    enforce: 'pre',
    async resolveId(id, importer) {
      if (!id.endsWith(SUFFIX)) return null;
      const resolved = await this.resolve(id.slice(0, -SUFFIX.length), importer, { skipSelf: true });
      return resolved && resolved.id + SUFFIX;
    },
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const entry = id.slice(0, -SUFFIX.length);
      const watched = new Set<string>();
      const result = await build({
        configFile: false,
        logLevel: 'warn',
        plugins: [kernelBytes(), collectModules(watched)],
        build: {
          write: false,
          minify: true,
          target: 'es2022',
          lib: { entry, formats: ['iife'], name: 'worker', fileName: 'worker' },
        },
      });
      const outputs = Array.isArray(result) ? result : [result];
      const chunk = outputs.flatMap((o) => ('output' in o ? o.output : [])).find((o) => o.type === 'chunk');
      if (!chunk) throw new Error(`no code came out of ${entry}`);
      for (const file of watched) this.addWatchFile(file);
      return `export default ${JSON.stringify(chunk.code)};`;
    },
  };
}

/** `import base64 from '../assembly/build/kernel.wasm?base64'`: the module's bytes without any request. */
export function kernelBytes(): Plugin {
  const suffix = '.wasm?base64';
  return {
    name: 'bundlescope-kernel-bytes',
    enforce: 'pre',
    async resolveId(id, importer) {
      if (!id.endsWith(suffix)) return null;
      const resolved = await this.resolve(id.slice(0, -'?base64'.length), importer, { skipSelf: true });
      return resolved && resolved.id + '?base64';
    },
    async load(id) {
      if (!id.endsWith(suffix)) return null;
      const { readFile } = await import('node:fs/promises');
      const file = id.slice(0, -'?base64'.length);
      this.addWatchFile(file);
      return `export default ${JSON.stringify((await readFile(file)).toString('base64'))};`;
    },
  };
}

function collectModules(into: Set<string>): Plugin {
  return {
    name: 'bundlescope-collect-modules',
    moduleParsed(info) {
      if (!info.id.startsWith('\0')) into.add(info.id.replace(/\?.*$/, ''));
    },
  };
}
