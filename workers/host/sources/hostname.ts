import { clean, type FactSource } from '../fact';
import { outputOf } from '../paths';
import { rowsOf } from '../rows';

/** `localcli system hostname get`: domain, fully qualified and plain name. */
export const source: FactSource = {
  id: 'hostname',
  trust: 9,
  wants: outputOf('localcli_system-hostname-get'),
  maxBytes: 16 * 1024,
  read: (path, text) => {
    const [row = {}] = rowsOf(path, text);
    return { hostname: clean(row['fullyqualifieddomainname']) ?? clean(row['hostname']) };
  },
};
