import type { World } from '../world';
import { dayOf, downtime, mixture, syslogPaths, type LogSource } from './source';
import { SyslogHead } from './vmsyslog';

/** syslog.log: the catch-all, one file for many programs. */
export function syslogLog(world: World): LogSource {
  const { host } = world;
  const r = world.random.fork('syslog');
  const head = new SyslogHead(host.release);
  const say = (time: number, ident: string, pid: number | null, text: string) =>
    head.record(time, ident, pid, text);
  let job = 2_124_000;
  const time = host.release === '6.7' ? 'ntpd' : 'chronyd';
  const clock = host.release === '6.7' ? 2_099_310 : 2_099_277;
  const noise = mixture(r, [
    {
      weight: 8,
      make: (at) =>
        say(
          at,
          'crond',
          2_098_597,
          `USER root pid ${(job += r.between(1, 9))} cmd /bin/hostd-probe.sh ++group=host/vim/vmvisor/hostd-probe/stats/sh`,
        ),
    },
    {
      weight: 4,
      make: (at) =>
        say(at, 'crond', 2_098_597, `USER root pid ${(job += r.between(1, 9))} cmd /bin/crx-cli gc`),
    },
    { weight: 3, make: (at) => say(at, 'backup.sh', job, `Locking esx.conf, round ${r.int(900)}`) },
    {
      weight: 3,
      make: (at) =>
        say(
          at,
          'sfcb-vmware_base',
          2_100_900,
          `Collected sensor ${r.int(80)}: ${r.between(18, 74)} degrees, took ${r.int(900)} ms`,
        ),
    },
    {
      weight: 2,
      make: (at) =>
        say(
          at,
          'smartd',
          2_099_800,
          `naa.${r.pick(host.datastores).uuid}: below MEDIA WEAROUT threshold (${r.int(9)})`,
        ),
    },
    {
      weight: 2,
      make: (at) => say(at, 'hardware-watchdog', null, `Watchdog fed after ${r.between(10, 60)} s`),
    },
    {
      weight: 2,
      make: (at) =>
        say(
          at,
          'nicmgmtd',
          2_098_400,
          `Polled ${host.nics.length} uplinks, vmnic${r.int(4)} temperature ${r.between(30, 71)}`,
        ),
    },
  ]);
  return {
    kind: 'syslog',
    ...syslogPaths('syslog'),
    share: 0.03,
    handlers: {
      boot: ({ time: at }) => [
        ...['vmkdevmgr', 'storage-path-claim-completed', 'vmfs', 'iscsi-post', 'firewall', 'hostd'].map(
          (plugin, n) =>
            say(at + 20_000 + n * 1210, 'jumpstart', 2_097_600, `executing start plugin: ${plugin}`),
        ),
        say(
          at + 40_000,
          'iscsid',
          null,
          'Login Success: iqn.2010-09.example.lab:02:bd79a6ff if=default addr=192.0.2.41:3260 (TPGT:1 ISID:0x1)',
        ),
      ],
      shutdown: ({ time: at }) => [
        say(at + 9000, 'init', 1, "starting pid 2130001, tty '': '/bin/shutdown.sh'"),
      ],
      'hostd-crash': ({ time: at }) => [
        say(
          at + 9900,
          'watchdog-hostd',
          2_098_500,
          `[2098500] Executing cleanup command '/bin/sh /bin/hostd.cleanup'`,
        ),
        say(
          at + 12_000,
          'watchdog-hostd',
          2_098_500,
          `'hostd ++min=0,swapscope=system /etc/vmware/hostd/config.xml' exited after ${r.between(30_000, 60_000)} seconds (quick failure 1) 6`,
        ),
        say(
          at + 30_000,
          'watchdog-hostd',
          2_098_500,
          `Executing 'hostd ++min=0,swapscope=system /etc/vmware/hostd/config.xml'`,
        ),
      ],
      'time-sync': ({ time: at, offset }) => [
        say(
          at,
          time,
          clock,
          time === 'ntpd'
            ? `synchronized to 192.0.2.5, stratum 2, offset ${(offset / 1_000_000).toFixed(6)} s`
            : `Selected source 192.0.2.5 (ntp.lab.example), offset ${(offset / 1_000_000).toFixed(6)} s`,
        ),
      ],
      'ssh-service': ({ time: at, enabled }) => [
        say(at + 20, 'root', null, `init ${enabled ? 'Starting' : 'Stopping'} TSM-SSH`),
      ],
    },
    noise,
    filler: (at) => say(at, 'crond', 2_098_597, `USER root pid ${job} cmd /bin/echo`),
    span: dayOf(world),
    gaps: downtime(world),
    plant: (at, wish) => say(at, wish.component ?? 'root', null, wish.text),
  };
}
