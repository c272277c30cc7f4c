import type { World } from '../world';
import { dayOf, downtime, mixture, syslogPaths, type LogSource } from './source';
import { SyslogHead } from './vmsyslog';

/** vmauthd.log: who connected to a VM's console or asked to copy files. */
export function vmauthdLog(world: World): LogSource {
  const r = world.random.fork('vmauthd');
  const head = new SyslogHead(world.host.release);
  const say = (time: number, text: string) => head.record(time, 'vmauthd', 2_098_660 + r.int(400), text);
  const noise = mixture(r, [
    {
      weight: 3,
      make: (time) => say(time, `Connect from remote socket (192.0.2.10:${r.between(40_000, 60_000)}).`),
    },
    { weight: 3, make: (time) => say(time, `Connect from 192.0.2.10, ticket of ${r.between(1, 60)} s`) },
    {
      weight: 2,
      make: (time) =>
        say(
          time,
          `recv() FAIL: 0. VMAuthdSocketRead: read failed. Closing socket for reading, fd ${r.between(5, 40)}`,
        ),
    },
  ]);
  return {
    kind: 'vmauthd',
    ...syslogPaths('vmauthd'),
    share: 0.006,
    handlers: {
      console: ({ time, vm }) => [
        say(time + 700, 'Connect from remote socket (192.0.2.50:51514).'),
        say(time + 760, `login from 192.0.2.50 as ticket user, connected to ${vm.vmxPath}`),
      ],
    },
    noise,
    filler: (time) => say(time, 'Connect from 192.0.2.10, digest'),
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) => say(time, wish.text),
  };
}
