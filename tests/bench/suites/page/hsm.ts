import { mkdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { generatedStream } from '../../hsm-logs';
import { giveFile, openGiven } from '../../page-file';
import type { Figure, PageSuite } from '../../suite';

const STREAMS = 4;
/** What is asked of the events: a column, two columns and a time, the text, everything. */
const QUERIES = ['opcode:CN_WRAP_KEY', 'user:user1* after:2024-01-01T00:30', 'RET_USER_LOGIN_FAILURE', ''];

/** A million events of CloudHSM audit logs over four streams: read, worked out, asked. */
export default {
  name: 'hsm',
  async run(bench) {
    const events = bench.quick ? 40_000 : 1_000_000;
    const { page, settle, close } = await bench.freshPage();
    const figures: Figure[] = [];
    const told = (what: string, value: number) =>
      figures.push({ what, value: Math.round(value), unit: 'ms' });
    const of = `${events.toLocaleString('en')} HSM events`;
    try {
      await settle();
      await giveFile(page, await logs(events));
      await page.evaluate(() => {
        window.benchLongest = 0;
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) {
            window.benchLongest = Math.max(window.benchLongest ?? 0, duration);
          }
        }).observe({ type: 'longtask' });
      });
      const started = performance.now();
      const records = await openGiven(page);
      if (records !== events) throw new Error(`${records} records of ${events} were read`);
      told(`${of}: onto the timeline`, performance.now() - started);
      const timed = (query: string) =>
        page.evaluate(async (q) => {
          const from = performance.now();
          const { total } = await window.bundlescope.hsm.events({ query: q, limit: 100 });
          return { total, ms: performance.now() - from };
        }, query);
      const first = await timed('*');
      if (first.total !== events) throw new Error(`${first.total} events of ${events} were read`);
      told(`${of}: parsed, ordered, attributed, keys followed`, first.ms);
      for (const query of QUERIES) told(`${of}: filter ${query || 'nothing'}`, (await timed(query)).ms);
      const findings = await page.evaluate(async () => {
        const from = performance.now();
        await window.bundlescope.hsm.findings();
        return performance.now() - from;
      });
      told(`${of}: findings`, findings);
      figures.push({
        what: `${of}: longest task of the page (0: none over 50 ms)`,
        value: Math.round(await page.evaluate(() => window.benchLongest ?? 0)),
        unit: 'ms',
        target: { atMost: 50 },
      });
    } finally {
      await close();
    }
    return figures;
  },
} satisfies PageSuite;

declare global {
  interface Window {
    benchLongest?: number;
  }
}

/** A zip of the logs, made once. */
async function logs(events: number): Promise<string> {
  const folder = join(tmpdir(), 'bundlescope-bench-inputs');
  const path = join(folder, `hsm-${events}.zip`);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere) return path;
  await mkdir(folder, { recursive: true });
  const names = Array.from({ length: STREAMS }, (_, stream) => `audit/hsm-${'abcd'[stream]!.repeat(11)}.log`);
  const files = names.map((name, stream) => [name, generatedStream(stream, events / STREAMS)] as const);
  await writeFile(path, zipSync(Object.fromEntries(files), { level: 1 }));
  return path;
}
