import { defineFormat, type Sample } from '../format';
import { level, opId, pid, seq, time } from '../grammar';
import { blankOrEnd, commonLines, esxi8 } from '../heads';

/** vmware.log: one per VM, written by its own process. */
export default defineFormat({
  id: 'vmware',
  label: 'vmware.log',
  rank: 70,
  paths: [/(^|\/)vmware(-\d+|-panic|-vmx-.*)?\.log(\.gz)?$/i],
  bareLines: 'join',
  variants: [
    // to 7, and a reported shape of 7 with the opID before the code
    { head: seq(time.iso, '| ', pid.until('|'), ' ', level.letter) },
    { head: seq(time.iso, '| ', pid.until('|'), ' ', opId.until('|', { dash: true }), ' ', level.letter) },
    // 8.0 and later
    { head: seq(esxi8, pid.span(/[A-Za-z0-9._-]/), ' ', opId.span(/[^ ]/, { dash: true }), blankOrEnd) },
    // 5.0
    { head: seq(time.iso, '| ', pid.until('|'), blankOrEnd), ambiguous: true },
    ...commonLines,
  ],
});

export const samples: Sample[] = [
  {
    // Composed after the grammar of the thin agent's messages: vnet is the Network Introspection driver.
    text: '2018-11-13T04:00:00.100Z| vcpu-0| I125: Guest: vnet: INFO: DriverEntry : driver loaded',
    path: 'vmfs/volumes/4f5/vm/vmware.log',
    expect: {
      time: '2018-11-13T04:00:00.100Z',
      level: 'info',
      pid: 'vcpu-0',
      message: 'Guest: vnet: INFO: DriverEntry : driver loaded',
    },
  },
  {
    // Composed: older Tools mark the level by a word of their own.
    text: '2018-11-13T04:00:00.200Z| vcpu-1| I125: Guest: vsep: vf-AUDIT: DriverEntry : driver loaded',
    path: 'vmfs/volumes/4f5/vm/vmware.log',
    expect: {
      time: '2018-11-13T04:00:00.200Z',
      level: 'info',
      pid: 'vcpu-1',
      message: 'Guest: vsep: vf-AUDIT: DriverEntry : driver loaded',
    },
  },
  {
    text: '2012-03-23T16:22:51.876Z| vcpu-0| Checkpoint_Unstun: vm stopped for 3658889 us',
    path: 'vmfs/volumes/4f5/vm/vmware.log',
    expect: {
      time: '2012-03-23T16:22:51.876Z',
      pid: 'vcpu-0',
      message: 'Checkpoint_Unstun: vm stopped for 3658889 us',
    },
  },
  {
    text: '2012-05-14T13:34:34.412Z| vcpu-0| CPT current = 2, requesting 6',
    expect: { time: '2012-05-14T13:34:34.412Z', pid: 'vcpu-0', message: 'CPT current = 2, requesting 6' },
  },
  {
    text: '2018-02-15T02:55:01.503Z| vmx| I125: Ethernet0 MAC Address: 00:50:56:a3:56:19',
    path: 'vmfs/volumes/4f5/vm/vmware-12.log',
    expect: {
      time: '2018-02-15T02:55:01.503Z',
      level: 'info',
      pid: 'vmx',
      message: 'Ethernet0 MAC Address: 00:50:56:a3:56:19',
    },
  },
  {
    text: '2017-12-07T04:41:42.868Z| vcpu-0| W115: GuestRpc: application toolbox, changing channel 65535 -> 0',
    expect: {
      time: '2017-12-07T04:41:42.868Z',
      level: 'warning',
      pid: 'vcpu-0',
      message: 'GuestRpc: application toolbox, changing channel 65535 -> 0',
    },
  },
  {
    text: '2018-06-28T08:52:13.001Z| vmx| I125: VigorTransportProcessClientPayload: opID=32131.1-f7-22-a9e6 seq=800: Receiving GuestOps.ListProcesses request.',
    expect: {
      time: '2018-06-28T08:52:13.001Z',
      level: 'info',
      pid: 'vmx',
      message:
        'VigorTransportProcessClientPayload: opID=32131.1-f7-22-a9e6 seq=800: Receiving GuestOps.ListProcesses request.',
    },
  },
  {
    text: [
      '2021-11-15T00:23:51+01:00[+0.000]| mks| W003: Core dumped.',
      '2021-11-15T00:23:51+01:00[+0.000]| mks| W003+ Attempting a core dump using an unlimited size limit',
    ].join('\n'),
    expect: {
      time: '2021-11-14T23:23:51.000Z',
      level: 'warning',
      pid: 'mks',
      message: 'Core dumped.\nAttempting a core dump using an unlimited size limit',
    },
  },
  {
    text: "2023-12-05T17:42:40.666Z In(05) vmx vim-cmd-09-a45d SnapshotVMX_TakeSnapshot start: 'snapshot_exfill', deviceState=1, lazy=1, quiesced=0, forceNative=0, tryNative=1, saveAllocMaps=0",
    expect: {
      time: '2023-12-05T17:42:40.666Z',
      level: 'info',
      pid: 'vmx',
      opId: 'vim-cmd-09-a45d',
      message:
        "SnapshotVMX_TakeSnapshot start: 'snapshot_exfill', deviceState=1, lazy=1, quiesced=0, forceNative=0, tryNative=1, saveAllocMaps=0",
    },
  },
  {
    text: "2023-12-05T17:42:41.585Z In(05) vmx - SnapshotVMXTakeSnapshotComplete: Done with snapshot 'snapshot_exfill': 2",
    expect: {
      time: '2023-12-05T17:42:41.585Z',
      level: 'info',
      pid: 'vmx',
      message: "SnapshotVMXTakeSnapshotComplete: Done with snapshot 'snapshot_exfill': 2",
    },
  },
  {
    text: '2023-12-05T18:02:22.341Z In(05) vmx e0ada929 Issuing new webmks ticket 2d0378... (120 seconds)',
    expect: {
      time: '2023-12-05T18:02:22.341Z',
      level: 'info',
      pid: 'vmx',
      opId: 'e0ada929',
      message: 'Issuing new webmks ticket 2d0378... (120 seconds)',
    },
  },
  {
    text: "2023-10-23T04:14:27.356Z In(05) vcpu-0 lnx6ehce-42910-auto-x40-h5:70004075-b2-a9-003a AIOGNRC: Failed to open '/vmfs/devices/vsan/4e692365-5670-942e-2129-00505689a6f5' : Could not find the file (60003) (0x2013).",
    expect: {
      time: '2023-10-23T04:14:27.356Z',
      level: 'info',
      pid: 'vcpu-0',
      opId: 'lnx6ehce-42910-auto-x40-h5:70004075-b2-a9-003a',
      message:
        "AIOGNRC: Failed to open '/vmfs/devices/vsan/4e692365-5670-942e-2129-00505689a6f5' : Could not find the file (60003) (0x2013).",
    },
  },
  {
    text: '2024-06-04T21:58:00.993Z In(05) vmx - VigorTransportProcessClientPayload: opID=c4c97158 seq=3942: Receiving GuestOps.ListProcesses request.',
    expect: {
      time: '2024-06-04T21:58:00.993Z',
      level: 'info',
      pid: 'vmx',
      message:
        'VigorTransportProcessClientPayload: opID=c4c97158 seq=3942: Receiving GuestOps.ListProcesses request.',
    },
  },
  {
    text: '2023-04-15T08:52:34.879Z In(05) vmx - VigorTransportProcessClientPayload: opID=lgfd4abh-18745-auto-egq-h5:70005734-88-01-39-6b81 seq=10304: Receiving Migrate.PrepareSource request.',
    expect: {
      time: '2023-04-15T08:52:34.879Z',
      level: 'info',
      pid: 'vmx',
      message:
        'VigorTransportProcessClientPayload: opID=lgfd4abh-18745-auto-egq-h5:70005734-88-01-39-6b81 seq=10304: Receiving Migrate.PrepareSource request.',
    },
  },
  {
    text: "2023-04-15T08:52:34.879Z In(05) vmx - Received migrate 'to' request for mid id 8743996508480001077, src ip <192.168.1.22>, dst ip <192.168.1.23>(invalidate source config).",
    expect: {
      time: '2023-04-15T08:52:34.879Z',
      level: 'info',
      pid: 'vmx',
      message:
        "Received migrate 'to' request for mid id 8743996508480001077, src ip <192.168.1.22>, dst ip <192.168.1.23>(invalidate source config).",
    },
  },
  {
    text: '2020-04-07T19:32:11.613+08:00| vcpu-1| I125: Beginning monitor coredump',
    expect: {
      time: '2020-04-07T11:32:11.613Z',
      level: 'info',
      pid: 'vcpu-1',
      message: 'Beginning monitor coredump',
    },
  },
];
