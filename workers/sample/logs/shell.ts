import type { World } from '../world';
import { dayOf, downtime, syslogPaths, type LogSource } from './source';
import { SyslogHead } from './vmsyslog';

/** shell.log: exactly what was typed. */
export function shellLog(world: World): LogSource {
  const head = new SyslogHead(world.host.release);
  return {
    kind: 'shell',
    ...syslogPaths('shell'),
    share: 0,
    handlers: {
      boot: ({ time }) => [
        head.record(
          time + 58_000,
          'ESXShell',
          world.host.release === '6.7' ? null : 2_098_777,
          'ESXi Shell unavailable',
        ),
      ],
      'ssh-service': ({ time, enabled, pid }) => [
        head.record(time + 30, 'SSH', pid, `SSH login ${enabled ? 'enabled' : 'disabled'}`, {
          code: 'No(13)',
        }),
      ],
      'ssh-open': ({ time, ssh }) => [
        head.record(time + 400, 'shell', ssh.pid, 'Interactive shell session started'),
      ],
      shell: ({ time, ssh, text }) => [head.record(time, 'shell', ssh.pid, `[${ssh.user}]: ${text}`)],
    },
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) => head.record(time, 'shell', 2_131_999, `[root]: ${wish.text}`),
  };
}
