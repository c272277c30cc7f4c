import { instantOf, wallClock } from './clock';

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const STEP = /^([+-])((?:\d+(?:\.\d+)?(?:ms|[smhd]))+)$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](.+))?$/;
const ZONE = /\s*(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * What someone means by a time: `+10m` and `-1h30m` from the anchor, `12:34` on the anchor's day, a whole date
 * and time, or seconds or milliseconds since 1970. Null when it is none of these.
 */
export function parseGoTo(text: string, anchor: number, zone: string): number | null {
  const input = text.trim();
  const step = STEP.exec(input);
  if (step) {
    const length = [...step[2]!.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)].reduce(
      (sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit!]!,
      0,
    );
    return Math.round(anchor + (step[1] === '-' ? -length : length));
  }
  if (/^\d{10}(\.\d+)?$/.test(input)) return Math.round(Number(input) * 1000);
  if (/^\d{13}$/.test(input)) return Number(input);
  const clock = clockOf(input);
  if (clock !== null) {
    const day = wallClock(anchor, zone);
    return instantOf(day.setUTCHours(0, 0, 0, 0) + clock, zone);
  }
  const date = DAY.exec(input);
  if (!date) return null;
  const [, year, month, dayOfMonth, rest = ''] = date;
  const day = Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth));
  if (new Date(day).getUTCMonth() !== Number(month) - 1) return null;
  const ownZone = ZONE.exec(rest);
  const time = rest ? clockOf(ownZone ? rest.slice(0, ownZone.index) : rest) : 0;
  if (time === null) return null;
  return ownZone ? day + time - offsetOf(ownZone[1]!) : instantOf(day + time, zone);
}

function clockOf(text: string): number | null {
  const match = CLOCK.exec(text);
  if (!match) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 60) return null;
  const fraction = Math.floor(Number(`0.${match[4] ?? 0}`) * 1000);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction;
}

function offsetOf(zone: string): number {
  if (/z/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
