import type { World } from '../world';
import type { LogRecord } from './record';
import { dayOf, mixture, type LogSource, type StoryHandlers } from './source';
import { VmacoreHead } from './vmacore';

/** vpxd.log of a vCenter: `vpxd-<n>.log`, the highest number is the newest. The head is the old one in 8.0 too. */
export function vpxdLog(world: World): LogSource {
  const { host } = world;
  const r = world.random.fork('vpxd');
  const head = new VmacoreHead('7.0', 'vpxd');
  const thread = () => 6300 + r.int(90);
  const session = `${r.uuid()}(${r.uuid()})`;
  let key = 575_700;

  const call = (
    event: {
      time: number;
      until: number;
      op: { vpxa: string | null; vcenterTask: string | null; actor: { name: string } };
    },
    object: string,
    method: string,
    text: string,
  ): LogRecord[] => {
    const { vpxa, vcenterTask, actor } = event.op;
    if (vpxa === null || vcenterTask === null) return [];
    const opID = vpxa.split('-').slice(0, -1).join('-');
    const number = thread();
    const id = ++key;
    return [
      head.record(
        event.time - 9,
        'info',
        number,
        { sub: 'vpxLro', opID },
        `[VpxLRO] -- BEGIN ${vcenterTask} -- ${object} -- ${method} -- ${session}`,
      ),
      head.record(
        event.until + 9,
        'info',
        number,
        { sub: 'vpxLro', opID },
        `[VpxLRO] -- FINISH ${vcenterTask}`,
      ),
      head.record(
        event.until + 10,
        'info',
        thread(),
        { sub: 'EventManager' },
        `Event [${id}] [1-1] [${new Date(event.until).toISOString().replace(/\.?0+Z$/, 'Z')}] [vim.event.TaskEvent] [info] [${actor.name}] [Lab] [${id}] [${text}]`,
      ),
    ];
  };
  const vmCall =
    (method: string, what: string) =>
    (event: Parameters<typeof call>[0] & { vm: { name: string; number: number } }) =>
      call(event, `vm-${event.vm.number + 1000}`, method, `${what}: ${event.vm.name} on ${host.name}`);
  const handlers: StoryHandlers = {
    power: (event) =>
      event.op === null
        ? []
        : vmCall('vim.VirtualMachine.power', `Power ${event.action}`)({ ...event, op: event.op }),
    reconfigure: vmCall('vim.VirtualMachine.reconfigure', 'Reconfigure virtual machine'),
    snapshot: vmCall('vim.VirtualMachine.createSnapshot', 'Create virtual machine snapshot'),
    'rename-vm': vmCall('vim.ManagedEntity.rename', 'Rename virtual machine'),
    'hostd-crash': ({ time }) => [
      head.record(
        time + 60_000,
        'warning',
        thread(),
        { sub: 'MoHost', opID: `QS-host-22-${r.hex8()}` },
        `host [vim.HostSystem:host-22,${host.name}] connection state changed to NO_RESPONSE`,
      ),
    ],
  };
  let lro = 4000;
  const noise = mixture(r, [
    {
      weight: 8,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(),
          `sub=vpxLro opID=${r.hex8()}-${r.hex2()}`,
          `[VpxLRO] -- BEGIN task-internal-${(lro += 1)} -- -- vim.SessionManager.sessionIsActive -- ${session}`,
        ),
    },
    {
      weight: 8,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(),
          `sub=vpxLro opID=${r.hex8()}-${r.hex2()}`,
          `[VpxLRO] -- FINISH task-internal-${lro}`,
        ),
    },
    {
      weight: 3,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(),
          'sub=HostGateway',
          `Host gateway session of host-${r.between(12, 30)} renewed after ${r.between(1, 90)} s`,
        ),
    },
    {
      weight: 0.5,
      make: (time) =>
        head.line(
          time,
          'warning',
          thread(),
          'sub=VpxProfiler',
          `VpxLro::LroMain took ${r.between(1001, 9000)} ms`,
        ),
    },
  ]);
  return {
    kind: 'vpxd',
    path: (rotated) => `var/log/vmware/vpxd/vpxd-${rotated + 1}.log`,
    rotatedPath: (n, count) => `var/log/vmware/vpxd/vpxd-${count - n}.log.gz`,
    share: 1,
    handlers,
    noise,
    filler: (time) => head.line(time, 'info', thread(), 'sub=HostGateway', 'Sessions counted, digest'),
    header: (time) => head.header(time, host.from, 6300, host.version, host.build, true),
    span: dayOf(world),
    gaps: [],
    plant: (time, wish) =>
      head.record(time, wish.level, thread(), { sub: wish.component, opID: wish.opId }, wish.text),
  };
}
