const DAY = 86_400_000;

/** The day after a day (`2026-03-01`), for `before:`. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY).toISOString().slice(0, -14);
}

/** How strongly a count is tinted, 0 to 1: by order of magnitude, so that few among many stay seen. */
export function heat(count: number, most: number): number {
  if (count <= 0 || most <= 0) return 0;
  return most === 1 ? 1 : 0.2 + 0.8 * (Math.log(count) / Math.log(Math.max(2, most)));
}
