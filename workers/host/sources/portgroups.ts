import { clean, MOST_ENTRIES, type FactSource } from '../fact';
import { outputOf } from '../paths';
import { rowsOf } from '../rows';

/** `localcli network vswitch standard portgroup list`. */
export const source: FactSource = {
  id: 'portgroups',
  trust: 9,
  wants: outputOf('localcli_network-vswitch-standard-portgroup-list'),
  maxBytes: 1024 * 1024,
  read: (path, text) => {
    const rows = rowsOf(path, text).filter((row) => clean(row['name']) && row['vlanid'] !== undefined);
    const networks = rows.slice(0, MOST_ENTRIES).map((row) => ({
      kind: 'portgroup' as const,
      name: clean(row['name'])!,
      detail: [row['virtualswitch'], `VLAN ${row['vlanid']}`].filter(Boolean).join(', '),
    }));
    return { networks };
  },
};
