import { coalesce, type Bytes, type Chunks } from './bytes';
import { belowTop, type Damage, type DamageContext } from './damage/damage';
import type { BundleDescription } from './description';
import { bundleName, COMMAND_LINE } from './files/collection';
import { gzip, gzipMembers } from './gzip';
import { hostEntries } from './host-entries';
import { makeHost, type SampleHost } from './host';
import type { GeneratedBundle } from './generated-bundle';
import type { LogWish } from './logs/plan';
import type { Plant } from './plant';
import { Random } from './random';
import { tellStory } from './story';
import { isFile, tar, type TarEntry } from './tar';
import { TruthBuilder, type BundleTruth, type HostTruth, type VmTruth } from './truth';
import { vcenterEntries, vcenterName } from './vcenter';
import type { World } from './world';

const DEFAULT_LOG_BYTES = 2 * 1024 * 1024;
const DEFAULT_ROTATED = 8;

/** Writes a support bundle from a description, in bounded memory. */
export function generateBundle(description: BundleDescription): GeneratedBundle {
  const plan = planOf(description);
  let truth: BundleTruth | null = null;
  const open = () => writing(plan, (finished) => (truth = finished));
  return {
    fileName: plan.fileName,
    topFolder: plan.topFolder,
    chunks: damaged(open, plan.damage),
    get truth() {
      if (truth === null) throw new Error(`${plan.fileName}: the truth is known when the bundle is written`);
      return truth;
    },
  };
}

/** The bundle as a stream, for a worker or `new Response(…)`. */
export function streamOf(bundle: GeneratedBundle): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const { done, value } = await bundle.chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await bundle.chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

interface Plan {
  description: BundleDescription;
  damage: readonly Damage[];
  host: SampleHost;
  topFolder: string;
  fileName: string;
}

function planOf(description: BundleDescription): Plan {
  const { damage = [] } = description;
  const host = makeHost(description, worldRandom(description));
  const topFolder = description.layout === 'vcenter' ? vcenterName(host) : bundleName(host);
  const fileName = `${topFolder}.${description.compress === 'none' ? 'tar' : 'tgz'}`;
  const list = Array.isArray(damage) ? (damage as readonly Damage[]) : [damage as Damage];
  return { description, damage: list, host, topFolder, fileName };
}

function worldRandom({ seed = 1, release }: BundleDescription): Random {
  return new Random(`${release} ${seed}`);
}

/** One run from the first byte to the last, before damage to the file's bytes. */
async function* writing(plan: Plan, finished: (truth: BundleTruth) => void): AsyncGenerator<Bytes> {
  const { description, damage, topFolder, fileName } = plan;
  const random = worldRandom(description);
  const host = makeHost(description, random);
  const world: World = { host, random, scenario: tellStory(host, random.fork('story')) };
  const truth = new TruthBuilder();
  truth.damage.push(...damage.map(({ name }) => name));
  const wish: LogWish = {
    logBytes: description.logBytes ?? DEFAULT_LOG_BYTES,
    rotated: description.rotated ?? DEFAULT_ROTATED,
    plant: [...(description.plant ?? []), ...damage.flatMap(({ plants = [] }) => plants)],
  };
  const plain =
    description.layout === 'vcenter'
      ? vcenterEntries(world, description, wish, truth, generateBundle)
      : hostEntries(world, description, wish, truth);
  const context: DamageContext = { topFolder, host, truth };
  let entries: AsyncIterable<TarEntry> = withFolders(plain);
  for (const { entries: change } of damage) if (change !== undefined) entries = change(entries, context);
  const archive = coalesce(tar(counted(entries, context), host.tar));
  yield* packed(archive, plan);
  if (description.layout !== 'vcenter') checkPlanted(wish.plant, truth);
  finished(
    truth.finish({
      fileName,
      topFolder,
      host: hostTruth(host),
      vms: host.vms.map(vmTruth),
      operations: world.scenario.operations,
    }),
  );
}

function checkPlanted(plants: readonly Plant[], truth: TruthBuilder): void {
  const planted = new Set(truth.planted.map(({ index }) => index));
  const lost = plants.find(({ log }, index) => log !== 'vpxd' && !planted.has(index));
  if (lost !== undefined) throw new Error(`${lost.log}: no such log to plant a line in`);
}

function packed(archive: Chunks, { description, damage }: Plan): Chunks {
  if (description.compress === 'none') return archive;
  const ends = damage.flatMap(({ memberEnds = [] }) => memberEnds).sort((a, b) => a - b);
  const { level } = description;
  return ends.length > 0 ? gzipMembers(archive, ends, level) : gzip(archive, level);
}

async function* damaged(open: () => Chunks, damage: readonly Damage[]): AsyncGenerator<Bytes> {
  let source = open;
  for (const { bytes } of damage) {
    if (bytes === undefined) continue;
    const before = source;
    source = () => bytes(before);
  }
  yield* source();
}

/** Folders before what is in them, as tar walks a tree. */
async function* withFolders(entries: AsyncIterable<TarEntry>): AsyncGenerator<TarEntry> {
  const known = new Set<string>();
  for await (const entry of entries) {
    for (let end = entry.path.indexOf('/'); end >= 0; end = entry.path.indexOf('/', end + 1)) {
      const path = entry.path.slice(0, end + 1);
      if (known.has(path)) continue;
      known.add(path);
      yield { path, size: 0, content: [], mtime: entry.mtime, type: '5' };
    }
    yield entry;
  }
}

async function* counted(
  entries: AsyncIterable<TarEntry>,
  { truth, topFolder }: DamageContext,
): AsyncGenerator<TarEntry> {
  for await (const entry of entries) {
    if (isFile(entry)) truth.addEntry(belowTop(entry.path, topFolder), entry.size);
    yield entry;
  }
}

function hostTruth(host: SampleHost): HostTruth {
  return {
    hostname: host.name,
    release: host.release,
    product: 'VMware ESXi',
    version: host.version,
    build: host.build,
    uuid: host.uuid,
    collectedAt: new Date(host.collectedAt).toISOString(),
    uptimeSeconds: Math.floor((host.collectedAt - host.bootedAt) / 1000),
    commandLine: COMMAND_LINE,
  };
}

function vmTruth({ name, number, vmxPath, running, world }: SampleHost['vms'][number]): VmTruth {
  return { name, number, vmxPath, running, world: running ? String(world) : null };
}
