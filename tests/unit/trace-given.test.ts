import { describe, expect, test } from 'vitest';
import type { TraceItem } from '../../workers/public-api';
import { TRACE_ITEMS } from '../../workers/trace/operation-kinds';
import { tracedRecords } from './trace-samples';

/**
 * What libvirt's and XAPI's audit.log give of each operation, in the order of the items: `+` given, `×` lacking, `-` not
 * applicable. From the document on operation traces, section 5.
 */
type Cells = string;

const UUID = '462dcd6d-fb68-4a26-a96f-56eb024515b9';
const DAEMON = 'pid=1 uid=0 auid=4294967295 ses=4294967295 subj=u';

function virt(type: string, body: string): string {
  return `type=${type} msg=audit(1700000000.000:1): ${DAEMON} msg='virt=kvm ${body} vm="vm1" uuid=${UUID} exe="/usr/sbin/libvirtd" hostname=? addr=? terminal=? res=success'`;
}

const login = `msg=audit(1700000000.000:1): pid=70 uid=0 auid=1000 ses=5 subj=u msg='op=login id=1000 exe="/usr/sbin/sshd" hostname=h addr=10.0.0.5 terminal=pts res=success'`;

const LIBVIRT: [op: string, cells: Cells, line: string][] = [
  ['Login', '+++×--+', `type=USER_LOGIN ${login}`],
  ['Logout', '+++×--+', `type=USER_LOGOUT ${login}`],
  ['ModifyCPU', '++××+++', virt('VIRT_RESOURCE', 'resrc=vcpu reason=update old-vcpu=1 new-vcpu=2')],
  ['ModifyMemory', '++××+++', virt('VIRT_RESOURCE', 'resrc=mem reason=update old-mem=1024 new-mem=2048')],
  ['ModifyDisk', '++××+++', virt('VIRT_RESOURCE', 'resrc=disk reason=attach old-disk="?" new-disk="/a"')],
  ['MoveVM', '++××+×+', virt('VIRT_CONTROL', 'op=stop reason=migrated')],
  ['StartVM', '++××+-+', virt('VIRT_CONTROL', 'op=start reason=booted')],
  ['StopVM', '++××+-+', virt('VIRT_CONTROL', 'op=stop reason=shutdown')],
  [
    'StopHost',
    '++××--+',
    `type=SYSTEM_SHUTDOWN msg=audit(1700000000.000:1): ${DAEMON} msg=' comm="x" exe="/x" hostname=? addr=? terminal=? res=success'`,
  ],
];

function xapi(call: string, parameters: string): string {
  return `May  2 19:30:01 xen1 xapi: [20140502T17:30:01.250Z|audit|xen1|1|${call} D:aa01|audit] ('trackid=aa' 'S-1' 'ann' 'ALLOWED' 'OK' 'API' '${call}' (${parameters}))`;
}
const vm = (name = 'vm') => `('${name}' 'web' 'u-1' 'OpaqueRef:1')`;
const host = `('host' 'xen2' 'h-2' 'OpaqueRef:2')`;

const XAPI: [op: string, cells: Cells, line: string][] = [
  ['Login', '+++×--+', xapi('session.create', `('uname' 'ann' '' '') ('originator' 'x' '' '')`)],
  ['Logout', '+++×--+', xapi('session.destroy', '')],
  ['CreateVM', '+++×+-+', xapi('VM.create', `('name_label' 'web' '' '') ('memory_static_max' '1' '' '')`)],
  ['CreateVM', '+++×+-+', xapi('VM.provision', vm())],
  ['RenameVM', '+++×+×+', xapi('VM.set_name_label', vm('self'))],
  ...['VM.set_VCPUs_max', 'VM.set_VCPUs_at_startup', 'VM.set_VCPUs_number_live'].map(
    (call): [string, Cells, string] => ['ModifyCPU', '+++×+×+', xapi(call, vm('self'))],
  ),
  ...[
    'VM.set_memory_limits',
    'VM.set_memory',
    'VM.set_memory_dynamic_range',
    'VM.set_memory_static_range',
  ].map((call): [string, Cells, string] => ['ModifyMemory', '+++×+×+', xapi(call, vm('self'))]),
  ['ModifyDisk', '+++×+×+', xapi('VDI.resize', `('vdi' 'disk' 'd-1' 'OpaqueRef:3')`)],
  [
    'ModifyDisk',
    '+++×+×+',
    xapi('VBD.create', `('VM' 'web' 'u-1' 'OpaqueRef:1') ('VDI' 'disk' 'd-1' 'OpaqueRef:3')`),
  ],
  ['MoveVM', '+++×+×+', xapi('VM.pool_migrate', `${vm()} ${host}`)],
  ['CloneVM', '+++×+++', xapi('VM.clone', `${vm()} ('new_name' 'copy' '' '')`)],
  ['DeleteVM', '+++×+-+', xapi('VM.destroy', vm('self'))],
  ['StartVM', '+++×+-+', xapi('VM.start', vm())],
  ['StartVM', '+++×+-+', xapi('VM.resume', vm())],
  ...['VM.clean_shutdown', 'VM.hard_shutdown', 'VM.shutdown'].map((call): [string, Cells, string] => [
    'StopVM',
    '+++×+-+',
    xapi(call, vm()),
  ]),
  ['StopHost', '++++--+', xapi('host.shutdown', host)],
];

describe.each([
  ['libvirt', 'kvm/var/log/audit/audit.log', LIBVIRT],
  ['xen', 'xen/var/log/audit.log', XAPI],
] as const)('%s', (vendor, path, rows) => {
  test.each([...rows])('%s: %s', async (op, cells, line) => {
    const [record, ...more] = await tracedRecords([{ path, lines: [line] }]);
    expect(more).toEqual([]);
    expect(record).toMatchObject({ op, vendor, joined: {} });
    const items = (sign: string): TraceItem[] => TRACE_ITEMS.filter((_, i) => cells[i] === sign);
    expect(record!.missing).toEqual(items('×'));
    expect(record!.notApplicable).toEqual(items('-'));
  });
});

test.each([
  [
    'defining, renaming, cloning and deleting a machine is not written by libvirt, nor its resources at a start',
    [
      virt('VIRT_RESOURCE', 'resrc=disk reason=start old-disk="?" new-disk="/a"'),
      virt('VIRT_RESOURCE', 'resrc=vcpu reason=start old-vcpu=0 new-vcpu=2'),
      virt(
        'VIRT_RESOURCE',
        'resrc=cgroup reason=allow cgroup="/x" class=path path="/dev/kvm" rdev=0A:E8 acl=rw',
      ),
      virt('VIRT_RESOURCE', 'resrc=net reason=open net=52:54:00:00:00:01 path="/dev/net/tun" rdev=0A:C8'),
      virt('VIRT_MACHINE_ID', 'vm-ctx=a img-ctx=b model=selinux'),
      virt('VIRT_CONTROL', 'op=init vm-pid=1 init-pid=2 pid-ns=3'),
    ],
  ],
])('%s', async (_, lines) => {
  expect(await tracedRecords([{ path: 'kvm/var/log/audit/audit.log', lines }])).toEqual([]);
});
