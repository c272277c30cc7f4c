import { ownDay, ZonedDays } from '../analysis/zoned-days';
import type { TracedOperation } from './traced-operation';

/** Who did how much on which day. */
export interface OperationDays {
  /** Those with most operations (40 at most), most first; null stands last, for operations without a person. */
  people: { who: string | null; operations: number; failed: number }[];
  /** People without a column. */
  morePeople: number;
  /** In the order of time, 3,660 at most; the one without a day last. */
  days: {
    /** `2026-03-01` of the zone, or as the log has it where it has no zone; null without a time. */
    day: string | null;
    total: number;
    failed: number;
    /** By person, in the order of `people`. */
    counts: number[];
    /** Of people without a column. */
    others: number;
  }[];
  /** Earlier days that are left out. */
  moreDays: number;
}

/** People that have a column of their own: those with most operations. */
export const MOST_PEOPLE = 40;
/** Days told of: the newest. */
export const MOST_DAYS = 3_660;

const STEP = 4_096;

/** How many operations each person did on each day of the zone (IANA); without one in the log, on the log's own day. */
export async function operationDays(
  operations: readonly TracedOperation[],
  zone: string,
  pause: () => Promise<void>,
): Promise<OperationDays> {
  const people = new Map<string | null, { who: string | null; operations: number; failed: number }>();
  const days = new Map<string | null, Tally>();
  const zoned = new ZonedDays(zone);
  for (const [index, operation] of operations.entries()) {
    const { who, result } = operation;
    const failed = result === 'NG' ? 1 : 0;
    let person = people.get(who);
    if (!person) people.set(who, (person = { who, operations: 0, failed: 0 }));
    person.operations++;
    person.failed += failed;
    const time = operation.start ?? operation.end;
    const day = time === null ? null : time.zoned ? zoned.dayOf(time.ms) : ownDay(time.ms);
    let tally = days.get(day);
    if (!tally) days.set(day, (tally = new Tally(day)));
    tally.add(who, failed);
    if (index % STEP === STEP - 1) await pause();
  }
  const shown = [...people.values()].sort(byCount).slice(0, MOST_PEOPLE);
  const ordered = [...days.values()].sort((a, b) => a.at - b.at);
  return {
    people: shown,
    morePeople: people.size - shown.length,
    days: ordered.slice(-MOST_DAYS).map((tally) => tally.row(shown.map(({ who }) => who))),
    moreDays: Math.max(0, ordered.length - MOST_DAYS),
  };
}

/** Most first, those whom no log names last. */
function byCount(a: { who: string | null; operations: number }, b: typeof a): number {
  if ((a.who === null) !== (b.who === null)) return a.who === null ? 1 : -1;
  return b.operations - a.operations;
}

class Tally {
  readonly #day: string | null;
  /** Orders days; those without one come last. */
  readonly at: number;
  readonly #people = new Map<string | null, number>();
  #total = 0;
  #failed = 0;

  constructor(day: string | null) {
    this.#day = day;
    this.at = day === null ? Infinity : Date.parse(day);
  }

  add(who: string | null, failed: number): void {
    this.#total++;
    this.#failed += failed;
    this.#people.set(who, (this.#people.get(who) ?? 0) + 1);
  }

  row(people: readonly (string | null)[]): OperationDays['days'][number] {
    const counts = people.map((who) => this.#people.get(who) ?? 0);
    const others = this.#total - counts.reduce((sum, count) => sum + count, 0);
    return { day: this.#day, total: this.#total, failed: this.#failed, counts, others };
  }
}
