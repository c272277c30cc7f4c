import { parseTime } from '../../../workers/query/time';
import { day } from '../../format/instant';

/**
 * What someone means by a time: all that a query takes (`2026-03-01 14:05`, `+10m`, `-1h30m`), a clock time
 * (`14:05`) on the anchor's day, or seconds or milliseconds since 1970. Null when it is none of these.
 */
export function parseGoTo(text: string, anchor: number, zone: string): number | null {
  const input = text.trim();
  if (/^\d{10}(?:\.\d+)?$/.test(input)) return Math.trunc(Number(input) * 1000);
  if (/^\d{13}$/.test(input)) return Number(input);
  const clock = /^(\d{1,2}):(.+)$/.exec(input);
  const whole = clock ? `${day(anchor, zone)} ${clock[1]!.padStart(2, '0')}:${clock[2]}` : input;
  const time = parseTime(whole, { anchor, zone });
  return 'at' in time ? time.at : null;
}
