import type { EamState } from '../../../workers/public-api';

/** A state over a part of the axis, 0 to 1. */
export interface LaneSpan {
  from: number;
  to: number;
  status: string;
}

type States = readonly Pick<EamState, 'time' | 'status'>[];

/** Parts of the axis that are told apart. */
const PARTS = 120;
/** The better first: in a part with several states the worst is shown. */
const STATUSES = ['', 'green', 'yellow', 'red'];

/** First instant of any state, ms UTC; null when none has a time. */
export function firstState(histories: Iterable<States>): number | null {
  let first = Infinity;
  for (const history of histories) {
    for (const { time } of history) if (time !== null) first = Math.min(first, Date.parse(time));
  }
  return Number.isFinite(first) ? first : null;
}

/**
 * The status over the time from `from` to `to` (ms UTC), of one history or the worst of several. A state counts from
 * its instant to the next one; before the first nothing is known.
 */
export function laneSpans(histories: readonly States[], from: number, to: number): LaneSpan[] {
  const worst = new Uint8Array(PARTS);
  const length = Math.max(1, to - from);
  const partAt = (time: number) =>
    Math.min(PARTS - 1, Math.max(0, Math.floor(((time - from) / length) * PARTS)));
  for (const history of histories) {
    const timed = history
      .flatMap(({ time, status }) => (time === null ? [] : [{ at: Date.parse(time), status }]))
      .sort((a, b) => a.at - b.at);
    for (const [index, { at, status }] of timed.entries()) {
      const rank = Math.max(0, STATUSES.indexOf(status ?? ''));
      const next = timed[index + 1];
      // The part in which the next state begins is the next one's, unless both are in it.
      const end = next ? Math.max(partAt(at) + 1, partAt(next.at)) : PARTS;
      for (let part = partAt(at); part < end; part++) worst[part] = Math.max(worst[part]!, rank);
    }
  }
  const spans: LaneSpan[] = [];
  for (let part = 0; part < PARTS;) {
    let end = part + 1;
    while (end < PARTS && worst[end] === worst[part]) end++;
    const status = STATUSES[worst[part]!]!;
    if (status) spans.push({ from: part / PARTS, to: end / PARTS, status });
    part = end;
  }
  return spans;
}
