import type { DatastoreFact, HostFacts, NetworkFact, VirtualMachine } from '../../public-api';
import { bytes } from '../../shown/bytes';
import { duration } from '../../shown/duration';
import { html, type Html, type HtmlValue } from '../html';
import { REPORT_LIMITS } from '../limits';
import type { ReportPage } from '../page';
import type { ReportSection } from '../section';

const WHERE = 'All of them are in the view Overview.';
const NETWORK_KINDS: Record<NetworkFact['kind'], string> = {
  vmkernel: 'VMkernel',
  physical: 'Physical',
  switch: 'Switch',
  portgroup: 'Port group',
};

/** What the bundle says of its host, each fact with the file that says it. */
export const section: ReportSection = {
  id: 'hosts',
  title: 'Hosts',
  rank: 30,
  render({ hosts }, page) {
    if (hosts.total === 0) return null;
    return html`${hosts.first.map((host) => hostOf(host, page))}${page.rest(hosts, 'host', WHERE)}`;
  },
  samples: [
    {
      name: 'a host',
      facts: {
        hosts: {
          total: 1,
          first: [
            {
              source: 0,
              hostname: 'esx01.lab.example',
              product: 'VMware ESXi',
              version: '6.7.0',
              build: null,
              uuid: null,
              collectedAt: '2024-05-17T10:00:00Z',
              uptimeSeconds: 90_000,
              collectionOptions: null,
              commandLine: 'vm-support -w /tmp',
              vms: [
                {
                  name: 'web01',
                  number: 12,
                  vmxPath: '/vmfs/volumes/a/web01.vmx',
                  running: true,
                  world: '4711',
                  from: ['commands/vms.txt'],
                },
              ],
              networks: [{ kind: 'vmkernel', name: 'vmk0', detail: '192.0.2.1', from: 'etc/esx.conf' }],
              datastores: [
                {
                  name: 'ds1',
                  uuid: 'u-1',
                  type: 'VMFS',
                  capacityBytes: 2048,
                  freeBytes: 1024,
                  from: 'commands/df.txt',
                },
              ],
              from: { hostname: 'etc/hosts', uptimeSeconds: 'commands/uptime.txt' },
            },
          ],
        },
      },
      shows: [
        'esx01.lab.example',
        'etc/hosts',
        'commands/uptime.txt',
        '1 day 1 hr',
        'web01',
        'running',
        'commands/vms.txt',
        'vmk0',
        'etc/esx.conf',
        'ds1',
        '1 KiB',
        '2024-05-17 10:00:00.000',
      ],
    },
    { name: 'no host', facts: {}, shows: [] },
  ],
};

function hostOf(host: HostFacts, page: ReportPage): Html {
  const facts: [name: string, key: string, value: HtmlValue][] = [
    ['Host name', 'hostname', host.hostname],
    ['Product', 'product', host.product],
    ['Version', 'version', host.version],
    ['Build', 'build', host.build],
    ['UUID', 'uuid', host.uuid],
    ['Collected', 'collectedAt', host.collectedAt && page.timeText(host.collectedAt)],
    ['Uptime', 'uptimeSeconds', host.uptimeSeconds === null ? null : duration(host.uptimeSeconds)],
    ['Options of the collection', 'collectionOptions', host.collectionOptions],
    ['Command line', 'commandLine', host.commandLine],
  ];
  const known = facts.filter(([, , value]) => value !== null && value !== '');
  const name = host.hostname ?? 'Host without a name';
  return html`<h3>${name}</h3>
    <p class="of">${page.sourceName(host.source)}</p>
    ${page.table<(typeof facts)[number]>(
      `Facts of ${name}`,
      [
        { head: 'Fact', cell: ([fact]) => fact },
        { head: `Value (instants in ${page.zone})`, kind: 'long', cell: ([, , value]) => value },
        { head: 'From', kind: 'long', cell: ([, key]) => html`<code>${host.from[key]}</code>` },
      ],
      known,
    )}${vms(host.vms, page)}${networks(host.networks, page)}${datastores(host.datastores, page)}`;
}

function vms(all: readonly VirtualMachine[], page: ReportPage): Html | null {
  if (all.length === 0) return null;
  const listed = { total: all.length, first: all.slice(0, REPORT_LIMITS.hostParts) };
  const state = ({ running }: VirtualMachine) =>
    running === null ? 'unknown' : running ? 'running' : 'not running';
  return html`${page.table<VirtualMachine>(
    'Virtual machines',
    [
      { head: 'Name', kind: 'long', cell: ({ name }) => name },
      { head: 'State', cell: state },
      { head: 'World', kind: 'long', cell: ({ world }) => world },
      { head: 'Configuration', kind: 'long', cell: ({ vmxPath }) => vmxPath },
      {
        head: 'From',
        kind: 'long',
        cell: ({ from }) => from.slice(0, 3).map((path) => html`<code>${path}</code> `),
      },
    ],
    listed.first,
  )}${page.rest(listed, 'virtual machine', WHERE)}`;
}

function networks(all: readonly NetworkFact[], page: ReportPage): Html | null {
  if (all.length === 0) return null;
  const listed = { total: all.length, first: all.slice(0, REPORT_LIMITS.hostParts) };
  return html`${page.table<NetworkFact>(
    'Networks',
    [
      { head: 'Name', kind: 'long', cell: ({ name }) => name },
      { head: 'Kind', cell: ({ kind }) => NETWORK_KINDS[kind] },
      { head: 'Detail', kind: 'long', cell: ({ detail }) => detail },
      { head: 'From', kind: 'long', cell: ({ from }) => html`<code>${from}</code>` },
    ],
    listed.first,
  )}${page.rest(listed, 'network', WHERE)}`;
}

function datastores(all: readonly DatastoreFact[], page: ReportPage): Html | null {
  if (all.length === 0) return null;
  const listed = { total: all.length, first: all.slice(0, REPORT_LIMITS.hostParts) };
  const size = (value: number | null) => (value === null ? '–' : bytes(value));
  return html`${page.table<DatastoreFact>(
    'Datastores',
    [
      { head: 'Name', kind: 'long', cell: ({ name }) => name },
      { head: 'Type', kind: 'long', cell: ({ type }) => type },
      { head: 'UUID', kind: 'long', cell: ({ uuid }) => uuid },
      { head: 'Capacity', kind: 'number', cell: ({ capacityBytes }) => size(capacityBytes) },
      { head: 'Free', kind: 'number', cell: ({ freeBytes }) => size(freeBytes) },
      { head: 'From', kind: 'long', cell: ({ from }) => html`<code>${from}</code>` },
    ],
    listed.first,
  )}${page.rest(listed, 'datastore', WHERE)}`;
}
