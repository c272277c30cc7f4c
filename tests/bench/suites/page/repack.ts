import type { Page } from 'playwright';
import { bundleFile } from '../../inputs';
import type { Bench, Figure, PageSuite } from '../../suite';
import { forgetPeaks, withOpened } from '../../watched-opening';

/**
 * Opens a bundle and packs all of it again. Private memory of the renderer processes above the empty page must stay
 * within the bound of opening it; the package is the browser's own to hold.
 */
export default {
  name: 'repack',
  async run(bench) {
    const figures: Figure[] = [];
    for (const mebibytes of bench.quick ? [16] : [256, 2048])
      figures.push(...(await repackingOf(bench, mebibytes)));
    return figures;
  },
} satisfies PageSuite;

async function repackingOf(bench: Bench, mebibytes: number): Promise<Figure[]> {
  const file = await bundleFile(mebibytes, { fragments: true });
  return withOpened(bench, file.path, async ({ page, watch, empty, records, above, bound }) => {
    await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
    const opening = { ...watch.peak };
    forgetPeaks(watch);
    const packed = await packAll(page);
    watch.stop();
    const title = `repack, ${mebibytes} MiB of logs`;
    const figures: Figure[] = [
      {
        what: `${title}: rate of unpacked bytes`,
        value: packed.unpacked / 1e3 / packed.ms,
        unit: 'MB/s',
        note: `${packed.files} files, ${Math.round(packed.bytes / 1e6)} MB packed`,
      },
      {
        what: `${title}: peak above the empty page while opening`,
        value: above(opening.renderers),
        unit: 'MB',
        target: bound,
      },
      {
        what: `${title}: peak above the empty page while packing`,
        value: above(watch.peak.renderers),
        unit: 'MB',
        target: bound,
        note: `${records.toLocaleString('en')} records`,
      },
      {
        what: `${title}: the browser's own process (Blobs), peak above before`,
        value: (watch.peak.browser - empty.browser) / 1e6,
        unit: 'MB',
      },
    ];
    await checkRecords(page, records);
    return figures;
  });
}

/** Packs everything; the package stays in the page as `window.benchFile`. */
function packAll(page: Page): Promise<{ ms: number; bytes: number; unpacked: number; files: number }> {
  return page.evaluate(async () => {
    const { pack } = window.bundlescope;
    const started = performance.now();
    const { blob, manifest } = await pack({ dumps: 'keep', fragments: 'join' });
    const ms = performance.now() - started;
    window.benchFile = new File([blob], 'package.tgz');
    const unpacked = manifest.reduce((sum, { bytes }) => sum + bytes, 0);
    return { ms, bytes: blob.size, unpacked, files: manifest.length };
  });
}

/** The package opened in a fresh case must have as many records as what was packed. */
async function checkRecords(page: Page, records: number): Promise<void> {
  const again = await page.evaluate(async () => {
    for (const { id } of await window.bundlescope.cases()) await window.bundlescope.deleteCase(id);
    await window.bundlescope.open([window.benchFile!]);
    return window.bundlescope.count();
  });
  if (again !== records) throw new Error(`the package has ${again} records, not ${records}`);
}
