import type { AliasBook } from './alias-book';
import { isBuiltIn } from './built-in-names';
import type { Assigner } from './kind';
import { NameAliases } from './name-aliases';
import { domainAlias } from './name-terms';

/** Users found by where they stand: `name`, `DOMAIN\name`, `name@domain`, `vpxuser:DOMAIN\name`. */
export class UserAliases implements Assigner {
  constructor(private readonly book: AliasBook) {}

  alias(text: string): string | null {
    const given = this.book.aliasOf(text);
    if (given !== undefined) return given;
    const [, session, domain, slash, name, realm] =
      /^(\w*:)?(?:([\w.-]+)(\\+))?([^\\@:]+)(@[\w.-]+)?$/.exec(text) ?? [];
    if (name === undefined) return null;
    const parts = [
      session ?? '',
      domain === undefined ? '' : this.domain(domain),
      slash ?? '',
      this.name(name),
      realm === undefined ? '' : `@${this.domain(realm.slice(1))}`,
    ];
    const alias = parts.join('');
    return alias === text ? null : this.book.give('user', text, others(alias));
  }

  resume(): void {
    // Its parts are in the book themselves.
  }

  private name(name: string): string {
    if (isBuiltIn('user', name)) return name;
    return this.book.part(NameAliases).alias('user', 'user', name, name, 0);
  }

  private domain(domain: string): string {
    if (isBuiltIn('host-name', domain) || /^[\d.]+$/.test(domain)) return domain;
    return domainAlias(domain, this.book);
  }
}

function* others(alias: string): Generator<string> {
  yield alias;
  for (let number = 2; ; number++) yield `${alias}-${number}`;
}
