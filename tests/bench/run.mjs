// npm run bench -- [--quick] [--only name[,name]] [--list]
//
// The bench itself is TypeScript and shares code with the page: Vite compiles it for Node first.
import { build } from 'vite';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../../', import.meta.url));
const outDir = join(root, 'node_modules/.cache/bundlescope-bench/node');
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  build: { ssr: 'tests/bench/runner.ts', outDir, emptyOutDir: true, target: 'node20' },
});
const { bench } = await import(pathToFileURL(join(outDir, 'runner.js')).href);
process.exitCode = await bench(root, process.argv.slice(2));
