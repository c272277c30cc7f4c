import type { World } from '../world';
import { dayOf, downtime, mixture, syslogPaths, type LogSource } from './source';
import { SyslogHead } from './vmsyslog';

/** auth.log: SSH logins, good and bad. */
export function authLog(world: World): LogSource {
  const r = world.random.fork('auth');
  const head = new SyslogHead(world.host.release);
  const sshd = (time: number, pid: number, text: string) =>
    head.record(time, 'sshd', pid, text, { code: 'In(38)' });
  let pid = 2_140_000;
  const noise = mixture(r, [
    {
      weight: 3,
      make: (time) =>
        sshd(time, (pid += r.between(1, 40)), `Connection from 192.0.2.31 port ${r.between(40_000, 60_000)}`),
    },
    {
      weight: 3,
      make: (time) =>
        sshd(
          time,
          pid,
          `Connection closed by authenticating user nagios 192.0.2.31 port ${r.between(40_000, 60_000)} [preauth]`,
        ),
    },
    {
      weight: 1,
      make: (time) =>
        sshd(
          time,
          pid,
          `Invalid user scanner from 192.0.2.${r.between(32, 38)} port ${r.between(40_000, 60_000)}`,
        ),
    },
  ]);
  return {
    kind: 'auth',
    ...syslogPaths('auth'),
    share: 0.004,
    handlers: {
      'ssh-open': ({ time, ssh }) => [
        sshd(time - 2100, ssh.pid, `Connection from ${ssh.address} port ${ssh.port}`),
        sshd(
          time,
          ssh.pid,
          `Accepted keyboard-interactive/pam for ${ssh.user} from ${ssh.address} port ${ssh.port} ssh2`,
        ),
        sshd(time + 12, ssh.pid, `pam_unix(sshd:session): session opened for user ${ssh.user} by (uid=0)`),
        sshd(time + 16, ssh.pid, `User '${ssh.user}' running command '-sh'`),
      ],
      'ssh-close': ({ time, ssh }) => [
        sshd(
          time,
          ssh.pid,
          `Received disconnect from ${ssh.address} port ${ssh.port}:11: disconnected by user`,
        ),
        sshd(time + 4, ssh.pid, `pam_unix(sshd:session): session closed for user ${ssh.user}`),
        sshd(time + 6, ssh.pid, `Session closed for '${ssh.user}' on /dev/char/pty/t0`),
      ],
      'ssh-rejected': ({ time, ssh }) => [
        sshd(time, ssh.pid, `Connection from ${ssh.address} port ${ssh.port}`),
        sshd(
          time + 900,
          ssh.pid,
          `pam_tally2(sshd:auth): user ${ssh.user} (0) tally ${r.between(6, 72)}, deny 5`,
        ),
        sshd(
          time + 904,
          ssh.pid,
          `Failed keyboard-interactive/pam for ${ssh.user} from ${ssh.address} port ${ssh.port} ssh2`,
        ),
      ],
    },
    noise,
    filler: (time) => sshd(time, pid, 'Connection closed by 192.0.2.31, banner'),
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) => sshd(time, 2_139_999, wish.text),
  };
}
