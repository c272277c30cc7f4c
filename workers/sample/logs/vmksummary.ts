import type { World } from '../world';
import { uptimeText } from '../time';
import { dayOf, downtime, syslogPaths, type LogSource } from './source';
import { SyslogHead } from './vmsyslog';

/** vmksummary.log: starts, stops and a heartbeat every hour. */
export function vmksummaryLog(world: World): LogSource {
  const r = world.random.fork('vmksummary');
  const head = new SyslogHead(world.host.release);
  const say = (time: number, ident: string, text: string) => head.record(time, ident, null, text);
  return {
    kind: 'vmksummary',
    ...syslogPaths('vmksummary'),
    share: 0,
    handlers: {
      shutdown: ({ time }) => [say(time + 16_000, 'bootstop', 'Host is rebooting')],
      boot: ({ time }) => [
        say(time + 70_000, 'mark', 'storage-path-claim-completed'),
        say(time + 83_900, 'bootstop', 'Host has booted'),
      ],
      heartbeat: ({ time, vms, up }) => {
        const kb = () => r.between(9000, 98_000);
        const memory = ['sfcb-pycim', 'vpxa-worker', 'hostd-worker'].map(
          (name, n) => `[${2_099_000 + n * 211} ${name} ${kb()}kB]`,
        );
        const cpu = ['sfcb-vmware_int', 'hostd-worker', 'vpxa-worker'].map(
          (name, n) => `[${2_099_300 + n * 97} ${name} ${r.between(1, 16)}%max]`,
        );
        return [
          say(
            time,
            'heartbeat',
            `up ${uptimeText(up)}, ${vms} VMs; [${memory.join(' ')}] [${cpu.join(' ')}]`,
          ),
        ];
      },
    },
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) => say(time, 'bootstop', wish.text),
  };
}
