import { instant } from '../../format/instant';
import { duration } from '../../format/duration';

/** An event's time (ISO 8601 UTC with microseconds) in a zone, microseconds kept; `—` where there is none. */
export function moment(time: string | null, zone: string): string {
  if (time === null) return '—';
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) return time;
  return `${instant(ms, zone)}${/\.\d{3}(\d{3})Z$/.exec(time)?.[1] ?? ''}`;
}

/** Microseconds between two such times; null when one is not known. */
export function microsBetween(before: string | null, after: string | null): number | null {
  const [a, b] = [micros(before), micros(after)];
  return a === null || b === null ? null : b - a;
}

function micros(time: string | null): number | null {
  const parts = /^(.*\.\d{3})(\d{3})Z$/.exec(time ?? '');
  const ms = Date.parse(parts ? `${parts[1]}Z` : (time ?? ''));
  return Number.isNaN(ms) ? null : ms * 1000 + Number(parts?.[2] ?? 0);
}

/** `+2.6 ms`, `+3 min 20 sec`, `−40 µs`: how much later the second is. */
export function elapsed(before: string | null, after: string | null): string {
  const between = microsBetween(before, after);
  if (between === null) return '';
  const size = Math.abs(between);
  const sign = between < 0 ? '−' : '+';
  if (size < 1000) return `${sign}${size} µs`;
  if (size < 100_000) return `${sign}${(size / 1000).toFixed(1)} ms`;
  return `${sign}${duration(size / 1e6)}`;
}
