import { wallClock, zoneOffset } from './clock';

export interface Range {
  from: number;
  to: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
];

/** The shortest range that can be zoomed to. */
export const LEAST_SPAN = 20;

/** Part of `whole` that is `factor` times as long as `range`, with `at` staying where it is. */
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

export interface Tick {
  at: number;
  label: string;
}

/** Round times in a range, at most `most` of them, labelled as the zone's wall clock. */
export function ticksOf({ from, to }: Range, most: number, zone: string): Tick[] {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? STEPS.at(-1)!;
  const ticks: Tick[] = [];
  let day = '';
  const first = Math.ceil((from + zoneOffset(from, zone)) / step) * step - zoneOffset(from, zone);
  for (let at = first; at < to; at += step) {
    const [date, time] = wallClock(at, zone).toISOString().slice(0, -1).split('T') as [string, string];
    const clock = step >= MINUTE ? time.slice(0, 5) : step >= SECOND ? time.slice(0, 8) : time;
    const label = step >= DAY ? date : date === day ? clock : `${date.slice(5)} ${clock}`;
    ticks.push({ at, label });
    day = date;
  }
  return ticks;
}

/** Height of a count: the root, so that few records are seen beside many. */
export function heightOf(count: number, most: number, height: number): number {
  return count === 0 || most === 0 ? 0 : Math.max(2, Math.sqrt(count / most) * height);
}
