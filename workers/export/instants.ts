/**
 * ISO 8601 of microseconds since 1970 UTC, without the zone; six digits of the second. Where numbers have no room for
 * microseconds (before 1684, after 2255: clocks that were not set) it is exact to the millisecond.
 */
export function isoMicroseconds(instant: number): string {
  const isExact = Number.isSafeInteger(instant);
  const ms = isExact ? Math.floor(instant / 1000) : Math.round(instant / 1000);
  const rest = isExact ? String(instant - ms * 1000).padStart(3, '0') : '000';
  return `${new Date(ms).toISOString().slice(0, -1)}${rest}`;
}
