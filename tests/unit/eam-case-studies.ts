import {
  agencyConfig,
  agentState,
  eamLine,
  nsxEventLine,
  vmonLine,
  type SampleState,
} from '../../workers/eam/sample-lines';

/**
 * The five cases of the talk that the rules come from, and a healthy vCenter: composed, because no real bundle is
 * public. Paths stand below the bundle's top folder.
 */
export interface CaseStudy {
  name: string;
  files: { path: string; content: string }[];
  /** Findings with severity above `info`, each with places that must be among its evidence. */
  expected: { rule: string; causedBy: string | null; evidence: [path: string, line: number | null][] }[];
}

const API = 'var/log/vmware/eam/eam_api.log';
const EAM = 'var/log/vmware/eam/eam.log';
const VMON = 'var/log/vmware/vmon/vmon.log';
const VPXD = 'var/log/vmware/vpxd/vpxd.log';
const DF = 'commands/df_-h.txt';
const PROPERTIES = 'etc/vmware-eam/eam.properties';
const NSX = 'nsx/var/log/vsm.log';
const GUEST = 'esx/vmfs/volumes/5b2c-1/win-01/vmware.log';

export const GI = '4b085fd1-4c90-4baa-92d6-133bcf3285a3';
const DISKS_FINE =
  'Filesystem                                Size  Used Avail Use% Mounted on\n/dev/sda3                                  11G  4.1G  6.0G  41% /\n/dev/mapper/log_vg-log                    9.8G   42M  9.2G   1% /storage/log\n';
const DISKS_FULL =
  'Filesystem                                Size  Used Avail Use% Mounted on\n/dev/sda3                                  11G   11G     0 100% /\n/dev/mapper/log_vg-log                    9.8G   42M  9.2G   1% /storage/log\n';

const usvm = (time: string, n: number, rest: Partial<SampleState> = {}) =>
  agentState({
    time,
    id: `agent-${n}`,
    agency: GI,
    status: 'green',
    power: 'poweredOn',
    host: `host-2${n}`,
    vm: `vm-3${n}`,
    vmName: `Guest Introspection (${n})`,
    vmIp: `192.0.2.${n}`,
    vibs: true,
    ...rest,
  });
const config = agencyConfig('2018-11-13T02:59:00.000Z', GI, '_VCNS_203_Compute_Guest Introspection');
const started =
  vmonLine(
    '2018-11-13T02:00:00.000Z',
    '<eam> Constructed command: /usr/java/jre-vmware/bin/vmware-eam.launcher',
  ) + vmonLine('2018-11-13T02:00:20.000Z', '<eam> Service STARTED successfully.');
const vpxd = (time: string, text: string) =>
  `${time} info vpxd[05874] [Originator@6876 sub=vpxLro opID=k1] [VpxLRO] -- ${text}\n`;
const renewed = eamLine(
  '2018-11-13T03:08:06.447Z',
  'INFO',
  'ExtensionSessionRenewer.java',
  '[Retry:Login:com.vmware.vim.eam:1f] Re-login to vCenter because method: currentTime of managed object: null::ServiceInstance:ServiceInstance failed due to expired client session: null',
);
const surroundings = [
  { path: EAM, content: renewed },
  { path: PROPERTIES, content: '# EAM\nvc.tunnelSdkUri=https://vc.lab.example:8089\n' },
  { path: DF, content: DISKS_FINE },
];
const lines = (text: string) => text.split('\n').length - 1;

const bothGreen = usvm('2018-11-13T03:00:00.000Z', 1) + usvm('2018-11-13T03:00:00.100Z', 2);
const svmOff = usvm('2018-11-13T03:50:00.000Z', 2, {
  status: 'red',
  power: 'poweredOff',
  issues: [{ type: 'VmPoweredOff', hostName: 'esxi-02.lab.example' }],
});
const twin = agencyConfig(
  '2018-11-13T02:59:00.100Z',
  '9d2e7a10-0a4e-4f7e-8f0c-2d1f6f0b7c11',
  '_NSX_203_Compute_Guest Introspection',
);
const flipped = usvm('2018-11-13T02:05:00.000Z', 2, { status: 'red', issues: [{ type: 'VmPoweredOff' }] });

export const HEALTHY: CaseStudy = {
  name: 'a healthy vCenter',
  files: [
    ...surroundings,
    { path: VMON, content: started },
    { path: API, content: config + bothGreen },
    {
      path: VPXD,
      content:
        vpxd('2018-11-13T04:00:00.000Z', 'BEGIN task-812 -- vm-77 -- vim.VirtualMachine.powerOn -- 5203') +
        vpxd('2018-11-13T04:00:09.000Z', 'FINISH task-812') +
        vpxd('2018-11-13T04:20:00.000Z', 'BEGIN task-813 -- vm-77 -- vim.VirtualMachine.relocate -- 5203') +
        vpxd('2018-11-13T04:20:09.000Z', 'FINISH task-813'),
    },
  ],
  expected: [],
};

export const CASE_STUDIES: CaseStudy[] = [
  {
    name: 'VM power-on stops half way (KB 51578)',
    files: [
      ...surroundings,
      { path: VMON, content: started },
      { path: API, content: config + bothGreen + svmOff },
      {
        path: VPXD,
        content:
          vpxd('2018-11-13T04:00:00.000Z', 'BEGIN task-812 -- vm-77 -- vim.VirtualMachine.powerOn -- 5203') +
          vpxd(
            '2018-11-13T04:20:00.000Z',
            'BEGIN task-813 -- vm-78 -- vim.VirtualMachine.reconfigure -- 5203',
          ) +
          vpxd('2018-11-13T04:20:09.000Z', 'FINISH task-813'),
      },
    ],
    expected: [
      { rule: 'svm-off', causedBy: null, evidence: [[API, lines(config + bothGreen) + 1]] },
      {
        rule: 'drs-blocked',
        causedBy: 'svm-off',
        evidence: [
          [API, lines(config + bothGreen) + 1],
          [VPXD, 1],
        ],
      },
    ],
  },
  {
    name: 'an agency twice',
    files: [
      ...surroundings,
      { path: VMON, content: started },
      { path: API, content: config + twin + bothGreen },
    ],
    expected: [
      {
        rule: 'dup-agency',
        causedBy: null,
        evidence: [
          [API, 1],
          [API, lines(config) + 1],
        ],
      },
    ],
  },
  {
    name: 'failed without anybody noticing (KB 2134545)',
    files: [
      ...surroundings,
      { path: VMON, content: started },
      {
        path: API,
        content: bothGreen.replaceAll('T03:00', 'T01:00') + config.replaceAll('T02:59', 'T01:59') + flipped,
      },
    ],
    expected: [
      {
        rule: 'flip-after-restart',
        causedBy: null,
        evidence: [
          [VMON, 2],
          [API, lines(bothGreen + config) + 1],
        ],
      },
    ],
  },
  {
    name: 'EAM does not start (KB 2148582)',
    files: [
      { path: EAM, content: renewed },
      { path: PROPERTIES, content: '' },
      { path: `${PROPERTIES}.rpmnew`, content: 'vc.tunnelSdkUri=##{VC_TUNNEL}##\n' },
      { path: DF, content: DISKS_FULL },
      {
        path: VMON,
        content:
          started +
          vmonLine('2018-11-13T04:00:00.000Z', '<eam> Service exited. Exit code 1') +
          vmonLine(
            '2018-11-13T04:00:01.000Z',
            '<eam> Service exited unexpectedly. Crash count 1. Taking configured recovery action.',
          ),
      },
    ],
    expected: [
      {
        rule: 'props-empty',
        causedBy: null,
        evidence: [
          [PROPERTIES, null],
          [DF, 2],
          [`${PROPERTIES}.rpmnew`, null],
        ],
      },
      { rule: 'eam-down', causedBy: 'props-empty', evidence: [[VMON, 3]] },
    ],
  },
  {
    name: 'memory of the USVM above 90 % (KB 2151882)',
    files: [
      ...surroundings,
      { path: VMON, content: started },
      { path: API, content: config + bothGreen },
      {
        path: NSX,
        content:
          '2018-11-13 04:00:00.000 GMT  INFO main Version:7 - NSX Manager version 6.3.4 build 6845891\n' +
          nsxEventLine('2018-11-13 04:10:00.000', 26003, 'ESX モジュールとの通信が失われました', 'Critical'),
      },
      {
        path: GUEST,
        content:
          '2018-11-13T04:00:00.000Z| vcpu-0| I125: Guest: vsep: INFO: DriverEntry : vsepflt driver loaded\n2018-11-13T04:00:00.100Z| vcpu-0| I125: Guest: vnet: INFO: DriverEntry : vnetWFP driver loaded\n',
      },
    ],
    expected: [
      {
        rule: 'usvm-mem',
        causedBy: null,
        evidence: [
          [NSX, 2],
          [GUEST, 2],
        ],
      },
    ],
  },
];
