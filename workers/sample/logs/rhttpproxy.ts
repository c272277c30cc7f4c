import type { World } from '../world';
import { dayOf, downtime, mixture, syslogPaths, type LogSource } from './source';
import { VmacoreHead } from './vmacore';

/** rhttpproxy.log: the proxy before every web service; its component holds blanks. */
export function rhttpproxyLog(world: World): LogSource {
  const { host } = world;
  const r = world.random.fork('rhttpproxy');
  const head = new VmacoreHead(host.release, 'rhttpproxy');
  const thread = () => 2_099_560 + r.int(16);
  let request = 1000;
  let port = 50_000;
  const client = () =>
    `<TCP '${host.address} : 443'>, <TCP '192.0.2.${r.pick([10, 30, 50])} : ${(port = 40_000 + ((port + 7) % 20_000))}'>`;
  const sub = () => `sub=Proxy Req ${String(request).padStart(5, '0')}`;
  const noise = mixture(r, [
    {
      weight: 9,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(),
          `sub=Proxy Req ${String((request = (request + 1) % 100_000)).padStart(5, '0')}`,
          `New proxy client ${client()}`,
        ),
    },
    {
      weight: 9,
      make: (time) =>
        head.line(
          time,
          'verbose',
          thread(),
          sub(),
          `Resolved endpoint : [N7Vmacore4Http16LocalServiceSpecE:0x000000bef0b8${r.hex4()}] _serverNamespace = ${r.pick(['/sdk', '/ui', '/hgw', '/vpxa', '/sdkTunnel'])} action = Allow _port = ${r.pick([8307, 8309, 8089])}`,
        ),
    },
    {
      weight: 7,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(),
          sub(),
          `Connected to localhost:8307 over <io_obj p:0x000000bef0${r.hex4()}, h:${r.between(12, 80)}, ${client()}>`,
        ),
    },
    {
      weight: 4,
      make: (time) =>
        head.line(
          time,
          'info',
          thread(),
          sub(),
          `The client closed the stream, ${r.between(1, 90)} requests, not unexpectedly.`,
        ),
    },
    {
      weight: 0.5,
      make: (time) =>
        head.line(
          time,
          'warning',
          thread(),
          'sub=HttpConnection pool',
          `Connection closed by peer after ${r.between(1, 30)} s: ${client()}`,
        ),
    },
    {
      weight: 0.2,
      make: (time) =>
        head.line(
          time,
          'error',
          thread(),
          sub(),
          `Failed to read request: N7Vmacore15SystemExceptionE(Connection reset by peer), ${client()}`,
        ),
    },
  ]);
  return {
    kind: 'rhttpproxy',
    ...syslogPaths('rhttpproxy'),
    share: 0.06,
    handlers: {
      'login-rejected': ({ time, address }) => [
        head.record(
          time - 30,
          'info',
          thread(),
          { sub: `Proxy Req ${String(++request).padStart(5, '0')}` },
          `New proxy client <TCP '${host.address} : 443'>, <TCP '${address} : ${r.between(40_000, 60_000)}'>`,
        ),
      ],
    },
    noise,
    filler: (time) => head.line(time, 'info', thread(), sub(), 'Statistics of endpoints, digest'),
    header: (time) =>
      head.header(time, world.scenario.down.to + 50_000, 2_099_560, host.version, host.build, true),
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) =>
      head.record(time, wish.level, thread(), { sub: wish.component, opID: wish.opId }, wish.text),
  };
}
