import type { ByteSink } from '../bytes/sink';
import type { SparseMapReader } from './sparse-map';
import type { TarEntry } from './tar-entry';

/** What a walk takes the next bytes for. */
export type State =
  | { at: 'header' }
  | { at: 'data'; entry: TarEntry; sink: ByteSink | null; left: number }
  | { at: 'padding'; left: number }
  /** PAX records or a long name. */
  | { at: 'meta'; type: number; size: number; left: number }
  /** Further blocks of the map of an old GNU sparse file. */
  | { at: 'old-map'; entry: TarEntry; realSize: number; numbers: number[] }
  /** The map that stands before the data of a PAX 1.0 sparse file. */
  | { at: 'map'; entry: TarEntry; realSize: number | null; reader: SparseMapReader }
  /** Behind a block at `from` that should have been a header: looking for the next one. */
  | { at: 'lost'; code: string; path: string; from: number; reason: string }
  /** Behind the end mark. */
  | { at: 'ended' };
