import type { TraceSample } from '../../trace-source';

/** Lines of both documents and made ones, with the whole table they give by the documents' own rules. */
export const vmwareLogSamples: TraceSample[] = [
  {
    title: 'a snapshot; the folder names the machine',
    files: [
      {
        path: 'esx/vmfs/volumes/5b2c/web01/vmware.log',
        lines: [
          "2023-12-05T17:42:40.666Z In(05) vmx vim-cmd-09-a45d SnapshotVMX_TakeSnapshot start: 'snapshot_exfill', deviceState=1, lazy=1, quiesced=0, forceNative=0, tryNative=1, saveAllocMaps=0",
          "2023-12-05T17:42:41.585Z In(05) vmx - SnapshotVMXTakeSnapshotComplete: Done with snapshot 'snapshot_exfill': 2",
          '2023-12-05T18:02:22.341Z In(05) vmx e0ada929 Issuing new webmks ticket 2d0378... (120 seconds)',
          '2023-12-05T19:02:22.341Z In(05) vmx - VigorTransportProcessClientPayload: opID=c4c97158 seq=3942: Receiving GuestOps.ListProcesses request.',
        ],
      },
    ],
    expect: [
      {
        op: 'CreateSnapshot',
        start: '2023-12-05T17:42:40.666Z',
        end: '2023-12-05T17:42:41.585Z',
        target: 'web01',
        result: 'OK',
        after: ['web01', 'snapshot_exfill'],
        missing: ['who', 'where'],
        joined: { target: 'the folder of its vmware.log' },
        evidence: ['vmfs/volumes/5b2c/web01/vmware.log:1', 'vmfs/volumes/5b2c/web01/vmware.log:2'],
      },
    ],
  },
  {
    title: 'a migration told by both ends is one; the machine does not stop for it',
    files: [
      {
        path: 'esx1/vmfs/volumes/5b2c/web01/vmware.log',
        lines: [
          '2023-04-15T08:52:00.000Z In(05) vmx - DICT              displayName = "Web server 1"',
          '2023-04-15T08:52:34.879Z In(05) vmx - VigorTransportProcessClientPayload: opID=lgfd4abh-18745-auto-egq-h5:70005734-88-01-39-6b81 seq=10304: Receiving Migrate.PrepareSource request.',
          "2023-04-15T08:52:34.879Z In(05) vmx - Received migrate 'to' request for mid id 8743996508480001077, src ip <192.168.1.22>, dst ip <192.168.1.23>(invalidate source config).",
          '2023-04-15T08:52:44.879Z In(05) vmx - Transitioned vmx/execState/val to poweredOff',
        ],
      },
      {
        path: 'esx2/vmfs/volumes/5b2c/web01/vmware.log',
        lines: [
          '2023-04-15T08:52:35.879Z In(05) vmx - Migrate_Open: Restoring from <192.168.1.22> with migration id 8743996508480001077',
          '2023-04-15T08:52:37.879Z In(05) vmx - Transitioned vmx/execState/val to poweredOn',
        ],
      },
    ],
    expect: [
      {
        op: 'MoveVM',
        start: '2023-04-15T08:52:34.879Z',
        target: 'Web server 1',
        before: ['Web server 1', '192.168.1.22'],
        after: ['Web server 1', '192.168.1.23'],
        missing: ['who', 'where', 'result'],
        evidence: ['vmfs/volumes/5b2c/web01/vmware.log:3', 'vmfs/volumes/5b2c/web01/vmware.log:1'],
      },
    ],
  },
  {
    title: "what the machine was asked for has the id of the host's task",
    files: [
      {
        path: 'esx/var/run/log/hostd.log',
        lines: [
          '2018-06-28T08:52:12.900Z info hostd[2099631] [Originator@6876 sub=Vimsvc.TaskManager opID=32131.1-f7-22-a9e6 user=root] Task Created : haTask-7-vim.VirtualMachine.powerOff-4711',
          '2018-06-28T08:52:13.000Z info hostd[2099631] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=32131.1-f7-22-a9e6 user=root] Event 5 : Web server 1 on  esx1.lab in ha-datacenter is stopping',
          '2018-06-28T08:52:15.000Z info hostd[2099631] [Originator@6876 sub=Vimsvc.TaskManager] Task Completed : haTask-7-vim.VirtualMachine.powerOff-4711 Status success',
        ],
      },
      {
        path: 'esx/vmfs/volumes/5b2c/web01/vmware.log',
        lines: [
          '2018-06-28T08:52:13.001Z| vmx| I125: VigorTransportProcessClientPayload: opID=32131.1-f7-22-a9e6 seq=800: Receiving PowerState.InitiatePowerOff request.',
          '2018-06-28T08:52:14.001Z| vmx| I125: Transitioned vmx/execState/val to poweredOff',
        ],
      },
    ],
    expect: [
      {
        op: 'StopVM',
        start: '2018-06-28T08:52:12.900Z',
        end: '2018-06-28T08:52:15.000Z',
        who: 'root',
        where: 'esx1.lab',
        target: 'Web server 1',
        result: 'OK',
        evidence: [
          'var/run/log/hostd.log:1',
          'var/run/log/hostd.log:2',
          'var/run/log/hostd.log:3',
          'vmfs/volumes/5b2c/web01/vmware.log:1',
          'vmfs/volumes/5b2c/web01/vmware.log:2',
        ],
      },
    ],
  },
];
