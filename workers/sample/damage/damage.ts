import type { Chunks } from '../bytes';
import type { Plant } from '../plant';
import type { SampleHost } from '../host';
import type { TarEntry } from '../tar';
import type { TruthBuilder } from '../truth';

/** One thing that is wrong with a bundle. Several can be done to one; each part is applied in the order given. */
export interface Damage {
  name: string;
  /** Lines for the logs. */
  plants?: readonly Plant[];
  /** Adds, drops or changes entries. */
  entries?: (entries: AsyncIterable<TarEntry>, context: DamageContext) => AsyncIterable<TarEntry>;
  /** Bytes of the tar after which a new gzip member starts. */
  memberEnds?: readonly number[];
  /** Changes the finished file. `open` writes it from its beginning, as often as it is called. */
  bytes?: (open: () => Chunks) => Chunks;
}

export interface DamageContext {
  topFolder: string;
  host: SampleHost;
  truth: TruthBuilder;
}

/** Matches an entry by its path below the top folder. */
export type EntryTest = string | ((path: string) => boolean);

export function matches(test: EntryTest, entry: TarEntry, topFolder: string): boolean {
  const path = belowTop(entry.path, topFolder);
  return typeof test === 'string' ? path === test : test(path);
}

export function belowTop(path: string, topFolder: string): string {
  return path.startsWith(`${topFolder}/`) ? path.slice(topFolder.length + 1) : path;
}

/** Puts more entries behind all others. */
export function adding(
  name: string,
  more: (context: DamageContext) => Iterable<TarEntry> | AsyncIterable<TarEntry>,
): Damage {
  return {
    name,
    entries: async function* (entries, context) {
      yield* entries;
      yield* more(context);
    },
  };
}

/** Changes entries that match. */
export function changing(
  name: string,
  test: EntryTest,
  change: (entry: TarEntry, context: DamageContext) => TarEntry | Promise<TarEntry>,
): Damage {
  return {
    name,
    entries: async function* (entries, context) {
      for await (const entry of entries) {
        yield matches(test, entry, context.topFolder) ? await change(entry, context) : entry;
      }
    },
  };
}
