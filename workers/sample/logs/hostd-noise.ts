import type { HostdVoice } from './hostd-voice';
import type { LogRecord } from './record';
import type { Template } from './source';
import { VmacoreHead, type Shape, type Word } from './vmacore';

/** Shapes of further lines in 8.0, by how often they are used. */
const SHAPES: readonly Shape[] = [
  'arrow',
  'arrow',
  'arrow',
  'other-pid',
  'other-pid',
  'marker',
  'bracket-marker',
];

/** What hostd writes when nothing happens. */
export function hostdNoise(voice: HostdVoice) {
  const { head, host, random: r } = voice;
  const thread = (time: number) => voice.thread(time);
  const modern = host.release === '8.0';
  const vms =
    host.vms.length > 0 ? host.vms : [{ vmxPath: '/vmfs/volumes/none/none.vmx', number: 0, name: 'none' }];
  const vmSubs = vms.map((vm) => `sub=Vmsvc.vm:${vm.vmxPath}`);
  const methods = [
    'vmodl.query.PropertyCollector.waitForUpdatesEx',
    'vmodl.query.PropertyCollector.retrieveContents',
    'vim.PerformanceManager.queryStats',
    'vim.HostSystem.acquireCimServicesTicket',
    'vim.vslm.host.CatalogSyncManager.queryCatalogChange',
    'vmodl.query.PropertyCollector.destroy',
  ];
  let sequence = 90_000;
  let read = 12_000;
  /** A few operations are going on at a time, and each writes more than one line. */
  let op = '';
  let session = r.uuid();
  let user = 'vpxuser';
  let left = 0;
  const operation = () => {
    if (left-- <= 0) {
      left = r.between(3, 14);
      op = r.chance(0.6) ? `HB-host-${r.between(12, 15)}@${r.between(10_000, 99_999)}-${r.hex8()}` : r.hex8();
      if (r.chance(0.2)) session = r.uuid();
    }
    return op;
  };
  const say = (time: number, word: Word, keys: string, text: string) =>
    head.line(time, word, thread(time), keys, text);
  const users = [
    'vpxuser',
    'vpxuser',
    'vpxuser',
    'vpxuser:VSPHERE.LOCAL\\Administrator',
    'vpxuser:<no user>',
    ':vsanmgmtd',
  ];
  const common = (sub: string) => {
    if (left <= 0) user = r.pick(users);
    return `sub=${sub} opID=${operation()} user=${user}`;
  };
  const vsan = new VmacoreHead(host.release, 'hostd', 'vSAN@6876');
  const line =
    (word: Word, keys: () => string, text: () => string) =>
    (time: number): LogRecord =>
      say(time, word, keys(), text());
  const vmKeys = () => vmSubs[r.int(vmSubs.length)]!;

  const block = (time: number, word: Word, keys: string, first: string, rest: string[]): LogRecord => {
    const number = thread(time);
    const record = head.line(time, word, number, keys, first);
    const shape = modern ? r.pick(SHAPES) : 'arrow';
    return head.continued(record, time, word, number, rest, shape);
  };

  const templates: Template[] = [
    {
      weight: 16,
      make: (time) => {
        const name = `haTask--${r.pick(methods)}-${(sequence += r.int(6))}`;
        const created = r.chance(0.5);
        return say(
          time,
          'info',
          common('Vimsvc.TaskManager'),
          created ? `Task Created : ${name}` : `Task Completed : ${name} Status success`,
        );
      },
    },
    {
      weight: 12,
      make: line(
        'info',
        () => common('Solo.Vmomi'),
        () =>
          `Activation finished; <<${session}, <TCP '127.0.0.1 : 8307'>, <TCP '127.0.0.1 : ${r.between(11_000, 11_900)}'>>, ha-property-collector, ${r.pick(methods)}>`,
      ),
    },
    {
      weight: 9,
      make: line(
        'verbose',
        () => common('PropertyProvider'),
        () => `RecordOp ASSIGN: guest.disk, ${r.pick(vms).number}. Sent notification immediately.`,
      ),
    },
    {
      weight: 8,
      make: line(
        'info',
        () => common('Vimsvc.ha-eventmgr'),
        () => `Refreshing event page: ${r.between(1, 40)} new of ${(read += 1)} in latestPage`,
      ),
    },
    { weight: 7, make: line('info', vmKeys, () => `Time to gather config: ${r.between(1, 190)} (msecs)`) },
    { weight: 6, make: line('info', vmKeys, () => `Skip a duplicate transition to: VM_STATE_ON`) },
    {
      weight: 6,
      make: line(
        'info',
        vmKeys,
        () =>
          `Tools status: toolsOk, heartbeat green, guest ip ${host.vms.length ? r.pick(host.vms).address : '-'}`,
      ),
    },
    {
      weight: 6,
      make: line(
        'info',
        () => 'sub=Statssvc',
        () =>
          `Calculated write I/O size ${r.pick([4096, 8192, 16384, 65536, 524288])} for scsi0:${r.int(3)} with vmId ${r.pick(vms).number} -> [${r.int(900)}, ${r.int(900)}]`,
      ),
    },
    {
      weight: 5,
      make: line(
        'info',
        () => 'sub=Hostsvc.Datastore',
        () => `RefreshVms updated overhead for ${vms.length} VM on ${r.pick(host.datastores).name}`,
      ),
    },
    {
      weight: 5,
      make: line(
        'info',
        () => common('Vimsvc.HaSessionManager'),
        () => `Session ${session} last active ${r.between(1, 1800)} s ago, ${r.between(1, 60)} sessions open`,
      ),
    },
    {
      weight: 4,
      make: line(
        'info',
        () => 'sub=Hostsvc.StorageSystem',
        () =>
          `SendStorageInfoEvent: Notify: StorageSystemMsg{HBAs=[vmhba0, vmhba1, vmhba2]}, change ${r.int(9000)}`,
      ),
    },
    {
      weight: 4,
      make: line(
        'info',
        () => 'sub=Libs',
        () =>
          `SysCommandPosix: ForkExec(/usr/lib/vmware/hostd/bin/${r.pick(['vmkdump', 'esxcfg-dumppart', 'smartinfo', 'sysinfo'])}) took ${r.between(4, 180)} ms, pid ${thread(0) + r.int(9000)}`,
      ),
    },
    {
      weight: 4,
      make: line(
        'info',
        () => `sub=Hostsvc.ResourcePool ha-root-pool`,
        () =>
          `Root pool capacity changed from ${60_000 + r.int(900)}MHz/${250_000 + r.int(3000)}MB to ${60_000 + r.int(900)}MHz/${250_000 + r.int(3000)}MB`,
      ),
    },
    {
      weight: 3,
      make: line(
        'info',
        () => 'sub=Default',
        () =>
          `[LikewiseGetDomainJoinInfo] QueryInformation(): ERROR_FILE_NOT_FOUND (2/0), ${r.between(1, 8)} ms`,
      ),
    },
    {
      weight: 3,
      make: line(
        'info',
        () => 'sub=Hbrsvc',
        () => `Replicator: ReconfigListener triggered for config VM ${r.pick(vms).number}`,
      ),
    },
    {
      weight: 3,
      make: line(
        'info',
        () => 'sub=Guestsvc.GuestOperationsManager',
        () =>
          `Guest info for ${r.pick(vms).name}: ${r.between(2, 9)} disks, ${r.between(1, 4)} nics, stack generation ${r.int(4000)}`,
      ),
    },
    {
      weight: 2,
      make: line(
        'warning',
        () => 'sub=IoTracker',
        () =>
          `In thread ${thread(0)}, access("/vmfs/volumes/${r.pick(host.datastores).uuid}/catalog") took over ${r.between(2, 9)} sec.`,
      ),
    },
    {
      weight: 2,
      make: line(
        'warning',
        vmKeys,
        () => `Failed to get value for guest.net stat ${r.int(400)}: no such key`,
      ),
    },
    {
      weight: 1,
      make: line(
        'warning',
        () => 'sub=Statssvc.vim.PerformanceManager',
        () => `Fallback to slow path for counter ${r.between(100, 700)}, ${r.between(2, 60)} samples late`,
      ),
    },
    {
      weight: modern ? 1 : 0.6,
      make: line(
        'error',
        () => `sub=VMkernelStatsProvider(0000${r.hex8()}${r.hex4()})`,
        () =>
          `GetKernelStatValues: Detected error while retrieving stats: VSINode(${r.between(2000, 3000)}): Not found (status=195887107)`,
      ),
    },
    {
      weight: 3,
      make: (time) =>
        modern
          ? block(
              time,
              'info',
              'sub=Vimsvc.HTTPService.HttpConnection',
              `HTTP Connection has timed out while waiting for further requests; <io_obj t:N7Vmacore6System21LocalSocketObjectAsioE, h:-1, <UNIX 'hostdEntitlementVapi.sock'>, <UNIX 'hostdEntitlementVapi.sock'>>, N7Vmacore16TimeoutExceptionE(Operation timed out: duration: 00:00:${r.between(40, 59)}.${r.between(100_000, 999_999)} (hh:mm:ss.us))`,
              [`[context]zKq7AVICAgAAAB28eQEIaG9zdGQAAF5oNWxpYnZtYWNvcmUuc28AAHtn${r.hex8()}[/context]`],
            )
          : say(
              time,
              'info',
              'sub=Vimsvc.HTTPService',
              `HTTP Connection read failed while waiting for further requests; <TCP '127.0.0.1 : 8307'>, <TCP '127.0.0.1 : ${r.between(11_000, 60_000)}'>, N7Vmacore16TimeoutExceptionE(Operation timed out)`,
            ),
    },
    {
      weight: 1.5,
      make: (time) =>
        block(time, 'info', common('Solo.Vmomi'), `Throw vim.fault.NotFound`, [
          'Result:',
          '(vim.fault.NotFound) {',
          '   faultCause = (vmodl.MethodFault) null, ',
          '   faultMessage = <unset>',
          `   msg = "Object ${r.hex8()} was not found"`,
          '}',
        ]),
    },
  ];

  const long = (time: number): LogRecord =>
    block(
      time,
      'info',
      common('Hostsvc.VsanSystemProvider'),
      'Complete, runtime info: (vim.vsan.host.VsanRuntimeInfo) {',
      [
        '   membershipList = (vim.vsan.host.MembershipInfo) [',
        ...Array.from({ length: 4 }, (_, n) => [
          '      (vim.vsan.host.MembershipInfo) {',
          `         nodeUuid = "${r.uuid()}",`,
          `         hostname = "esx0${n + 1}.lab.example"`,
          '      },',
        ]).flat(),
        '   ],',
        '   accessGenNo = 0,',
        '}',
      ],
    );
  templates.push(
    { weight: 0.4, make: long },
    {
      weight: 0.8,
      make: (time) =>
        vsan.line(
          time,
          'info',
          thread(time),
          `sub=VsanHealth opID=${r.hex8()}`,
          `Checked ${r.between(2, 9)} groups in ${r.int(900)} ms`,
        ),
    },
    {
      weight: 0.5,
      make: (time) =>
        head.plain(time, 'verbose', thread(time), `SSL: session cache holds ${r.int(400)} of 1024`),
    },
    {
      weight: 1,
      make: line(
        'info',
        () => `sub=PropertyCollector item=session[${session}] opID=${operation()}`,
        () => `Filter of ${r.between(1, 30)} objects updated, version ${(read += 1)}`,
      ),
    },
  );

  const filler = (time: number) =>
    say(time, 'info', 'sub=Statssvc', `Collected counters of ${vms.length} VM, digest`);
  return { templates, filler, long };
}
