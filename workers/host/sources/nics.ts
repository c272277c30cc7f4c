import { clean, MOST_ENTRIES, type FactSource } from '../fact';
import { outputOf } from '../paths';
import { rowsOf } from '../rows';

/** `localcli network nic list`: physical adapters. Up to 5.x the link's column is `Link`, later `Link Status`. */
export const source: FactSource = {
  id: 'nics',
  trust: 9,
  wants: outputOf('localcli_network-nic-list'),
  maxBytes: 256 * 1024,
  read: (path, text) => {
    const rows = rowsOf(path, text).filter((row) => clean(row['name']) && row['macaddress'] !== undefined);
    const networks = rows.slice(0, MOST_ENTRIES).map((row) => ({
      kind: 'physical' as const,
      name: clean(row['name'])!,
      detail: [
        row['linkstatus'] ?? row['link'],
        [row['speed'], row['duplex']].filter(Boolean).join(' '),
        row['macaddress'],
        row['driver'],
        row['description'],
      ]
        .filter(Boolean)
        .join(', '),
    }));
    return { networks };
  },
};
