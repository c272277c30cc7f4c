import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { bundleFile, type BundleFile } from '../../inputs';
import { median } from '../../measure';
import { giveFile } from '../../page-file';
import type { Bench, Figure, PageSuite } from '../../suite';

const ROUNDS = 5;

interface Times {
  open: number[];
  stored: number[];
  stream: number[];
  gzip: number[];
  records: number;
}

/** From a dropped archive to counted records, against inflating the same bytes and doing nothing with them. */
export default {
  name: 'whole-way',
  async run(bench) {
    const mebibytes = bench.quick ? 16 : 256;
    const figures: Figure[] = [];
    const plain = await bundleFile(mebibytes);
    const once = await measure(bench, plain);
    const title = `whole way, ${mebibytes} MiB of logs`;
    const rate = (times: readonly number[]) => plain.logBytes / 1e3 / median(times);
    figures.push(
      { what: `${title}: open to counted`, value: median(once.open), unit: 'ms', note: records(once) },
      { what: `${title}: open to counted`, value: rate(once.open), unit: 'MB/s' },
      { what: `${title}: bare DecompressionStream`, value: median(once.stream), unit: 'ms' },
      {
        what: `${title}: time over DecompressionStream's`,
        value: median(once.open.map((time, i) => time / once.stream[i]!)),
        unit: 'x',
        target: { atMost: 1.1 },
      },
      { what: `${title}: storing, behind that`, value: median(once.stored), unit: 'ms' },
    );
    if (once.gzip.length > 0)
      figures.push({ what: `${title}: gzip -dc`, value: median(once.gzip), unit: 'ms' });
    const rotated = await bundleFile(mebibytes, { rotated: 8 });
    const twice = await measure(bench, rotated);
    figures.push(
      {
        what: `${title}, rotated ones packed twice: open to counted`,
        value: median(twice.open),
        unit: 'ms',
        note: records(twice),
      },
      {
        what: `${title}, rotated ones packed twice: bare DecompressionStream, outer layer only`,
        value: median(twice.stream),
        unit: 'ms',
      },
    );
    const lnav = await indexedByLnav(plain);
    if (lnav !== null)
      figures.push({ what: `${title}: lnav indexing the same logs`, value: lnav, unit: 'ms' });
    return figures;
  },
} satisfies PageSuite;

function records({ records }: Times): string {
  return `${records.toLocaleString('en')} records`;
}

async function measure(bench: Bench, file: BundleFile): Promise<Times> {
  const times: Times = { open: [], stored: [], stream: [], gzip: [], records: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { page, settle, close } = await bench.freshPage();
    try {
      await settle();
      await giveFile(page, file.path);
      const streamFirst = round % 2 === 0;
      if (streamFirst) times.stream.push(await streamed(page));
      const { open, stored, count } = await opened(page);
      if (!streamFirst) times.stream.push(await streamed(page));
      times.open.push(open);
      times.stored.push(stored);
      if (count < file.records || (times.records > 0 && times.records !== count)) {
        throw new Error(`${count} records, ${file.records} were written`);
      }
      times.records = count;
    } finally {
      await close();
    }
    const gzip = await unpackedByGzip(file.path);
    if (gzip !== null) times.gzip.push(gzip);
  }
  return times;
}

function opened(page: Page): Promise<{ open: number; stored: number; count: number }> {
  return page.evaluate(async () => {
    const { bundlescope } = window;
    const start = performance.now();
    await bundlescope.open([window.benchFile!]);
    const count = await bundlescope.count();
    const open = performance.now() - start;
    await bundlescope.whenIdle({ stored: true });
    return { open, stored: performance.now() - start - open, count };
  });
}

function streamed(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const start = performance.now();
    const reader = window.benchFile!.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
    while (!(await reader.read()).done);
    return performance.now() - start;
  });
}

/** Time of `gzip -dc` in ms, or null where there is no gzip. */
async function unpackedByGzip(path: string): Promise<number | null> {
  const start = performance.now();
  const child = spawn('gzip', ['-dc', path], { stdio: ['ignore', 'ignore', 'ignore'] });
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', resolve);
  });
  return code === 0 ? performance.now() - start : null;
}

/** Time lnav takes to index the unpacked logs, in ms, or null where it is not installed. */
async function indexedByLnav({ path }: BundleFile): Promise<number | null> {
  if (spawnSync('lnav', ['-V'], { stdio: 'ignore' }).status !== 0) return null;
  const folder = await mkdtemp(join(tmpdir(), 'bundlescope-bench-lnav-'));
  try {
    spawnSync('tar', ['xzf', path, '-C', folder, '--wildcards', '*/var/run/log/*'], { stdio: 'ignore' });
    const start = performance.now();
    const run = spawnSync('lnav', ['-n', '-q', '-r', folder], { stdio: 'ignore' });
    return run.status === 0 ? performance.now() - start : null;
  } finally {
    await rm(folder, { recursive: true });
  }
}
