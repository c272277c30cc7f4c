import { givenAddress, type AliasBook } from './alias-book';
import type { Assigner } from './kind';

/** VMware's own: they say that an address is a VM's. */
const VMWARE = new Set(['005056', '000c29', '000569', '001c14']);
/** Where numbers begin: few addresses lie there. */
const FIRST = 0x2f0001;

/**
 * Addresses by number within their maker's prefix. VMware's prefixes stay; of others each gets one of those that anybody
 * may use (02:…), so that addresses of one maker are still told from those of another.
 */
export class MacAliases implements Assigner {
  private readonly makers = new Map<string, string>();
  private readonly numbers = new Map<string, number>();
  private readonly byDigits = new Map<string, string>();
  private readonly used = new Set<string>();

  constructor(private readonly book: AliasBook) {}

  /** Digits alone are an address with a prefix of VMware's, or when the case has the address. */
  alias(text: string): string | null {
    const digits = digitsOf(text);
    if (isBuiltIn(digits)) return null;
    const isBare = text.length === digits.length;
    if (isBare && !VMWARE.has(digits.slice(0, 6)) && !this.book.isKnown(givenAddress(digits))) return null;
    return this.book.give('mac-address', text, this.candidates(text, digits));
  }

  /** The twelve digits that take the place of others. */
  digits(original: string): string {
    const given = this.byDigits.get(original);
    if (given !== undefined) return given;
    const maker = original.slice(0, 6);
    const prefix = VMWARE.has(maker) ? maker : this.prefixOf(maker);
    for (;;) {
      const number = this.numbers.get(prefix) ?? FIRST;
      this.numbers.set(prefix, number + 1);
      const alias = prefix + (number & 0xffffff).toString(16).padStart(6, '0');
      if (this.used.has(alias) || forms(alias).some((form) => this.book.isKnown(form))) continue;
      this.set(original, alias);
      return alias;
    }
  }

  resume(original: string, alias: string): void {
    const from = digitsOf(original);
    const to = digitsOf(alias);
    const maker = from.slice(0, 6);
    if (!VMWARE.has(maker) && !this.makers.has(maker)) this.makers.set(maker, to.slice(0, 6));
    this.set(from, to);
  }

  isMade(original: string): boolean {
    return VMWARE.has(original.slice(0, 6)) || this.byDigits.has(original);
  }

  private set(original: string, alias: string): void {
    // A form in another mixture of cases, taken over later, has other digits.
    if (!this.byDigits.has(original)) this.byDigits.set(original, alias);
    this.used.add(alias);
  }

  private prefixOf(maker: string): string {
    let prefix = this.makers.get(maker);
    if (prefix === undefined) {
      prefix = `02ab${(this.makers.size & 0xff).toString(16).padStart(2, '0')}`;
      this.makers.set(maker, prefix);
    }
    return prefix;
  }

  private *candidates(text: string, digits: string): Generator<string> {
    yield inShape(this.digits(digits), text);
    // The same address in another mixture of cases.
    for (let other = 0; ; other++) yield inShape(this.digits(`${digits} ${other}`), text);
  }
}

function digitsOf(text: string): string {
  return text.replace(/%3a|[^0-9a-f]/gi, '').toLowerCase();
}

function isBuiltIn(digits: string): boolean {
  return (
    /^(?:0{12}|f{12}|01005e|3333|0180c2|00005e000[12])/.test(digits) ||
    (Number.parseInt(digits.slice(0, 2), 16) & 1) === 1
  );
}

function forms(digits: string): string[] {
  const pairs = digits.match(/../g)!;
  return [pairs.join(':'), pairs.join('-'), digits, digits.replace(/^(.{4})(.{4})/, '$1.$2.')];
}

/** Digits in the places, and the case, of others; those of percent escapes stay. */
export function inShape(digits: string, shape: string): string {
  const upper = /[A-F]/.test(shape.replace(/%[0-9a-f]{2}/gi, ''));
  let at = 0;
  return shape.replace(/%[0-9a-f]{2}|[0-9a-f]/gi, (sign) => {
    if (sign[0] === '%') return sign;
    const digit = digits[at++]!;
    return upper ? digit.toUpperCase() : digit;
  });
}
