/** Logs of hosts of all makers, as one person would drop them: three generations of ESXi, vCenter, libvirt, a XAPI pool. */
export interface HostLogs {
  /** Name of the bundle. */
  bundle: string;
  files: { path: string; lines: string[] }[];
}

const CLIENT = 'lgfd4abh-18745-auto-egq-h5:70005734';
const TASK = 'Vimsvc.TaskManager';
const EVENT = 'Vimsvc.ha-eventmgr';
const ADMIN = 'user=vpxuser:VSPHERE.LOCAL\\Administrator';
const SIX = (time: string, sub: string, keys: string, text: string) =>
  `2018-07-05T${time}Z info hostd[9BC1B70] [Originator@6876 sub=${sub}${keys}] ${text}`;
const EIGHT = (time: string, sub: string, keys: string, text: string) =>
  `2023-04-15T${time}Z In(166) Hostd[2099996]: [Originator@6876 sub=${sub}${keys}] ${text}`;
const audited = (time: string, list: string, task: string) =>
  `May  2 19:${time.slice(3, 8)} xenpool1 xapi: [20140502T17:${time.slice(3)}Z|audit|cl11-08|46298 INET 0.0.0.0:80|${task}|audit] (${list})`;

export const MIXED_HOSTS: HostLogs[] = [
  {
    bundle: 'esx4',
    files: [
      {
        path: 'var/log/vmware/hostd.log',
        lines: [
          "[2012-04-16 20:35:04.594 F6417B90 info 'ha-eventmgr'] Event 35 : User root 10.131.3.116 logged in",
          "[2012-04-16 20:36:00.000 F6417B90 info 'TaskManager'] Task Created : haTask-ha-host-vim.HostSystem.reboot-50",
        ],
      },
    ],
  },
  {
    bundle: 'esx65',
    files: [
      {
        path: 'var/run/log/hostd.log',
        lines: [
          SIX(
            '20:55:44.732',
            TASK,
            ' opID=vim-cmd-58-1110 user=dcui',
            'Task Created : haTask-95-vim.VirtualMachine.powerOff-107998012',
          ),
          SIX(
            '20:55:44.733',
            EVENT,
            ' opID=vim-cmd-58-1110 user=dcui',
            'Event 1908 : MGSIP EOSN OUT on  esx65.lab in ha-datacenter is stopping',
          ),
          SIX(
            '20:55:45.409',
            TASK,
            '',
            'Task Completed : haTask-95-vim.VirtualMachine.powerOff-107998012 Status success',
          ),
          SIX(
            '21:55:18.660',
            TASK,
            ' opID=ecb6776e user=root',
            'Task Created : haTask-99-vim.VirtualMachine.powerOn-108005254',
          ),
          SIX(
            '21:55:18.661',
            EVENT,
            ' opID=ecb6776e user=root',
            'Event 3673 : v-queworx_a on host esx65.lab in ha-datacenter is starting',
          ),
          SIX(
            '21:55:18.928',
            EVENT,
            '',
            'Event 3674 : v-queworx_a on  esx65.lab in ha-datacenter is powered on',
          ),
        ],
      },
      {
        path: 'var/run/log/shell.log',
        lines: ['2018-07-05T20:55:40Z shell[77731]: [joe]: vim-cmd vmsvc/power.off 95'],
      },
      {
        path: 'var/run/log/auth.log',
        lines: [
          '2018-07-05T20:50:00Z sshd[77731]: Accepted keyboard-interactive/pam for joe from 172.31.255.6 port 50311 ssh2',
          '2018-07-05T21:00:00Z sshd[77731]: pam_unix(sshd:session): session closed for user joe',
        ],
      },
    ],
  },
  {
    bundle: 'esx8',
    files: [
      {
        path: 'var/run/log/hostd.log',
        lines: [
          EIGHT(
            '08:52:31.500',
            TASK,
            ` opID=${CLIENT}-88-01-39-6b81 ${ADMIN}`,
            'Task Created : haTask-7-vim.VirtualMachine.reconfigure-4711',
          ),
          EIGHT(
            '08:52:31.900',
            EVENT,
            ` opID=${CLIENT}-88-01-39-6b81 ${ADMIN}`,
            'Event 5 : Reconfigured web 01 on esx8.lab in ha-datacenter',
          ),
          EIGHT(
            '08:52:32.000',
            TASK,
            '',
            'Task Completed : haTask-7-vim.VirtualMachine.reconfigure-4711 Status success',
          ),
        ],
      },
      {
        path: 'var/run/log/vpxa.log',
        lines: [
          `2023-04-15T08:52:31.000Z In(166) Vpxa[2100441]: [Originator@6876 sub=vpxLro opID=${CLIENT}-88-01] [VpxLRO] -- BEGIN task-100 -- vm-20 -- vim.VirtualMachine.reconfigure -- 52d94cca-4081-7990-4b3f-e0eb48a855fb`,
          `2023-04-15T08:52:32.500Z In(166) Vpxa[2100441]: [Originator@6876 sub=vpxLro opID=${CLIENT}-88-01] [VpxLRO] -- FINISH task-100`,
        ],
      },
      {
        path: 'var/run/log/vmkernel.log',
        lines: [
          `2023-04-15T08:52:31.600Z In(182) vmkernel: cpu2:2097152)World: 12458: VC opID ${CLIENT}-88-01-39-6b81 maps to vmkernel opID 6f3a2b1c`,
          '2023-04-15T08:52:31.700Z In(182) vmkernel: cpu2:2097152 opID=6f3a2b1c)Sched: vm 2097152: 1234: CPUs changed',
          '2023-04-15T09:52:31.700Z In(182) vmkernel: cpu2:2097152)Sched: nothing to do with it',
        ],
      },
    ],
  },
  {
    bundle: 'vcenter',
    files: [
      {
        path: 'var/log/vmware/vpxd/vpxd-1.log',
        lines: [
          `2023-04-15T08:52:30.000Z info vpxd[28303] [Originator@6876 sub=vpxLro opID=${CLIENT}-88] [VpxLRO] -- BEGIN task-100 -- vm-20 -- vim.VirtualMachine.reconfigure -- 52d1b0d0-f14b-ce36-afa8-0a7f9636382a`,
          `2023-04-15T08:52:33.000Z info vpxd[28303] [Originator@6876 sub=vpxLro opID=${CLIENT}-88] [VpxLRO] -- FINISH task-100`,
        ],
      },
      {
        path: 'events.log',
        lines: [
          '<14>1 2023-04-15T08:50:17.6+00:00 vc1 vpxd 4035 - -  Event [498] [1-1] [2023-04-15T08:50:00Z] [vim.event.UserLoginSessionEvent] [info] [VSPHERE.LOCAL\\Administrator] [] [498] [User VSPHERE.LOCAL\\Administrator@192.0.2.7 logged in as browser]',
          '<14>1 2023-04-15T08:52:37.6+00:00 vc1 vpxd 4035 - -  Event [500] [1-1] [2023-04-15T08:52:31.95Z] [vim.event.VmReconfiguredEvent] [info] [VSPHERE.LOCAL\\Administrator] [Lab] [499] [Reconfigured web 01 on esx8.lab in Lab.  ',
          '',
          'Modified:  ',
          '',
          'config.hardware.numCPU: 1 -> 2;',
          '',
          'config.hardware.memoryMB: 256 -> 512;',
          ']',
        ],
      },
    ],
  },
  {
    bundle: 'kvm',
    files: [
      {
        path: 'var/log/audit/audit.log',
        lines: [
          `type=VIRT_RESOURCE msg=audit(1407258065.890:6470): pid=1265 uid=0 auid=4294967295 ses=4294967295 msg='virt=kvm resrc=mem reason=start vm=4D7920564D uuid=462dcd6d-fb68-4a26-a96f-56eb024515b9 old-mem=0 new-mem=2097152 exe="/usr/sbin/libvirtd" hostname=? addr=? terminal=? res=success'`,
          `type=VIRT_CONTROL msg=audit(1407258065.891:6471): pid=1265 uid=0 auid=4294967295 ses=4294967295 msg='virt=kvm op=start reason=booted vm=4D7920564D uuid=462dcd6d-fb68-4a26-a96f-56eb024515b9 vm-pid=22527 exe="/usr/sbin/libvirtd" hostname=? addr=? terminal=? res=success'`,
          `type=VIRT_CONTROL msg=audit(1407258100.246:6480): pid=1182 uid=0 auid=4294967295 ses=4294967295 msg='reason=api vm-pid=10657 hostname=1235c5a6476b op=resize vm=centos:7 user=origin auid=1000 exe=sleep  exe="/usr/bin/dockerd-current" hostname=? addr=? terminal=? res=success'`,
        ],
      },
    ],
  },
  {
    bundle: 'xenpool',
    files: [
      {
        path: 'var/log/audit.log',
        lines: [
          audited(
            '17:32:45.250',
            `'trackid=8354dc542edb45d9d747e9c1d992c886' 'S-1-5-21' 'CORP\\\\\\\\alice' 'ALLOWED' 'OK' 'API' 'VM.clean_shutdown' (('vm' 'web' '4ab3dfd9-f571-8900-a35a-6cced68267e3' 'OpaqueRef:1'))`,
            'Async.VM.clean_shutdown R:82f033257476',
          ),
        ],
      },
      {
        path: 'var/log/xensource.log',
        lines: [
          'May  2 19:31:44 xenpool1 xapi: [ info|cl11-08|46298 INET 0.0.0.0:80|dispatch:VM.clean_shutdown D:fa4c1c72df7e|taskhelper] task Async.VM.clean_shutdown R:82f033257476 forwarded (trackid=8354dc542edb45d9d747e9c1d992c886)',
          'May  2 19:31:44 xenpool1 xapi: [debug|cl11-08|46298 INET 0.0.0.0:80|Async.VM.clean_shutdown R:82f033257476|mscgen] xapi=>xenops [label="VM.shutdown"];',
        ],
      },
    ],
  },
];

/** The one table they give: kind, vendor, who, object, result, what is missing, how many lines prove it. */
export const MIXED_TABLE = [
  ['Login', 'vmware', 'root', null, 'OK', 'where', 1],
  ['RestartHost', 'vmware', null, null, null, 'who where result', 1],
  ['StopVM', 'xen', 'CORP\\alice', 'web', 'OK', 'where', 3],
  ['StartVM', 'libvirt', null, 'My VM', 'OK', 'who where', 1],
  ['Login', 'vmware', 'joe', null, 'OK', 'where', 1],
  ['StopVM', 'vmware', 'joe', 'MGSIP EOSN OUT', 'OK', '', 4],
  ['Logout', 'vmware', 'joe', null, 'OK', 'where', 1],
  ['StartVM', 'vmware', 'root', 'v-queworx_a', 'OK', '', 3],
  ['Login', 'vmware', 'VSPHERE.LOCAL\\Administrator', null, 'OK', 'where', 1],
  ['ModifyCPU', 'vmware', 'VSPHERE.LOCAL\\Administrator', 'web 01', 'OK', '', 8],
  ['ModifyMemory', 'vmware', 'VSPHERE.LOCAL\\Administrator', 'web 01', 'OK', '', 8],
] as const;
