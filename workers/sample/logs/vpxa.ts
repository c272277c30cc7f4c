import type { Operation } from '../story-events';
import type { World } from '../world';
import type { LogRecord } from './record';
import { dayOf, downtime, mixture, syslogPaths, type LogSource, type StoryHandlers } from './source';
import { VmacoreHead } from './vmacore';

/** vpxa.log: every call from vCenter between BEGIN and FINISH. */
export function vpxaLog(world: World): LogSource {
  const { host, scenario } = world;
  const r = world.random.fork('vpxa');
  const head = new VmacoreHead(host.release, 'vpxa');
  const pids = [2_100_120, 2_099_980];
  const pid = (time: number) => (time < scenario.down.to ? pids[0]! : pids[1]!);
  const thread = (time: number) => pid(time) + r.int(24);
  const session = r.uuid();
  let lro = 40;

  const begin = (id: string, object: string, method: string) =>
    `[VpxLRO] -- BEGIN ${id} -- ${object} -- ${method} -- ${session}`;
  /** The pair of lines that brackets a call that came through vCenter. */
  const call = (
    event: { time: number; until: number; op: Operation },
    object: string,
    method: string,
  ): LogRecord[] => {
    const { op } = event;
    if (op.vpxa === null || op.vcenterTask === null) return [];
    const keys = { sub: 'vpxLro', opID: op.vpxa };
    const number = thread(event.time);
    return [
      head.record(event.time - 2, 'info', number, keys, begin(op.vcenterTask, object, method)),
      head.record(event.until + 2, 'info', number, keys, `[VpxLRO] -- FINISH ${op.vcenterTask}`),
    ];
  };
  const moid = (vm: { number: number }) => `vm-${vm.number + 1000}`;

  const handlers: StoryHandlers = {
    power: (event) =>
      event.op === null
        ? []
        : call({ ...event, op: event.op }, moid(event.vm), `vim.VirtualMachine.${METHOD[event.action]}`),
    'power-on-failed': (event) => {
      const records = call(event, moid(event.vm), 'vim.VirtualMachine.powerOn');
      const { op } = event;
      if (op.vpxa === null || op.vcenterTask === null) return records;
      const error = [
        `[VpxLRO] -- ERROR ${op.vcenterTask} -- ${session} -- ${moid(event.vm)} -- vim.VirtualMachine.powerOn: vim.fault.InsufficientMemoryResourcesFault:`,
        'Result:',
        '(vim.fault.InsufficientMemoryResourcesFault) {',
        '   faultCause = (vmodl.MethodFault) null, ',
        `   reason = "${event.reason}`,
        '"',
        '}',
        'Args:',
        '',
      ];
      const keys = { sub: 'Default', opID: op.vpxa };
      return [records[0]!, head.record(event.until, 'info', thread(event.time), keys, error), records[1]!];
    },
    reconfigure: (event) => call(event, moid(event.vm), 'vim.VirtualMachine.reconfigure'),
    snapshot: (event) => call(event, moid(event.vm), 'vim.VirtualMachine.createSnapshot'),
    'snapshot-removed': (event) => call(event, `snapshot-${event.id}`, 'vim.vm.Snapshot.remove'),
    'create-vm': (event) => call(event, 'vpxa', 'vpxapi.VpxaService.createVm'),
    'rename-vm': (event) => call(event, moid(event.vm), 'vim.ManagedEntity.rename'),
    'destroy-vm': (event) => call(event, moid(event.vm), 'vim.ManagedEntity.destroy'),
    maintenance: (event) =>
      call(event, 'ha-host', `vim.HostSystem.${event.entering ? 'enter' : 'exit'}MaintenanceMode`),
    shutdown: (event) => call({ ...event, until: event.time + 70 }, 'ha-host', 'vim.HostSystem.reboot'),
    task: (event) => call(event, 'networkSystem', event.method),
    boot: ({ time }) => [
      head.header(time + 66_000, time + 66_000, pids[1]!, host.version, host.build, false),
      head.record(time + 66_020, 'info', pids[1]!, { sub: 'Default' }, `Logging uses fast path: true`),
      head.record(
        time + 67_400,
        'info',
        pids[1]!,
        { sub: 'vpxaInvtHost' },
        `Registering with vCenter ${host.vcenter}`,
      ),
    ],
    'hostd-crash': ({ time }) => [
      head.record(time + 2500, 'error', thread(time), { sub: 'hostdcnx' }, [
        'Connection to hostd lost; reconnecting',
        '(vmodl.fault.HostCommunication) {',
        '   faultCause = (vmodl.MethodFault) null, ',
        '   msg = "Connection refused: The remote service is not running, OR is overloaded, OR a firewall is rejecting connections."',
        '}',
      ]),
      head.record(
        time + 12_500,
        'warning',
        thread(time),
        { sub: 'hostdcnx' },
        'Retrying connection to hostd in 10 s',
      ),
    ],
    'hostd-start': ({ time, afterCrash }) =>
      afterCrash
        ? [
            head.record(
              time + 4200,
              'info',
              thread(time),
              { sub: 'hostdcnx' },
              'Connected to hostd, resynchronising inventory',
            ),
          ]
        : [],
  };

  const poll = () => `PollQuickStatsLoop-${r.hex8().slice(0, 6)}-${r.hex2()}`;
  let open: { id: string; keys: string; thread: number } | null = null;
  let generation = 100;
  const lroKeys = () => `sub=vpxLro opID=${open!.keys}`;
  const noise = mixture(r, [
    {
      weight: 24,
      make: (time) => {
        if (open !== null) {
          const line = head.line(time, 'info', open.thread, lroKeys(), `[VpxLRO] -- FINISH ${open.id}`);
          open = null;
          return line;
        }
        open = { id: `lro-${(lro += r.between(1, 3))}`, keys: poll(), thread: thread(time) };
        const method = r.pick(['fetchQuickStats', 'getChanges', 'queryNetworkHint', 'retrieveVmHealth']);
        return head.line(
          time,
          'info',
          open.thread,
          lroKeys(),
          begin(open.id, 'vpxa', `vpxapi.VpxaService.${method}`),
        );
      },
    },
    {
      weight: 5,
      make: (time) =>
        head.line(
          time,
          'verbose',
          thread(time),
          `sub=hostdstats`,
          `Set internal stats for VM: ${r.int(40)} (vpxa VM id), ${r.int(900)} (vpxd VM id). Is FT primary? false`,
        ),
    },
    {
      weight: 6,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(time),
          `sub=vpxaInvtVm opID=WFU-${r.hex8()}`,
          `Guest DiskInfo Changed for vm-${1000 + r.int(20)}, free ${r.int(90_000)} MB`,
        ),
    },
    {
      weight: 6,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(time),
          `sub=halservices opID=HB-host-${r.between(12, 15)}@${r.int(90_000)}`,
          `[VpxaHalCnxHostagent::ProcessUpdate] Applying updates from ${generation - 1} to ${generation++} (at ${generation - 2})`,
        ),
    },
    {
      weight: 5,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(time),
          'sub=vpxaInvtHost',
          `Increment master gen. no to (${generation}): VpxaInvtHost::CheckQueuedEvents`,
        ),
    },
    {
      weight: 3,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(time),
          'sub=Heartbeat',
          `Sent heartbeat ${generation} to ${host.vcenter}:902 on vmk0`,
        ),
    },
    {
      weight: 1,
      make: (time) =>
        head.line(
          time,
          'warning',
          thread(time),
          'sub=vpxaMoVm',
          `Statistics for vm-${1000 + r.int(20)} are ${r.between(20, 90)} s old`,
        ),
    },
    {
      weight: 0.2,
      make: (time) =>
        head.line(
          time,
          'error',
          thread(time),
          'sub=vpxaUtil',
          `Could not resolve datastore URL ds:///vmfs/volumes/${r.hex8()}-${r.hex8()}/`,
        ),
    },
  ]);

  return {
    kind: 'vpxa',
    ...syslogPaths('vpxa'),
    share: 0.15,
    handlers,
    noise,
    filler: (time) =>
      head.line(time, 'info', thread(time), 'sub=Heartbeat', `Queued heartbeat for ${host.vcenter}, token`),
    long: (time) => {
      const keys = { sub: 'vpxaInvtHost', opID: `WFU-${r.hex8()}` };
      const lines = ['Host changed, new summary: (vim.host.Summary.QuickStats) {'];
      for (let n = 0; n < 9; n++) lines.push(`   counter${n} = ${r.int(100_000)},`);
      return head.record(time, 'info', thread(time), keys, [...lines, '}']);
    },
    header: (time) => head.header(time, scenario.down.to + 66_000, pid(time), host.version, host.build, true),
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) =>
      head.record(
        time,
        wish.level,
        thread(time),
        { sub: wish.component, opID: wish.opId, user: wish.user },
        wish.text,
      ),
  };
}

const METHOD: Record<string, string> = {
  on: 'powerOn',
  off: 'powerOff',
  shutdown: 'shutdownGuest',
  reset: 'reset',
};
