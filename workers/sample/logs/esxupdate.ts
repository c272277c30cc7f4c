import type { Level } from '../../public-api';
import type { World } from '../world';
import type { LogRecord } from './record';
import { dayOf, downtime, syslogPaths, type LogSource } from './source';
import { SyslogHead, type Code } from './vmsyslog';

type Word = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';

const LEVEL: Record<Word, Level> = { DEBUG: 'debug', INFO: 'info', WARNING: 'warning', ERROR: 'error' };
const CODE: Record<Word, Code> = { DEBUG: 'Db(15)', INFO: 'In(14)', WARNING: 'Wa(12)', ERROR: 'Er(11)' };

/** esxupdate.log: `<ts> esxupdate: <pid>: <logger>: <LEVEL>: message`; tracebacks are folded into one line. */
export function esxupdateLog(world: World): LogSource {
  const head = new SyslogHead(world.host.release);
  const say = (time: number, logger: string, word: Word, text: string): LogRecord =>
    head.record(time, 'esxupdate', null, `2615477: ${logger}: ${word}: ${text}`, {
      code: CODE[word],
      textLevel: LEVEL[word],
    });
  return {
    kind: 'esxupdate',
    ...syslogPaths('esxupdate'),
    share: 0,
    handlers: {
      patch: ({ time, until, vibs }) => {
        const step = Math.max(1, Math.floor((until - time) / (vibs.length * 3 + 4)));
        let at = time;
        const next = () => (at += step);
        return [
          say(at, 'root', 'INFO', "Options = {'nosigcheck': None, 'retry': 5, 'cachesize': None}"),
          ...vibs.flatMap((vib) => [
            say(next(), 'HostImage', 'INFO', `Attempting to download VIB ${vib}`),
            say(
              next(),
              'HostImage',
              'DEBUG',
              `Verifying VIB VMware_bootbank_${vib}_${world.host.version}-0.${world.host.build}`,
            ),
            say(
              next(),
              'vmware.runcommand',
              'INFO',
              `runcommand called with: args = '/bin/localcli system maintenanceMode get', ${vib}`,
            ),
          ]),
          say(next(), 'BootBankInstaller.pyc', 'WARNING', 'The pending transaction requires a reboot'),
          say(
            next(),
            'Transaction',
            'ERROR',
            'Could not report progress: Traceback (most recent call last):   File "/lib64/python3.5/site-packages/vmware/esximage/Transaction.py", line 118, in Report BrokenPipeError: [Errno 32] Broken pipe',
          ),
          say(until, 'root', 'DEBUG', 'Finished execution of command = vib.install'),
        ];
      },
    },
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) => say(time, wish.component ?? 'root', wish.level.toUpperCase() as Word, wish.text),
  };
}
