import type { TraceSample } from '../../trace-source';

const UUID = '462dcd6d-fb68-4a26-a96f-56eb024515b9';
const DAEMON = 'pid=1265 uid=0 auid=4294967295 ses=4294967295 subj=system_u:system_r:virtd_t:s0-s0:c0.c1023';
const TAIL = `exe="/usr/sbin/libvirtd" hostname=? addr=? terminal=? res=success'`;

/** A raw record, written from the document's table of bodies. */
function virt(type: string, at: string, body: string, daemon = DAEMON): string {
  return `type=${type} msg=audit(${at}): ${daemon} msg='virt=kvm ${body} uuid=${UUID} ${TAIL}`;
}

const STARTED = `type=VIRT_CONTROL msg=audit(08/05/2014 17:01:05.891:6471) : pid=1265 uid=root auid=unset ses=unset subj=system_u:system_r:virtd_t:s0-s0:c0.c1023 msg='virt=kvm op=start reason=booted vm=vm1 uuid=${UUID} vm-pid=22527 exe=/usr/sbin/libvirtd hostname=? addr=? terminal=? res=success'`;
const DOCKER = `type=VIRT_CONTROL msg=audit(1506321923.246:470): pid=1182 uid=0 auid=4294967295 ses=4294967295 subj=system_u:system_r:container_runtime_t:s0 msg='reason=api vm-pid=10657 hostname=1235c5a6476b op=resize vm=centos:7 user=origin auid=1000 exe=sleep  exe="/usr/bin/dockerd-current" hostname=? addr=? terminal=? res=success'`;
const AUDIT = 'kvm/var/log/audit/audit.log';
const libvirt = { vendor: 'libvirt' } as const;

export const auditSamples: TraceSample[] = [
  {
    title: 'a start as ausearch -i shows it, in local time; Docker writes the same type and is no machine',
    files: [{ path: AUDIT, lines: [STARTED, DOCKER] }],
    expect: [
      {
        ...libvirt,
        op: 'StartVM',
        end: '2014-08-05T17:01:05.891',
        target: 'vm1',
        result: 'OK',
        missing: ['who', 'where'],
        evidence: ['var/log/audit/audit.log:1'],
      },
    ],
  },
  {
    title:
      'resources of a start are no changes; KiB; a name in hexadecimal; what enriching added; the node in front',
    files: [
      {
        path: AUDIT,
        lines: [
          virt(
            'VIRT_RESOURCE',
            '1700000000.100:10',
            'resrc=mem reason=start vm="vm1" old-mem=0 new-mem=2097152',
          ),
          virt(
            'VIRT_RESOURCE',
            '1700000000.100:11',
            'resrc=vcpu reason=start vm="vm1" old-vcpu=0 new-vcpu=2',
          ),
          `node=kvm1 ${virt('VIRT_CONTROL', '1700000000.200:12', 'op=start reason=booted vm=4D7920564D vm-pid=9')}\x1dUID="root" AUID="unset"`,
          virt(
            'VIRT_RESOURCE',
            '1700000060.000:13',
            'resrc=mem reason=update vm="vm1" old-mem=2097152 new-mem=4194304',
          ),
          virt(
            'VIRT_RESOURCE',
            '1700000061.000:14',
            'resrc=disk reason=attach vm="vm1" old-disk="?" new-disk="/srv/a b.img"',
          ),
          virt(
            'VIRT_RESOURCE',
            '1700000062.000:15',
            'resrc=net reason=detach vm="vm1" old-net="52:54:00:00:00:01" new-net="?"',
          ),
        ],
      },
    ],
    expect: [
      {
        ...libvirt,
        op: 'StartVM',
        end: '2023-11-14T22:13:20.200Z',
        where: 'kvm1',
        target: 'My VM',
        result: 'OK',
        missing: ['who'],
      },
      {
        ...libvirt,
        op: 'ModifyMemory',
        end: '2023-11-14T22:14:20.000Z',
        target: 'vm1',
        before: ['vm1', '2097152'],
        after: ['vm1', '4194304'],
        result: 'OK',
        missing: ['who', 'where'],
      },
      {
        ...libvirt,
        op: 'ModifyDisk',
        end: '2023-11-14T22:14:21.000Z',
        target: 'vm1',
        after: ['vm1', '/srv/a b.img'],
        result: 'OK',
        missing: ['who', 'where'],
      },
      {
        ...libvirt,
        op: 'ModifyDevice',
        end: '2023-11-14T22:14:22.000Z',
        target: 'vm1',
        before: ['vm1', '52:54:00:00:00:01'],
        result: 'OK',
        missing: ['who', 'where'],
      },
    ],
  },
  {
    title:
      'the login id of the daemon is nobody; a person who started virsh for the machine shortly before is likely',
    files: [
      {
        path: AUDIT,
        lines: [
          virt(
            'VIRT_CONTROL',
            '1700000000.000:20',
            'op=start reason=booted vm="vm1" vm-pid=9',
            'pid=1265 uid=0 auid=1000 ses=3 subj=u',
          ),
          'type=SYSCALL msg=audit(1700000100.000:21): arch=c000003e syscall=59 success=yes exit=0 a0=55d1 ppid=1 pid=77 auid=1001 uid=0 ses=4 comm="virsh" exe="/usr/bin/virsh" key="virt"',
          'type=EXECVE msg=audit(1700000100.000:21): argc=3 a0="virsh" a1="destroy" a2="vm1"',
          virt('VIRT_CONTROL', '1700000100.900:22', 'op=stop reason=destroyed vm="vm1" vm-pid=0'),
        ],
      },
    ],
    expect: [
      {
        ...libvirt,
        op: 'StartVM',
        end: '2023-11-14T22:13:20.000Z',
        target: 'vm1',
        result: 'OK',
        missing: ['who', 'where'],
      },
      {
        ...libvirt,
        op: 'StopVM',
        end: '2023-11-14T22:15:00.900Z',
        who: '1001',
        target: 'vm1',
        result: 'OK',
        missing: ['where'],
        joined: { who: 'started shortly before, by the audit log: virsh destroy vm1' },
      },
    ],
  },
  {
    title: 'who started virsh, as ausearch -i shows it: names, no quotes, the words first',
    files: [
      {
        path: 'kvm/var/log/found.txt',
        lines: [
          '----',
          'type=EXECVE msg=audit(08/05/2014 17:01:04.100:60) : argc=3 a0=virsh a1=start a2=vm1',
          'type=SYSCALL msg=audit(08/05/2014 17:01:04.100:60) : arch=x86_64 syscall=execve success=yes exit=0 pid=77 auid=alice uid=root ses=4 comm=virsh exe=/usr/bin/virsh',
          '----',
          STARTED,
        ],
      },
    ],
    expect: [
      {
        ...libvirt,
        op: 'StartVM',
        end: '2014-08-05T17:01:05.891',
        who: 'alice',
        target: 'vm1',
        result: 'OK',
        missing: ['where'],
        joined: { who: 'started shortly before, by the audit log: virsh start vm1' },
        evidence: ['var/log/found.txt:2', 'var/log/found.txt:3', 'var/log/found.txt:5'],
      },
    ],
  },
  {
    title: 'two persons who named the machine shortly before are nobody',
    files: [
      {
        path: AUDIT,
        lines: [
          'type=SYSCALL msg=audit(1700000099.000:61): arch=c000003e syscall=59 success=yes exit=0 pid=77 auid=1001 uid=0 ses=4 comm="virsh" exe="/usr/bin/virsh"',
          'type=EXECVE msg=audit(1700000099.000:61): argc=3 a0="virsh" a1="shutdown" a2="vm1"',
          'type=SYSCALL msg=audit(1700000099.500:62): arch=c000003e syscall=59 success=yes exit=0 pid=78 auid=1002 uid=0 ses=5 comm="virsh" exe="/usr/bin/virsh"',
          'type=EXECVE msg=audit(1700000099.500:62): argc=3 a0="virsh" a1="destroy" a2="vm1"',
          virt('VIRT_CONTROL', '1700000100.000:63', 'op=stop reason=destroyed vm="vm1" vm-pid=0'),
        ],
      },
    ],
    expect: [
      {
        ...libvirt,
        op: 'StopVM',
        end: '2023-11-14T22:15:00.000Z',
        target: 'vm1',
        result: 'OK',
        missing: ['who', 'where'],
      },
    ],
  },
  {
    title: 'logins of the host, one of them failed, and its end',
    files: [
      {
        path: AUDIT,
        lines: [
          `type=USER_LOGIN msg=audit(1700000000.000:30): pid=70 uid=0 auid=1000 ses=5 subj=u msg='op=login id=1000 exe="/usr/sbin/sshd" hostname=10.0.0.5 addr=10.0.0.5 terminal=/dev/pts/0 res=success'\x1dUID="root" AUID="anna" ID="anna"`,
          `type=USER_LOGIN msg=audit(1700000001.000:31): pid=71 uid=0 auid=4294967295 ses=4294967295 subj=u msg='op=login acct="bob" exe="/usr/sbin/sshd" hostname=? addr=10.0.0.6 terminal=ssh res=failed'`,
          `type=USER_LOGOUT msg=audit(1700000002.000:32): pid=70 uid=0 auid=1000 ses=5 subj=u msg='op=login id=1000 exe="/usr/sbin/sshd" hostname=? addr=? terminal=/dev/pts/0 res=success'`,
          `type=SYSTEM_SHUTDOWN msg=audit(1700000003.000:33): pid=80 uid=0 auid=4294967295 ses=4294967295 subj=u msg=' comm="systemd-update-utmp" exe="/usr/lib/systemd/systemd-update-utmp" hostname=? addr=? terminal=? res=success'`,
        ],
      },
    ],
    expect: [
      {
        ...libvirt,
        op: 'Login',
        end: '2023-11-14T22:13:20.000Z',
        who: 'anna',
        client: '10.0.0.5',
        result: 'OK',
        missing: ['where'],
      },
      {
        ...libvirt,
        op: 'LoginFailed',
        end: '2023-11-14T22:13:21.000Z',
        who: 'bob',
        client: '10.0.0.6',
        result: 'NG',
        missing: ['where'],
      },
      {
        ...libvirt,
        op: 'Logout',
        end: '2023-11-14T22:13:22.000Z',
        who: '1000',
        result: 'OK',
        missing: ['where'],
      },
      {
        ...libvirt,
        op: 'StopHost',
        end: '2023-11-14T22:13:23.000Z',
        result: 'OK',
        missing: ['who', 'where'],
      },
    ],
  },
];
