import type { Silence } from './report-facts';

const BINS = 65_536;
const first = new Float64Array(BINS);
const last = new Float64Array(BINS);

/** Instants of records in any order, ms UTC; NaN stands for none. Walked once. */
export type Instants = (take: (time: number) => void) => void;

/** What silences are looked for in. */
export interface SilentSpan {
  /** First and last instant, ms UTC. */
  from: number;
  to: number;
}

/**
 * Times without any record, of at least `atLeast` ms, in the order of time: exact ones, however many records there are
 * and in whatever order, in the memory of 65,536 bins. What a bin holds in itself is not looked at, which `resolution`
 * tells.
 */
export function silencesIn(instants: Instants, { from, to }: SilentSpan, atLeast: number): Silence[] {
  if (!(to > from)) return [];
  first.fill(NaN);
  last.fill(NaN);
  const scale = BINS / (to - from);
  instants((time) => {
    if (!(time >= from && time <= to)) return;
    const bin = Math.min(BINS - 1, Math.floor((time - from) * scale));
    if (!(first[bin]! <= time)) first[bin] = time;
    if (!(last[bin]! >= time)) last[bin] = time;
  });
  const found: Silence[] = [];
  let before = NaN;
  for (let bin = 0; bin < BINS; bin++) {
    const time = first[bin]!;
    if (Number.isNaN(time)) continue;
    if (time - before >= atLeast) found.push({ from: before, to: time });
    before = last[bin]!;
  }
  return found;
}

/** Silences shorter than this may be missed in a span, ms: they may lie inside a bin. */
export function resolution({ from, to }: SilentSpan): number {
  return Math.ceil((2 * (to - from)) / BINS);
}

/** The longest ones, in the order of time. */
export function longest(silences: readonly Silence[], count: number): Silence[] {
  return silences
    .toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)
    .slice(0, count)
    .sort((a, b) => a.from - b.from);
}
