/** Files of one dropped archive, by how far compression can get with them. */
export interface ArchivedBytes {
  /** As they are in the archive, all its files: what is compressed or encrypted already, */
  dense: number;
  /** and everything else. */
  loose: number;
  /** Bytes of what was dropped; null where that is not compressed: a folder, a tar, a single file. */
  archive: number | null;
}

/** What logs and configuration compress to, where no archive tells. */
const USUAL_RATIO = 0.12;
const LEAST_RATIO = 0.005;

/** What a byte that is neither compressed nor encrypted comes to in a package, as it did in the archive it is from. */
export function looseRatio({ dense, loose, archive }: ArchivedBytes): number {
  if (archive === null || loose === 0) return USUAL_RATIO;
  return Math.min(1, Math.max(LEAST_RATIO, (archive - dense) / loose));
}
