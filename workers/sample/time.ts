const MILLISECONDS = Array.from({ length: 1000 }, (_, n) => `${String(n).padStart(3, '0')}Z`);

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const DAY_SECONDS = 86_400;

/** Writes timestamps; neighbouring lines share a second and nearly all share a day, so their text is kept. */
export class Stamp {
  private day = Number.NaN;
  private date = '';
  private second = Number.NaN;
  private prefix = '';

  /** `2025-12-11T16:43:23.314Z` */
  milliseconds(time: number): string {
    const second = Math.floor(time / SECOND);
    if (second !== this.second) this.moveTo(second);
    return this.prefix + MILLISECONDS[time - second * SECOND]!;
  }

  /** `2025-12-11T16:43:23Z` */
  seconds(time: number): string {
    this.moveTo(Math.floor(time / SECOND));
    return `${this.prefix.slice(0, 19)}Z`;
  }

  /** As milliseconds, but trailing zeros dropped: ESXi 8 allows one to six digits. */
  shortFraction(time: number): string {
    const full = this.milliseconds(time);
    if (!full.endsWith('0Z')) return full;
    return full.endsWith('00Z') ? `${full.slice(0, 21)}Z` : `${full.slice(0, 22)}Z`;
  }

  private moveTo(second: number): void {
    const day = Math.floor(second / DAY_SECONDS);
    if (day !== this.day) {
      this.day = day;
      this.date = new Date(second * SECOND).toISOString().slice(0, 11);
    }
    const inDay = second - day * DAY_SECONDS;
    const hour = TWO_DIGITS[Math.floor(inDay / 3600)]!;
    const minute = TWO_DIGITS[Math.floor(inDay / 60) % 60]!;
    this.second = second;
    this.prefix = `${this.date}${hour}:${minute}:${TWO_DIGITS[inDay % 60]!}.`;
  }
}

/** `2d03h12m44s`, as vmksummary writes uptimes. */
export function uptimeText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / SECOND);
  const [d, h, m, s] = [
    Math.floor(seconds / 86400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  return `${d}d${h}h${m}m${s}s`;
}
