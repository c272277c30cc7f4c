import type { FactSource } from '../fact';
import { outputOf } from '../paths';

/** `vmware -vl`: `VMware ESXi 7.0.3 build-19193900`, then the release's name. */
export const source: FactSource = {
  id: 'vmware-version',
  trust: 9,
  wants: outputOf('vmware_-vl', 'vmware_-v'),
  maxBytes: 4096,
  read: (_path, text) => {
    const match = /^[ \t]*(VMware ESXi?) (\d+(?:\.\d+)*) build-(\d+)/im.exec(text);
    return match ? { product: match[1], version: match[2], build: match[3] } : {};
  },
};
