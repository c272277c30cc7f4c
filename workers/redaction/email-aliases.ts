import type { AliasBook } from './alias-book';
import { isBuiltIn } from './built-in-names';
import type { Assigner } from './kind';
import { NameAliases } from './name-aliases';
import { PERCENT, PLAIN } from './name-forms';
import { domainAlias } from './name-terms';

const VENDORS = new Set(['vmware.com', 'broadcom.com']);

/** Addresses by their parts: who it is, as in user names, and the domain, as in host names. */
export class EmailAliases implements Assigner {
  constructor(private readonly book: AliasBook) {}

  alias(text: string): string | null {
    const given = this.book.aliasOf(text);
    if (given !== undefined) return given;
    const [, local, sign, domain] = /^(.*?)(@|%40)(.*)$/s.exec(text) as unknown as [
      string,
      string,
      string,
      string,
    ];
    if (VENDORS.has(domain.toLowerCase())) return null;
    const alias = this.local(local) + sign + domainAlias(domain, this.book);
    return alias === text ? null : this.book.give('e-mail', text, others(alias, sign));
  }

  resume(): void {
    // Its parts are in the book themselves.
  }

  private local(form: string): string {
    const name = decoded(form);
    if (isBuiltIn('user', name)) return form;
    return this.book.part(NameAliases).alias('user', 'user', name, form, name === form ? PLAIN : PERCENT);
  }
}

function decoded(form: string): string {
  try {
    return decodeURIComponent(form);
  } catch {
    return form;
  }
}

function* others(alias: string, sign: string): Generator<string> {
  yield alias;
  for (let number = 2; ; number++) yield alias.replace(sign, `-${number}${sign}`);
}
