import type { FactSource } from '../fact';
import { outputOf } from '../paths';

/** `uname -a`: `VMkernel esx01.lab 6.7.0 #1 SMP Release build-8169922 Apr  3 2018 14:48:22 x86_64 … ESXi`. */
export const source: FactSource = {
  id: 'uname',
  trust: 7,
  wants: outputOf('uname_-a'),
  maxBytes: 4096,
  read: (_path, text) => {
    const match = /^VMkernel (\S+) (\d+(?:\.\d+)+) .*?build-(\d+)\b(.*)/m.exec(text);
    if (!match) return {};
    const product = /\bESXi$/.test(match[4]!.trimEnd()) ? 'VMware ESXi' : undefined;
    return { hostname: match[1], version: match[2], build: match[3], product };
  },
};
