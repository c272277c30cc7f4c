import { clean, type FactSource } from '../fact';
import { outputOf } from '../paths';
import { rowsOf } from '../rows';

/** `localcli system version get`. */
export const source: FactSource = {
  id: 'system-version',
  trust: 8,
  wants: outputOf('localcli_system-version-get'),
  maxBytes: 16 * 1024,
  read: (path, text) => {
    const [row = {}] = rowsOf(path, text);
    return {
      product: clean(row['product']),
      version: /^\d+(?:\.\d+)+$/.exec(row['version'] ?? '')?.[0],
      build: /\d+$/.exec(row['build'] ?? '')?.[0],
    };
  },
};
