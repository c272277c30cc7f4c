import { bundleFile } from '../../inputs';
import type { Bench, Figure, PageSuite } from '../../suite';
import { withOpened } from '../../watched-opening';

/** How long after the last work memory is looked at once more, in ms. */
const SETTLE = 2_000;

/** Private memory of the renderer processes above the empty page, each size in a browser of its own. */
export default {
  name: 'memory',
  async run(bench) {
    const figures: Figure[] = [];
    for (const mebibytes of bench.quick ? [16] : [64, 256, 1024])
      figures.push(...(await memoryOf(bench, mebibytes)));
    return figures;
  },
} satisfies PageSuite;

async function memoryOf(bench: Bench, mebibytes: number): Promise<Figure[]> {
  const file = await bundleFile(mebibytes);
  return withOpened(bench, file.path, async ({ page, watch, empty, records, opening, above, bound }) => {
    watch.peak.renderers = 0;
    await page.evaluate(() => window.bundlescope.count('nowhere-to-be-found'));
    await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
    watch.stop();
    await page.waitForTimeout(SETTLE);
    const after = await watch.sample();
    const title = `memory, ${mebibytes} MiB of logs`;
    return [
      {
        what: `${title}: peak above the empty page until all is parsed`,
        value: above(opening.renderers),
        unit: 'MB',
        target: bound,
        note: `${records.toLocaleString('en')} records, empty page ${Math.round(empty.renderers / 1e6)} MB`,
      },
      {
        what: `${title}: peak with searching all text and storing`,
        value: above(Math.max(opening.renderers, watch.peak.renderers)),
        unit: 'MB',
        target: bound,
      },
      { what: `${title}: after that`, value: above(after.renderers), unit: 'MB' },
      {
        what: `${title}: the browser's own process (Blobs), peak above before`,
        value: (Math.max(opening.browser, watch.peak.browser) - empty.browser) / 1e6,
        unit: 'MB',
      },
    ];
  });
}
