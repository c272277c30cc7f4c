import type { AliasBook } from './alias-book';
import type { Assigner } from './kind';
import { inShape } from './mac-aliases';

/** Digits that the number of an alias has at its end. */
const NUMBER = 8;

/** Digests by number: of the same length, the same for digits with colons, blanks, hyphens and nothing between them and for base64. */
export class ThumbprintAliases implements Assigner {
  private readonly byDigits = new Map<string, string>();
  private readonly used = new Set<string>();

  constructor(private readonly book: AliasBook) {}

  alias(text: string): string {
    return this.book.give('thumbprint', text, this.candidates(text));
  }

  resume(original: string, alias: string): void {
    this.set(digitsOf(original), digitsOf(alias));
  }

  private *candidates(text: string): Generator<string> {
    const digits = digitsOf(text);
    for (let salt = 0; ; salt++) {
      const alias = this.digits(salt === 0 ? digits : `${digits} ${salt}`, digits.length);
      yield isBase64(text) ? asBase64(alias, text.length) : inShape(alias, text);
    }
  }

  private digits(key: string, length: number): string {
    const given = this.byDigits.get(key);
    if (given !== undefined) return given;
    for (let number = this.byDigits.size + 1; ; number++) {
      const alias = `fa${'0'.repeat(length - 2 - NUMBER)}${number.toString(16).padStart(NUMBER, '0')}`;
      if (this.used.has(alias)) continue;
      this.set(key, alias);
      return alias;
    }
  }

  private set(key: string, alias: string): void {
    if (!this.byDigits.has(key)) this.byDigits.set(key, alias);
    this.used.add(alias);
  }
}

/** Lengths of base64 are none that digits of a digest have. */
function isBase64(text: string): boolean {
  return text.length === 27 || text.length === 43 || text.length === 86;
}

function digitsOf(text: string): string {
  if (!isBase64(text)) return text.replace(/%3a|[: -]/gi, '').toLowerCase();
  const bytes = Array.from(atob(text), (char) => char.charCodeAt(0));
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function asBase64(digits: string, length: number): string {
  const bytes = digits.match(/../g)!.map((pair) => String.fromCharCode(Number.parseInt(pair, 16)));
  return btoa(bytes.join('')).slice(0, length);
}
