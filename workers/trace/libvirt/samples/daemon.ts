import type { TraceSample } from '../../trace-source';

const UUID = '462dcd6d-fb68-4a26-a96f-56eb024515b9';

export const daemonSamples: TraceSample[] = [
  {
    title: 'what goes to the audit system, in the log of libvirt; its warnings are no operations',
    files: [
      {
        path: 'kvm/var/log/libvirt/libvirtd.log',
        lines: [
          '2024-04-01 12:00:00.000+0000: 1234: error : virNetSocketReadWire:1801 : End of file while reading data',
          `2024-04-01 12:00:01.000+0000: 1234: info : virDomainAuditResource:650 : success=yes virt=kvm resrc=vcpu reason=start vm="vm1" uuid=${UUID} old-vcpu=0 new-vcpu=1`,
          `2024-04-01 12:00:02.000+0000: 1234: warning : virDomainAuditLifecycle:720 : success=no virt=kvm op=start reason=booted vm="vm1" uuid=${UUID} vm-pid=0`,
        ],
      },
    ],
    expect: [
      {
        op: 'StartVM',
        end: '2024-04-01T12:00:02.000Z',
        target: 'vm1',
        result: 'NG',
        missing: ['who', 'where'],
        vendor: 'libvirt',
      },
    ],
  },
];
