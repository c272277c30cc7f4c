import { clean, MOST_ENTRIES, type FactSource } from '../fact';
import { outputOf } from '../paths';
import { rowsOf } from '../rows';

/** `localcli network ip interface ipv4 get`: addresses of the VMkernel's interfaces. */
export const source: FactSource = {
  id: 'ipv4-interfaces',
  trust: 9,
  wants: outputOf('localcli_network-ip-interface-ipv4-get'),
  maxBytes: 256 * 1024,
  read: (path, text) => {
    const rows = rowsOf(path, text).filter((row) => clean(row['name']) && row['ipv4address'] !== undefined);
    const networks = rows.slice(0, MOST_ENTRIES).map((row) => {
      const gateway = clean(row['gateway']);
      const parts = [
        row['ipv4address'],
        row['ipv4netmask'],
        row['addresstype'],
        gateway && `gateway ${gateway}`,
      ];
      return {
        kind: 'vmkernel' as const,
        name: clean(row['name'])!,
        detail: parts.filter(Boolean).join(', '),
      };
    });
    return { networks };
  },
};
