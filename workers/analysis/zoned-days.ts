import { instantInZone, offsetAt } from '../query/zone';

const DAY = 86_400_000;
/** Instants nearer to the ends of what a Date holds have no neighbouring days that could be asked for. */
const FARTHEST = 8.64e15 - 3 * DAY;

/**
 * Days of a zone: each goes from one midnight of its clocks to the next, 23 or 25 hours where they are put forward or
 * back, so that the days are exactly what `after:2026-03-01 before:2026-03-02` finds in that zone.
 */
export class ZonedDays {
  readonly #zone: string;
  /** The day asked for last, as days since 1970, and its instants [from, to): the next one is mostly of the same day. */
  #day = 0;
  #from = Infinity;
  #to = -Infinity;

  /** `zone` is an IANA zone; one that the browser does not know throws RangeError when the first day is asked for. */
  constructor(zone: string) {
    this.#zone = zone;
  }

  /** The day of an instant (ms UTC), as `2026-03-01`. */
  dayOf(instant: number): string {
    if (Math.abs(instant) > FARTHEST) return ownDay(instant);
    if (instant < this.#from || instant >= this.#to) this.#find(instant);
    return dayText(this.#day);
  }

  #find(instant: number): void {
    let day = Math.floor((instant + offsetAt(instant, this.#zone)) / DAY);
    // Clocks that go back over midnight show the day before once more; the day that has begun goes on.
    if (instant >= this.#begin(day + 1)) day++;
    this.#day = day;
    this.#from = this.#begin(day);
    this.#to = this.#begin(day + 1);
  }

  #begin(day: number): number {
    return instantInZone(day * DAY, this.#zone);
  }
}

/** The day of a time that a log states without a zone, as if UTC: its own. */
export function ownDay(ms: number): string {
  return dayText(Math.floor(ms / DAY));
}

function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, -14);
}
