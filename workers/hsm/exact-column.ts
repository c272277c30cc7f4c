import { floats } from './columns';
import { exactNumber } from './event-values';

/** A column of numbers as they are written: exact above 2^53, with the text of those that are written otherwise. */
export class ExactColumn {
  readonly #numbers = floats();
  readonly #big = new Map<number, string>();
  readonly #texts = new Map<number, string>();
  /** How a number usually is written. */
  readonly #write: (value: number) => string;

  constructor(write: (value: number) => string) {
    this.#write = write;
  }

  /** Sets a value from its text; null for none. */
  set(row: number, text: string | null): void {
    const value = text === null ? null : exactNumber(text);
    this.#numbers.set(row, value === null ? NaN : Number(value));
    if (typeof value === 'string') this.#big.set(row, value);
    if (text !== null && (typeof value !== 'number' || this.#write(value) !== text))
      this.#texts.set(row, text);
  }

  /** The value as near as a number can be, NaN for none. */
  number(row: number): number {
    return this.#numbers.get(row);
  }

  /** The exact value: a text above 2^53, null for none. */
  value(row: number): number | string | null {
    const value = this.#numbers.get(row);
    if (Number.isNaN(value)) return null;
    return this.#big.get(row) ?? value;
  }

  /** The characters of the log. */
  text(row: number): string | null {
    const text = this.#texts.get(row);
    if (text !== undefined) return text;
    const value = this.#numbers.get(row);
    return Number.isNaN(value) ? null : this.#write(value);
  }

  /** By value, rows without one last. */
  compare(a: number, b: number): number {
    const left = this.#numbers.get(a);
    const right = this.#numbers.get(b);
    if (left < right) return -1;
    if (left > right) return 1;
    if (left !== right) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    if (this.#big.size === 0 || !this.#big.has(a) || !this.#big.has(b)) return 0;
    const [exactLeft, exactRight] = [BigInt(this.#big.get(a)!), BigInt(this.#big.get(b)!)];
    return exactLeft < exactRight ? -1 : exactLeft > exactRight ? 1 : 0;
  }
}

export const asHex = (value: number) => `0x${value.toString(16)}`;
export const asDecimal = (value: number) => String(value);
