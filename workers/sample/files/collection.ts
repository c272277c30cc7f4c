import type { SampleHost } from '../host';
import { textFile, type SampleFile } from './file';

export const COMMAND_LINE = '/bin/vm-support -w /vmfs/volumes/datastore1 --working-dir=/tmp';

/** `esx-<host>-<YYYY-MM-DD>--<HH.MM>-<pid>`, the archive's name and its top folder. */
export function bundleName(host: SampleHost): string {
  const time = new Date(host.collectedAt).toISOString();
  return `esx-${host.name.split('.')[0]}-${time.slice(0, 10)}--${time.slice(11, 16).replace(':', '.')}-${host.collectorPid}`;
}

/** What vm-support says about its own work. */
export function collectionFiles(host: SampleHost, collected: readonly SampleFile[]): SampleFile[] {
  return [
    textFile('README', readme(host)),
    textFile('action.log', actionLog(host, collected)),
    textFile(
      'error.log',
      `${stampText(host.collectedAt, 4)}: Cmd "localcli vsan cluster get" failed with exit code 1\n${stampText(host.collectedAt, 9)}: cmd "vsish -r -e cat /storage" timed out after 60 seconds due to lack of progress in last 60 seconds (0 bytes read)\n`,
    ),
    textFile(
      'errors-ignored.log',
      `${stampText(host.collectedAt, 5)}: Cmd "esxcli fcoe nic list" returned no information, don't collect file commands/esxcli_fcoe-nic-list.txt for this cmd.\n`,
    ),
    textFile('vm-support-incident-key', ''),
  ];
}

function readme(host: SampleHost): string {
  return `Command line: ${COMMAND_LINE}
Bundle name: ${bundleName(host)}.tgz
Captured on: ${new Date(host.collectedAt).toISOString().slice(0, 19).replace('T', ' ')}
vm-support version: v${host.vmSupport}
Options: {'obfuscate': False, 'performance': False, 'groups': []}

This file contains diagnostic information about this host. It was made by the generator of
Bundlescope and describes no real machine.
`;
}

function actionLog(host: SampleHost, collected: readonly SampleFile[]): string {
  let micros = 0;
  return collected
    .map(({ path, action }, n) => {
      micros += 20_000 + ((n * 7919) % 90_000);
      const did = action === undefined ? `copy - /${path} (System:Base)` : `run - ${action}`;
      return `${stampText(host.collectedAt, 1, micros)}: ${did} took 0.0${10 + (n % 80)} sec\n`;
    })
    .join('');
}

/** `2025-12-11 16:44:35.000123` */
function stampText(collectedAt: number, afterSeconds: number, micros = 123): string {
  const time = new Date(collectedAt + afterSeconds * 1000 + Math.floor(micros / 1000)).toISOString();
  return `${time.slice(0, 23).replace('T', ' ')}${String(micros % 1000).padStart(3, '0')}`;
}
