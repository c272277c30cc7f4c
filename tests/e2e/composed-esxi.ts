import { expectedReason, type ComposedHost } from './composed-host';

const HOSTD = 'var/run/log/hostd.log';
const SHELL = 'var/run/log/shell.log';

/** ESXi 5.5: no line names the operator. */
export const ESX_55: ComposedHost = {
  name: 'esx-esx55.lab-2015-05-20--11.00',
  files: {
    'etc/vmware/esx.conf': ['/adv/Misc/HostName = "esx55.lab"'],
    [HOSTD]: [
      `2015-05-20T10:25:50.000Z [59741B90 info 'Vimsvc.ha-eventmgr' opID=131DAF7A] Event 35 : User root@10.131.3.116 logged in as VMware VI Client/5.5.0`,
      `2015-05-20T10:25:52.735Z [59741B90 info 'Vimsvc.TaskManager' opID=131DAF7A-0000094A] Task Created : haTask-12-vim.VirtualMachine.powerOn-322150621`,
      `2015-05-20T10:25:52.740Z [594D7B90 info 'Vimsvc.ha-eventmgr' opID=131DAF7A-0000094A] Event 36 : web 01 on host esx55.lab in ha-datacenter is starting`,
      `2015-05-20T10:25:53.500Z [594D7B90 info 'Vimsvc.ha-eventmgr'] Event 37 : web 01 on  esx55.lab in ha-datacenter is powered on`,
      `2015-05-20T10:25:53.600Z [594D7B90 info 'Vimsvc.TaskManager'] Task Completed : haTask-12-vim.VirtualMachine.powerOn-322150621 Status success`,
    ],
  },
  operations: [
    {
      op: 'Login',
      end: '2015-05-20T10:25:50.000Z',
      who: 'root',
      client: '10.131.3.116',
      result: 'OK',
      where: 'esx55.lab',
      joined: { where: expectedReason('bundle') },
      vendor: 'vmware',
      evidence: [`${HOSTD}:1`],
    },
    {
      op: 'StartVM',
      start: '2015-05-20T10:25:52.735Z',
      end: '2015-05-20T10:25:53.600Z',
      where: 'esx55.lab',
      target: 'web 01',
      result: 'OK',
      missing: ['who'],
      vendor: 'vmware',
      evidence: [2, 3, 4, 5].map((line) => `${HOSTD}:${line}`),
    },
  ],
};

const V67 = '[Originator@6876 sub=Vimsvc';

/** ESXi 6.7: `user=` in the head; `dcui` is a person in the shell. */
export const ESX_67: ComposedHost = {
  name: 'esx-esx67.lab-2018-07-05--22.00',
  files: {
    'etc/vmware/esx.conf': ['/adv/Misc/HostName = "esx67.lab"'],
    [SHELL]: ['2018-07-05T20:55:44Z shell[77731]: [anna]: vim-cmd vmsvc/power.off 95'],
    [HOSTD]: [
      `2018-07-05T20:55:44.732Z info hostd[AAC2B70] ${V67}.TaskManager opID=vim-cmd-58-1110 user=dcui] Task Created : haTask-95-vim.VirtualMachine.powerOff-107998012`,
      `2018-07-05T20:55:44.733Z info hostd[A240B70] ${V67}.ha-eventmgr opID=vim-cmd-58-1110 user=dcui] Event 1908 : MGSIP EOSN OUT on  esx67.lab in ha-datacenter is stopping`,
      `2018-07-05T20:55:45.409Z info hostd[A2C2B70] ${V67}.TaskManager] Task Completed : haTask-95-vim.VirtualMachine.powerOff-107998012 Status success`,
      `2018-07-05T20:56:46.093Z info hostd[9B80B70] ${V67}.TaskManager opID=5a2b-9c user=vpxuser:VSPHERE.LOCAL\\Administrator] Task Created : haTask-96-vim.VirtualMachine.unregister-107998040`,
      `2018-07-05T20:56:46.098Z info hostd[9B80B70] ${V67}.ha-eventmgr opID=5a2b-9c user=vpxuser:VSPHERE.LOCAL\\Administrator] Event 1916 : Removed MGSIP EOSN IN on esx67.lab from ha-datacenter`,
      `2018-07-05T20:56:46.099Z info hostd[9B80B70] ${V67}.TaskManager opID=5a2b-9c user=vpxuser:VSPHERE.LOCAL\\Administrator] Task Completed : haTask-96-vim.VirtualMachine.unregister-107998040 Status success`,
    ],
  },
  operations: [
    {
      op: 'StopVM',
      start: '2018-07-05T20:55:44.732Z',
      end: '2018-07-05T20:55:45.409Z',
      who: 'anna',
      where: 'esx67.lab',
      target: 'MGSIP EOSN OUT',
      result: 'OK',
      joined: { who: expectedReason('vim-cmd vmsvc/power.off 95') },
      vendor: 'vmware',
      evidence: [`${SHELL}:1`, `${HOSTD}:1`, `${HOSTD}:2`, `${HOSTD}:3`],
    },
    {
      op: 'UnregisterVM',
      start: '2018-07-05T20:56:46.093Z',
      end: '2018-07-05T20:56:46.099Z',
      who: 'VSPHERE.LOCAL\\Administrator',
      where: 'esx67.lab',
      target: 'MGSIP EOSN IN',
      result: 'OK',
      vendor: 'vmware',
      evidence: [4, 5, 6].map((line) => `${HOSTD}:${line}`),
    },
  ],
};

const V8 = '[Originator@6876 sub=Vimsvc';

/** ESXi 8: the head of vmsyslogd, sessions by their ids. */
export const ESX_8: ComposedHost = {
  name: 'esx-esx80.lab-2023-12-05--15.00',
  files: {
    'etc/vmware/esx.conf': ['/adv/Misc/HostName = "esx80.lab"'],
    [HOSTD]: [
      `2023-12-05T14:31:48.558Z In(166) Hostd[1050748]: ${V8}.ha-eventmgr opID=esxui-8c02-9b39 sid=52f0e556] Event 99 : User root@192.168.127.10 logged in as Mozilla/5.0 (Windows NT 10.0; Win64; x64)`,
      `2023-12-05T14:32:00.100Z In(166) Hostd[1050748]: ${V8}.TaskManager opID=esxui-8c10-9b40 sid=52f0e556 user=root] Task Created : haTask-7-vim.VirtualMachine.reconfigure-55`,
      `2023-12-05T14:32:00.200Z In(166) Hostd[1050749]: ${V8}.ha-eventmgr opID=esxui-8c10-9b40 sid=52f0e556 user=root] Event 100 : Reconfigured db on  esx80.lab in ha-datacenter`,
      `2023-12-05T14:32:00.300Z In(166) Hostd[1050749]: ${V8}.TaskManager opID=esxui-8c10-9b40 sid=52f0e556 user=root] Task Completed : haTask-7-vim.VirtualMachine.reconfigure-55 Status error`,
      `2023-12-05T14:33:00.000Z In(166) Hostd[1050749]: ${V8}.ha-eventmgr] Event 101 : Cannot login mallory@10.0.5.1`,
    ],
  },
  operations: [
    {
      op: 'Login',
      end: '2023-12-05T14:31:48.558Z',
      who: 'root',
      client: '192.168.127.10',
      result: 'OK',
      where: 'esx80.lab',
      joined: { where: expectedReason('bundle') },
      vendor: 'vmware',
      evidence: [`${HOSTD}:1`],
    },
    {
      op: 'ModifyVM',
      start: '2023-12-05T14:32:00.100Z',
      end: '2023-12-05T14:32:00.300Z',
      who: 'root',
      // of the session
      client: '192.168.127.10',
      where: 'esx80.lab',
      target: 'db',
      result: 'NG',
      missing: ['what', 'how'],
      vendor: 'vmware',
      evidence: [2, 3, 4].map((line) => `${HOSTD}:${line}`),
    },
    {
      op: 'LoginFailed',
      end: '2023-12-05T14:33:00.000Z',
      who: 'mallory',
      client: '10.0.5.1',
      result: 'NG',
      where: 'esx80.lab',
      joined: { where: expectedReason('bundle') },
      vendor: 'vmware',
      evidence: [`${HOSTD}:5`],
    },
  ],
};
