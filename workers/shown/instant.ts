/** An instant (ms since 1970 UTC) taken apart in a zone. */
interface Parts {
  date: string;
  time: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    });
    formats.set(zone, format);
  }
  return format;
}

function inZone(ms: number, zone: string): Parts & { offset: string } {
  const instant = new Date(ms);
  if (Number.isNaN(instant.getTime())) return { date: '—', time: '—', offset: '' };
  if (zone === 'UTC') {
    const [date = '', time = ''] = instant.toISOString().slice(0, -1).split('T');
    return { date, time, offset: '+00:00' };
  }
  const part: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) part[type] = value;
  const millis = String((((ms % 1000) + 1000) % 1000) | 0).padStart(3, '0');
  return {
    date: `${(part.year ?? '').padStart(4, '0')}-${part.month}-${part.day}`,
    time: `${part.hour}:${part.minute}:${part.second}.${millis}`,
    offset: (part.timeZoneName ?? '').replace('GMT', '') || '+00:00',
  };
}

/** 2024-05-17 12:34:56.789 in the zone. */
export function instant(ms: number, zone: string): string {
  const { date, time } = inZone(ms, zone);
  return `${date} ${time}`;
}

/** 2024-05-17 */
export const day = (ms: number, zone: string): string => inZone(ms, zone).date;

/** 12:34:56.789 */
export const timeOfDay = (ms: number, zone: string): string => inZone(ms, zone).time;

/** 2024-05-17 12:34, for things that need no seconds. */
export const minute = (ms: number, zone: string): string => instant(ms, zone).slice(0, 16);

/** +02:00: how far the zone is ahead of UTC at the instant. */
export const offset = (ms: number, zone: string): string => inZone(ms, zone).offset;

/** Steps of an axis, in ms; from a day on they are counted in days. */
const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3,
  1.8e6, 3.6e6, 7.2e6, 10.8e6, 21.6e6, 43.2e6, 86.4e6, 172.8e6, 432e6, 864e6, 2.592e9, 7.776e9, 15.552e9,
  31.536e9, 157.68e9,
];

/** At most `most` round instants in [from, to], each with a label no longer than its step needs. */
export function ticks(from: number, to: number, most: number, zone: string): { at: number; label: string }[] {
  if (!(to > from) || most < 1) return [];
  const step = STEPS.find((candidate) => (to - from) / candidate <= most) ?? (to - from) / most;
  // Round in the zone's own clock, as far as its offset at the start tells.
  const [, sign, hours, minutes] = /([+-])(\d+):(\d+)/.exec(offset(from, zone)) ?? [];
  const shift = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  const marks: { at: number; label: string }[] = [];
  for (let at = Math.ceil((from + shift) / step) * step - shift; at <= to; at += step) {
    marks.push({ at, label: tickLabel(at, step, zone) });
  }
  return marks;
}

function tickLabel(at: number, step: number, zone: string): string {
  if (step >= 86.4e6) return day(at, zone);
  const time = timeOfDay(at, zone);
  if (step < 1e3) return time;
  if (step < 60e3) return time.slice(0, 8);
  return time.startsWith('00:00') ? day(at, zone) : time.slice(0, 5);
}
