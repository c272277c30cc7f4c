import type { Page } from 'playwright';
import { bundleFile } from '../../inputs';
import { median } from '../../measure';
import { giveFile, openGiven } from '../../page-file';
import type { Bench, Figure, PageSuite } from '../../suite';

const FILTERS = [
  'level>=warning',
  'component:Vimsvc.*',
  'level>=warning process:Hostd',
  '(level>=error or component:*TaskManager) -user:root',
];
/** Three frames at 60 Hz. */
const FEW_FRAMES = 50;
const ROUNDS = 7;
const RARE = 'qzxw';

export default {
  name: 'queries',
  async run(bench) {
    return [...(await overManyRecords(bench)), ...(await overCachedText(bench))];
  },
} satisfies PageSuite;

/** Filters and sweeps over a case whose text does not fit any cache. */
async function overManyRecords(bench: Bench): Promise<Figure[]> {
  const figures: Figure[] = [];
  const mebibytes = bench.quick ? 64 : 1024;
  const file = await bundleFile(mebibytes);
  const { page, close } = await bench.freshPage();
  try {
    await giveFile(page, file.path);
    const records = await openGiven(page);
    await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
    const among = `${(records / 1e6).toFixed(2)} million records`;
    for (const query of FILTERS) {
      const { times, count } = await timed(page, query, ROUNDS);
      figures.push({
        what: `filter ${query} over ${among}`,
        value: median(times),
        unit: 'ms',
        target: { atMost: FEW_FRAMES },
        note: `${count.toLocaleString('en')} found`,
      });
    }
    for (const word of ['failed', 'reclaimed in']) {
      figures.push({
        what: `search "${word}" over ${mebibytes} MiB: from Enter to its first rows on the screen`,
        value: await firstRows(page, word),
        unit: 'ms',
      });
      // Searches take turns: the rest of this one must not count for the next.
      await timed(page, RARE, 1);
    }
    const sweep = await timed(page, RARE, 1);
    figures.push({
      what: `search over ${mebibytes} MiB of text that is inflated again`,
      value: file.logBytes / 1e3 / sweep.times[0]!,
      unit: 'MB/s',
      note: `${Math.round(sweep.times[0]!)} ms`,
    });
  } finally {
    await close();
  }
  return figures;
}

/** Search in text that the scan workers still hold. */
async function overCachedText(bench: Bench): Promise<Figure[]> {
  const file = await bundleFile(64);
  const { page, close } = await bench.freshPage();
  try {
    await giveFile(page, file.path);
    await openGiven(page);
    await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
    const cold = await timed(page, RARE, 1);
    const warm = await timed(page, RARE, ROUNDS);
    return [
      {
        what: 'search over 64 MiB, the first one (text is inflated)',
        value: cold.times[0]!,
        unit: 'ms',
      },
      {
        what: 'search over 64 MiB, refined (text in memory)',
        value: file.logBytes / 1e3 / median(warm.times),
        unit: 'MB/s',
        target: { atLeast: 1_000 },
        note: `${Math.round(median(warm.times))} ms`,
      },
    ];
  } finally {
    await close();
  }
}

/** Times of a query; an anchor of its own makes each a new one, since the last few results are kept. */
function timed(page: Page, query: string, rounds: number): Promise<{ times: number[]; count: number }> {
  return page.evaluate(
    async ([text, runs]) => {
      const times: number[] = [];
      let count = 0;
      for (let run = 0; run < runs; run++) {
        const anchor = new Date(Date.now() + run).toISOString();
        const start = performance.now();
        count = await window.bundlescope.count(text, { anchor });
        times.push(performance.now() - start);
      }
      return { times, count };
    },
    [query, rounds] as const,
  );
}

/** From Enter in the query's field to the first frame that shows a row of the result, in ms. */
async function firstRows(page: Page, word: string): Promise<number> {
  await page
    .locator('nav button[aria-keyshortcuts="2"], nav button')
    .filter({ hasText: 'Timeline' })
    .first()
    .click();
  await page.locator('.pane .row').first().waitFor();
  const input = page.getByRole('combobox').first();
  await input.fill(`"${word}"`);
  await page.evaluate((text) => {
    const rows = () => [...document.querySelectorAll('.pane .row')];
    const isShown = () => {
      const texts = rows()
        .map((row) => row.textContent?.toLowerCase() ?? '')
        .filter(Boolean);
      return texts.length > 0 && texts.every((row) => row.includes(text));
    };
    window.benchFirst = new Promise((resolve) => {
      addEventListener(
        'keydown',
        () => {
          const start = performance.now();
          const look = () => (isShown() ? resolve(performance.now() - start) : requestAnimationFrame(look));
          requestAnimationFrame(look);
        },
        { once: true, capture: true },
      );
    });
  }, word);
  await input.press('Enter');
  return page.evaluate(() => window.benchFirst!);
}

declare global {
  interface Window {
    benchFirst?: Promise<number>;
  }
}
