import type { World } from '../world';
import { Stamp } from '../time';
import type { LogRecord } from './record';
import { dayOf, downtime, mixture, syslogPaths, type LogSource } from './source';

/** vobd.log: observations of the kernel (`vob.…`) and what is made of them (`esx.…`). No level before 8.0. */
export function vobdLog(world: World): LogSource {
  const { host, scenario } = world;
  const r = world.random.fork('vobd');
  const stamp = new Stamp();
  const modern = host.release === '8.0';
  const bootBefore = host.from - 41 * 86_400_000;

  const say = (time: number, correlator: string, text: string): LogRecord => {
    const boot = time >= scenario.down.to ? scenario.down.to : bootBefore;
    const uptime = `${(time - boot) * 1000 + 123}us`;
    const message = `[${correlator}] ${uptime}: ${text}`;
    const at = stamp.milliseconds(time);
    const line = modern ? `${at} In(14) vobd[2097521]:  ${message}` : `${at}: ${message}`;
    return { time, level: modern ? 'info' : null, lines: [line] };
  };
  const both = (time: number, correlator: string, id: string, raw: string, esxId: string, text = raw) => [
    say(time, 'GenericCorrelator', `[${id}] ${raw}`),
    say(time + 1, correlator, `[${esxId}] ${text}`),
  ];
  const user = 'UserLevelCorrelator';
  const noise = mixture(r, [
    {
      weight: 3,
      make: (time) =>
        say(
          time,
          'scsiCorrelator',
          `[vob.scsi.device.io.latency.high] Device ${r.pick(host.datastores).device} performance has deteriorated. I/O latency increased from average value of ${r.between(800, 2000)} microseconds to ${r.between(20_000, 90_000)} microseconds.`,
        ),
    },
    {
      weight: 3,
      make: (time) =>
        say(
          time,
          'scsiCorrelator',
          `[vob.scsi.device.io.latency.improved] Device ${r.pick(host.datastores).device} performance has improved. I/O latency reduced from ${r.between(20_000, 90_000)} microseconds to ${r.between(800, 4000)} microseconds.`,
        ),
    },
    {
      weight: 1,
      make: (time) =>
        say(
          time,
          'GenericCorrelator',
          `[vob.user.dcui.heartbeat] console idle for ${r.between(1, 900)} minutes`,
        ),
    },
  ]);

  return {
    kind: 'vobd',
    ...syslogPaths('vobd'),
    share: 0.01,
    handlers: {
      boot: ({ time }) => [
        say(time + 84_000, user, '[vob.user.host.boot] Host has booted.'),
        say(time + 84_001, user, '[esx.audit.host.boot] Host has booted.'),
      ],
      shutdown: ({ time }) =>
        both(
          time + 15_000,
          user,
          'vob.user.host.stop.reboot',
          'Host is rebooting.',
          'esx.audit.host.stop.reboot',
        ),
      maintenance: ({ time, until, entering }) =>
        entering
          ? [
              ...both(
                time + 5,
                user,
                'vob.user.maintenancemode.entering',
                'The host has begun entering maintenance mode.',
                'esx.audit.maintenancemode.entering',
              ),
              ...both(
                until,
                user,
                'vob.user.maintenancemode.entered',
                'The host has entered maintenance mode.',
                'esx.audit.maintenancemode.entered',
              ),
            ]
          : both(
              until,
              user,
              'vob.user.maintenancemode.exited',
              'The host has exited maintenance mode.',
              'esx.audit.maintenancemode.exited',
            ),
      patch: ({ until, vibs }) =>
        both(
          until,
          user,
          'vob.user.esximage.vib.install.successful',
          `Successfully installed ${vibs.length} VIB(s), removed ${vibs.length} VIB(s). Please use 'esxcli software profile get' or see log for more detail about the transaction.`,
          'esx.audit.esximage.vib.install.successful',
        ),
      'account-locked': ({ time, user: name, attempts, seconds }) =>
        both(
          time,
          user,
          'vob.user.account.locked',
          `Remote access for ESXi local user account '${name}' has been locked for ${seconds} seconds after ${attempts} failed login attempts.`,
          'esx.audit.account.locked',
        ),
      'ssh-service': ({ time, enabled }) =>
        both(
          time + 50,
          user,
          `vob.user.ssh.${enabled ? 'enabled' : 'disabled'}`,
          `SSH access has been ${enabled ? 'enabled' : 'disabled'}.`,
          `esx.audit.ssh.${enabled ? 'enabled' : 'disabled'}`,
        ),
      'ssh-open': ({ time, ssh }) =>
        both(
          time + 20,
          user,
          'vob.user.ssh.session.opened',
          `SSH session was opened for '${ssh.user}@${ssh.address}'.`,
          'esx.audit.ssh.session.opened',
        ),
      'ssh-close': ({ time, ssh }) =>
        both(
          time + 20,
          user,
          'vob.user.ssh.session.closed',
          `SSH session was closed for '${ssh.user}@${ssh.address}'.`,
          'esx.audit.ssh.session.closed',
        ),
      'ssh-rejected': ({ time, ssh }) =>
        both(
          time + 30,
          user,
          'vob.user.ssh.session.failed',
          `SSH login has failed for '${ssh.user}@${ssh.address}'.`,
          'esx.audit.ssh.session.failed',
        ),
      path: ({ time, device, path, up }) =>
        up
          ? both(
              time,
              'scsiCorrelator',
              'vob.scsi.scsipath.pathstate.on',
              `scsiPath ${path} changed state from dead`,
              'esx.clear.storage.redundancy.restored',
              `Path redundancy to storage device ${device} (Datastores: "${host.datastores[1]!.name}") restored. Path ${path} is active again.`,
            )
          : both(
              time,
              'scsiCorrelator',
              'vob.scsi.scsipath.pathstate.dead',
              `scsiPath ${path} changed state from on`,
              'esx.problem.storage.redundancy.lost',
              `Lost path redundancy to storage device ${device}. Path ${path} is down. Affected datastores: "${host.datastores[1]!.name}".`,
            ),
      apd: ({ time, device, phase }) => {
        const texts = {
          start: ['start', 'problem.storage.apd.start', 'has entered the All Paths Down state.'],
          timeout: [
            'timeout',
            'problem.storage.apd.timeout',
            'has entered the All Paths Down Timeout state after being in the All Paths Down state for 140 seconds. I/Os will now be fast failed.',
          ],
          exit: ['exit', 'clear.storage.apd.exit', 'has exited the All Paths Down state.'],
        } as const;
        const [vob, esx, text] = texts[phase];
        return both(
          time + 2,
          'APDCorrelator',
          `vob.storage.apd.${vob}`,
          `Device or filesystem with identifier [${device}] ${text}`,
          `esx.${esx}`,
        );
      },
      'hostd-crash': ({ time, pid, file }) =>
        both(
          time + 9600,
          'UserWorldCorrelator',
          'vob.uw.core.dumped',
          `/bin/hostd(${pid}) ${file}`,
          'esx.problem.hostd.core.dumped',
          `/bin/hostd crashed (1 time(s) so far) and a core file may have been created at ${file}. This may have caused connections to the host to be dropped.`,
        ),
      link: ({ time, nic, up }) =>
        both(
          time + 6,
          'netCorrelator',
          up ? 'vob.net.vmnic.linkstate.up' : 'vob.net.vmnic.linkstate.down',
          `vmnic ${nic} linkstate ${up ? 'up' : 'down'}`,
          up ? 'esx.clear.net.vmnic.linkstate.up' : 'esx.problem.net.vmnic.linkstate.down',
          `Physical NIC ${nic} linkstate is ${up ? 'up' : 'down'}.`,
        ),
    },
    noise,
    filler: (time) => say(time, 'GenericCorrelator', '[vob.user.marker] digest'),
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) => {
      const record = say(time, 'GenericCorrelator', `[${wish.component ?? 'vob.user.planted'}] ${wish.text}`);
      const message = record.lines[0]!.slice(record.lines[0]!.indexOf('[GenericCorrelator]'));
      return { ...record, fields: { ...(modern ? { process: 'vobd', pid: '2097521' } : {}), message } };
    },
  };
}
