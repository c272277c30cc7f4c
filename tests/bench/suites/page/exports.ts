import type { Page } from 'playwright';
import type { EventsExportOptions } from '../../../../workers/public-api';
import { bundleFile } from '../../inputs';
import { giveFile, openGiven } from '../../page-file';
import { MemoryWatch } from '../../processes';
import type { Figure, PageSuite } from '../../suite';

const FORMATS: EventsExportOptions['format'][] = ['ndjson', 'csv', 'timesketch', 'ecs', 'parquet'];
/** Records of the peer that only stringifies. */
const SAMPLE = 10_000;

/** Exports every record of a bundle in each form; the first export finds the digests known. */
export default {
  name: 'exports',
  async run(bench) {
    const mebibytes = bench.quick ? 16 : 192;
    const file = await bundleFile(mebibytes, { rotated: 3 });
    const { page, settle, close } = await bench.freshPage();
    const figures: Figure[] = [];
    try {
      await settle();
      await giveFile(page, file.path);
      const records = await openGiven(page);
      await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
      // Hashes what was dropped.
      await page.evaluate(() => window.bundlescope.exportEvents({ format: 'ndjson', query: 'level>=fatal' }));
      const watch = process.platform === 'linux' ? new MemoryWatch() : null;
      const before = await watch?.sample();
      watch?.start();
      for (const format of FORMATS) {
        if (watch) watch.peak.renderers = 0;
        const { ms, bytes } = await exportAll(page, format);
        figures.push({
          what: `${format}: records a second`,
          value: Math.round((records * 1000) / ms),
          unit: '/s',
          ...(format === 'ndjson' && { target: { atLeast: 50_000 } }),
          note: `${records.toLocaleString('en')} records, ${Math.round(bytes / 1e6)} MB`,
        });
        if (watch && before)
          figures.push({
            what: `${format}: peak of the renderer above the open case`,
            value: (watch.peak.renderers - before.renderers) / 1e6,
            unit: 'MB',
          });
      }
      watch?.stop();
      figures.push({
        what: 'JSON.stringify of events that are in memory, alone: records a second',
        value: Math.round(await stringified(page)),
        unit: '/s',
      });
      return figures;
    } finally {
      await close();
    }
  },
} satisfies PageSuite;

function exportAll(
  page: Page,
  format: EventsExportOptions['format'],
): Promise<{ ms: number; bytes: number }> {
  return page.evaluate(async (wanted) => {
    const started = performance.now();
    const blob = await window.bundlescope.exportEvents({ format: wanted });
    return { ms: performance.now() - started, bytes: blob.size };
  }, format);
}

function stringified(page: Page): Promise<number> {
  return page.evaluate(async (limit) => {
    const { events } = await window.bundlescope.events({ limit });
    const rounds = 20;
    let bytes = 0;
    const started = performance.now();
    for (let round = 0; round < rounds; round++)
      bytes += new TextEncoder().encode(events.map((event) => JSON.stringify(event)).join('\n')).length;
    if (bytes === 0) throw new Error('nothing was written');
    return (rounds * events.length * 1000) / (performance.now() - started);
  }, SAMPLE);
}
