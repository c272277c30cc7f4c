import type { SparsePiece } from '../archive/sparse-map';

/** A file of a package, ready to be written: its size is known before its first byte. */
export interface PackedFile {
  /** In the archive, with its top folder. */
  path: string;
  bytes: number;
  /** ms UTC, or null. */
  modified: number | null;
  /** Unix permissions. */
  mode: number;
  /** Of a file whose holes are not written: `content` gives the bytes of these pieces only, one after another. */
  sparse?: { pieces: readonly SparsePiece[] };
  /** The bytes, once; every chunk is the receiver's own. */
  content(): AsyncIterable<Uint8Array>;
}

/** Bytes that `content` gives. */
export function storedBytes({ bytes, sparse }: PackedFile): number {
  return sparse ? sparse.pieces.reduce((sum, piece) => sum + piece.bytes, 0) : bytes;
}
