import type { TraceSample } from '../../trace-source';

/** Lines of both documents and made ones, with the whole table they give by the documents' own rules. */
export const vpxCallsSamples: TraceSample[] = [
  {
    title: 'a login through vCenter 4; housekeeping makes no record',
    files: [
      {
        path: 'vpxd.log',
        lines: [
          "[2012-04-16 21:42:11.096 02584 info 'App'] [VpxLRO] -- BEGIN task-internal-1788204 -- -- vim.SessionManager.loginBySSPI -- 0CCF336E-E963-44C9-8AF6-90D4B10EFE74",
          "[2012-04-16 21:42:11.096 02584 info 'App'] [Auth]: User NETLAB\\kelatov",
          "[2012-04-16 21:43:00.000 02584 info 'App'] [VpxLRO] -- BEGIN task-1788300 -- vm-12 -- vim.VirtualMachine.powerOff -- 0CCF336E-E963-44C9-8AF6-90D4B10EFE74",
          "[2012-04-16 21:43:01.000 02584 info 'App'] [VpxLRO] -- FINISH task-1788300",
        ],
      },
    ],
    expect: [
      {
        op: 'Login',
        start: '2012-04-16T21:42:11.096',
        end: '2012-04-16T21:42:11.096',
        who: 'NETLAB\\kelatov',
        result: 'OK',
        missing: ['where'],
        evidence: ['vpxd.log:1', 'vpxd.log:2'],
      },
      {
        op: 'StopVM',
        start: '2012-04-16T21:43:00.000',
        end: '2012-04-16T21:43:01.000',
        who: 'NETLAB\\kelatov',
        target: 'vm-12',
        missing: ['where', 'result'],
        joined: { who: 'session 0CCF336E-E963-44C9-8AF6-90D4B10EFE74, opened by NETLAB\\kelatov' },
        evidence: ['vpxd.log:3', 'vpxd.log:4'],
      },
    ],
  },
  {
    title:
      'polling is no operation; FINISH says nothing about success, ERROR does; the object by its number in vCenter',
    files: [
      {
        path: 'vpxa.log',
        lines: [
          '2020-06-26T05:18:56.509Z info vpxa[2100441] [Originator@6876 sub=vpxLro opID=PollQuickStatsLoop-68ecc8dd-7] [VpxLRO] -- BEGIN lro-21686 -- vpxa -- vpxapi.VpxaService.fetchQuickStats -- 52d94cca-4081-7990-4b3f-e0eb48a855fb',
          '2020-06-26T05:18:56.509Z info vpxa[2100441] [Originator@6876 sub=vpxLro opID=PollQuickStatsLoop-68ecc8dd-7] [VpxLRO] -- FINISH lro-21686',
          '2025-12-11T16:43:03.077Z In(166) Vpxa[170012]: [Originator@6876 sub=vpxLro opID=PollQuickStatsLoop-27bd305b-fb] [VpxLRO] -- BEGIN lro-47 -- vpxa -- vpxapi.VpxaService.fetchQuickStats -- 52bb5d24-2497-10d0-569c-3ec666d27030',
          '2017-04-12T20:50:29.856Z info vpxa[76BBB70] [Originator@6876 sub=vpxLro opID=53f712a3-01-e8] [VpxLRO] -- BEGIN task-18831 -- vpxa -- vpxapi.VpxaService.createVm -- 52634330-6b1b-ecde-ab69-a7cfdb4d387b',
          '2017-12-06T23:49:53.085Z info vpxa[7F42715AB700] [Originator@6876 sub=vpxLro opID=283.89-9b] [VpxLRO] -- BEGIN task-84791 -- vm-3450 -- vim.VirtualMachine.reconfigure -- 52d1b0d0-f14b-ce36-afa8-0a7f9636382a(529e2ae0-fbe1-5f85-add2-08a0c0784d20)',
          '2017-12-06T23:49:53.153Z info vpxa[7F42715AB700] [Originator@6876 sub=Default opID=283.89-9b] [VpxLRO] -- ERROR task-84791 -- vm-3450 -- vim.VirtualMachine.reconfigure: vim.fault.GenericVmConfigFault:',
          '--> Result:',
          '2017-12-06T23:49:53.160Z info vpxa[7F42715AB700] [Originator@6876 sub=vpxLro opID=283.89-9b] [VpxLRO] -- FINISH task-84791',
        ],
      },
    ],
    expect: [
      {
        op: 'CreateVM',
        start: '2017-04-12T20:50:29.856Z',
        missing: ['who', 'where', 'target', 'result'],
        evidence: ['vpxa.log:4'],
      },
      {
        op: 'ModifyVM',
        start: '2017-12-06T23:49:53.085Z',
        end: '2017-12-06T23:49:53.160Z',
        target: 'vm-3450',
        result: 'NG',
        missing: ['what', 'who', 'where', 'how'],
        evidence: ['vpxa.log:5', 'vpxa.log:6', 'vpxa.log:8'],
      },
    ],
  },
  {
    title: 'vCenter, its agent and the host tell of one operation by ids that extend one another',
    files: [
      {
        path: 'vc/var/log/vmware/vpxd/vpxd-1.log',
        lines: [
          '2023-04-15T08:52:30.000Z info vpxd[28303] [Originator@6876 sub=vpxLro opID=lgfd4abh-18745-auto-egq-h5:70005734-88] [VpxLRO] -- BEGIN task-100 -- vm-20 -- vim.VirtualMachine.powerOff -- 52d1b0d0-f14b-ce36-afa8-0a7f9636382a',
          '2023-04-15T08:52:34.000Z info vpxd[28303] [Originator@6876 sub=vpxLro opID=lgfd4abh-18745-auto-egq-h5:70005734-88] [VpxLRO] -- FINISH task-100',
        ],
      },
      {
        path: 'esx/var/run/log/vpxa.log',
        lines: [
          '2023-04-15T08:52:31.000Z info vpxa[2100441] [Originator@6876 sub=vpxLro opID=lgfd4abh-18745-auto-egq-h5:70005734-88-01] [VpxLRO] -- BEGIN task-100 -- vm-20 -- vim.VirtualMachine.powerOff -- 52d94cca-4081-7990-4b3f-e0eb48a855fb',
          '2023-04-15T08:52:33.500Z info vpxa[2100441] [Originator@6876 sub=vpxLro opID=lgfd4abh-18745-auto-egq-h5:70005734-88-01] [VpxLRO] -- FINISH task-100',
        ],
      },
      {
        path: 'esx/var/run/log/hostd.log',
        lines: [
          '2023-04-15T08:52:31.500Z info hostd[2099996] [Originator@6876 sub=Vimsvc.TaskManager opID=lgfd4abh-18745-auto-egq-h5:70005734-88-01-39-6b81 user=vpxuser:VSPHERE.LOCAL\\Administrator] Task Created : haTask-7-vim.VirtualMachine.powerOff-4711',
          '2023-04-15T08:52:31.600Z info hostd[2099996] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=lgfd4abh-18745-auto-egq-h5:70005734-88-01-39-6b81 user=vpxuser:VSPHERE.LOCAL\\Administrator] Event 5 : web01 on  esx1.lab in ha-datacenter is stopping',
          '2023-04-15T08:52:33.000Z info hostd[2099996] [Originator@6876 sub=Vimsvc.TaskManager] Task Completed : haTask-7-vim.VirtualMachine.powerOff-4711 Status success',
        ],
      },
    ],
    expect: [
      {
        op: 'StopVM',
        start: '2023-04-15T08:52:30.000Z',
        end: '2023-04-15T08:52:34.000Z',
        who: 'VSPHERE.LOCAL\\Administrator',
        where: 'esx1.lab',
        target: 'web01',
        result: 'OK',
        evidence: [
          'var/log/vmware/vpxd/vpxd-1.log:1',
          'var/log/vmware/vpxd/vpxd-1.log:2',
          'var/run/log/hostd.log:1',
          'var/run/log/hostd.log:2',
          'var/run/log/hostd.log:3',
          'var/run/log/vpxa.log:1',
          'var/run/log/vpxa.log:2',
        ],
      },
    ],
  },
  {
    title: 'a migration over two hosts is one operation',
    files: [
      {
        path: 'vc/var/log/vmware/vpxd/vpxd-1.log',
        lines: [
          '2023-04-15T08:52:30.000Z info vpxd[28303] [Originator@6876 sub=vpxLro opID=abcd1234-77] [VpxLRO] -- BEGIN task-200 -- vm-20 -- vim.VirtualMachine.migrate -- 52d1b0d0-f14b-ce36-afa8-0a7f9636382a',
          '2023-04-15T08:52:50.000Z info vpxd[28303] [Originator@6876 sub=vpxLro opID=abcd1234-77] [VpxLRO] -- FINISH task-200',
        ],
      },
      {
        path: 'esx1/var/run/log/hostd.log',
        lines: [
          '2023-04-15T08:52:31.500Z info hostd[2099996] [Originator@6876 sub=Vimsvc.TaskManager opID=abcd1234-77-01-1111 user=vpxuser:VSPHERE.LOCAL\\Administrator] Task Created : haTask--vim.host.VMotionManager.initiateSource-41',
          '2023-04-15T08:52:45.000Z info hostd[2099996] [Originator@6876 sub=Vimsvc.TaskManager] Task Completed : haTask--vim.host.VMotionManager.initiateSource-41 Status success',
        ],
      },
      {
        path: 'esx2/var/run/log/hostd.log',
        lines: [
          '2023-04-15T08:52:31.000Z info hostd[2099996] [Originator@6876 sub=Vimsvc.TaskManager opID=abcd1234-77-02-2222 user=vpxuser:VSPHERE.LOCAL\\Administrator] Task Created : haTask--vim.host.VMotionManager.initiateDestination-99',
          '2023-04-15T08:52:46.000Z info hostd[2099996] [Originator@6876 sub=Vimsvc.TaskManager] Task Completed : haTask--vim.host.VMotionManager.initiateDestination-99 Status success',
        ],
      },
    ],
    expect: [
      {
        op: 'MoveVM',
        start: '2023-04-15T08:52:30.000Z',
        end: '2023-04-15T08:52:50.000Z',
        who: 'VSPHERE.LOCAL\\Administrator',
        target: 'vm-20',
        result: 'OK',
        missing: ['where', 'how'],
        evidence: [
          'var/log/vmware/vpxd/vpxd-1.log:1',
          'var/log/vmware/vpxd/vpxd-1.log:2',
          'var/run/log/hostd.log:1',
          'var/run/log/hostd.log:2',
          'var/run/log/hostd.log:1',
          'var/run/log/hostd.log:2',
        ],
      },
    ],
  },
];
