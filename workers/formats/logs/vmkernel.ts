import { defineFormat, type Sample } from '../format';
import { kernelCpu, kernelText, level, process, seq, skip, time } from '../grammar';
import { bsdLines, commonLines, esxi8, kernelHead, oneOf } from '../heads';

const names = oneOf('vmkernel', 'vmkwarning', 'vmkalert');

/** vmkernel.log, vmkwarning.log, and their boot lines. */
export default defineFormat({
  id: 'vmkernel',
  label: 'VMkernel',
  rank: 80,
  paths: [/(^|\/)(vmkernel|vmkwarning|vmkalert|boot|dmesg)([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'join',
  processFromPath: true,
  variants: [
    { head: seq(time.iso, ' ', kernelCpu, kernelText) },
    { head: seq(time.iso, ' ', level.esxi, ' ', process.until(':'), ' ', kernelCpu, kernelText) },
    { head: seq(esxi8, names, ': ', kernelText), ambiguous: true },
    { head: seq('TSC: ', skip.digits, ' ', kernelCpu, kernelText) },
    ...bsdLines(names, kernelHead),
    ...commonLines,
  ],
});

const NFS_VOLUME = 'fi-0753971d-bf82-42f2-a175-d2ac9f412633';

export const samples: Sample[] = [
  {
    text: '2018-07-05T20:58:06.093Z cpu27:66317)<6>igb: vmnic_110100 NIC Link is Down',
    path: 'var/run/log/vmkernel.log',
    expect: {
      time: '2018-07-05T20:58:06.093Z',
      level: 'info',
      process: 'vmkernel',
      pid: '66317',
      component: 'igb',
      message: '<6>igb: vmnic_110100 NIC Link is Down',
    },
  },
  {
    text: '2018-07-06T21:02:01.265Z cpu2:66518)WARNING: NMP: nmp_DeviceRequestFastDeviceProbe:237: NMP device "naa.60014055c425cd10a874374b415629b3" state in doubt; requested fast path state update...',
    path: 'var/run/log/vmkwarning.3.gz',
    expect: {
      time: '2018-07-06T21:02:01.265Z',
      level: 'warning',
      process: 'vmkwarning',
      pid: '66518',
      component: 'NMP',
      message:
        'WARNING: NMP: nmp_DeviceRequestFastDeviceProbe:237: NMP device "naa.60014055c425cd10a874374b415629b3" state in doubt; requested fast path state update...',
    },
  },
  {
    text: '2018-07-06T21:02:11.204Z cpu0:65641)StorageApdHandler: 1205: APD start for 0x4302ff581ad0 [naa.60014055c425cd10a874374b415629b3]',
    expect: {
      time: '2018-07-06T21:02:11.204Z',
      level: 'info',
      pid: '65641',
      component: 'StorageApdHandler',
      message: 'StorageApdHandler: 1205: APD start for 0x4302ff581ad0 [naa.60014055c425cd10a874374b415629b3]',
    },
  },
  {
    text: '2020-06-29T01:10:00.381Z cpu50:2151680)ALERT: hostd detected to be non-responsive',
    expect: {
      time: '2020-06-29T01:10:00.381Z',
      level: 'error',
      pid: '2151680',
      message: 'ALERT: hostd detected to be non-responsive',
    },
  },
  {
    text: 'TSC: 0 cpu0:0)Boot: 167: Parsing boot option module /useropts.gz',
    path: 'var/log/vmkernel.log',
    expect: {
      time: null,
      timeKnownBy: 'inherited',
      level: 'info',
      process: 'vmkernel',
      pid: '0',
      component: 'Boot',
      message: 'Boot: 167: Parsing boot option module /useropts.gz',
    },
  },
  {
    text: [
      '2017-09-30T17:27:31.239Z cpu5:65931)<3>e1000e 0000:00:1f.6: vmnic0: Detected Hardware Unit Hang:',
      '  TDH                  <0>',
      '  TDT                  <46>',
      '  next_to_use          <46>',
    ].join('\n'),
    expect: {
      time: '2017-09-30T17:27:31.239Z',
      level: 'error',
      pid: '65931',
      message: [
        '<3>e1000e 0000:00:1f.6: vmnic0: Detected Hardware Unit Hang:',
        '  TDH                  <0>',
        '  TDT                  <46>',
        '  next_to_use          <46>',
      ].join('\n'),
    },
  },
  {
    text: `2023-12-07T05:04:55.162Z In(182) vmkernel: cpu10:2099084 opID=a9f5cca4)NFS: 317: NFS mount succeeded for 192.168.33.2:/zbs/${NFS_VOLUME} volume ${NFS_VOLUME}.`,
    expect: {
      time: '2023-12-07T05:04:55.162Z',
      level: 'info',
      process: 'vmkernel',
      pid: '2099084',
      component: 'NFS',
      opId: 'a9f5cca4',
      message: `NFS: 317: NFS mount succeeded for 192.168.33.2:/zbs/${NFS_VOLUME} volume ${NFS_VOLUME}.`,
    },
  },
  {
    text: '2023-12-07T05:05:16.618Z In(182) vmkernel: cpu0:2127075 opID=55d67df2)World: 12231: VC opID vim-cmd-68-dba4 maps to vmkernel opID 55d67df2',
    expect: {
      time: '2023-12-07T05:05:16.618Z',
      level: 'info',
      process: 'vmkernel',
      pid: '2127075',
      component: 'World',
      opId: '55d67df2',
      message: 'World: 12231: VC opID vim-cmd-68-dba4 maps to vmkernel opID 55d67df2',
    },
  },
  {
    text: '2026-02-07T09:29:18.734Z In(182) vmkernel: cpu59:2099897)PCI: 1401: Skipping device reset on 0000:05:00.0 because PCIe link to the device is down.',
    expect: {
      time: '2026-02-07T09:29:18.734Z',
      level: 'info',
      process: 'vmkernel',
      pid: '2099897',
      component: 'PCI',
      message: 'PCI: 1401: Skipping device reset on 0000:05:00.0 because PCIe link to the device is down.',
    },
  },
  {
    text: `2023-12-07T05:07:09.945Z Wa(180) vmkwarning: cpu3:2097803)WARNING: NFS: 5544: NFS volume ${NFS_VOLUME} performance has deteriorated. I/O latency increased from average value of 0(us) to 10614(us). Exceeded threshold 10000(us)`,
    expect: {
      time: '2023-12-07T05:07:09.945Z',
      level: 'warning',
      process: 'vmkwarning',
      pid: '2097803',
      component: 'NFS',
      message: `WARNING: NFS: 5544: NFS volume ${NFS_VOLUME} performance has deteriorated. I/O latency increased from average value of 0(us) to 10614(us). Exceeded threshold 10000(us)`,
    },
  },
  {
    text: "2024-04-17T17:51:48.584Z Wa(180) vmkwarning: cpu3:262176)WARNING: Heartbeat: 959: PCPU 2 didn't have a heartbeat for 5 seconds, timeout is 10, 1 IPIs sent; *may* be locked up.",
    expect: {
      time: '2024-04-17T17:51:48.584Z',
      level: 'warning',
      process: 'vmkwarning',
      pid: '262176',
      component: 'Heartbeat',
      message:
        "WARNING: Heartbeat: 959: PCPU 2 didn't have a heartbeat for 5 seconds, timeout is 10, 1 IPIs sent; *may* be locked up.",
    },
  },
  {
    text: '2024-04-17T17:51:48.584Z Al(177) vmkalert: cpu2:262518)ALERT: NMI: 743: NMI IPI: RIPOFF(base):RBP:CS [0x137a0b(0x420020800000):0xcba193:0x748] (Src 0x1, CPU2)',
    expect: {
      time: '2024-04-17T17:51:48.584Z',
      level: 'fatal',
      process: 'vmkalert',
      pid: '262518',
      component: 'NMI',
      message:
        'ALERT: NMI: 743: NMI IPI: RIPOFF(base):RBP:CS [0x137a0b(0x420020800000):0xcba193:0x748] (Src 0x1, CPU2)',
    },
  },
  {
    text: 'Jul 26 01:26:46 vmkernel: 7:21:06:31.383 cpu11:14258)UserDump: 1485: Dumping cartel 14235 (from world 14258) to file /var/core/vpxa-zdump.000 ...',
    year: 2011,
    expect: {
      time: '2011-07-26T01:26:46.000Z',
      timeKnownBy: 'year-inferred',
      level: 'info',
      process: 'vmkernel',
      pid: '14258',
      component: 'UserDump',
      message: 'UserDump: 1485: Dumping cartel 14235 (from world 14258) to file /var/core/vpxa-zdump.000 ...',
    },
  },
  {
    text: '2015-08-17T14:19:25.710Z cpu2:1075473)Code start: 0x418014a00000 VMK uptime: 25:06:19:56.440',
    expect: {
      time: '2015-08-17T14:19:25.710Z',
      level: 'info',
      pid: '1075473',
      message: 'Code start: 0x418014a00000 VMK uptime: 25:06:19:56.440',
    },
  },
  {
    text: '2015-08-17T14:19:25.711Z cpu2:1075473)0x4122e445b4d8:[0x418014a7b71a]PanicvPanicInt@vmkernel#nover+0x61 stack: 0x3000000008',
    expect: {
      time: '2015-08-17T14:19:25.711Z',
      level: 'info',
      pid: '1075473',
      message: '0x4122e445b4d8:[0x418014a7b71a]PanicvPanicInt@vmkernel#nover+0x61 stack: 0x3000000008',
    },
  },
  {
    text: '2015-08-17T14:19:25.711Z cpu2:1075473)0x4122e445b5b8:[0x418014a7bf1b]Panic@vmkernel#nover+0xae stack: 0x4122e445b680',
    expect: {
      time: '2015-08-17T14:19:25.711Z',
      level: 'info',
      pid: '1075473',
      message: '0x4122e445b5b8:[0x418014a7bf1b]Panic@vmkernel#nover+0xae stack: 0x4122e445b680',
    },
  },
  {
    text: '2015-08-17T14:19:25.712Z cpu2:1075473)0x4122e445b618:[0x418014a8e368]SP_WaitLock@vmkernel#nover+0x29f stack: 0x30e4b000',
    expect: {
      time: '2015-08-17T14:19:25.712Z',
      level: 'info',
      pid: '1075473',
      message: '0x4122e445b618:[0x418014a8e368]SP_WaitLock@vmkernel#nover+0x29f stack: 0x30e4b000',
    },
  },
];
