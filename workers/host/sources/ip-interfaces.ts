import { clean, MOST_ENTRIES, type FactSource } from '../fact';
import { outputOf } from '../paths';
import { rowsOf } from '../rows';

/** `localcli network ip interface list`: where the VMkernel's interfaces are plugged in; no addresses. */
export const source: FactSource = {
  id: 'ip-interfaces',
  trust: 7,
  wants: outputOf('localcli_network-ip-interface-list'),
  maxBytes: 256 * 1024,
  read: (path, text) => {
    const rows = rowsOf(path, text).filter((row) => row['macaddress'] !== undefined);
    const networks = rows.slice(0, MOST_ENTRIES).map((row) => ({
      kind: 'vmkernel' as const,
      name: clean(row['name']) ?? clean(row['']) ?? '?',
      detail: [row['portgroup'], row['portset'], row['macaddress'], row['mtu'] && `MTU ${row['mtu']}`]
        .filter((part) => part && part !== 'N/A')
        .join(', '),
    }));
    return { networks };
  },
};
