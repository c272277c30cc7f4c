import type { EventRecord, FileEntry } from '../../workers/public-api';
import { generateBundle, type BundleDescription } from '../../workers/sample';
import * as damage from '../../workers/sample/damage';
import type { BundleTruth, FileTruth } from '../../workers/sample/truth';
import { expect, open, test } from './page';

const RELEASES = ['6.7', '7.0', '8.0'] as const;

const VARIANTS: Record<string, Partial<BundleDescription>> = {
  rotated: { rotated: 4, logBytes: 3 * 1024 * 1024 },
  fragmented: { rotated: 1, logBytes: 2 * 1024 * 1024, fragments: true },
  'in two gzip members, with zeros behind': {
    rotated: 2,
    damage: [damage.splitMembers(), damage.trailingZeros(4096)],
  },
  'with a second entry and a hostile path': {
    damage: [damage.duplicateEntry('README'), damage.escapingPaths()],
  },
};

/** A record for every record and every section header, one for what a rotation cut off at the start of a file. */
const recordsOf = (file: FileTruth) => file.records + file.headers + (file.orphanLines > 0 ? 1 : 0);

for (const release of RELEASES) {
  for (const [name, variant] of Object.entries(VARIANTS)) {
    test(`ESXi ${release}, ${name}: events and counts are what the generator wrote`, async ({ page }) => {
      const description: BundleDescription = {
        release,
        seed: `truth ${name}`,
        plant: [
          {
            log: 'hostd',
            text: 'planted needle one',
            at: 0.3,
            level: 'warning',
            opId: 'planted-op-1',
            user: 'root',
          },
          { log: 'vmkernel', text: 'planted needle two', at: 0.9 },
        ],
        ...variant,
      };
      const { file, truth } = await written(description);
      const report = await open(page, [file]);
      expect(report.sources).toHaveLength(1);

      const seen = await page.evaluate(async (paths) => {
        const { bundlescope } = window;
        const perFile: Record<
          string,
          {
            count: number;
            levels: Record<string, number>;
            first: EventRecord | undefined;
            last: EventRecord | undefined;
          }
        > = {};
        for (const path of paths) {
          const query = `file:"${path}"`;
          const { bins } = await bundlescope.histogram({ query, bins: 1 });
          const first = await bundlescope.events({ query, limit: 1 });
          const last = await bundlescope.events({ query, limit: 1, order: 'desc' });
          perFile[path] = {
            count: first.total,
            levels: bins[0]?.counts ?? {},
            first: first.events[0],
            last: last.events[0],
          };
        }
        return {
          perFile,
          files: await bundlescope.files(),
          hosts: await bundlescope.hosts(),
          planted: (await bundlescope.events({ query: '"planted needle"' })).events,
        };
      }, Object.keys(truth.files));

      expectFiles(seen.files, truth);
      for (const [path, file] of Object.entries(truth.files)) {
        const mine = seen.perFile[path]!;
        expect(mine.count, `records of ${path}`).toBe(recordsOf(file));
        expect(levelsOf(mine.levels, file), `levels in ${path}`).toEqual(levelsOf(file.levels, file));
        // A section header may come before the first record of its file.
        if (file.headers === 0 && file.orphanLines === 0 && file.first !== null) {
          expect(mine.first?.time, `first time of ${path}`).toBe(new Date(file.first).toISOString());
          expect(mine.last?.time, `last time of ${path}`).toBe(new Date(file.last!).toISOString());
        }
      }
      expect(seen.hosts[0]).toMatchObject({
        hostname: truth.host.hostname,
        version: truth.host.version,
        build: truth.host.build,
        uuid: truth.host.uuid,
        uptimeSeconds: truth.host.uptimeSeconds,
        collectedAt: new Date(truth.host.collectedAt).toISOString(),
      });
      expect(seen.hosts[0]!.vms.map(({ name, number, world }) => ({ name, number, world }))).toEqual(
        expect.arrayContaining(truth.vms.map(({ name, number, world }) => ({ name, number, world }))),
      );
      expect(seen.planted).toHaveLength(2);
      for (const planted of truth.planted) {
        const record = seen.planted.find(({ file }) => file === planted.path)!;
        expect(record.line).toBe(planted.line);
        expect(record.raw).toBe(planted.raw);
        expect(record.message).toContain(planted.text);
        expect(record.time).toBe(planted.time === null ? null : new Date(planted.time).toISOString());
        if (planted.level !== null) expect(record.level).toBe(planted.level);
      }
    });
  }
}

test('a bundle cut in its middle keeps every record before the cut', async ({ page }) => {
  const description = { release: '8.0', seed: 'cut', rotated: 2, logBytes: 2 * 1024 * 1024 } as const;
  const whole = await written(description);
  const cut = await written({ ...description, damage: damage.truncate({ fraction: 0.6 }) });
  const report = await open(page, [{ ...cut.file, name: 'cut.tgz' }]);
  const codes = report.sources[0]!.warnings.map(({ code }) => code);
  expect(codes).toContain('gzip-truncated');
  expect(report.sources[0]!.warnings.find(({ code }) => code === 'gzip-truncated')!.offset).toBeGreaterThan(
    0,
  );

  const kept = await page.evaluate(() => window.bundlescope.files());
  const logs = kept.filter(({ path }) => whole.truth.files[path]);
  expect(logs.length).toBeGreaterThan(0);
  expect(logs.length).toBeLessThan(Object.keys(whole.truth.files).length);
  const counts = await page.evaluate(
    (paths) => Promise.all(paths.map((path) => window.bundlescope.count(`file:"${path}"`))),
    logs.map(({ path }) => path),
  );
  // All but the log that was cut are whole.
  const whole_ = logs.filter(({ path }, i) => counts[i] === recordsOf(whole.truth.files[path]!));
  expect(whole_.length).toBeGreaterThanOrEqual(logs.length - 1);
});

test('a vCenter archive shows each nested host as a source of its own', async ({ page }) => {
  const { file, truth } = await written({ release: '8.0', seed: 'vcenter', layout: 'vcenter' });
  const report = await open(page, [file]);
  const nested = Object.values(truth.nested);
  expect(nested.length).toBeGreaterThan(1);
  expect(report.sources).toHaveLength(1 + nested.length);
  const hosts = await page.evaluate(() => window.bundlescope.hosts());
  expect(hosts.map(({ hostname }) => hostname)).toEqual(
    expect.arrayContaining(nested.map(({ host }) => host.hostname)),
  );
  for (const one of nested) {
    const source = hosts.find(({ hostname }) => hostname === one.host.hostname)!.source;
    const [path, log] = Object.entries(one.files)[0]!;
    const counted = await page.evaluate(
      ({ path, source }) => window.bundlescope.count(`source:${source} file:"${path}"`),
      { path, source },
    );
    expect(counted).toBe(recordsOf(log));
  }
});

async function written(description: BundleDescription) {
  const bundle = generateBundle(description);
  const chunks: Uint8Array[] = [];
  for await (const chunk of bundle.chunks) chunks.push(chunk);
  return { file: { name: bundle.fileName, bytes: Buffer.concat(chunks) }, truth: bundle.truth };
}

function expectFiles(files: FileEntry[], truth: BundleTruth): void {
  const mine = new Map(files.map((file) => [file.path, file]));
  const fragments = new Map(truth.fragments.map((joined) => [joined.path, joined]));
  for (const [path, bytes] of Object.entries(truth.entries)) {
    const fragment = /^(.*)\.FRAG-\d+$/.exec(path);
    const log = truth.files[path];
    if (fragment) expect(mine.get(fragment[1]!)?.bytes, path).toBe(fragments.get(fragment[1]!)?.bytes);
    else expect(mine.get(path)?.bytes, path).toBe(log ? log.bytes : bytes);
  }
}

/** Without the levels of headers and of what a rotation cut off, which the truth does not count. */
function levelsOf(levels: Record<string, number>, file: FileTruth): Record<string, number> {
  const uncounted = file.headers + file.orphanLines > 0 ? ['none', 'info'] : [];
  return Object.fromEntries(
    Object.entries(levels).filter(([level, count]) => count > 0 && !uncounted.includes(level)),
  );
}
