import { defineFormat, type Sample } from '../format';
import {
  arrowed,
  continued,
  either,
  host,
  level,
  optional,
  originatorKeys,
  pid,
  process,
  seq,
  skip,
  time,
} from '../grammar';
import { commonLines, esxi8, ident, vmacoreHead, vmacoreHead4, vmacoreHead5 } from '../heads';

/** hostd and its kin: hostd-probe, vpxa, fdm, rhttpproxy, vsansystem, vvold, vpxd. */
export default defineFormat({
  id: 'vmacore',
  label: 'hostd family',
  rank: 80,
  paths: [
    /(^|\/)(hostd|hostd-probe|hostdCgiServer|vpxa|fdm|rhttpproxy|vsansystem|vvold|vpxd)([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i,
  ],
  bareLines: 'join',
  processFromPath: true,
  variants: [
    // 6.0 to 7.x
    { head: seq(time.iso, ' ', level.word, ' ', process.until('['), pid.until(']'), ' ', originatorKeys) },
    // 8.0 and later
    {
      head: seq(esxi8, process.until('['), pid.until(']'), ': ', either(arrowed, originatorKeys, continued)),
    },
    // 5.x, then 4.x
    { head: seq(time.iso, ' ', vmacoreHead5) },
    { head: vmacoreHead4 },
    { head: seq(process.name, ': ', vmacoreHead4) },
    // without keys, then without time
    { head: seq(time.iso, ' ', vmacoreHead), ambiguous: true },
    { head: seq(optional(process.name, ': '), vmacoreHead, originatorKeys) },
    // taken down by a relay and put among the others
    {
      head: seq(time.iso, ' ', host.name, ' ', ident(process.name), skip.blanks, vmacoreHead, originatorKeys),
      common: true,
    },
    ...commonLines,
  ],
});

const SPS = 'VSPHERE.LOCAL\\vpxd-extension-5f673928-9ddf-465f-864a-abeebe289302';
const GNAV = '/vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/gnav-10.1/gnav-10.1.vmx';
const QUEWORX = '/vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/v-queworx_a/v-queworx_a.vmx';

const HOPPER = 'happy_hopper-c5fcacda295461776bd1e1abb8df11215b479c8c9c7d622dd37ea598b2822625';
const HOPPER_VMX = `/vmfs/volumes/57ebe905-615d7a8a-e1c7-0050569c8cc7/${HOPPER}/${HOPPER}.vmx`;

export const samples: Sample[] = [
  {
    text: "[2012-04-16 20:35:04.594 F6417B90 info 'ha-eventmgr'] Event 35 : User root 10.131.3.116 logged in",
    path: 'var/log/vmware/hostd.log',
    expect: {
      time: '2012-04-16T20:35:04.594Z',
      timeKnownBy: 'zone-assumed',
      level: 'info',
      process: 'hostd',
      pid: 'F6417B90',
      component: 'ha-eventmgr',
      message: 'Event 35 : User root 10.131.3.116 logged in',
    },
  },
  {
    text: "[2010-03-16 12:51:54.284 27D13B90 info 'TaskManager'] Task Created : haTask-ha-host-vim.HostSystem.reboot-50",
    expect: {
      time: '2010-03-16T12:51:54.284Z',
      timeKnownBy: 'zone-assumed',
      level: 'info',
      pid: '27D13B90',
      component: 'TaskManager',
      message: 'Task Created : haTask-ha-host-vim.HostSystem.reboot-50',
    },
  },
  {
    text: "2015-05-20T10:25:52.735Z [59741B90 info 'Vimsvc.TaskManager' opID=131DAF7A-0000094A-aa-61] Task Created : haTask-ha-host-vim.host.NetworkSystem.invokeHostTransactionCall-322150621",
    path: 'var/run/log/hostd.log',
    expect: {
      time: '2015-05-20T10:25:52.735Z',
      level: 'info',
      process: 'hostd',
      pid: '59741B90',
      component: 'Vimsvc.TaskManager',
      opId: '131DAF7A-0000094A-aa-61',
      message: 'Task Created : haTask-ha-host-vim.host.NetworkSystem.invokeHostTransactionCall-322150621',
    },
  },
  {
    text: "2015-05-20T10:25:52.848Z [594D7B90 info 'Vimsvc.TaskManager' opID=131DAF7A-0000094A-aa-61] Task Completed : haTask-ha-host-vim.host.NetworkSystem.invokeHostTransactionCall-322150621 Status success",
    expect: {
      time: '2015-05-20T10:25:52.848Z',
      level: 'info',
      pid: '594D7B90',
      component: 'Vimsvc.TaskManager',
      opId: '131DAF7A-0000094A-aa-61',
      message:
        'Task Completed : haTask-ha-host-vim.host.NetworkSystem.invokeHostTransactionCall-322150621 Status success',
    },
  },
  {
    text: "2017-10-24T11:35:07.752Z [FFD91B70 verbose 'Solo.SearchIndex' opID=hostd-beff user=root] FindByInventoryPath returning <null>",
    path: 'var/run/log/hostd.0.gz',
    expect: {
      time: '2017-10-24T11:35:07.752Z',
      level: 'trace',
      process: 'hostd',
      pid: 'FFD91B70',
      component: 'Solo.SearchIndex',
      opId: 'hostd-beff',
      user: 'root',
      message: 'FindByInventoryPath returning <null>',
    },
  },
  {
    text: '2018-07-05T21:06:22.793Z info hostd[9F81B70] [Originator@6876 sub=Vimsvc.TaskManager opID=vim-cmd-fc-243c user=dcui] Task Created : haTask-ha-folder-vm-vim.Folder.registerVm-107999318',
    expect: {
      time: '2018-07-05T21:06:22.793Z',
      level: 'info',
      process: 'hostd',
      pid: '9F81B70',
      component: 'Vimsvc.TaskManager',
      opId: 'vim-cmd-fc-243c',
      user: 'dcui',
      message: 'Task Created : haTask-ha-folder-vm-vim.Folder.registerVm-107999318',
    },
  },
  {
    text: `2018-07-05T21:06:22.793Z info hostd[AA81B70] [Originator@6876 sub=Solo.HaVMFolder opID=vim-cmd-fc-243c user=dcui] Register called: []${GNAV}`,
    expect: {
      time: '2018-07-05T21:06:22.793Z',
      level: 'info',
      process: 'hostd',
      pid: 'AA81B70',
      component: 'Solo.HaVMFolder',
      opId: 'vim-cmd-fc-243c',
      user: 'dcui',
      message: `Register called: []${GNAV}`,
    },
  },
  {
    text: `2018-07-05T21:06:22.870Z info hostd[A6C2B70] [Originator@6876 sub=Vmsvc.vm:${GNAV} opID=vim-cmd-fc-243c user=dcui] State Transition (VM_STATE_INITIALIZING -> VM_STATE_OFF)`,
    expect: {
      time: '2018-07-05T21:06:22.870Z',
      level: 'info',
      process: 'hostd',
      pid: 'A6C2B70',
      component: `Vmsvc.vm:${GNAV}`,
      opId: 'vim-cmd-fc-243c',
      user: 'dcui',
      message: 'State Transition (VM_STATE_INITIALIZING -> VM_STATE_OFF)',
    },
  },
  {
    text: '2018-07-05T21:06:22.875Z info hostd[A6C2B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=vim-cmd-fc-243c user=dcui] Event 2215 : Registered gnav-10.1 on localhost.localdomain in ha-datacenter',
    expect: {
      time: '2018-07-05T21:06:22.875Z',
      level: 'info',
      process: 'hostd',
      pid: 'A6C2B70',
      component: 'Vimsvc.ha-eventmgr',
      opId: 'vim-cmd-fc-243c',
      user: 'dcui',
      message: 'Event 2215 : Registered gnav-10.1 on localhost.localdomain in ha-datacenter',
    },
  },
  {
    text: '2018-07-05T21:06:22.876Z info hostd[A6C2B70] [Originator@6876 sub=Vimsvc.TaskManager opID=vim-cmd-fc-243c user=dcui] Task Completed : haTask-ha-folder-vm-vim.Folder.registerVm-107999318 Status success',
    expect: {
      time: '2018-07-05T21:06:22.876Z',
      level: 'info',
      process: 'hostd',
      pid: 'A6C2B70',
      component: 'Vimsvc.TaskManager',
      opId: 'vim-cmd-fc-243c',
      user: 'dcui',
      message: 'Task Completed : haTask-ha-folder-vm-vim.Folder.registerVm-107999318 Status success',
    },
  },
  {
    text: '2018-07-05T21:55:18.660Z info hostd[9BC1B70] [Originator@6876 sub=Vimsvc.TaskManager opID=ecb6776e user=root] Task Created : haTask-99-vim.VirtualMachine.powerOn-108005254',
    expect: {
      time: '2018-07-05T21:55:18.660Z',
      level: 'info',
      process: 'hostd',
      pid: '9BC1B70',
      component: 'Vimsvc.TaskManager',
      opId: 'ecb6776e',
      user: 'root',
      message: 'Task Created : haTask-99-vim.VirtualMachine.powerOn-108005254',
    },
  },
  {
    text: '2018-07-05T21:55:18.661Z info hostd[6C88890] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=ecb6776e user=root] Event 3673 : v-queworx_a on host localhost.localdomain in ha-datacenter is starting',
    expect: {
      time: '2018-07-05T21:55:18.661Z',
      level: 'info',
      process: 'hostd',
      pid: '6C88890',
      component: 'Vimsvc.ha-eventmgr',
      opId: 'ecb6776e',
      user: 'root',
      message: 'Event 3673 : v-queworx_a on host localhost.localdomain in ha-datacenter is starting',
    },
  },
  {
    text: `2018-07-05T21:55:18.661Z info hostd[6C88890] [Originator@6876 sub=Vmsvc.vm:${QUEWORX} opID=ecb6776e user=root] State Transition (VM_STATE_OFF -> VM_STATE_POWERING_ON)`,
    expect: {
      time: '2018-07-05T21:55:18.661Z',
      level: 'info',
      process: 'hostd',
      pid: '6C88890',
      component: `Vmsvc.vm:${QUEWORX}`,
      opId: 'ecb6776e',
      user: 'root',
      message: 'State Transition (VM_STATE_OFF -> VM_STATE_POWERING_ON)',
    },
  },
  {
    text: '2018-07-05T21:55:18.928Z info hostd[6C88890] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 3674 : v-queworx_a on  localhost.localdomain in ha-datacenter is powered on',
    expect: {
      time: '2018-07-05T21:55:18.928Z',
      level: 'info',
      process: 'hostd',
      pid: '6C88890',
      component: 'Vimsvc.ha-eventmgr',
      message: 'Event 3674 : v-queworx_a on  localhost.localdomain in ha-datacenter is powered on',
    },
  },
  {
    text: `2018-07-05T21:55:18.928Z info hostd[6C88890] [Originator@6876 sub=Vmsvc.vm:${QUEWORX}] State Transition (VM_STATE_POWERING_ON -> VM_STATE_ON)`,
    expect: {
      time: '2018-07-05T21:55:18.928Z',
      level: 'info',
      process: 'hostd',
      pid: '6C88890',
      component: `Vmsvc.vm:${QUEWORX}`,
      message: 'State Transition (VM_STATE_POWERING_ON -> VM_STATE_ON)',
    },
  },
  {
    text: [
      '2016-11-22T18:24:06.160Z info hostd[FFFCBAE0] [Originator@6876 sub=Hostsvc.VsanSystemProvider opID=8FCF023D-0000001B-0d34 user=root] Complete, runtime info: (vim.vsan.host.VsanRuntimeInfo) {',
      '-->    membershipList = (vim.vsan.host.MembershipInfo) [',
      '-->       (vim.vsan.host.MembershipInfo) {',
      '-->          nodeUuid = "57e59163-7793-e921-c2d2-90e2ba6f6e28",',
      '-->          hostname = "localhost.dynamic.ziggo.nl"',
      '-->       }',
      '-->    ],',
      '-->    accessGenNo = 0,',
      '--> }',
    ].join('\n'),
    expect: {
      time: '2016-11-22T18:24:06.160Z',
      level: 'info',
      process: 'hostd',
      pid: 'FFFCBAE0',
      component: 'Hostsvc.VsanSystemProvider',
      opId: '8FCF023D-0000001B-0d34',
      user: 'root',
      message: [
        'Complete, runtime info: (vim.vsan.host.VsanRuntimeInfo) {',
        '   membershipList = (vim.vsan.host.MembershipInfo) [',
        '      (vim.vsan.host.MembershipInfo) {',
        '         nodeUuid = "57e59163-7793-e921-c2d2-90e2ba6f6e28",',
        '         hostname = "localhost.dynamic.ziggo.nl"',
        '      }',
        '   ],',
        '   accessGenNo = 0,',
        '}',
      ].join('\n'),
    },
  },
  {
    text: `2020-07-28T09:11:46.467Z info hostd[11148975] [Originator@6876 sub=Vimsvc.TaskManager opID=sps-Main-843896-42-2c-c5-c86f user=vpxuser:${SPS}] Task Completed : haTask--vim.vslm.host.CatalogSyncManager.queryCatalogChange-945138899 Status error`,
    expect: {
      time: '2020-07-28T09:11:46.467Z',
      level: 'info',
      process: 'hostd',
      pid: '11148975',
      component: 'Vimsvc.TaskManager',
      opId: 'sps-Main-843896-42-2c-c5-c86f',
      user: `vpxuser:${SPS}`,
      message:
        'Task Completed : haTask--vim.vslm.host.CatalogSyncManager.queryCatalogChange-945138899 Status error',
    },
  },
  {
    text: '2020-07-29T00:40:15.740Z - time the service was last started, Section for VMware ESX, pid=11927129, version=6.7.0, build=15160138, option=Release',
    path: 'var/run/log/hostd.log',
    expect: {
      time: '2020-07-29T00:40:15.740Z',
      process: 'hostd',
      message:
        '- time the service was last started, Section for VMware ESX, pid=11927129, version=6.7.0, build=15160138, option=Release',
    },
  },
  {
    text: '2023-12-05T14:31:48.557Z In(166) Hostd[1050748]: [Originator@6876 sub=Vimsvc.HaSessionManager opID=esxui-8c02-9b39 sid=52f0e556] Accepted password for user root from 192.168.127.10 - session=52f0e556-5be4-83d4-8d71-8f9d8a43791c',
    expect: {
      time: '2023-12-05T14:31:48.557Z',
      level: 'info',
      process: 'Hostd',
      pid: '1050748',
      component: 'Vimsvc.HaSessionManager',
      opId: 'esxui-8c02-9b39',
      sid: '52f0e556',
      message:
        'Accepted password for user root from 192.168.127.10 - session=52f0e556-5be4-83d4-8d71-8f9d8a43791c',
    },
  },
  {
    text: '2023-12-05T17:35:29.163Z In(166) Hostd[1050753]: [Originator@6876 sub=Vimsvc.ha-eventmgr opID=esxui-42e-a241 sid=52f0e556 user=root] Event 130 : SSH for the host nc-ass-vip.sdv.fr has been enabled',
    expect: {
      time: '2023-12-05T17:35:29.163Z',
      level: 'info',
      process: 'Hostd',
      pid: '1050753',
      component: 'Vimsvc.ha-eventmgr',
      opId: 'esxui-42e-a241',
      sid: '52f0e556',
      user: 'root',
      message: 'Event 130 : SSH for the host nc-ass-vip.sdv.fr has been enabled',
    },
  },
  {
    text: [
      "2025-12-11T16:43:23.314Z In(166) Hostd[169827]: [Originator@6876 sub=Vimsvc.HTTPService.HttpConnection] HTTP Connection has timed out while waiting for further requests; <io_obj t:N7Vmacore6System21LocalSocketObjectAsioE, h:-1, <UNIX 'hostdEntitlementVapi.sock'>, <UNIX 'hostdEntitlementVapi.sock'>>, N7Vmacore16TimeoutExceptionE(Operation timed out: Stream: <io_obj t:N7Vmacore6System21LocalSocketObjectAsioE, h:-1, <UNIX 'hostdEntitlementVapi.sock'>, <UNIX 'hostdEntitlementVapi.sock'>>, duration: 00:00:46.257054 (hh:mm:ss.us))",
      '2025-12-11T16:43:23.314Z In(166) Hostd[169797]: --> [context]zKq7AVICAgAAAB28eQEIaG9zdGQAAF5oNWxpYnZtYWNvcmUuc28AAHtnJADEaCQAbhMlAGA4JQC7iEoBXl8IbGliYy5zby42AAEwXBA=[/context]',
    ].join('\n'),
    expect: {
      time: '2025-12-11T16:43:23.314Z',
      level: 'info',
      process: 'Hostd',
      pid: '169827',
      component: 'Vimsvc.HTTPService.HttpConnection',
      message: [
        "HTTP Connection has timed out while waiting for further requests; <io_obj t:N7Vmacore6System21LocalSocketObjectAsioE, h:-1, <UNIX 'hostdEntitlementVapi.sock'>, <UNIX 'hostdEntitlementVapi.sock'>>, N7Vmacore16TimeoutExceptionE(Operation timed out: Stream: <io_obj t:N7Vmacore6System21LocalSocketObjectAsioE, h:-1, <UNIX 'hostdEntitlementVapi.sock'>, <UNIX 'hostdEntitlementVapi.sock'>>, duration: 00:00:46.257054 (hh:mm:ss.us))",
        '[context]zKq7AVICAgAAAB28eQEIaG9zdGQAAF5oNWxpYnZtYWNvcmUuc28AAHtnJADEaCQAbhMlAGA4JQC7iEoBXl8IbGliYy5zby42AAEwXBA=[/context]',
      ].join('\n'),
    },
  },
  {
    text: '2025-12-11T16:43:25.003Z Er(163) Hostd[169828]: [Originator@6876 sub=VMkernelStatsProvider(000000a67b5238a0)] GetKernelStatValues: Detected error while retrieving stats: VSINode(2810): Not found (status=195887107)',
    expect: {
      time: '2025-12-11T16:43:25.003Z',
      level: 'error',
      process: 'Hostd',
      pid: '169828',
      component: 'VMkernelStatsProvider(000000a67b5238a0)',
      message:
        'GetKernelStatValues: Detected error while retrieving stats: VSINode(2810): Not found (status=195887107)',
    },
  },
  {
    text: '2020-07-28T09:45:01.133Z error hostd-probe[11857730] [Originator@6876 sub=Default] hostd detected to be non-responsive',
    expect: {
      time: '2020-07-28T09:45:01.133Z',
      level: 'error',
      process: 'hostd-probe',
      pid: '11857730',
      component: 'Default',
      message: 'hostd detected to be non-responsive',
    },
  },
  {
    text: '2017-04-12T20:50:29.856Z info vpxa[76BBB70] [Originator@6876 sub=vpxLro opID=53f712a3-01-e8] [VpxLRO] -- BEGIN task-18831 -- vpxa -- vpxapi.VpxaService.createVm -- 52634330-6b1b-ecde-ab69-a7cfdb4d387b',
    expect: {
      time: '2017-04-12T20:50:29.856Z',
      level: 'info',
      process: 'vpxa',
      pid: '76BBB70',
      component: 'vpxLro',
      opId: '53f712a3-01-e8',
      message:
        '[VpxLRO] -- BEGIN task-18831 -- vpxa -- vpxapi.VpxaService.createVm -- 52634330-6b1b-ecde-ab69-a7cfdb4d387b',
    },
  },
  {
    text: '2020-06-26T05:18:56.509Z info vpxa[2100441] [Originator@6876 sub=vpxLro opID=PollQuickStatsLoop-68ecc8dd-7] [VpxLRO] -- BEGIN lro-21686 -- vpxa -- vpxapi.VpxaService.fetchQuickStats -- 52d94cca-4081-7990-4b3f-e0eb48a855fb',
    expect: {
      time: '2020-06-26T05:18:56.509Z',
      level: 'info',
      process: 'vpxa',
      pid: '2100441',
      component: 'vpxLro',
      opId: 'PollQuickStatsLoop-68ecc8dd-7',
      message:
        '[VpxLRO] -- BEGIN lro-21686 -- vpxa -- vpxapi.VpxaService.fetchQuickStats -- 52d94cca-4081-7990-4b3f-e0eb48a855fb',
    },
  },
  {
    text: '2020-06-26T05:18:56.509Z info vpxa[2100441] [Originator@6876 sub=vpxLro opID=PollQuickStatsLoop-68ecc8dd-7] [VpxLRO] -- FINISH lro-21686',
    expect: {
      time: '2020-06-26T05:18:56.509Z',
      level: 'info',
      process: 'vpxa',
      pid: '2100441',
      component: 'vpxLro',
      opId: 'PollQuickStatsLoop-68ecc8dd-7',
      message: '[VpxLRO] -- FINISH lro-21686',
    },
  },
  {
    text: '2025-12-11T16:43:03.077Z In(166) Vpxa[170012]: [Originator@6876 sub=vpxLro opID=PollQuickStatsLoop-27bd305b-fb] [VpxLRO] -- BEGIN lro-47 -- vpxa -- vpxapi.VpxaService.fetchQuickStats -- 52bb5d24-2497-10d0-569c-3ec666d27030',
    expect: {
      time: '2025-12-11T16:43:03.077Z',
      level: 'info',
      process: 'Vpxa',
      pid: '170012',
      component: 'vpxLro',
      opId: 'PollQuickStatsLoop-27bd305b-fb',
      message:
        '[VpxLRO] -- BEGIN lro-47 -- vpxa -- vpxapi.VpxaService.fetchQuickStats -- 52bb5d24-2497-10d0-569c-3ec666d27030',
    },
  },
  {
    text: '2025-12-11T16:43:03.078Z In(166) Vpxa[170012]: [Originator@6876 sub=vpxLro opID=PollQuickStatsLoop-27bd305b-fb] [VpxLRO] -- FINISH lro-47',
    expect: {
      time: '2025-12-11T16:43:03.078Z',
      level: 'info',
      process: 'Vpxa',
      pid: '170012',
      component: 'vpxLro',
      opId: 'PollQuickStatsLoop-27bd305b-fb',
      message: '[VpxLRO] -- FINISH lro-47',
    },
  },
  {
    text: '2025-12-11T16:44:23.732Z In(166) Vpxa[169980]: [Originator@6876 sub=vpxLro opID=7b9d4753-3a] [VpxLRO] -- BEGIN lro-52 -- networkSystem -- vim.host.NetworkSystem.queryNetworkHint -- 52bb5d24-2497-10d0-569c-3ec666d27030',
    expect: {
      time: '2025-12-11T16:44:23.732Z',
      level: 'info',
      process: 'Vpxa',
      pid: '169980',
      component: 'vpxLro',
      opId: '7b9d4753-3a',
      message:
        '[VpxLRO] -- BEGIN lro-52 -- networkSystem -- vim.host.NetworkSystem.queryNetworkHint -- 52bb5d24-2497-10d0-569c-3ec666d27030',
    },
  },
  {
    text: "2014-04-04T11:41:54.882Z [688C2B70 info 'Invt' opID=SWI-24c018b] [VmStateChange::SavePowerChange] vm /vmfs/volumes/4ece24c4-3f1ca80e-9cd8-984be1047b14/New Virtual Machine/New Virtual Machine.vmx curPwrState=unknown curPowerOnCount=0 newPwrState=powered off clnPwrOff=true hostReporting=host-113",
    path: 'var/run/log/fdm.log',
    expect: {
      time: '2014-04-04T11:41:54.882Z',
      level: 'info',
      process: 'fdm',
      pid: '688C2B70',
      component: 'Invt',
      opId: 'SWI-24c018b',
      message:
        '[VmStateChange::SavePowerChange] vm /vmfs/volumes/4ece24c4-3f1ca80e-9cd8-984be1047b14/New Virtual Machine/New Virtual Machine.vmx curPwrState=unknown curPowerOnCount=0 newPwrState=powered off clnPwrOff=true hostReporting=host-113',
    },
  },
  {
    text: '2023-07-04T06:06:02.154Z info fdm[2110701] [Originator@6876 sub=Cluster opID=SWI-3ab50c2a] hostId=host-22 state=Master master=None isolated=false host-list-version=80 config-version=69 vm-metadata-version=601102 slv-mst-tdiff-sec=0',
    expect: {
      time: '2023-07-04T06:06:02.154Z',
      level: 'info',
      process: 'fdm',
      pid: '2110701',
      component: 'Cluster',
      opId: 'SWI-3ab50c2a',
      message:
        'hostId=host-22 state=Master master=None isolated=false host-list-version=80 config-version=69 vm-metadata-version=601102 slv-mst-tdiff-sec=0',
    },
  },
  {
    text: '2016-11-22T18:24:05.312Z info hostd[89E02B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=8FCF023D-00000003-0d19] Event 117 : User root@192.168.178.22 logged in as VMware vSphere Client/6.0.0',
    expect: {
      time: '2016-11-22T18:24:05.312Z',
      level: 'info',
      process: 'hostd',
      pid: '89E02B70',
      component: 'Vimsvc.ha-eventmgr',
      opId: '8FCF023D-00000003-0d19',
      message: 'Event 117 : User root@192.168.178.22 logged in as VMware vSphere Client/6.0.0',
    },
  },
  {
    text: '2023-12-05T14:31:48.557Z In(166) Hostd[1050748]: [Originator@6876 sub=Vimsvc opID=esxui-8c02-9b39 sid=52f0e556] [Auth]: User root',
    expect: {
      time: '2023-12-05T14:31:48.557Z',
      level: 'info',
      process: 'Hostd',
      pid: '1050748',
      component: 'Vimsvc',
      opId: 'esxui-8c02-9b39',
      sid: '52f0e556',
      message: '[Auth]: User root',
    },
  },
  {
    text: '2023-12-05T14:31:48.558Z In(166) Hostd[1050748]: [Originator@6876 sub=Vimsvc.ha-eventmgr opID=esxui-8c02-9b39 sid=52f0e556] Event 99 : User root@192.168.127.10 logged in as Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36 Edg/119.0.0.0',
    expect: {
      time: '2023-12-05T14:31:48.558Z',
      level: 'info',
      process: 'Hostd',
      pid: '1050748',
      component: 'Vimsvc.ha-eventmgr',
      opId: 'esxui-8c02-9b39',
      sid: '52f0e556',
      message:
        'Event 99 : User root@192.168.127.10 logged in as Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36 Edg/119.0.0.0',
    },
  },
  {
    text: '2017-05-31T11:48:30.849Z info hostd[CCC2B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=d635343f] Event 610 : Cannot login root@10.0.5.1',
    expect: {
      time: '2017-05-31T11:48:30.849Z',
      level: 'info',
      process: 'hostd',
      pid: 'CCC2B70',
      component: 'Vimsvc.ha-eventmgr',
      opId: 'd635343f',
      message: 'Event 610 : Cannot login root@10.0.5.1',
    },
  },
  {
    text: '2016-10-31T22:25:22.529Z info hostd[E240B70] [Originator@6876 sub=Vimsvc.TaskManager opID=a8991147 user=root] Task Created : haTask-82-vim.VirtualMachine.powerOn-2021183270',
    expect: {
      time: '2016-10-31T22:25:22.529Z',
      level: 'info',
      process: 'hostd',
      pid: 'E240B70',
      component: 'Vimsvc.TaskManager',
      opId: 'a8991147',
      user: 'root',
      message: 'Task Created : haTask-82-vim.VirtualMachine.powerOn-2021183270',
    },
  },
  {
    text: '2017-01-11T19:06:25.493Z info hostd[5E080B70] [Originator@6876 sub=Vimsvc.TaskManager opID=e991f0d9 user=root] Task Created : haTask-18639-vim.VirtualMachine.reconfigure-5972128',
    expect: {
      time: '2017-01-11T19:06:25.493Z',
      level: 'info',
      process: 'hostd',
      pid: '5E080B70',
      component: 'Vimsvc.TaskManager',
      opId: 'e991f0d9',
      user: 'root',
      message: 'Task Created : haTask-18639-vim.VirtualMachine.reconfigure-5972128',
    },
  },
  {
    text: `2017-01-11T19:06:25.494Z info hostd[5E080B70] [Originator@6876 sub=Vmsvc.vm:${HOPPER_VMX} opID=e991f0d9 user=root] State Transition (VM_STATE_OFF -> VM_STATE_RECONFIGURING)`,
    expect: {
      time: '2017-01-11T19:06:25.494Z',
      level: 'info',
      process: 'hostd',
      pid: '5E080B70',
      component: `Vmsvc.vm:${HOPPER_VMX}`,
      opId: 'e991f0d9',
      user: 'root',
      message: 'State Transition (VM_STATE_OFF -> VM_STATE_RECONFIGURING)',
    },
  },
  {
    text: `2017-01-11T19:06:25.621Z info hostd[62640B70] [Originator@6876 sub=Vmsvc.vm:${HOPPER_VMX} opID=e991f0d9 user=root] State Transition (VM_STATE_RECONFIGURING -> VM_STATE_OFF)`,
    expect: {
      time: '2017-01-11T19:06:25.621Z',
      level: 'info',
      process: 'hostd',
      pid: '62640B70',
      component: `Vmsvc.vm:${HOPPER_VMX}`,
      opId: 'e991f0d9',
      user: 'root',
      message: 'State Transition (VM_STATE_RECONFIGURING -> VM_STATE_OFF)',
    },
  },
  {
    text: `2017-01-11T19:06:25.622Z info hostd[62640B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=e991f0d9 user=root] Event 322080 : Reconfigured ${HOPPER} on vic-esx-07.ci.drone.local in ha-datacenter`,
    expect: {
      time: '2017-01-11T19:06:25.622Z',
      level: 'info',
      process: 'hostd',
      pid: '62640B70',
      component: 'Vimsvc.ha-eventmgr',
      opId: 'e991f0d9',
      user: 'root',
      message: `Event 322080 : Reconfigured ${HOPPER} on vic-esx-07.ci.drone.local in ha-datacenter`,
    },
  },
  {
    text: '2017-08-08T11:56:47.771Z info hostd[3E681B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=212f83c1-d4-0483 user=vpxuser:VSPHERE.LOCAL\\Administrator] Event 180 : lucid_varahamihira-7dbd8f51b320 on  sc-rdops-vm05-dhcp-143-215.eng.vmware.com in ha-datacenter is stopping',
    expect: {
      time: '2017-08-08T11:56:47.771Z',
      level: 'info',
      process: 'hostd',
      pid: '3E681B70',
      component: 'Vimsvc.ha-eventmgr',
      opId: '212f83c1-d4-0483',
      user: 'vpxuser:VSPHERE.LOCAL\\Administrator',
      message:
        'Event 180 : lucid_varahamihira-7dbd8f51b320 on  sc-rdops-vm05-dhcp-143-215.eng.vmware.com in ha-datacenter is stopping',
    },
  },
  {
    text: '2017-08-08T11:56:47.781Z info hostd[3E6C2B70] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 181 : lucid_varahamihira-7dbd8f51b320 on  sc-rdops-vm05-dhcp-143-215.eng.vmware.com in ha-datacenter is powered off',
    expect: {
      time: '2017-08-08T11:56:47.781Z',
      level: 'info',
      process: 'hostd',
      pid: '3E6C2B70',
      component: 'Vimsvc.ha-eventmgr',
      message:
        'Event 181 : lucid_varahamihira-7dbd8f51b320 on  sc-rdops-vm05-dhcp-143-215.eng.vmware.com in ha-datacenter is powered off',
    },
  },
  {
    text: '2016-11-04T10:23:23.967Z info hostd[92780B70] [Originator@6876 sub=Vimsvc.TaskManager opID=7b141efd-D9-45-7e-3b-48e2 user=vpxuser:com.vmware.vic.42207f9e-c9d2-e972-f7dc-6ffd924e84dc] Task Created : haTask-249-vim.VirtualMachine.unregister-86486',
    expect: {
      time: '2016-11-04T10:23:23.967Z',
      level: 'info',
      process: 'hostd',
      pid: '92780B70',
      component: 'Vimsvc.TaskManager',
      opId: '7b141efd-D9-45-7e-3b-48e2',
      user: 'vpxuser:com.vmware.vic.42207f9e-c9d2-e972-f7dc-6ffd924e84dc',
      message: 'Task Created : haTask-249-vim.VirtualMachine.unregister-86486',
    },
  },
  {
    text: '2020-04-10T10:19:05.547Z info hostd[FFB42AF0] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=288.18-a7f2 user=root] Event 214 : Removed alp-817ef49e3969 on sc2-rdops-vm04-dhcp-156-152.eng.vmware.com from ha-datacenter',
    expect: {
      time: '2020-04-10T10:19:05.547Z',
      level: 'info',
      process: 'hostd',
      pid: 'FFB42AF0',
      component: 'Vimsvc.ha-eventmgr',
      opId: '288.18-a7f2',
      user: 'root',
      message:
        'Event 214 : Removed alp-817ef49e3969 on sc2-rdops-vm04-dhcp-156-152.eng.vmware.com from ha-datacenter',
    },
  },
  {
    text: '2017-04-12T20:51:16.834Z info hostd[2A9E9B70] [Originator@6876 sub=Vimsvc.TaskManager opID=192b3fde-bc-fdcb user=vpxuser:VSPHERE.LOCAL\\Administrator] Task Created : haTask--vim.VirtualDiskManager.deleteVirtualDisk-174008657',
    expect: {
      time: '2017-04-12T20:51:16.834Z',
      level: 'info',
      process: 'hostd',
      pid: '2A9E9B70',
      component: 'Vimsvc.TaskManager',
      opId: '192b3fde-bc-fdcb',
      user: 'vpxuser:VSPHERE.LOCAL\\Administrator',
      message: 'Task Created : haTask--vim.VirtualDiskManager.deleteVirtualDisk-174008657',
    },
  },
  {
    text: '2022-04-26T02:48:45.930Z info hostd[2100820] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 2393 : Host is shutting down.',
    expect: {
      time: '2022-04-26T02:48:45.930Z',
      level: 'info',
      process: 'hostd',
      pid: '2100820',
      component: 'Vimsvc.ha-eventmgr',
      message: 'Event 2393 : Host is shutting down.',
    },
  },
  {
    text: '2018-07-06T21:02:11.204Z info hostd[B781B70] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 3026 : Device or filesystem with identifier naa.60014055c425cd10a874374b415629b3 has entered the All Paths Down state.',
    expect: {
      time: '2018-07-06T21:02:11.204Z',
      level: 'info',
      process: 'hostd',
      pid: 'B781B70',
      component: 'Vimsvc.ha-eventmgr',
      message:
        'Event 3026 : Device or filesystem with identifier naa.60014055c425cd10a874374b415629b3 has entered the All Paths Down state.',
    },
  },
  {
    text: '2017-12-06T23:49:53.085Z info vpxd[7F42715AB700] [Originator@6876 sub=vpxLro opID=283.89-9b] [VpxLRO] -- BEGIN task-84791 -- vm-3450 -- vim.VirtualMachine.reconfigure -- 52d1b0d0-f14b-ce36-afa8-0a7f9636382a(529e2ae0-fbe1-5f85-add2-08a0c0784d20)',
    expect: {
      time: '2017-12-06T23:49:53.085Z',
      level: 'info',
      process: 'vpxd',
      pid: '7F42715AB700',
      component: 'vpxLro',
      opId: '283.89-9b',
      message:
        '[VpxLRO] -- BEGIN task-84791 -- vm-3450 -- vim.VirtualMachine.reconfigure -- 52d1b0d0-f14b-ce36-afa8-0a7f9636382a(529e2ae0-fbe1-5f85-add2-08a0c0784d20)',
    },
  },
  {
    text: '2017-12-06T23:49:53.153Z error vpxd[7F42715AB700] [Originator@6876 sub=VmProv opID=283.89-9b] [VpxdVmprovUtil] Unexpected exception received during reconfigure',
    expect: {
      time: '2017-12-06T23:49:53.153Z',
      level: 'error',
      process: 'vpxd',
      pid: '7F42715AB700',
      component: 'VmProv',
      opId: '283.89-9b',
      message: '[VpxdVmprovUtil] Unexpected exception received during reconfigure',
    },
  },
  {
    text: '2017-11-05T17:28:18.341Z info vpxd[7FF6141E6700] [Originator@6876 sub=vpxLro opID=db1223f-99-28] [VpxLRO] -- FINISH task-internal-4460',
    expect: {
      time: '2017-11-05T17:28:18.341Z',
      level: 'info',
      process: 'vpxd',
      pid: '7FF6141E6700',
      component: 'vpxLro',
      opId: 'db1223f-99-28',
      message: '[VpxLRO] -- FINISH task-internal-4460',
    },
  },
  {
    text: '2020-06-26T05:18:10.189Z warning vpxd[28303] [Originator@6876 sub=MoHost opID=QS-host-167438-29822c54] host [vim.HostSystem:host-167438,cnsu01vs001.onsemi.com] connection state changed to NO_RESPONSE',
    expect: {
      time: '2020-06-26T05:18:10.189Z',
      level: 'warning',
      process: 'vpxd',
      pid: '28303',
      component: 'MoHost',
      opId: 'QS-host-167438-29822c54',
      message:
        'host [vim.HostSystem:host-167438,cnsu01vs001.onsemi.com] connection state changed to NO_RESPONSE',
    },
  },
  {
    text: [
      '2017-08-09T08:35:21.672Z info vpxd[7F4C14C4E700] [Originator@6876 sub=Default opID=152c7e0c] [VpxLRO] -- ERROR lro-4032 -- guestOperationsProcessManager -- vim.vm.guest.ProcessManager.startProgram: vmodl.fault.SystemError:',
      '--> Result:',
      '--> (vmodl.fault.SystemError) {',
      '-->    faultCause = (vmodl.MethodFault) null, ',
      '-->    faultMessage = <unset>, ',
      '-->    reason = "vix error codes = (3016, 0).',
      '--> "',
      '--> }',
      '--> Args:',
      '--> ',
      '--> Arg vm:',
      "--> 'vim.VirtualMachine:vm-2'",
    ].join('\n'),
    expect: {
      time: '2017-08-09T08:35:21.672Z',
      level: 'info',
      process: 'vpxd',
      pid: '7F4C14C4E700',
      component: 'Default',
      opId: '152c7e0c',
      message: [
        '[VpxLRO] -- ERROR lro-4032 -- guestOperationsProcessManager -- vim.vm.guest.ProcessManager.startProgram: vmodl.fault.SystemError:',
        'Result:',
        '(vmodl.fault.SystemError) {',
        '   faultCause = (vmodl.MethodFault) null, ',
        '   faultMessage = <unset>, ',
        '   reason = "vix error codes = (3016, 0).',
        '"',
        '}',
        'Args:',
        '',
        'Arg vm:',
        "'vim.VirtualMachine:vm-2'",
      ].join('\n'),
    },
  },
  {
    text: "[2012-04-16 21:42:11.096 02584 info 'App'] [VpxLRO] -- BEGIN task-internal-1788204 -- -- vim.SessionManager.loginBySSPI -- 0CCF336E-E963-44C9-8AF6-90D4B10EFE74",
    path: 'logs/vpxd-12.log.gz',
    expect: {
      time: '2012-04-16T21:42:11.096Z',
      timeKnownBy: 'zone-assumed',
      level: 'info',
      process: 'vpxd',
      pid: '02584',
      component: 'App',
      message:
        '[VpxLRO] -- BEGIN task-internal-1788204 -- -- vim.SessionManager.loginBySSPI -- 0CCF336E-E963-44C9-8AF6-90D4B10EFE74',
    },
  },
  {
    text: "Hostd: [2010-03-16 12:51:54.284 27D13B90 info 'TaskManager'] Task Created : haTask-ha-host-vim.HostSystem.reboot-50",
    expect: {
      time: '2010-03-16T12:51:54.284Z',
      timeKnownBy: 'zone-assumed',
      level: 'info',
      process: 'Hostd',
      pid: '27D13B90',
      component: 'TaskManager',
      message: 'Task Created : haTask-ha-host-vim.HostSystem.reboot-50',
    },
  },
  {
    // Its source cut the time off.
    text: 'info hostd[2099655] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=233816e0 user=vpxuser] Event 974626 : User vpxuser@10.79.50.22 logged out (login time: Tuesday, 18 April, 2023 07:14:36 AM, number of API invocations: 3, user agent: pyvmomi)',
    expect: {
      time: null,
      timeKnownBy: 'inherited',
      level: 'info',
      process: 'hostd',
      pid: '2099655',
      component: 'Vimsvc.ha-eventmgr',
      opId: '233816e0',
      user: 'vpxuser',
      message:
        'Event 974626 : User vpxuser@10.79.50.22 logged out (login time: Tuesday, 18 April, 2023 07:14:36 AM, number of API invocations: 3, user agent: pyvmomi)',
    },
  },
  {
    // Likewise.
    text: 'Hostd: info hostd[FFE61B70] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 6361 : /usr/lib/vmware/vpxa/bin/vpxa crashed (1 time(s) so far) and a core file might have been created at /var/core/vpxa-worker-zdump.000. This might have caused connections to the host to be dropped.',
    expect: {
      time: null,
      timeKnownBy: 'inherited',
      level: 'info',
      process: 'hostd',
      pid: 'FFE61B70',
      component: 'Vimsvc.ha-eventmgr',
      message:
        'Event 6361 : /usr/lib/vmware/vpxa/bin/vpxa crashed (1 time(s) so far) and a core file might have been created at /var/core/vpxa-worker-zdump.000. This might have caused connections to the host to be dropped.',
    },
  },
];
