import { isFull } from '../../../eam/disk-usage';
import { EAM_CASE, type EamCase } from '../../../eam/eam-case';
import type { DiskUse } from '../../../eam/case-files';
import type { Draft, Rule, RuleFacts } from '../../rule';
import { isEmptyProperties, PROPERTIES } from './props-empty';

const MOUNTS = new Set(['/', '/storage/log', '/storage/core', '/storage/db', '/storage/seat']);
/** Those that an empty eam.properties is explained by: they are evidence there. */
const OF_PROPERTIES = new Set(['/', '/storage/log', '/storage/core']);
const NEARLY_FULL = 95;

/** A root alone is any Linux: the volumes of an appliance must stand in a table of the same source. */
function isAppliance(disk: DiskUse, { disks }: EamCase): boolean {
  return disks.some(({ source, mount }) => source === disk.source && mount.startsWith('/storage/'));
}

/** The largest logs that the bundle holds of the vCenter, as a sentence. */
function largest(facts: RuleFacts, source: number): string {
  const logs = facts.files('logs').filter((file) => file.source === source && file.bytes > 0);
  const top = logs.toSorted((a, b) => b.bytes - a.bytes).slice(0, 3);
  return top.length === 0
    ? ''
    : ` The largest logs in the bundle: ${top.map(({ path, bytes }) => `${path} (${bytes} bytes)`).join(', ')}.`;
}

export const rule: Rule = {
  id: 'disk-full',
  area: 'eam',
  kind: 'fault',
  order: 10,
  title: 'A file system of the vCenter is full',
  severity: 'critical',
  confidence: 'certain',
  cause:
    'A file system has no room left: services that write to it fail, and EAM may lose its configuration at its next start.',
  remedy: [
    'Find what takes the room: `du -ax <file system> | sort -n | tail`',
    'Free space, or enlarge the disk of the appliance',
    'Look at eam.properties before EAM is started again: it may have become empty',
    'Check: `df -h` shows room on the file system',
  ],
  warning: null,
  references: [],
  follows: [],
  reads: {
    files: {
      properties: { path: PROPERTIES, maxBytes: 64 * 1024 },
      logs: { path: /(?:^|\/)(?:var|storage)\/log\/vmware\//, maxBytes: 0 },
    },
    models: [EAM_CASE],
  },
  absent: ['An empty eam.properties in the same bundle: then the full disk is evidence of that.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const model = facts.of(EAM_CASE);
    const told = new Set(
      facts
        .files('properties')
        .filter(isEmptyProperties)
        .map(({ source }) => source),
    );
    for (const disk of model.disks) {
      const full = isFull(disk);
      if (!MOUNTS.has(disk.mount) || (!full && disk.usedPercent < NEARLY_FULL)) continue;
      if (!isAppliance(disk, model) || (full && told.has(disk.source) && OF_PROPERTIES.has(disk.mount)))
        continue;
      const what = disk.inodes ? 'inodes' : 'space';
      yield {
        title: full
          ? `No ${what} left on ${disk.mount} of the vCenter`
          : `Little ${what} left on ${disk.mount} of the vCenter (${disk.usedPercent} % used)`,
        severity: full ? 'critical' : 'warning',
        ...(disk.mount === '/storage/log' && { cause: rule.cause + largest(facts, disk.source) }),
        group: `${disk.source}/${disk.mount}`,
        evidence: [disk.evidence],
      };
    }
  },
  samples: {
    fires: [
      {
        name: 'a full log volume',
        composed: false,
        files: [
          {
            path: 'vc/commands/df.txt',
            content:
              'Filesystem Size Used Avail Use% Mounted on\n/dev/sda3 11G 4.1G 6.0G 41% /\n/dev/mapper/log_vg-log 9.8G 9.8G 5M 100% /storage/log\n',
          },
        ],
        evidence: [['commands/df.txt', 3]],
      },
      {
        name: 'nearly full, a device that wraps',
        severity: 'warning',
        composed: true,
        files: [
          {
            path: 'vc/commands/df_-k.txt',
            content:
              'Filesystem 1K-blocks Used Available Use% Mounted on\n/dev/mapper/a_very_long_group_name-and_a_volume\n                      10190136 9783000 407136  97% /storage/db\n',
          },
        ],
        evidence: [['commands/df_-k.txt', 2]],
      },
    ],
    silent: [
      {
        name: 'a healthy appliance',
        composed: false,
        files: [
          {
            path: 'vc/commands/df.txt',
            content:
              'Filesystem                                Size  Used Avail Use% Mounted on\n/dev/sda3                                  11G  4.1G  6.0G  41% /\n/dev/mapper/core_vg-core                   25G   45M   24G   1% /storage/core\n/dev/mapper/log_vg-log                    9.8G   42M  9.2G   1% /storage/log\n/dev/mapper/seat_vg-seat                  9.8G   49M  9.2G   1% /storage/seat\n',
          },
        ],
      },
      {
        name: 'another Linux',
        composed: true,
        files: [
          {
            path: 'kvm/commands/df.txt',
            content: 'Filesystem Size Used Avail Use% Mounted on\n/dev/vda1 11G 11G 0 100% /\n',
          },
        ],
      },
    ],
  },
};
