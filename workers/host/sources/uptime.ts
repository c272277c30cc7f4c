import type { FactSource } from '../fact';
import { outputOf } from '../paths';

/** `localcli system stats uptime get`: microseconds since boot. */
export const source: FactSource = {
  id: 'uptime',
  trust: 9,
  wants: outputOf('localcli_system-stats-uptime-get'),
  maxBytes: 4096,
  read: (_path, text) => {
    const match = /^[\s"]*(\d{1,20})[\s"]*$/.exec(text);
    return match ? { uptimeSeconds: Math.floor(Number(match[1]) / 1e6) } : {};
  },
};
