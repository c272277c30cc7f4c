import type { AliasBook } from './alias-book';
import { isBuiltIn } from './built-in-names';
import type { Assigner } from './kind';
import { fullNameAlias, isFullName, labelAlias } from './name-terms';
import { isProductDomain } from './public-domains';

/** What is no host's name: an address, or nothing. */
const NO_NAME = /^(?:[\d.]+|.*:.*|-+|.)$/;

/** Host names found by where they stand, or by their domain. */
export class HostAliases implements Assigner {
  constructor(private readonly book: AliasBook) {}

  alias(text: string): string | null {
    if (NO_NAME.test(text) || isBuiltIn('host-name', text) || isProductDomain(text)) return null;
    const given = this.book.aliasOf(text);
    if (given !== undefined) return given;
    const alias = isFullName(text) ? fullNameAlias(text, this.book) : labelAlias(text, this.book);
    return alias === text ? null : alias;
  }

  resume(): void {
    // Its parts are in the book themselves.
  }
}
