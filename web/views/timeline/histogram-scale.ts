export interface Range {
  from: number;
  to: number;
}

/** The shortest range that can be zoomed to, in ms. */
export const LEAST_SPAN = 20;

/** A range `factor` times as long, in which `at` stays where it was. */
export function zoomed(range: Range, factor: number, at: number, whole: Range): Range {
  const span = Math.max(LEAST_SPAN, (range.to - range.from) * factor);
  const share = (at - range.from) / (range.to - range.from || 1);
  return within({ from: at - span * share, to: at + span * (1 - share) }, whole);
}

/** Moves and cuts a range so that it lies in the whole. */
export function within(range: Range, whole: Range): Range {
  const span = Math.max(LEAST_SPAN, range.to - range.from);
  if (span >= whole.to - whole.from) return whole;
  const from = Math.round(Math.min(Math.max(range.from, whole.from), whole.to - span));
  return { from, to: Math.round(from + span) };
}

/** Height of a count: the root, so that few records are seen beside many. */
export function heightOf(count: number, most: number, height: number): number {
  return count === 0 || most === 0 ? 0 : Math.max(2, Math.sqrt(count / most) * height);
}
