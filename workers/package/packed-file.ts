import type { SparsePiece } from '../archive/sparse-map';
import type { PaxRecord } from '../archive/pax-records';
import type { RawName } from './raw-name';

/** Whose an entry of a tar is, and when it was written as exactly as the tar says. */
export interface TarOwner {
  uid: number;
  gid: number;
  uname: string;
  gname: string;
  /** Seconds since 1970 with more digits than a millisecond has. */
  exactTime?: string;
}

/** What is no file: folders, links, devices and pipes. Zips have folders and symbolic links of them. */
export type OtherType = 'directory' | 'symlink' | 'link' | 'character-device' | 'block-device' | 'fifo';

/** Such an entry of an archive. */
export interface OtherEntry {
  type: OtherType;
  path: string;
  raw: RawName | null;
  /** What a link leads to; '' of anything else. */
  target: string;
  rawTarget: RawName | null;
  /** Major and minor number of a device. */
  device?: readonly [major: number, minor: number];
  /** ms UTC, or null. */
  modified: number | null;
  /** Unix permissions; null where the archive does not say them. */
  mode: number | null;
  /** Null where it is of nobody in particular. */
  owner: TarOwner | null;
  /** What else its tar says of it, as written there. */
  records: readonly PaxRecord[];
}

/** A file of a package, ready to be written: its size is known before its first byte. */
export interface PackedFile {
  /** In the archive, with its top folder. */
  path: string;
  /** The same as it was written there, where text does not say it. */
  raw?: RawName | null;
  bytes: number;
  /** ms UTC, or null. */
  modified: number | null;
  /** Unix permissions; null where nobody said them. */
  mode: number | null;
  /** In a tar; of nobody in particular (0) without it. */
  owner?: TarOwner | null;
  /** What else a tar is to say of it. */
  records?: readonly PaxRecord[];
  /** It is no file, and has no content. */
  other?: Pick<OtherEntry, 'type' | 'target' | 'rawTarget' | 'device'>;
  /** Of a file whose holes are not written: `content` gives the bytes of these pieces only, one after another. */
  sparse?: { pieces: readonly SparsePiece[] };
  /** The bytes, once; every chunk is the receiver's own. */
  content(): AsyncIterable<Uint8Array>;
}

/** Bytes that `content` gives. */
export function storedBytes({ bytes, sparse }: PackedFile): number {
  return sparse ? sparse.pieces.reduce((sum, piece) => sum + piece.bytes, 0) : bytes;
}

/** Permissions of what nobody said any of. */
export const USUAL_MODE = 0o644;
