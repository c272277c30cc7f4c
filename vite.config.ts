import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy, policyMeta } from './.ci/content-security-policy';
import { kernelBytes, workerSource } from './.ci/worker-source';

/** The page for a static host: `dist/index.html` and its assets, usable below any path. */
export default defineConfig({
  root: 'web',
  base: './',
  publicDir: '../static',
  plugins: [svelte(), workerSource(), kernelBytes(), strictPolicy()],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
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
