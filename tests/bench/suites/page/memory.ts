import { bundleFile } from '../../inputs';
import { giveFile, openGiven } from '../../page-file';
import { MemoryWatch } from '../../processes';
import type { Figure, PageSuite } from '../../suite';

const FIXED_BYTES = 250e6;
const BYTES_PER_RECORD = 48;
/** How long after the last work memory is looked at once more, in ms. */
const SETTLE = 2_000;

/** Private memory of the renderer processes above the empty page, each size in a browser of its own. */
export default {
  name: 'memory',
  async run(bench) {
    if (process.platform !== 'linux') throw new Error('memory is measured on Linux only');
    const figures: Figure[] = [];
    for (const mebibytes of bench.quick ? [16] : [64, 256, 1024]) {
      const file = await bundleFile(mebibytes);
      const { page, settle, close } = await bench.freshPage();
      const watch = new MemoryWatch();
      try {
        await settle();
        const empty = await watch.sample();
        await giveFile(page, file.path);
        watch.peak.renderers = 0;
        watch.peak.browser = 0;
        watch.start();
        const records = await openGiven(page);
        const opening = { ...watch.peak };
        watch.peak.renderers = 0;
        await page.evaluate(() => window.bundlescope.count('nowhere-to-be-found'));
        await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
        watch.stop();
        await page.waitForTimeout(SETTLE);
        const after = await watch.sample();
        const title = `memory, ${mebibytes} MiB of logs`;
        const mb = (bytes: number) => (bytes - empty.renderers) / 1e6;
        const bound = { atMost: Math.round((FIXED_BYTES + BYTES_PER_RECORD * records) / 1e6) };
        figures.push(
          {
            what: `${title}: peak above the empty page until all is parsed`,
            value: mb(opening.renderers),
            unit: 'MB',
            target: bound,
            note: `${records.toLocaleString('en')} records, empty page ${Math.round(empty.renderers / 1e6)} MB`,
          },
          {
            what: `${title}: peak with searching all text and storing`,
            value: mb(Math.max(opening.renderers, watch.peak.renderers)),
            unit: 'MB',
            target: bound,
          },
          { what: `${title}: after that`, value: mb(after.renderers), unit: 'MB' },
          {
            what: `${title}: the browser's own process (Blobs), peak above before`,
            value: (Math.max(opening.browser, watch.peak.browser) - empty.browser) / 1e6,
            unit: 'MB',
          },
        );
      } finally {
        watch.stop();
        await close();
      }
    }
    return figures;
  },
} satisfies PageSuite;
