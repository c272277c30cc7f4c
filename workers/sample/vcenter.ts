import { collect } from './bytes';
import type { BundleDescription } from './description';
import { textFile } from './files/file';
import { gzip } from './gzip';
import type { GeneratedBundle } from './generated-bundle';
import type { SampleHost } from './host';
import { logEntries } from './host-entries';
import { planVcenterLog, type LogWish } from './logs/plan';
import { fileEntry, tar, type TarEntry } from './tar';
import { TruthBuilder, type BundleTruth } from './truth';
import type { World } from './world';

export function vcenterName(host: SampleHost): string {
  const time = new Date(host.collectedAt).toISOString();
  return `VMware-vCenter-support-${time.slice(0, 10)}@${time.slice(11, 19).replaceAll(':', '-')}`;
}

/** What a vCenter collects: a bundle per host and its own. They are packed in memory, one at a time. */
export async function* vcenterEntries(
  world: World,
  description: BundleDescription,
  wish: LogWish,
  truth: TruthBuilder,
  generate: (description: BundleDescription) => GeneratedBundle,
): AsyncGenerator<TarEntry> {
  const top = vcenterName(world.host);
  const { collectedAt } = world.host;
  const { seed = 1 } = description;
  const hosts = [
    { plant: wish.plant },
    { host: 'esx02.lab.example', seed: `${seed}/second host`, plant: [] },
  ];
  for (const own of hosts) {
    const inner: BundleDescription = {
      ...description,
      ...own,
      layout: 'vm-support',
      compress: 'gzip',
      damage: [],
      logBytes: Math.floor(wish.logBytes * 0.45),
    };
    const bundle = generate(inner);
    const content = await collect(bundle.chunks);
    truth.nested[bundle.fileName] = bundle.truth;
    yield fileEntry(`${top}/${bundle.fileName}`, content, collectedAt);
  }
  const name = `vc-vcenter.lab.example-${new Date(collectedAt).toISOString().slice(0, 10)}--16.50-3388`;
  const own = new TruthBuilder();
  const entries = counted(vcenterFiles(name, world, description, wish, own), name, own);
  const content = await collect(gzip(tar(entries, 'pax'), description.level));
  truth.nested[`${name}.tgz`] = vcenterTruth(name, own, world);
  yield fileEntry(`${top}/${name}.tgz`, content, collectedAt);
}

async function* vcenterFiles(
  top: string,
  world: World,
  description: BundleDescription,
  wish: LogWish,
  truth: TruthBuilder,
): AsyncGenerator<TarEntry> {
  const texts = [
    textFile('etc/vmware-vpx/vpxd.cfg', '<config>\n  <log><level>info</level></log>\n</config>\n'),
    textFile('commands/date.txt', `${new Date(world.host.collectedAt).toUTCString()}\n`),
  ];
  for (const { path, content } of texts) yield fileEntry(`${top}/${path}`, content, world.host.collectedAt);
  const files = planVcenterLog(world, { ...wish, logBytes: Math.floor(wish.logBytes * 0.1) });
  yield* logEntries(top, files, description.level ?? 6, truth);
}

async function* counted(entries: AsyncIterable<TarEntry>, top: string, truth: TruthBuilder) {
  for await (const entry of entries) {
    truth.addEntry(entry.path.slice(top.length + 1), entry.size);
    yield entry;
  }
}

function vcenterTruth(name: string, own: TruthBuilder, { host }: World): BundleTruth {
  return own.finish({
    fileName: `${name}.tgz`,
    topFolder: name,
    host: {
      hostname: 'vcenter.lab.example',
      release: host.release,
      product: 'VMware vCenter Server',
      version: host.version,
      build: host.build,
      uuid: host.uuid,
      collectedAt: new Date(host.collectedAt).toISOString(),
      uptimeSeconds: 0,
      commandLine: '',
    },
    vms: [],
    operations: [],
  });
}
