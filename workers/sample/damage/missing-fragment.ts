import { belowTop, type Damage } from './damage';

/** One number of a row of fragments is not there; without a path, of the first row that has it. */
export function missingFragment(number: number, path?: string): Damage {
  const suffix = `.FRAG-${String(number).padStart(5, '0')}`;
  return {
    name: 'missing fragment',
    entries: async function* (entries, { topFolder, truth }) {
      let done = false;
      for await (const entry of entries) {
        const name = belowTop(entry.path, topFolder);
        const row = name.endsWith(suffix) ? name.slice(0, -suffix.length) : null;
        if (done || row === null || (path !== undefined && path !== row)) {
          yield entry;
          continue;
        }
        done = true;
        truth.fragments.find((fragment) => fragment.path === row)?.missing.push(number);
      }
    },
  };
}
