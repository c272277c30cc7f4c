/** What the order of files goes by. */
export interface RankedFile {
  source: number;
  path: string;
}

/** Files by source, then path by code units: the same on every machine. */
export function compareFiles(a: RankedFile, b: RankedFile): number {
  return a.source - b.source || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}
