import type { World } from '../world';
import { dayOf, downtime, mixture, syslogPaths, type LogSource } from './source';
import { VmacoreHead } from './vmacore';

/** hostd-probe.log: a small program that asks hostd for a sign of life every few minutes. */
export function hostdProbeLog(world: World): LogSource {
  const { host } = world;
  const r = world.random.fork('hostd-probe');
  const head = new VmacoreHead(host.release, 'hostd-probe');
  let pid = 2_124_000;
  const noise = mixture(r, [
    {
      weight: 6,
      make: (time) =>
        head.line(
          time,
          'info',
          (pid += r.int(3)),
          'sub=Default',
          `hostd probing is done in ${r.between(40, 900)} ms.`,
        ),
    },
    {
      weight: 5,
      make: (time) =>
        head.line(time, 'info', pid, 'sub=ThreadPool', `Thread enlisted, ${r.between(1, 5)} of 12 busy`),
    },
    {
      weight: 4,
      make: (time) =>
        head.line(
          time,
          'verbose',
          pid,
          'sub=Default',
          `Connecting to localhost:8307, attempt ${r.between(1, 2)}`,
        ),
    },
  ]);
  return {
    kind: 'hostd-probe',
    ...syslogPaths('hostd-probe'),
    share: 0.01,
    handlers: {
      'hostd-hang': ({ time }) => [
        head.record(time, 'warning', pid + 40, { sub: 'Default' }, 'hostd did not answer for 60 s'),
        head.record(
          time + 30_000,
          'error',
          pid + 40,
          { sub: 'Default' },
          'hostd detected to be non-responsive',
        ),
      ],
    },
    noise,
    filler: (time) => head.line(time, 'info', pid, 'sub=Default', 'hostd probing statistics, token'),
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) =>
      head.record(time, wish.level, pid, { sub: wish.component ?? 'Default' }, wish.text),
  };
}
