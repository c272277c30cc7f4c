import type { ByteSink } from '../bytes/sink';
import type { Warning } from '../warning';
import type { SparsePiece } from './sparse-map';

export type TarEntryKind = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';

/** One entry of a tar. Its path is as written, `../../x` and a trailing `/` included: show it, never follow it. */
export interface TarEntry {
  path: string;
  kind: TarEntryKind;
  /** Bytes of the content, the holes of a sparse file included. */
  size: number;
  /** Where the stored data begins, in bytes from the start of the tar. */
  dataOffset: number;
  /** Bytes of data in the tar. */
  storedBytes: number;
  /** ms since 1970 UTC, or null when it is not said. */
  modified: number | null;
  mode: number;
  /** What a link leads to, '' for anything else. */
  linkTarget: string;
  /** Where the stored bytes belong, one piece after another; null when they are the content as it is. */
  sparse: SparsePiece[] | null;
}

export interface TarHandler {
  /**
   * Takes the entry's stored bytes, or skips them (null). An entry without data gets one push of length 0. The
   * last push has `final` set; a sink that is satisfied before is passed over, and gets a last push of length 0.
   */
  entry(entry: TarEntry): ByteSink | null;
  warning(warning: Warning): void;
  /** Called once, after the last push. */
  end(): void;
}

export const BLOCK = 512;
/** PAX records or a GNU long name of one entry may take this much. */
export const MAX_META = 1024 * 1024;

export const HARDLINK = 0x31;
export const FIFO = 0x36;
export const LONG_LINK = 0x4b;
export const LONG_NAME = 0x4c;
export const SPARSE = 0x53;
export const SOLARIS_PAX = 0x58;
export const GLOBAL_PAX = 0x67;
export const PAX = 0x78;

export const KINDS: Record<number, TarEntryKind | undefined> = {
  0x00: 'file',
  0x30: 'file',
  0x37: 'file', // contiguous
  [SPARSE]: 'file',
  [HARDLINK]: 'hardlink',
  0x32: 'symlink',
  0x35: 'directory',
  0x44: 'directory', // GNU incremental: its data is a list of names
};

/** Bytes up to the next block. */
export function padded(bytes: number): number {
  return bytes + ((BLOCK - (bytes % BLOCK)) % BLOCK);
}

/** False for what no size can be, NaN included. */
export function isSize(size: number): boolean {
  return size >= 0 && size <= Number.MAX_SAFE_INTEGER;
}

/** True for headers whose data speaks of another entry. */
export function isMeta(type: number): boolean {
  return (
    type === PAX || type === GLOBAL_PAX || type === LONG_NAME || type === LONG_LINK || type === SOLARIS_PAX
  );
}
