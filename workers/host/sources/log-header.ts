import type { FactSource } from '../fact';

const HEADER = /\bSection for VMware ESXi?, pid=\d+, version=(\d+(?:\.\d+)*), build=(?:build-)?(\d+)/g;

/**
 * The header line at the start of hostd.log: `…, Section for VMware ESX, pid=…, version=6.7.0, build=15160138, …`.
 * It tells what ran then; the host may have been updated since.
 */
export const source: FactSource = {
  id: 'log-header',
  trust: 3,
  wants: (path) => /^(?:(?:var\/(?:run\/)?|scratch\/)log\/)?hostd\.log$/.test(path),
  maxBytes: 64 * 1024,
  read: (_path, text) => {
    const latest = [...text.matchAll(HEADER)].at(-1);
    return latest ? { product: 'VMware ESXi', version: latest[1], build: latest[2] } : {};
  },
};
