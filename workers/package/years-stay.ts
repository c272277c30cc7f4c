const DAY = 86_400_000;
const YEAR = 365 * DAY;
/** Jumps of half a year change the year that is inferred (assembly/years.ts); well below that they do not. */
const SURE_JUMP = 180 * DAY;

/** Records of a log that are kept, in file order. */
export interface KeptTimes {
  /** ms since 1970 UTC of those with an instant of their own. */
  times: Iterable<number>;
  /** Whether all of them were printed without a year. */
  allInferred: boolean;
  /** When the file was written, ms UTC: the last of them is taken to be at most a day after it. */
  reference: number;
}

/**
 * Whether times that were printed without a year are read with the same years when only these records are left. The
 * year of the last is told by when the file was written, that of each other by the one behind it; what is stated in
 * between is not gone through, and counts as unsure.
 */
export function yearsStay({ times, allInferred, reference }: KeptTimes): boolean {
  if (!allInferred) return false;
  let before: number | null = null;
  for (const time of times) {
    const jump = before === null ? 0 : time - before;
    const isSameYear = before === null || yearOf(time) === yearOf(before);
    // A jump back over the turn of a year would be read as one within it.
    if (jump > SURE_JUMP || jump < -SURE_JUMP || (jump < 0 && !isSameYear)) return false;
    before = time;
  }
  const latest = reference + DAY;
  return before === null || (before <= latest && before > latest - YEAR);
}

function yearOf(time: number): number {
  return new Date(time).getUTCFullYear();
}
