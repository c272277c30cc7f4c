import { evidenceOf } from '../../../analysis/evidence';
import { kb, PAGES, REMOVE_NETWORK_DRIVER } from '../../../eam/advice';
import { NSX_LOG, nsxEventLine } from '../../../eam/sample-lines';
import { vmNames } from '../../../query/record';
import type { Draft, Rule, RuleFacts } from '../../rule';

const CURED = [6, 3, 5];
const VERSION =
  /\bNSX(?:[ -](?:Manager|for vSphere|vSphere|Appliance))*[^\d\n]{0,40}\b(6\.\d{1,2}\.\d{1,3})\b/;

function isCured(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, wanted] of CURED.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

const VMWARE_LOG = 'esx/vmfs/volumes/5b2c/win-01/vmware.log';
const alarm = nsxEventLine(
  '2018-11-13 04:10:00.000',
  26003,
  'Lost communication with ESX module.',
  'Critical',
);
const driver =
  '2018-11-13T04:00:00.000Z| vcpu-0| I125: Guest: vnet: INFO: DriverEntry : vnetflt driver loaded\n';

export const rule: Rule = {
  id: 'usvm-mem',
  area: 'eam',
  kind: 'fault',
  order: 66,
  title: 'The memory of a Guest Introspection VM runs out',
  severity: 'high',
  confidence: 'likely',
  cause:
    'Before NSX 6.3.5 the memory that the Guest Introspection VM uses grows above 90 % where Windows VMs have the Network Introspection driver; the starved VM then delays the network of those VMs.',
  remedy: [
    'Upgrade NSX to 6.3.5 or later',
    'Until then remove the Network Introspection driver from the Windows VMs; virus scanning does not need it',
    ...REMOVE_NETWORK_DRIVER,
    'Check: the alarm does not come again, and the memory use of "Guest Introspection (n)" stays low',
  ],
  warning:
    'Do not remove the driver where Identity Firewall or Endpoint Monitoring is used. The guest must be restarted.',
  references: [...kb(2151882), PAGES.networkDriver],
  follows: [],
  reads: {
    records: {
      alarm:
        '"Lost communication with ESX module" or "ESX モジュールとの通信が失われました" or ("Guest Introspection (" "memory usage") or ("Guest Introspection (" ("メモリ使用率" or "メモリ使用量"))',
      driver: '(format:vmware "Guest: vnet:") or "vnetflt.sys" or "vnetWFP.sys"',
      version: '"NSX" "6." ("NSX Manager" or "NSX for vSphere" or "NSX-v")',
    },
  },
  absent: ['NSX 6.3.5 or later. The File Introspection driver alone (`Guest: vsep:`) is no evidence.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const alarms = facts.records('alarm');
    if (alarms.length === 0) return;
    const versions = facts.records('version').flatMap(({ message }) => VERSION.exec(message)?.[1] ?? []);
    const version = versions.at(-1);
    if (version !== undefined && isCured(version)) return;
    const drivers = facts
      .records('driver')
      .filter(({ message }) => !/\b(?:unload|not found|failed to load)/i.test(message));
    const unknown = [
      ...(drivers.length === 0
        ? [
            'whether Windows VMs have the Network Introspection driver: their vmware.log (`Guest: vnet:`) would tell',
          ]
        : []),
      ...(version === undefined
        ? ['whether NSX is older than 6.3.5: the summary page of NSX Manager, or its log, would tell']
        : []),
    ];
    const said = unknown.join('; ');
    const vms = drivers.flatMap((record) => vmNames({ ...record, time: null, file: record.path }));
    const usvms = alarms.flatMap(({ message }) => /Guest Introspection \(\d{1,5}\)/.exec(message)?.[0] ?? []);
    yield {
      severity: drivers.length > 0 ? 'high' : 'warning',
      confidence: drivers.length > 0 ? 'likely' : 'possible',
      undecided: said === '' ? null : said[0]!.toUpperCase() + said.slice(1),
      objects: { vms: [...usvms, ...vms] },
      evidence: [...alarms.slice(0, 50).map(evidenceOf), ...drivers.slice(0, 50).map(evidenceOf)],
    };
  },
  samples: {
    fires: [
      {
        name: 'alarm and driver',
        undecided: true,
        composed: true,
        files: [
          { path: NSX_LOG, content: alarm },
          { path: VMWARE_LOG, content: driver },
        ],
        evidence: [
          ['var/log/vsm.log', 1],
          ['vmfs/volumes/5b2c/win-01/vmware.log', 1],
        ],
      },
      {
        name: 'the alarm in Japanese, before 6.3.5',
        undecided: false,
        composed: true,
        files: [
          {
            path: NSX_LOG,
            content:
              alarm.replace('Lost communication with ESX module.', 'ESX モジュールとの通信が失われました') +
              '2018-11-13 04:11:00.000 GMT  INFO main Version:7 - NSX Manager version 6.3.4 build 6845891\n',
          },
          { path: VMWARE_LOG, content: driver },
        ],
        evidence: [
          ['var/log/vsm.log', 1],
          ['vmfs/volumes/5b2c/win-01/vmware.log', 1],
        ],
      },
      {
        name: 'the alarm in an export, no log of a VM',
        composed: true,
        severity: 'warning',
        undecided: true,
        files: [
          {
            path: 'alarms.csv',
            content: 'Alarm,Object\r\nLost communication with ESX module,esxi-01.lab.example\r\n',
          },
        ],
        evidence: [['alarms.csv', 2]],
      },
    ],
    silent: [
      {
        name: 'NSX 6.3.6',
        composed: true,
        files: [
          {
            path: NSX_LOG,
            content:
              alarm +
              '2018-11-13 04:11:00.000 GMT  INFO main Version:7 - NSX Manager version 6.3.6 build 8085122\n',
          },
          { path: VMWARE_LOG, content: driver },
        ],
      },
      {
        name: 'only the File Introspection driver, no alarm',
        composed: true,
        files: [{ path: VMWARE_LOG, content: driver.replaceAll('vnet', 'vsep') }],
      },
    ],
  },
};
