/**
 * Instants as wall clock time of a zone. Rows need thousands of these a second, so `Intl` is only asked for the
 * zone's offset, once per quarter of an hour (offsets change at no finer step).
 */
const QUARTER = 15 * 60_000;
const offsets = new Map<string, number>();
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
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

/** Milliseconds the zone's clock is ahead of UTC at an instant. */
export function zoneOffset(time: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const quarter = Math.floor(time / QUARTER);
  const key = `${zone} ${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    const part: Record<string, number> = {};
    for (const { type, value } of formatOf(zone).formatToParts(quarter * QUARTER)) part[type] = Number(value);
    const wall = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
    offset = wall - quarter * QUARTER;
    if (offsets.size > 20_000) offsets.clear();
    offsets.set(key, offset);
  }
  return offset;
}

/** An instant whose UTC reading is the zone's wall clock. */
export function wallClock(time: number, zone: string): Date {
  return new Date(time + zoneOffset(time, zone));
}

/** The instant at which the zone's clock shows what `wall` shows in UTC. */
export function instantOf(wall: number, zone: string): number {
  const guess = wall - zoneOffset(wall, zone);
  return wall - zoneOffset(guess, zone);
}

/** `2026-03-01 12:34:56.789` */
export function dateTimeText(time: number, zone: string): string {
  const wall = wallClock(time, zone);
  return Number.isNaN(wall.getTime()) ? '' : wall.toISOString().slice(0, -1).replace('T', ' ');
}

/** `12:34:56.789` */
export function timeText(time: number, zone: string): string {
  return dateTimeText(time, zone).split(' ')[1] ?? '';
}

/** `2026-03-01T12:34:56.789Z`, the form of instants in queries. */
export function instantText(time: number): string {
  return new Date(time).toISOString();
}
