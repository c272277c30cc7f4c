import type { SparsePiece } from '../archive/sparse-map';

/** Whose an entry of a tar is, and when it was written as exactly as the tar says. */
export interface TarOwner {
  uid: number;
  gid: number;
  uname: string;
  gname: string;
  /** Seconds since 1970 with more digits than a millisecond has. */
  exactTime?: string;
}

/** A folder or link of a tar. */
export interface TarOther {
  type: 'directory' | 'symlink' | 'link';
  path: string;
  /** What a link leads to; '' of a folder. */
  target: string;
  /** ms UTC, or null. */
  modified: number | null;
  mode: number;
  owner: TarOwner;
}

/** A file of a package, ready to be written: its size is known before its first byte. */
export interface PackedFile {
  /** In the archive, with its top folder. */
  path: string;
  bytes: number;
  /** ms UTC, or null. */
  modified: number | null;
  /** Unix permissions. */
  mode: number;
  /** In a tar; of nobody in particular (0) without it. */
  owner?: TarOwner;
  /** In a tar: it is no file, and has no content. */
  other?: Pick<TarOther, 'type' | 'target'>;
  /** Of a file whose holes are not written: `content` gives the bytes of these pieces only, one after another. */
  sparse?: { pieces: readonly SparsePiece[] };
  /** The bytes, once; every chunk is the receiver's own. */
  content(): AsyncIterable<Uint8Array>;
}

/** Bytes that `content` gives. */
export function storedBytes({ bytes, sparse }: PackedFile): number {
  return sparse ? sparse.pieces.reduce((sum, piece) => sum + piece.bytes, 0) : bytes;
}
