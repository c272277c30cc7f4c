import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFile, writeFile } from 'node:fs/promises';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy, inlineHash, policyMeta } from './.ci/content-security-policy.ts';
import { kernelBytes, workerSource } from './.ci/worker-source.ts';

/** `dist/bundlescope.html`: everything in one classic script, for file:// where modules do not load. */
export default defineConfig({
  publicDir: false,
  plugins: [svelte({ configFile: false }), workerSource(), kernelBytes(), singleFile()],
  build: {
    write: false,
    target: 'es2022',
    // Workers and kernel are inside: nothing may be fetched after the page has loaded.
    chunkSizeWarningLimit: 4096,
    cssCodeSplit: false,
    lib: { entry: 'web/main.ts', formats: ['iife'], name: 'bundlescopePage', fileName: 'page' },
  },
});

function singleFile(): Plugin {
  return {
    name: 'bundlescope-single-file',
    // The styles are put into the bundle by Vite's own plugins, after the ordinary ones.
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const outputs = Object.values(bundle);
      const chunk = outputs.find((o) => o.type === 'chunk');
      if (!chunk) throw new Error('the page produced no code');
      const css = outputs.map((o) =>
        o.type === 'asset' && o.fileName.endsWith('.css') ? String(o.source) : '',
      );
      const style = css.join('');
      // A closing tag inside the code would end the element early.
      const script = chunk.code.replaceAll('</script', '<\\/script');
      const icon = `data:image/svg+xml;base64,${(await readFile('static/icon.svg')).toString('base64')}`;
      const policy = contentSecurityPolicy(inlineHash(script), inlineHash(style));
      const html = (await readFile('web/index.html', 'utf8'))
        .replace('<head>', () => `<head>\n    ${policyMeta(policy)}`)
        .replace('./icon.svg', () => icon)
        .replace('</head>', () => `<style>${style}</style></head>`)
        .replace(/<script type="module".*<\/script>/, () => `<script>${script}</script>`);
      await writeFile('dist/bundlescope.html', html);
    },
  };
}
