import type { AliasBook } from './alias-book';
import type { Assigner } from './kind';
import { NameAliases } from './name-aliases';
import { BUILT_IN_USERS } from './built-in-users';
import { domainAlias } from './name-terms';

const VENDORS = new Set(['vmware.com', 'broadcom.com']);

/** Addresses by their parts: who it is, as in user names, and the domain, as in host names. */
export class EmailAliases implements Assigner {
  constructor(private readonly book: AliasBook) {}

  alias(text: string): string | null {
    const at = text.indexOf('@');
    const local = text.slice(0, at);
    const domain = text.slice(at + 1);
    if (VENDORS.has(domain.toLowerCase())) return null;
    const given = this.book.aliasOf(text);
    if (given !== undefined) return given;
    const user = BUILT_IN_USERS.has(local.toLowerCase())
      ? local
      : this.book.part(NameAliases).alias('user', 'user', local, local, 0);
    const alias = `${user}@${domainAlias(domain, this.book)}`;
    return alias === text ? null : this.book.give('e-mail', text, others(alias));
  }

  resume(): void {
    // Its parts are in the book themselves.
  }
}

function* others(alias: string): Generator<string> {
  yield alias;
  for (let number = 2; ; number++) yield alias.replace('@', `-${number}@`);
}
