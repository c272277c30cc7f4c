import type { AliasBook } from './alias-book';
import type { Assigner } from './kind';
import { inShape } from './mac-aliases';

/** Digits before the identifier in a `vml.` name: its type and length. */
const VML_HEAD = 10;

/**
 * Identifiers of devices by number. Their sort, length and first digit, which says how the rest is made, stay; so a disk's
 * `naa.` name still is one. The digits have one alias whatever stands before them.
 */
export class WwnAliases implements Assigner {
  private readonly byDigits = new Map<string, string>();
  private readonly used = new Set<string>();
  private readonly names = new Map<string, number>();

  constructor(private readonly book: AliasBook) {}

  alias(text: string): string | null {
    return this.book.give('wwn', text, this.candidates(text));
  }

  resume(original: string, alias: string): void {
    const sort = /^(naa|eui)\./i.exec(original)?.[0] ?? '';
    const from = original.slice(sort.length).replace(/^0x/i, '').replace(/:|%3a/gi, '').toLowerCase();
    const to = alias.slice(sort.length).replace(/^0x/i, '').replace(/:|%3a/gi, '').toLowerCase();
    if (/^[0-9a-f]{16,32}$/.test(from)) this.set(from, to);
    else this.names.set(original, this.names.size + 1);
  }

  private *candidates(text: string): Generator<string> {
    for (let salt = 0; ; salt++) yield this.candidate(text, salt === 0 ? '' : ` ${salt}`);
  }

  private candidate(text: string, salt: string): string {
    const [, sort = '', rest = ''] = /^(?:([a-z]\w\w?)\.)?(.*)$/is.exec(text)!;
    const head = sort === '' ? '' : `${sort}.`;
    switch (sort.toLowerCase()) {
      case 't10':
        return `${head}DEVICE_____x${this.number(text, salt)}`;
      case 'iqn': {
        const authority = /^\d{4}-\d\d\.com\.vmware(?=:)/i.exec(rest)?.[0] ?? `${rest.slice(0, 7)}.example`;
        return `${head}${authority}:x${this.number(text, salt)}`;
      }
      case 'vml':
        return (
          head + inShape(rest.slice(0, VML_HEAD) + this.inVml(rest.slice(VML_HEAD).toLowerCase(), salt), rest)
        );
      default: {
        const prefix = /^0x/i.exec(rest)?.[0] ?? '';
        const digits = rest.slice(prefix.length).replace(/:|%3a/gi, '').toLowerCase();
        const parts =
          digits.length > 32 || sort.toLowerCase() === 'fc'
            ? [digits.slice(0, 16), digits.slice(16)]
            : [digits];
        return (
          head +
          prefix +
          inShape(parts.map((part) => this.digits(part, salt)).join(''), rest.slice(prefix.length))
        );
      }
    }
  }

  private inVml(digits: string, salt: string): string {
    const length = digits.length >= 32 ? 32 : digits.length;
    return this.digits(digits.slice(0, length), salt) + '0'.repeat(digits.length - length);
  }

  private digits(original: string, salt: string): string {
    const given = this.byDigits.get(original + salt);
    if (given !== undefined) return given;
    for (let number = this.byDigits.size + 1; ; number++) {
      const tail = `f${number.toString(16).padStart(5, '0')}`;
      const alias = (original[0]! + tail.padStart(original.length - 1, '0')).slice(0, original.length);
      if (this.used.has(alias) || this.book.isKnown(alias) || this.book.isKnown(`naa.${alias}`)) continue;
      this.set(original + salt, alias);
      return alias;
    }
  }

  private number(text: string, salt: string): number {
    const number = this.names.size + 1;
    this.names.set(text + salt, number);
    return number;
  }

  private set(original: string, alias: string): void {
    if (!this.byDigits.has(original)) this.byDigits.set(original, alias);
    this.used.add(alias);
  }
}
