import { LOCALE } from './locale';

type Unit = 'day' | 'hour' | 'minute' | 'second' | 'millisecond';
const SECONDS: [Unit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

const formats = new Map<string, Intl.NumberFormat>();

function amount(value: number, unit: Unit, maximumFractionDigits = 0): string {
  const key = unit + maximumFractionDigits;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits,
    });
    formats.set(key, format);
  }
  return format.format(value);
}

/** `250 ms`, `4.2 sec`, `3 min 20 sec`, `12 days 4 hr`: the two largest units that say something. */
export function duration(seconds: number): string {
  if (seconds < 0) return `−${duration(-seconds)}`;
  if (seconds < 0.9995) return amount(seconds * 1000, 'millisecond');
  if (seconds < 9.95) return amount(seconds, 'second', 1);
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, length] of SECONDS) {
    const count = Math.floor(left / length);
    if (count === 0 && parts.length === 0) continue;
    left -= count * length;
    if (count > 0) parts.push(amount(count, unit));
    if (parts.length === 2 || count === 0) break;
  }
  return parts.join(' ');
}
