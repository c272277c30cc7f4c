import { clean, MOST_ENTRIES, type FactSource } from '../fact';
import { outputOf } from '../paths';
import { rowsOf } from '../rows';

/** `localcli vm process list`: the VMs that ran, with world and path. */
export const source: FactSource = {
  id: 'vm-processes',
  trust: 9,
  trustIn: { vmName: 9 },
  wants: outputOf('localcli_vm-process-list'),
  maxBytes: 4 * 1024 * 1024,
  read: (path, text, cut) => {
    const rows = rowsOf(path, text).filter((row) => row['worldid'] || row['configfile']);
    if (cut) rows.pop(); // may lack its path
    const vms = rows.slice(0, MOST_ENTRIES).map((row) => ({
      name: clean(row['displayname']) ?? clean(row['']),
      vmxPath: clean(row['configfile']),
      world: clean(row['worldid']),
      uuid: clean(row['uuid']),
      running: true,
    }));
    return { vms, allRunningVms: vms.length > 0 && !cut };
  },
};
