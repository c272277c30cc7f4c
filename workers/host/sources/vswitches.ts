import { clean, MOST_ENTRIES, type FactSource } from '../fact';
import { outputOf } from '../paths';
import { rowsOf } from '../rows';

/** `localcli network vswitch standard list` and `… dvs vmware list`. */
export const source: FactSource = {
  id: 'vswitches',
  trust: 9,
  wants: outputOf('localcli_network-vswitch-standard-list', 'localcli_network-vswitch-dvs-vmware-list'),
  maxBytes: 1024 * 1024,
  read: (path, text) => {
    const rows = rowsOf(path, text).filter(
      (row) => row['numports'] !== undefined || row['uplinks'] !== undefined,
    );
    const networks = rows.slice(0, MOST_ENTRIES).map((row) => ({
      kind: 'switch' as const,
      name: clean(row['name']) ?? clean(row['']) ?? '?',
      detail: [
        row['vdsid'] !== undefined && 'distributed',
        row['uplinks'] ? `uplinks ${row['uplinks']}` : 'no uplink',
        row['mtu'] && `MTU ${row['mtu']}`,
      ]
        .filter(Boolean)
        .join(', '),
    }));
    return { networks };
  },
};
