import { agencyConfig, agentState } from '../../workers/eam/sample-lines';
import { entry, gzipOf, tarOf } from './made';
import type { TestFile } from './page';

export type BundleFiles = readonly { path: string; content: string }[];

/** A bundle of a vCenter; files of hosts (`esx/…`) stand in a bundle of their own inside. */
export async function vcenterBundle(files: BundleFiles): Promise<TestFile> {
  const own = files.filter(({ path }) => !path.startsWith('esx/'));
  const hosts = files.filter(({ path }) => path.startsWith('esx/'));
  const entries = own.map(({ path, content }) => entry(`vc-lab-2018-11-13/${path}`, content));
  if (hosts.length > 0) {
    const inner = hosts.map(({ path, content }) =>
      entry(path.replace(/^esx\//, 'esx-esxi-01-2018-11-13/'), content),
    );
    const name = 'esx-esxi-01-2018-11-13.tgz';
    entries.push(entry(`vc-lab-2018-11-13/${name}`, await gzipOf(await tarOf(inner))));
  }
  return { name: 'vc-lab-2018-11-13.tgz', bytes: await gzipOf(await tarOf(entries)) };
}

/** 40 agencies of 25 agents each, each seen twice; the first agent of ten agencies is off the second time. */
export function manyAgencies(): BundleFiles {
  const records: string[] = [];
  for (let agency = 0; agency < 40; agency++) {
    records.push(
      agencyConfig(
        '2018-11-13T03:00:00.000Z',
        `id-${agency}`,
        `_VCNS_${200 + agency}_Cluster ${agency}_Guest Introspection`,
      ),
    );
    for (let agent = 0; agent < 25; agent++) {
      for (const hour of ['04', '05']) {
        const off = hour === '05' && agent === 0 && agency < 10;
        records.push(
          agentState({
            time: `2018-11-13T${hour}:00:00.000Z`,
            id: `agent-${agency}-${agent}`,
            agency: `id-${agency}`,
            status: off ? 'red' : 'green',
            power: off ? 'poweredOff' : 'poweredOn',
            host: `host-${agency * 100 + agent}`,
            vm: `vm-${agency * 100 + agent}`,
            vmName: `Guest Introspection (${agency * 25 + agent})`,
            issues: off ? [{ type: 'VmPoweredOff', hostName: `esxi-${agency}-${agent}` }] : [],
          }),
        );
      }
    }
  }
  return [{ path: 'var/log/vmware/eam/eam_api.log', content: records.join('') }];
}
