const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The instant of a wall-clock time in an IANA zone; `wall` is that time taken as if it were UTC.
 * A time that the clocks pass twice is the first of the two; one that they skip counts on from before the gap
 * (02:30 in a one-hour gap is 03:30). Throws RangeError for a zone that the browser does not know.
 */
export function instantInZone(wall: number, zone: string): number {
  const before = offsetAt(wall - DAY, zone);
  const after = offsetAt(wall + DAY, zone);
  for (const offset of [Math.max(before, after), Math.min(before, after)]) {
    if (offsetAt(wall - offset, zone) === offset) return wall - offset;
  }
  return wall - before;
}

const DAY = 86_400_000;

/** What the zone's clocks are ahead of UTC at an instant, in ms. Throws RangeError for a zone the browser does not know. */
export function offsetAt(instant: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const second = Math.floor(instant / 1000) * 1000;
  const parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  let past = false;
  for (const { type, value } of formatFor(zone).formatToParts(second)) {
    if (type in parts) parts[type as keyof typeof parts] = Number(value);
    if (type === 'era') past = value.startsWith('B');
  }
  const wall = new Date(0);
  wall.setUTCFullYear(past ? 1 - parts.year : parts.year, parts.month - 1, parts.day);
  wall.setUTCHours(parts.hour, parts.minute, parts.second);
  return wall.getTime() - second;
}

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      calendar: 'gregory',
      numberingSystem: 'latn',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}
