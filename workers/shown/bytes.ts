import { LOCALE } from './locale';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });

/** 0 B, 1.5 KiB, 17.2 GiB: three digits, binary units. */
export function bytes(value: number): string {
  let unit = 0;
  while (Math.round(value) >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? whole.format(value) : threeDigits.format(value);
  return `${digits} ${UNITS[unit]}`;
}

/** 1,234 bytes, where the exact size counts. */
export function exactBytes(value: number): string {
  return `${whole.format(value)} ${value === 1 ? 'byte' : 'bytes'}`;
}

/** 312 MiB/s */
export const rate = (bytesPerSecond: number): string => `${bytes(bytesPerSecond)}/s`;
