import type { FactSource } from '../fact';

/** `etc/vmware/.buildInfo`, part of the installed image: `BUILDNUMBER:8169922`. */
export const source: FactSource = {
  id: 'build-info',
  trust: 5,
  wants: (path) => path === 'etc/vmware/.buildInfo',
  maxBytes: 4096,
  read: (_path, text) => ({ build: /^BUILDNUMBER:(\d+)\s*$/m.exec(text)?.[1] }),
};
