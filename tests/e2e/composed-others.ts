import { expectedReason, type ComposedHost } from './composed-host';

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
export const KVM: ComposedHost = {
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
export const XEN_1: ComposedHost = {
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
export const XEN_2: ComposedHost = {
  name: 'bug-report-xen2',
  files: {
    [XENSOURCE]: [
      'May  2 19:30:11 xen2 xenopsd: [debug|xen2|7|Async.VM.start R:82f033257401|xenops] Task 12 reference Async.VM.start R:82f033257401: ["VM_start", ["4ab3dfd9-f571-8900-a35a-6cced68267e3", false]]',
    ],
  },
  operations: [],
};
