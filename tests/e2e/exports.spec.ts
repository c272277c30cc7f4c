import { hostdLog } from './made';
import { expect, open, test, textFile } from './page';

test('NDJSON holds what events() gives, with the statement on every record', async ({ page }) => {
  await open(page, [textFile('hostd.log', hostdLog(250))]);
  const { lines, events, type } = await page.evaluate(async () => {
    const query = 'made line';
    const blob = await window.bundlescope.exportEvents({ format: 'ndjson', query, zone: 'Europe/Berlin' });
    const found = await window.bundlescope.events({ query, limit: 10_000 });
    return { lines: (await blob.text()).trimEnd().split('\n'), events: found.events, type: blob.type };
  });
  expect(type).toBe('application/x-ndjson');
  expect(lines).toHaveLength(250);
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records[0]!.export).toEqual({
    query: 'made line',
    zone: 'Europe/Berlin',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    count: 250,
  });
  expect(records.map(({ sourceName, export: _, ...event }) => event)).toEqual(events);
  expect(records[0]!.sourceName).toBe('hostd.log');
});
