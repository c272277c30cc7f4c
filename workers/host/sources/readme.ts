import { bundleName } from '../bundle-name';
import { dateFromText } from '../date-text';
import { clean, type FactSource } from '../fact';

/** `README` of the bundle: lines `Name: value`, then a fixed text. */
export const source: FactSource = {
  id: 'readme',
  trust: 9,
  trustIn: { hostname: 2 },
  wants: (path) => path === 'README',
  maxBytes: 64 * 1024,
  read: (_path, text) => {
    const value = (name: string): string | undefined =>
      clean(new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(text)?.[1]);
    return {
      commandLine: value('Command line'),
      collectionOptions: value('Options'),
      collectedAt: dateFromText(value('Captured on') ?? '') ?? undefined,
      hostname: bundleName(value('Bundle name') ?? '')?.hostname,
    };
  },
};
