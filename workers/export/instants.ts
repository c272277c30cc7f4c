/** ISO 8601 of microseconds since 1970 UTC, without the zone; six digits of the second. */
export function isoMicroseconds(instant: number): string {
  const ms = Math.floor(instant / 1000);
  const rest = String(instant - ms * 1000).padStart(3, '0');
  return `${new Date(ms).toISOString().slice(0, -1)}${rest}`;
}
