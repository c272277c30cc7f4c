import type { Page } from 'playwright/test';
import { entry, gzipOf, hostdLog, tarOf } from './made';
import { expect, open, ready, test } from './page';

/** What the page shows of what is open; texts are searched by workers of their own. */
function shown(page: Page) {
  return page.evaluate(async () => {
    const { files, read, events, count, histogram } = window.bundlescope;
    const list = await files();
    const texts: string[] = [];
    for (const { path } of list) texts.push(await (await read(path)).text());
    return {
      files: list,
      texts,
      records: await count(),
      found: await count('"line of the packed one 7"'),
      wide: await count('"line of the wide one 7"'),
      histogram: await histogram({ bins: 10 }),
      events: (await events({ limit: 1000 })).events,
    };
  });
}

function pieces(path: string, content: Uint8Array, each: number) {
  return Array.from({ length: Math.ceil(content.length / each) }, (_, number) =>
    entry(
      `${path}.FRAG-${String(number).padStart(5, '0')}`,
      content.subarray(number * each, (number + 1) * each),
    ),
  );
}

test('compressed and UTF-16 logs in fragments are read, searched and kept as those in one piece', async ({
  page,
  watch,
}) => {
  const packed = await gzipOf(hostdLog(300, 'line of the packed one'));
  const wide = new Uint8Array(Buffer.from(`\ufeff${hostdLog(100, 'line of the wide one')}`, 'utf16le'));
  const whole = [entry('top/hostd.0.gz', packed), entry('top/hostd.log', wide)];
  const inPieces = [...pieces('top/hostd.0.gz', packed, 100), ...pieces('top/hostd.log', wide, 333)];
  const bundleOf = async (entries: typeof whole) => ({
    name: 'a.tgz',
    bytes: await gzipOf(await tarOf([...entries, entry('top/z.txt', 'z')])),
  });
  await open(page, [await bundleOf(whole)]);
  const wanted = await shown(page);
  expect(wanted.records).toBe(400);
  expect([wanted.found, wanted.wide].every((count) => count > 0)).toBe(true);
  await page.evaluate(async () => {
    await window.bundlescope.whenIdle({ stored: true });
    for (const { id } of await window.bundlescope.cases()) await window.bundlescope.deleteCase(id);
  });
  await open(page, [await bundleOf(inPieces)]);
  expect(await shown(page)).toEqual(wanted);
  await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
  watch.pageReloads();
  await page.reload();
  await ready(page);
  watch.pageIsThere();
  expect(await shown(page)).toEqual(wanted);
});
