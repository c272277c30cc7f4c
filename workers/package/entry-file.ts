import type { RandomAccess } from '../bytes/random-access';
import type { ContentKind } from '../public-api';

/** Bytes of a file on their way into a package. */
export interface FileContent {
  /** Null where only reading them all tells. */
  readonly bytes: number | null;
  /** All of them, from the beginning at each call; every chunk is the receiver's own. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Lets go of what is held for it; it is not read any more. */
  drop?(): void;
}

/** Content that will be there: only its size is known, about. */
export function unreadContent(bytes: number): FileContent & { bytes: number } {
  return {
    bytes,
    // eslint-disable-next-line require-yield -- there is nothing
    async *chunks() {
      await Promise.resolve();
      throw new Error('what is foreseen only was to be read');
    },
  };
}

/** A file of what is open, as a package is to have it. */
export interface EntryFile {
  /** Its number in the case's table of files. */
  readonly file: number;
  readonly source: number;
  /** In its archive, with the top folder, as written there; without the suffix of a fragment. */
  readonly path: string;
  /** As `files()` shows it. */
  readonly shownPath: string;
  readonly kind: ContentKind;
  /** Id of its log format, or null. */
  readonly format: string | null;
  /** ms UTC, or null. */
  readonly modified: number | null;
  /** Unix permissions; null where the archive does not say them. */
  readonly mode: number | null;
  /**
   * The content as the case reads it: fragments joined, a rotated log unpacked, UTF-16 as UTF-8. What a treatment makes
   * of it is brought back into the form that the file was stored in.
   */
  readonly access: RandomAccess;
  /** The same, or what an earlier treatment made of it. */
  readonly content: FileContent;
  /** Bytes of holes of a sparse file that are too many to be written: do not read it to its end. */
  readonly holes: number;
}
