import { LOCALE } from './locale';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumSignificantDigits: 3 });
const share = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
const plurals = new Intl.PluralRules(LOCALE);

/** 1,234,567 */
export const number = (value: number): string => whole.format(value);

/** 1.23M, for narrow places. */
export const shortNumber = (value: number): string => compact.format(value);

/** 34% of a share from 0 to 1; 100% only when it is whole. */
export const percent = (value: number): string => share.format(value < 1 ? Math.min(value, 0.99) : 1);

/** `1 file`, `2,000 files`. */
export function counted(value: number, one: string, other = `${one}s`): string {
  return `${number(value)} ${plurals.select(value) === 'one' ? one : other}`;
}
