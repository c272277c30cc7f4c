import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy, policyMeta } from './.ci/content-security-policy.ts';
import { kernelBytes, workerSource } from './.ci/worker-source.ts';

/** The page for a static host: `dist/index.html` and its assets, usable below any path. */
export default defineConfig({
  root: 'web',
  base: './',
  publicDir: '../static',
  plugins: [svelte({ configFile: false }), workerSource(), kernelBytes(), strictPolicy()],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    // Workers and kernel are inside: nothing may be fetched after the page has loaded.
    chunkSizeWarningLimit: 4096,
    modulePreload: false,
    assetsInlineLimit: 0,
  },
  preview: { allowedHosts: true },
});

function strictPolicy(): Plugin {
  return {
    name: 'bundlescope-strict-policy',
    apply: 'build',
    transformIndexHtml(html) {
      return html.replace('<head>', `<head>\n    ${policyMeta(contentSecurityPolicy(`'self'`, `'self'`))}`);
    },
  };
}
