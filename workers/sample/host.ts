import type { Random } from './random';
import { RELEASES, type Release, type ReleaseFacts } from './release';
import { HOUR, MINUTE, SECOND } from './time';

export interface Datastore {
  name: string;
  uuid: string;
  device: string;
  type: string;
  capacity: number;
  free: number;
}

export interface SampleVm {
  name: string;
  /** The `99` of `haTask-99-…`. */
  number: number;
  folder: string;
  vmxPath: string;
  datastore: Datastore;
  guest: string;
  cpus: number;
  memoryMb: number;
  uuid: string;
  mac: string;
  address: string;
  running: boolean;
  /** World of the run that is on when the bundle is collected. */
  world: number;
}

export interface SampleHost extends Omit<ReleaseFacts, 'collectedAt'> {
  release: Release;
  /** Full name, as events write it. */
  name: string;
  uuid: string;
  address: string;
  vcenter: string;
  cores: number;
  /** Window of the logs. */
  from: number;
  collectedAt: number;
  /** Start of the run that is on at collection. */
  bootedAt: number;
  /** Number in the bundle's name: the pid of vm-support. */
  collectorPid: number;
  datastores: Datastore[];
  nics: { name: string; driver: string; pci: string; mac: string; speed: number }[];
  vms: SampleVm[];
}

/** Where each part of the day lies, as fractions of the window. */
export const REBOOT_AT = 0.031;

const VM_NAMES = [
  'web01',
  'db-primary',
  'Domain Controller (DC1)',
  'kubernetes-worker-pool-frankfurt-03-9f4c7b21e0d84d5c8a6e55aa07c1b2d3e4f5a6b7',
  'Büro-Server',
  'build agent linux',
  'web02',
  'vcsa',
  'mail-relay',
  'backup-proxy',
];
const GUESTS = ['ubuntu-64', 'windows2019srv-64', 'other4xlinux-64', 'rhel8-64', 'windows9Server64Guest'];

export interface HostWish {
  release: Release;
  host?: string;
  hours?: number;
  collectedAt?: number;
  vms?: number | readonly string[];
}

export function makeHost(wish: HostWish, random: Random): SampleHost {
  const facts = RELEASES[wish.release];
  const collectedAt = wish.collectedAt ?? Date.parse(facts.collectedAt);
  const from = collectedAt - (wish.hours ?? 24) * HOUR;
  const downFrom = from + REBOOT_AT * (collectedAt - from);
  const datastores = [
    makeDatastore('datastore1', 'VMFS-6', random),
    makeDatastore('san-gold-01', 'VMFS-6', random),
    makeDatastore('nfs-iso', 'NFS', random),
  ];
  return {
    ...facts,
    release: wish.release,
    name: wish.host ?? 'esx01.lab.example',
    uuid: `4c4c4544-${random.hex4()}-${random.hex4()}-80${random.hex2()}-${random.hex(12)}`,
    address: '192.0.2.21',
    vcenter: '192.0.2.10',
    cores: 32,
    from,
    collectedAt,
    bootedAt: Math.round(downFrom + Math.min(4 * MINUTE + 12 * SECOND, 0.004 * (collectedAt - from))),
    collectorPid: random.between(2_100_000, 2_190_000),
    datastores,
    nics: Array.from({ length: 4 }, (_, n) => ({
      name: `vmnic${n}`,
      driver: n < 2 ? 'ixgben' : 'ne1000',
      pci: `0000:${n < 2 ? '3b' : '00'}:${n < 2 ? '00' : '1f'}.${n % 2 === 0 ? 0 : 6}`,
      mac: `e4:43:4b:${random.hex2()}:${random.hex2()}:${random.hex2()}`,
      speed: n < 2 ? 10000 : 1000,
    })),
    vms: makeVms(wish.vms ?? 7, datastores, random),
  };
}

function makeDatastore(name: string, type: string, random: Random): Datastore {
  const capacity = random.between(900, 7800) * 1024 ** 3;
  return {
    name,
    type,
    uuid:
      type === 'NFS'
        ? `${random.hex8()}-${random.hex8()}`
        : `5b2c${random.hex4()}-${random.hex8()}-${random.hex4()}-e4434b${random.hex(6)}`,
    device: type === 'NFS' ? '192.0.2.40:/export/iso' : `naa.6001405${random.hex(25)}`,
    capacity,
    free: Math.floor(capacity * (0.2 + random.int(50) / 100)),
  };
}

function makeVms(wish: number | readonly string[], datastores: Datastore[], random: Random): SampleVm[] {
  const names =
    typeof wish === 'number'
      ? Array.from({ length: wish }, (_, n) => VM_NAMES[n] ?? `vm-${String(n + 1).padStart(3, '0')}`)
      : wish;
  return names.map((name, index) => {
    const datastore = datastores[index % 2]!;
    const folder = `/vmfs/volumes/${datastore.uuid}/${name}`;
    return {
      name,
      number: index + 1 + Math.floor(index / 3),
      folder,
      vmxPath: `${folder}/${name}.vmx`,
      datastore,
      guest: GUESTS[index % GUESTS.length]!,
      cpus: [1, 2, 4, 8][index % 4]!,
      memoryMb: [2048, 8192, 4096, 16384][index % 4]!,
      uuid: `56 4d ${Array.from({ length: 14 }, () => random.hex2()).join(' ')}`.replace(
        /^((?:\S+ ){7}\S+) /,
        '$1-',
      ),
      mac: `00:50:56:a3:${random.hex2()}:${random.hex2()}`,
      address: `192.0.2.${100 + (index % 100)}`,
      running: names.length < 3 || index !== names.length - 1,
      world: 2_101_000 + index * 37 + random.int(20),
    };
  });
}
