import type { World } from '../world';
import { dayOf, downtime, mixture, syslogPaths, type LogSource } from './source';
import { VmacoreHead } from './vmacore';

/** fdm.log: the agent of vSphere HA. */
export function fdmLog(world: World): LogSource {
  const { host } = world;
  const r = world.random.fork('fdm');
  const head = new VmacoreHead(host.release, 'fdm');
  const thread = () => 2_110_690 + r.int(20);
  const swi = () => `SWI-${r.hex8()}`;
  let tick = 601_000;
  const cluster = (state: string) =>
    `hostId=host-22 state=${state} master=${state === 'Master' ? 'None' : 'host-15'} isolated=false host-list-version=80 config-version=69 vm-metadata-version=${tick++} slv-mst-tdiff-sec=0`;
  const noise = mixture(r, [
    {
      weight: 8,
      make: (time) => head.line(time, 'info', thread(), `sub=Cluster opID=${swi()}`, cluster('Slave')),
    },
    {
      weight: 8,
      make: (time) =>
        head.line(
          time,
          'verbose',
          thread(),
          `sub=Cluster opID=${swi()}`,
          `[ClusterSlave::timeEstablishedTask] Heartbeat ${tick++} from host-15 in ${r.between(1, 40)} ms`,
        ),
    },
    {
      weight: 5,
      make: (time) =>
        head.line(
          time,
          'verbose',
          thread(),
          `sub=Invt opID=${swi()}`,
          `[InventoryManagerImpl::SendHostUpdate] ${r.between(1, 9)} VMs, compatible datastores ${r.between(1, 4)}, generation ${tick}`,
        ),
    },
    {
      weight: 4,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(),
          `sub=Monitor opID=${swi()}`,
          `Datastore heartbeat on /vmfs/volumes/${r.pick(host.datastores).uuid} ok, ${r.between(1, 300)} ms`,
        ),
    },
    {
      weight: 3,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(),
          'sub=Policy',
          `[LocalIsolationPolicy::Handle] host not isolated, ${r.between(1, 3)} addresses pinged in ${r.between(1, 9)} ms`,
        ),
    },
    {
      weight: 0.3,
      make: (time) =>
        head.line(
          time,
          'warning',
          thread(),
          `sub=Monitor opID=${swi()}`,
          `Heartbeat from host-15 is ${r.between(2, 9)} s late`,
        ),
    },
  ]);
  const keys = { sub: 'Election' };
  return {
    kind: 'fdm',
    ...syslogPaths('fdm'),
    share: 0.06,
    handlers: {
      election: ({ time, state }) => [
        head.record(
          time,
          'info',
          thread(),
          keys,
          `[ClusterElection::ChangeState] ${state === 'Master' ? 'Slave => Master' : 'Candidate => Slave'} : Lost`,
        ),
        head.record(time + 40, 'info', thread(), { sub: 'Cluster', opID: swi() }, cluster(state)),
        ...(state === 'Master'
          ? [
              head.record(
                time + 900,
                'warning',
                thread(),
                { sub: 'Invt' },
                'Host host-15 changed state: Dead',
              ),
            ]
          : []),
      ],
      power: ({ until, vm, action }) =>
        action === 'reset' || action === 'guest-reboot'
          ? []
          : [
              head.record(
                until + 300,
                'info',
                thread(),
                { sub: 'Invt', opID: swi() },
                `[VmStateChange::SavePowerChange] vm ${vm.vmxPath} curPwrState=unknown curPowerOnCount=${action === 'on' ? 1 : 0} newPwrState=${action === 'on' ? 'powered on' : 'powered off'} clnPwrOff=${action !== 'on'} hostReporting=host-22`,
              ),
            ],
    },
    noise,
    filler: (time) => head.line(time, 'info', thread(), 'sub=Monitor', 'Heartbeat datastores written, state'),
    header: (time) =>
      head.header(time, world.scenario.down.to + 90_000, 2_110_690, host.version, host.build, true),
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) =>
      head.record(time, wish.level, thread(), { sub: wish.component, opID: wish.opId }, wish.text),
  };
}
