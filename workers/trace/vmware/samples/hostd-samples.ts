import type { TraceSample } from '../../trace-source';

/** Lines of both documents and made ones, with the whole table they give by the documents' own rules. */
export const hostdSamples: TraceSample[] = [
  {
    title: 'ESX 4: logins without @, times without a zone; the head with and without a process',
    files: [
      {
        path: 'hostd.log',
        lines: [
          "[2012-04-16 20:35:04.594 F6417B90 info 'ha-eventmgr'] Event 35 : User root 10.131.3.116 logged in",
          "Hostd: [2010-03-16 12:51:54.284 27D13B90 info 'TaskManager'] Task Created : haTask-ha-host-vim.HostSystem.reboot-50",
        ],
      },
    ],
    expect: [
      {
        op: 'RestartHost',
        start: '2010-03-16T12:51:54.284',
        missing: ['who', 'where', 'result'],
        evidence: ['hostd.log:2'],
      },
      {
        op: 'Login',
        end: '2012-04-16T20:35:04.594',
        who: 'root',
        client: '10.131.3.116',
        result: 'OK',
        missing: ['where'],
        evidence: ['hostd.log:1'],
      },
    ],
  },
  {
    title: 'ESXi 5: no line names the operator; a task of no listed kind makes no record; an error is NG',
    files: [
      {
        path: 'hostd.log',
        lines: [
          "2015-05-20T10:25:52.735Z [59741B90 info 'Vimsvc.TaskManager' opID=131DAF7A-0000094A-aa-61] Task Created : haTask-ha-host-vim.host.NetworkSystem.invokeHostTransactionCall-322150621",
          "2015-05-20T10:25:52.848Z [594D7B90 info 'Vimsvc.TaskManager' opID=131DAF7A-0000094A-aa-61] Task Completed : haTask-ha-host-vim.host.NetworkSystem.invokeHostTransactionCall-322150621 Status success",
          "2015-05-20T10:26:00.000Z [59741B90 info 'Vimsvc.TaskManager' opID=131DAF7A-0000094B-ab-62] Task Created : haTask-16-vim.VirtualMachine.powerOff-322150700",
          "2015-05-20T10:26:00.010Z [59741B90 info 'Vimsvc.ha-eventmgr' opID=131DAF7A-0000094B-ab-62] Event 77 : db 01 on  esx55.lab in ha-datacenter is stopping",
          "2015-05-20T10:26:01.000Z [594D7B90 info 'Vimsvc.TaskManager'] Task Completed : haTask-16-vim.VirtualMachine.powerOff-322150700 Status error",
          "2015-05-20T10:26:02.000Z [594D7B90 info 'Vimsvc.TaskManager'] Task Created : haTask--vmodl.query.PropertyCollector.destroy-322150701",
        ],
      },
    ],
    expect: [
      {
        op: 'StopVM',
        start: '2015-05-20T10:26:00.000Z',
        end: '2015-05-20T10:26:01.000Z',
        where: 'esx55.lab',
        target: 'db 01',
        result: 'NG',
        missing: ['who'],
        evidence: ['hostd.log:3', 'hostd.log:4', 'hostd.log:5'],
      },
    ],
  },
  {
    title:
      'ESXi 6.5: events after an asynchronous step are joined by the VM between start and end of its task',
    files: [
      {
        path: 'hostd.log',
        lines: [
          '2018-07-05T21:55:18.660Z info hostd[9BC1B70] [Originator@6876 sub=Vimsvc.TaskManager opID=ecb6776e user=root] Task Created : haTask-99-vim.VirtualMachine.powerOn-108005254',
          '2018-07-05T21:55:18.660Z info hostd[9BC1B70] [Originator@6876 sub=Vimsvc.TaskManager opID=ecb6776e user=root] Task Created : haTask-99-vim.VirtualMachine.powerOn-108005254',
          '2018-07-05T21:55:18.661Z info hostd[6C88890] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=ecb6776e user=root] Event 3673 : v-queworx_a on host localhost.localdomain in ha-datacenter is starting',
          '2018-07-05T21:55:18.661Z info hostd[6C88890] [Originator@6876 sub=Vmsvc.vm:/vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/v-queworx_a/v-queworx_a.vmx opID=ecb6776e user=root] State Transition (VM_STATE_OFF -> VM_STATE_POWERING_ON)',
          '2018-07-05T21:55:18.928Z info hostd[6C88890] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 3674 : v-queworx_a on  localhost.localdomain in ha-datacenter is powered on',
          '2018-07-05T21:55:18.928Z info hostd[6C88890] [Originator@6876 sub=Vmsvc.vm:/vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/v-queworx_a/v-queworx_a.vmx] State Transition (VM_STATE_POWERING_ON -> VM_STATE_ON)',
        ],
      },
    ],
    expect: [
      {
        op: 'StartVM',
        start: '2018-07-05T21:55:18.660Z',
        end: '2018-07-05T21:55:18.928Z',
        who: 'root',
        where: 'localhost.localdomain',
        target: 'v-queworx_a',
        result: 'OK',
        joined: {
          when: 'line without an operation id, of the same VM, while this operation ran',
          result: 'line without an operation id, of the same VM, while this operation ran',
        },
        evidence: ['hostd.log:1', 'hostd.log:2', 'hostd.log:3', 'hostd.log:4', 'hostd.log:5', 'hostd.log:6'],
      },
    ],
  },
  {
    title:
      'ESXi 6.5: completion without user, names with blanks, two blanks before the host, Removed by its task',
    files: [
      {
        path: 'hostd.log',
        lines: [
          '2018-07-05T20:55:44.732Z info hostd[AAC2B70] [Originator@6876 sub=Vimsvc.TaskManager opID=vim-cmd-58-1110 user=dcui] Task Created : haTask-95-vim.VirtualMachine.powerOff-107998012',
          '2018-07-05T20:55:44.733Z info hostd[A240B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=vim-cmd-58-1110 user=dcui] Event 1908 : MGSIP EOSN OUT on  localhost.localdomain in ha-datacenter is stopping',
          '2018-07-05T20:55:45.409Z info hostd[A2C2B70] [Originator@6876 sub=Vimsvc.TaskManager] Task Completed : haTask-95-vim.VirtualMachine.powerOff-107998012 Status success',
          '2018-07-05T20:55:46.093Z info hostd[9B80B70] [Originator@6876 sub=Vimsvc.TaskManager opID=vim-cmd-24-1191 user=dcui] Task Created : haTask-96-vim.VirtualMachine.unregister-107998040',
          '2018-07-05T20:55:46.098Z info hostd[9B80B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=vim-cmd-24-1191 user=dcui] Event 1916 : Removed MGSIP EOSN IN on localhost.localdomain from ha-datacenter',
          '2018-07-05T20:55:46.099Z info hostd[9B80B70] [Originator@6876 sub=Vimsvc.TaskManager opID=vim-cmd-24-1191 user=dcui] Task Completed : haTask-96-vim.VirtualMachine.unregister-107998040 Status success',
          '2018-07-05T21:06:22.793Z info hostd[9F81B70] [Originator@6876 sub=Vimsvc.TaskManager opID=vim-cmd-fc-243c user=dcui] Task Created : haTask-ha-folder-vm-vim.Folder.registerVm-107999318',
          '2018-07-05T21:06:22.875Z info hostd[A6C2B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=vim-cmd-fc-243c user=dcui] Event 2215 : Registered gnav-10.1 on localhost.localdomain in ha-datacenter',
        ],
      },
    ],
    expect: [
      {
        op: 'StopVM',
        start: '2018-07-05T20:55:44.732Z',
        end: '2018-07-05T20:55:45.409Z',
        who: 'dcui',
        where: 'localhost.localdomain',
        target: 'MGSIP EOSN OUT',
        result: 'OK',
        evidence: ['hostd.log:1', 'hostd.log:2', 'hostd.log:3'],
      },
      {
        op: 'UnregisterVM',
        start: '2018-07-05T20:55:46.093Z',
        end: '2018-07-05T20:55:46.099Z',
        who: 'dcui',
        where: 'localhost.localdomain',
        target: 'MGSIP EOSN IN',
        result: 'OK',
        evidence: ['hostd.log:4', 'hostd.log:5', 'hostd.log:6'],
      },
      {
        op: 'RegisterVM',
        start: '2018-07-05T21:06:22.793Z',
        end: '2018-07-05T21:06:22.875Z',
        who: 'dcui',
        where: 'localhost.localdomain',
        target: 'gnav-10.1',
        result: 'OK',
        evidence: ['hostd.log:7', 'hostd.log:8'],
      },
    ],
  },
  {
    title: 'a reconfiguration whose kind the log does not tell',
    files: [
      {
        path: 'hostd.log',
        lines: [
          '2017-01-11T19:06:25.493Z info hostd[5E080B70] [Originator@6876 sub=Vimsvc.TaskManager opID=e991f0d9 user=root] Task Created : haTask-18639-vim.VirtualMachine.reconfigure-5972128',
          '2017-01-11T19:06:25.494Z info hostd[5E080B70] [Originator@6876 sub=Vmsvc.vm:/vmfs/volumes/57ebe905-615d7a8a-e1c7-0050569c8cc7/happy_hopper-c5fcacda295461776bd1e1abb8df11215b479c8c9c7d622dd37ea598b2822625/happy_hopper-c5fcacda295461776bd1e1abb8df11215b479c8c9c7d622dd37ea598b2822625.vmx opID=e991f0d9 user=root] State Transition (VM_STATE_OFF -> VM_STATE_RECONFIGURING)',
          '2017-01-11T19:06:25.621Z info hostd[62640B70] [Originator@6876 sub=Vmsvc.vm:/vmfs/volumes/57ebe905-615d7a8a-e1c7-0050569c8cc7/happy_hopper-c5fcacda295461776bd1e1abb8df11215b479c8c9c7d622dd37ea598b2822625/happy_hopper-c5fcacda295461776bd1e1abb8df11215b479c8c9c7d622dd37ea598b2822625.vmx opID=e991f0d9 user=root] State Transition (VM_STATE_RECONFIGURING -> VM_STATE_OFF)',
          '2017-01-11T19:06:25.622Z info hostd[62640B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=e991f0d9 user=root] Event 322080 : Reconfigured happy_hopper-c5fcacda295461776bd1e1abb8df11215b479c8c9c7d622dd37ea598b2822625 on vic-esx-07.ci.drone.local in ha-datacenter',
        ],
      },
    ],
    expect: [
      {
        op: 'ModifyVM',
        start: '2017-01-11T19:06:25.493Z',
        end: '2017-01-11T19:06:25.621Z',
        who: 'root',
        where: 'vic-esx-07.ci.drone.local',
        target: 'happy_hopper-c5fcacda295461776bd1e1abb8df11215b479c8c9c7d622dd37ea598b2822625',
        result: 'OK',
        missing: ['what', 'how'],
        evidence: ['hostd.log:1', 'hostd.log:2', 'hostd.log:3', 'hostd.log:4'],
      },
    ],
  },
  {
    title:
      'stopping with a user, powered off without one and without any task; a failed login; a removal that may be a deletion',
    files: [
      {
        path: 'hostd.log',
        lines: [
          '2017-05-31T11:48:30.849Z info hostd[CCC2B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=d635343f] Event 610 : Cannot login root@10.0.5.1',
          '2017-08-08T11:56:47.771Z info hostd[3E681B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=212f83c1-d4-0483 user=vpxuser:VSPHERE.LOCAL\\Administrator] Event 180 : lucid_varahamihira-7dbd8f51b320 on  sc-rdops-vm05-dhcp-143-215.eng.vmware.com in ha-datacenter is stopping',
          '2017-08-08T11:56:47.781Z info hostd[3E6C2B70] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 181 : lucid_varahamihira-7dbd8f51b320 on  sc-rdops-vm05-dhcp-143-215.eng.vmware.com in ha-datacenter is powered off',
          '2020-04-10T10:19:05.547Z info hostd[FFB42AF0] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=288.18-a7f2 user=root] Event 214 : Removed alp-817ef49e3969 on sc2-rdops-vm04-dhcp-156-152.eng.vmware.com from ha-datacenter',
        ],
      },
    ],
    expect: [
      {
        op: 'LoginFailed',
        end: '2017-05-31T11:48:30.849Z',
        who: 'root',
        client: '10.0.5.1',
        result: 'NG',
        missing: ['where'],
        evidence: ['hostd.log:1'],
      },
      {
        op: 'StopVM',
        start: '2017-08-08T11:56:47.771Z',
        end: '2017-08-08T11:56:47.781Z',
        who: 'VSPHERE.LOCAL\\Administrator',
        where: 'sc-rdops-vm05-dhcp-143-215.eng.vmware.com',
        target: 'lucid_varahamihira-7dbd8f51b320',
        result: 'OK',
        joined: {
          when: 'line without an operation id, of the same VM, while this operation ran',
          result: 'line without an operation id, of the same VM, while this operation ran',
        },
        evidence: ['hostd.log:2', 'hostd.log:3'],
      },
      {
        op: 'RemoveVM',
        end: '2020-04-10T10:19:05.547Z',
        who: 'root',
        where: 'sc2-rdops-vm04-dhcp-156-152.eng.vmware.com',
        target: 'alp-817ef49e3969',
        result: 'OK',
        missing: ['what'],
        evidence: ['hostd.log:4'],
      },
    ],
  },
  {
    title: 'tasks alone: no object, no host, no result',
    files: [
      {
        path: 'hostd.log',
        lines: [
          '2016-10-31T22:25:22.529Z info hostd[E240B70] [Originator@6876 sub=Vimsvc.TaskManager opID=a8991147 user=root] Task Created : haTask-82-vim.VirtualMachine.powerOn-2021183270',
          '2016-11-04T10:23:23.967Z info hostd[92780B70] [Originator@6876 sub=Vimsvc.TaskManager opID=7b141efd-D9-45-7e-3b-48e2 user=vpxuser:com.vmware.vic.42207f9e-c9d2-e972-f7dc-6ffd924e84dc] Task Created : haTask-249-vim.VirtualMachine.unregister-86486',
          '2017-04-12T20:51:16.834Z info hostd[2A9E9B70] [Originator@6876 sub=Vimsvc.TaskManager opID=192b3fde-bc-fdcb user=vpxuser:VSPHERE.LOCAL\\Administrator] Task Created : haTask--vim.VirtualDiskManager.deleteVirtualDisk-174008657',
        ],
      },
    ],
    expect: [
      {
        op: 'StartVM',
        start: '2016-10-31T22:25:22.529Z',
        who: 'root',
        missing: ['where', 'target', 'result'],
        evidence: ['hostd.log:1'],
      },
      {
        op: 'UnregisterVM',
        start: '2016-11-04T10:23:23.967Z',
        who: 'com.vmware.vic.42207f9e-c9d2-e972-f7dc-6ffd924e84dc',
        missing: ['where', 'target', 'result'],
        evidence: ['hostd.log:2'],
      },
      {
        op: 'DeleteDisk',
        start: '2017-04-12T20:51:16.834Z',
        who: 'VSPHERE.LOCAL\\Administrator',
        missing: ['where', 'target', 'result'],
        evidence: ['hostd.log:3'],
      },
    ],
  },
  {
    title: 'ESXi 8: three lines of one login; the session tells who and from where',
    files: [
      {
        path: 'hostd.log',
        lines: [
          '2023-12-05T14:31:48.557Z In(166) Hostd[1050748]: [Originator@6876 sub=Vimsvc.HaSessionManager opID=esxui-8c02-9b39 sid=52f0e556] Accepted password for user root from 192.168.127.10 - session=52f0e556-5be4-83d4-8d71-8f9d8a43791c',
          '2023-12-05T14:31:48.557Z In(166) Hostd[1050748]: [Originator@6876 sub=Vimsvc opID=esxui-8c02-9b39 sid=52f0e556] [Auth]: User root',
          '2023-12-05T14:31:48.558Z In(166) Hostd[1050748]: [Originator@6876 sub=Vimsvc.ha-eventmgr opID=esxui-8c02-9b39 sid=52f0e556] Event 99 : User root@192.168.127.10 logged in as Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36 Edg/119.0.0.0',
          '2023-12-05T14:35:00.000Z In(166) Hostd[1050753]: [Originator@6876 sub=Vimsvc.TaskManager opID=esxui-42e-a240 sid=52f0e556] Task Created : haTask-7-vim.VirtualMachine.reset-4711',
          '2023-12-05T14:35:00.100Z In(166) Hostd[1050753]: [Originator@6876 sub=Vimsvc.TaskManager] Task Completed : haTask-7-vim.VirtualMachine.reset-4711 Status success',
          '2023-12-05T17:35:29.163Z In(166) Hostd[1050753]: [Originator@6876 sub=Vimsvc.ha-eventmgr opID=esxui-42e-a241 sid=52f0e556 user=root] Event 130 : SSH for the host nc-ass-vip.sdv.fr has been enabled',
        ],
      },
    ],
    expect: [
      {
        op: 'Login',
        end: '2023-12-05T14:31:48.558Z',
        who: 'root',
        client: '192.168.127.10',
        result: 'OK',
        missing: ['where'],
        evidence: ['hostd.log:1', 'hostd.log:2', 'hostd.log:3'],
      },
      {
        op: 'ResetVM',
        start: '2023-12-05T14:35:00.000Z',
        end: '2023-12-05T14:35:00.100Z',
        who: 'root',
        client: '192.168.127.10',
        result: 'OK',
        missing: ['where', 'target'],
        joined: { who: 'session 52f0e556, opened by root from 192.168.127.10' },
        evidence: ['hostd.log:4', 'hostd.log:5'],
      },
      {
        op: 'EnableSSH',
        end: '2023-12-05T17:35:29.163Z',
        who: 'root',
        client: '192.168.127.10',
        where: 'nc-ass-vip.sdv.fr',
        result: 'OK',
        evidence: ['hostd.log:6'],
      },
    ],
  },
];
