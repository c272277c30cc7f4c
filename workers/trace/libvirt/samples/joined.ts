import type { TraceSample } from '../../trace-source';

const UUID = '462dcd6d-fb68-4a26-a96f-56eb024515b9';

function control(at: string, node: string, body: string): string {
  return `node=${node} type=VIRT_CONTROL msg=audit(${at}): pid=1265 uid=0 auid=4294967295 ses=4294967295 subj=u msg='virt=kvm ${body} vm="vm1" uuid=${UUID} vm-pid=9 exe="/usr/sbin/libvirtd" hostname=? addr=? terminal=? res=success'`;
}

const OTHER_LOG = `libvirt's own log of the machine, at the same time`;
const OTHER_HOST = 'the other host of the same migration, by the uuid of the machine';

/** Several logs of one operation are one record. */
export const joinedSamples: TraceSample[] = [
  {
    title:
      'audit.log and the log of the machine tell of one start; the log gives when it began and on which host',
    files: [
      {
        path: 'kvm/var/log/audit/audit.log',
        lines: [
          `type=VIRT_CONTROL msg=audit(1700000002.500:40): pid=1265 uid=0 auid=4294967295 ses=4294967295 subj=u msg='virt=kvm op=start reason=booted vm="vm1" uuid=${UUID} vm-pid=9 exe="/usr/sbin/libvirtd" hostname=? addr=? terminal=? res=success'`,
          `type=VIRT_CONTROL msg=audit(1700000902.500:41): pid=1265 uid=0 auid=4294967295 ses=4294967295 subj=u msg='virt=kvm op=stop reason=shutdown vm="vm1" uuid=${UUID} vm-pid=0 exe="/usr/sbin/libvirtd" hostname=? addr=? terminal=? res=success'`,
        ],
      },
      {
        path: 'kvm/var/log/libvirt/qemu/vm1.log',
        lines: [
          '2023-11-14 22:13:20.000+0000: starting up libvirt version: 9.0.0, qemu version: 7.2.0, hostname: kvm1',
          `LC_ALL=C /usr/bin/kvm -name guest=vm1 -m 512 -smp 1 -uuid ${UUID}`,
          '2023-11-14 22:28:22.400+0000: shutting down, reason=shutdown',
        ],
      },
    ],
    expect: [
      {
        vendor: 'libvirt',
        op: 'StartVM',
        start: '2023-11-14T22:13:20.000Z',
        end: '2023-11-14T22:13:22.500Z',
        where: 'kvm1',
        target: 'vm1',
        result: 'OK',
        joined: { when: `start from ${OTHER_LOG}`, where: OTHER_LOG },
        missing: ['who'],
        evidence: ['var/log/audit/audit.log:1', 'var/log/libvirt/qemu/vm1.log:1'],
      },
      {
        vendor: 'libvirt',
        op: 'StopVM',
        end: '2023-11-14T22:28:22.500Z',
        where: 'kvm1',
        target: 'vm1',
        result: 'OK',
        joined: { where: OTHER_LOG },
        missing: ['who'],
        evidence: ['var/log/audit/audit.log:2', 'var/log/libvirt/qemu/vm1.log:3'],
      },
    ],
  },
  {
    title: 'a live migration is one record of two hosts',
    files: [
      {
        path: 'kvm1/var/log/audit/audit.log',
        lines: [control('1700000020.000:50', 'kvm1', 'op=stop reason=migrated')],
      },
      {
        path: 'kvm2/var/log/audit/audit.log',
        lines: [control('1700000010.000:7', 'kvm2', 'op=start reason=migrated')],
      },
    ],
    expect: [
      {
        vendor: 'libvirt',
        op: 'MoveVM',
        start: '2023-11-14T22:13:30.000Z',
        end: '2023-11-14T22:13:40.000Z',
        where: 'kvm1',
        target: 'vm1',
        before: ['vm1', 'kvm1'],
        after: ['vm1', 'kvm2'],
        result: 'OK',
        joined: { when: OTHER_HOST, how: OTHER_HOST },
        missing: ['who'],
      },
    ],
  },
  {
    title: 'of a migration of which one host is there only half is known',
    files: [
      {
        path: 'kvm1/var/log/audit/audit.log',
        lines: [control('1700000020.000:50', 'kvm1', 'op=stop reason=migrated')],
      },
    ],
    expect: [
      {
        vendor: 'libvirt',
        op: 'MoveVM',
        end: '2023-11-14T22:13:40.000Z',
        where: 'kvm1',
        target: 'vm1',
        before: ['vm1', 'kvm1'],
        result: 'OK',
        missing: ['who', 'how'],
      },
    ],
  },
];
