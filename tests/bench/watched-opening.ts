import type { Page } from 'playwright';
import { giveFile, openGiven } from './page-file';
import { MemoryWatch, type PrivateMemory } from './processes';
import type { Bench, Figure } from './suite';

const FIXED_BYTES = 250e6;
const BYTES_PER_RECORD = 48;

/** A bundle that is being opened in a browser of its own, whose memory is watched. */
export interface WatchedOpening {
  page: Page;
  watch: MemoryWatch;
  /** Of the empty page. */
  empty: PrivateMemory;
  records: number;
  /** Peaks until all was parsed. */
  opening: PrivateMemory;
  /** Memory of the renderers above the empty page, in MB. */
  above(bytes: number): number;
  /** Most that the renderers may take above the empty page, in MB. */
  bound: NonNullable<Figure['target']>;
}

/** Opens a bundle and hands it over, watched; the browser ends with the work. Linux only. */
export async function withOpened<T>(
  bench: Bench,
  path: string,
  work: (opened: WatchedOpening) => Promise<T>,
): Promise<T> {
  if (process.platform !== 'linux') throw new Error('memory is measured on Linux only');
  const { page, settle, close } = await bench.freshPage();
  const watch = new MemoryWatch();
  try {
    await settle();
    const empty = await watch.sample();
    await giveFile(page, path);
    forgetPeaks(watch);
    watch.start();
    const records = await openGiven(page);
    return await work({
      page,
      watch,
      empty,
      records,
      opening: { ...watch.peak },
      above: (bytes) => (bytes - empty.renderers) / 1e6,
      bound: { atMost: Math.round((FIXED_BYTES + BYTES_PER_RECORD * records) / 1e6) },
    });
  } finally {
    watch.stop();
    await close();
  }
}

/** Peaks count from here on. */
export function forgetPeaks({ peak }: MemoryWatch): void {
  peak.renderers = 0;
  peak.browser = 0;
}
