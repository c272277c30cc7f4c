import type { OperationRecord, TraceItem } from '../../workers/public-api';
import { notApplicableTo } from '../../workers/trace/operation-kinds';
import { entry, gzipOf, tarOf } from './made';
import type { TestFile } from './page';

/**
 * Three generations of ESXi, a libvirt host and a XAPI pool of two, with the one table that their logs give. Lines are
 * the forms of the documents with names of our own.
 */

/** A row of the table: what is left out must be null or empty, `notApplicable` as its kind says. */
export type TrueOperation = Partial<Omit<OperationRecord, 'evidence'>> & {
  op: string;
  /** `path:line` of every line. */
  evidence: string[];
};

interface Host {
  /** File dropped, and its folder inside. */
  name: string;
  files: Record<string, string[]>;
  operations: TrueOperation[];
}

/** Reasons are told apart by what they must name. */
function expectedReason(part: string): string {
  return `…${part}`;
}

const HOSTD = 'var/run/log/hostd.log';
const SHELL = 'var/run/log/shell.log';

/** ESXi 5.5: no line names the operator. */
const ESX_55: Host = {
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
const ESX_67: Host = {
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
const ESX_8: Host = {
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

const UUID = '462dcd6d-fb68-4a26-a96f-56eb024515b9';
const LINUX_AUDIT = 'var/log/audit/audit.log';
const MACHINE = 'var/log/libvirt/qemu/My VM.log';

function virt(type: string, at: string, body: string, result = 'success'): string {
  return `node=kvm1 type=${type} msg=audit(${at}): pid=1265 uid=0 auid=1000 ses=1 subj=u msg='virt=kvm ${body} uuid=${UUID} exe="/usr/sbin/libvirtd" hostname=? addr=? terminal=? res=${result}'\x1dUID="root" AUID="admin"`;
}

function commandLine(memory: number): string {
  return `LC_ALL=C /usr/bin/kvm -name 'guest=My VM,debug-threads=on' -m ${memory} -smp 1,sockets=1 -uuid ${UUID}`;
}

const OWN_LOG = `libvirt's own log of the machine, at the same time`;

/** A libvirt host: the daemon's login id is nobody, a name in hexadecimal, KiB, a change of the stopped machine. */
const KVM: Host = {
  name: 'sosreport-kvm1-2023-11-14',
  files: {
    [LINUX_AUDIT]: [
      virt(
        'VIRT_RESOURCE',
        '1700000002.400:40',
        'resrc=mem reason=start vm=4D7920564D old-mem=0 new-mem=524288',
      ),
      virt('VIRT_CONTROL', '1700000002.500:41', 'op=start reason=booted vm=4D7920564D vm-pid=9'),
      virt(
        'VIRT_RESOURCE',
        '1700000100.000:42',
        'resrc=mem reason=update vm=4D7920564D old-mem=524288 new-mem=262144',
      ),
      'node=kvm1 type=SYSCALL msg=audit(1700000200.000:43): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=77 auid=1001 uid=0 ses=4 comm="virsh" exe="/usr/bin/virsh"\x1dAUID="berta" UID="root"',
      'node=kvm1 type=EXECVE msg=audit(1700000200.000:43): argc=3 a0="virsh" a1="destroy" a2=4D7920564D',
      virt('VIRT_CONTROL', '1700000201.000:44', 'op=stop reason=destroyed vm=4D7920564D vm-pid=0'),
      `type=VIRT_CONTROL msg=audit(1700000202.000:45): pid=1182 uid=0 auid=4294967295 ses=4294967295 subj=u msg='reason=api op=start vm=centos:7 user=origin auid=1000 exe="/usr/bin/dockerd-current" hostname=? addr=? terminal=? res=success'`,
      virt('VIRT_CONTROL', '1700000302.000:46', 'op=start reason=booted vm=4D7920564D vm-pid=10'),
    ],
    [MACHINE]: [
      '2023-11-14 22:13:20.000+0000: starting up libvirt version: 9.0.0, qemu version: 7.2.0, hostname: kvm1',
      commandLine(512),
      '2023-11-14 22:16:40.900+0000: shutting down, reason=destroyed',
      '2023-11-14 22:18:20.000+0000: starting up libvirt version: 9.0.0, qemu version: 7.2.0, hostname: kvm1',
      commandLine(1024),
    ],
  },
  operations: [
    {
      op: 'StartVM',
      start: '2023-11-14T22:13:20.000Z',
      end: '2023-11-14T22:13:22.500Z',
      where: 'kvm1',
      target: 'My VM',
      result: 'OK',
      missing: ['who'],
      joined: { when: `start from ${OWN_LOG}` },
      vendor: 'libvirt',
      evidence: [`${LINUX_AUDIT}:2`, `${MACHINE}:1`],
    },
    {
      op: 'ModifyMemory',
      end: '2023-11-14T22:15:00.000Z',
      where: 'kvm1',
      target: 'My VM',
      before: ['My VM', '524288'],
      after: ['My VM', '262144'],
      result: 'OK',
      missing: ['who'],
      vendor: 'libvirt',
      evidence: [`${LINUX_AUDIT}:3`],
    },
    {
      op: 'StopVM',
      end: '2023-11-14T22:16:41.000Z',
      who: 'berta',
      where: 'kvm1',
      target: 'My VM',
      result: 'OK',
      joined: { who: expectedReason('virsh destroy My VM') },
      vendor: 'libvirt',
      evidence: [`${LINUX_AUDIT}:4`, `${LINUX_AUDIT}:5`, `${LINUX_AUDIT}:6`, `${MACHINE}:3`],
    },
    {
      op: 'ModifyMemory',
      end: '2023-11-14T22:18:20.000Z',
      where: 'kvm1',
      target: 'My VM',
      before: ['My VM', '512'],
      after: ['My VM', '1024'],
      missing: ['who', 'result'],
      joined: {
        what: expectedReason('command line of this start'),
        when: expectedReason('between the start before'),
        how: expectedReason('command line of this start'),
      },
      vendor: 'libvirt',
      evidence: [`${MACHINE}:1`, `${MACHINE}:4`],
    },
    {
      op: 'StartVM',
      start: '2023-11-14T22:18:20.000Z',
      end: '2023-11-14T22:18:22.000Z',
      where: 'kvm1',
      target: 'My VM',
      result: 'OK',
      missing: ['who'],
      joined: { when: `start from ${OWN_LOG}` },
      vendor: 'libvirt',
      evidence: [`${LINUX_AUDIT}:8`, `${MACHINE}:4`],
    },
  ],
};

const XAPI_AUDIT = 'var/log/audit.log';
const XENSOURCE = 'var/log/xensource.log';
const REF = 'OpaqueRef:8a2f';

/** A line of audit.log at a second of 2 May 2014, 17:30 UTC: the host's clock is two hours ahead. */
function xapi(second: string, task: string, list: string): string {
  const prefix = `May  2 19:30:${second} xen1 xapi: [20140502T17:30:${second}.250Z|audit|xen1|46298 INET 0.0.0.0:80|${task}|audit]`;
  return `${prefix} (${list.replaceAll('\\', '\\\\')})`;
}

/** The coordinator of a XAPI pool: it writes audit.log for all hosts and is not the host operated on. */
const XEN_1: Host = {
  name: 'bug-report-xen1',
  files: {
    [XAPI_AUDIT]: [
      xapi(
        '01',
        'session.create D:aa01',
        `'trackid=aa' 'S-1-5-21' 'CORP\\\\alice' 'ALLOWED' 'OK' 'API' 'session.create' (('uname' 'CORP\\\\alice' '' '') ('originator' 'XenCenter' '' ''))`,
      ),
      xapi(
        '20',
        'Async.VM.start R:82f033257401',
        `'trackid=aa' 'S-1-5-21' 'CORP\\\\alice' 'ALLOWED' 'OK' 'API' 'VM.start' (('vm' 'O\\'Brien web' 'u-1' '${REF}') ('force' 'false' '' ''))`,
      ),
      xapi(
        '30',
        'VM.set_VCPUs_max D:aa03',
        `'trackid=aa' 'S-1-5-21' 'CORP\\\\alice' 'ALLOWED' 'OK' 'API' 'VM.set_VCPUs_max' (('self' 'db' 'u-2' '${REF}'))`,
      ),
      xapi(
        '40',
        'Async.VM.destroy R:82f033257402',
        `'trackid=bb' 'S-1-5-22' 'CORP\\\\eve' 'DENIED' '' 'API' 'VM.destroy' (('self' 'db' 'u-2' '${REF}'))`,
      ),
      xapi(
        '50',
        'host.shutdown D:aa05',
        `'trackid=cc' 'LOCAL_SUPERUSER' '' 'ALLOWED' 'OK' 'API' 'host.shutdown' (('host' 'xen2' 'h-2' '${REF}'))`,
      ),
    ],
    [XENSOURCE]: [
      'May  2 19:30:10 xen1 xapi: [ info|xen1|46298 INET 0.0.0.0:80|dispatch:VM.start D:fa4c1c72df7e|taskhelper] task Async.VM.start R:82f033257401 forwarded (trackid=aa)',
    ],
  },
  operations: [
    {
      op: 'Login',
      end: '2014-05-02T17:30:01.250Z',
      who: 'CORP\\alice',
      result: 'OK',
      missing: ['where'],
      vendor: 'xen',
      evidence: [`${XAPI_AUDIT}:1`],
    },
    {
      op: 'StartVM',
      start: '2014-05-02T17:30:10.000Z',
      end: '2014-05-02T17:30:20.250Z',
      who: 'CORP\\alice',
      where: 'xen2',
      target: `O'Brien web`,
      result: 'OK',
      joined: { when: expectedReason('start from xensource.log') },
      vendor: 'xen',
      evidence: [`${XAPI_AUDIT}:2`, `${XENSOURCE}:1`, `${XENSOURCE}:1`],
    },
    {
      op: 'ModifyCPU',
      end: '2014-05-02T17:30:30.250Z',
      who: 'CORP\\alice',
      target: 'db',
      result: 'OK',
      missing: ['where', 'how'],
      vendor: 'xen',
      evidence: [`${XAPI_AUDIT}:3`],
    },
    {
      op: 'DeleteVM',
      end: '2014-05-02T17:30:40.250Z',
      who: 'CORP\\eve',
      target: 'db',
      result: 'NG',
      missing: ['where'],
      vendor: 'xen',
      evidence: [`${XAPI_AUDIT}:4`],
    },
    {
      op: 'StopHost',
      end: '2014-05-02T17:30:50.250Z',
      who: 'LOCAL_SUPERUSER',
      where: 'xen2',
      result: 'OK',
      vendor: 'xen',
      evidence: [`${XAPI_AUDIT}:5`],
    },
  ],
};

/** The pool's other host, on which the machine ran. */
const XEN_2: Host = {
  name: 'bug-report-xen2',
  files: {
    [XENSOURCE]: [
      'May  2 19:30:11 xen2 xenopsd: [debug|xen2|7|Async.VM.start R:82f033257401|xenops] Task 12 reference Async.VM.start R:82f033257401: ["VM_start", ["4ab3dfd9-f571-8900-a35a-6cced68267e3", false]]',
    ],
  },
  operations: [],
};

const HOSTS = [ESX_55, ESX_67, ESX_8, KVM, XEN_1, XEN_2];

/** Each host's files as an archive. */
export async function composedBundles(): Promise<TestFile[]> {
  return Promise.all(
    HOSTS.map(async ({ name, files }) => {
      const entries = Object.entries(files).map(([path, lines]) =>
        entry(`${name}/${path}`, `${lines.join('\n')}\n`),
      );
      return { name: `${name}.tgz`, bytes: await gzipOf(await tarOf(entries)) };
    }),
  );
}

/** The table of all of them, in its order. */
export function composedOperations(): TrueOperation[] {
  return HOSTS.flatMap(({ operations }) => operations)
    .map((operation, index) => ({ operation, index }))
    .sort((a, b) => instant(a.operation) - instant(b.operation) || a.index - b.index)
    .map(({ operation }) => whole(operation));
}

function instant({ start, end }: TrueOperation): number {
  return Date.parse((start ?? end)!);
}

function whole(operation: TrueOperation): TrueOperation {
  const missing: TraceItem[] = [];
  return {
    start: null,
    end: null,
    who: null,
    client: null,
    where: null,
    target: null,
    before: [],
    after: [],
    result: null,
    missing,
    notApplicable: [...notApplicableTo(operation.op)],
    joined: {},
    ...operation,
  };
}
