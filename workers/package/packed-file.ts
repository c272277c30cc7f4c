/** A file of a package, ready to be written: its size is known before its first byte. */
export interface PackedFile {
  /** In the archive, with its top folder. */
  path: string;
  bytes: number;
  /** ms UTC, or null. */
  modified: number | null;
  /** Unix permissions. */
  mode: number;
  /** The bytes, once; every chunk is the receiver's own. */
  content(): AsyncIterable<Uint8Array>;
}
