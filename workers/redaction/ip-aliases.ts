import type { AliasBook } from './alias-book';
import { Ipv4Aliases } from './ipv4-aliases';
import { Ipv6Aliases } from './ipv6-aliases';
import type { Assigner } from './kind';

/** Addresses of both families. */
export class IpAliases implements Assigner {
  private readonly v4: Ipv4Aliases;
  private readonly v6: Ipv6Aliases;

  constructor(book: AliasBook) {
    this.v4 = book.part(Ipv4Aliases);
    this.v6 = book.part(Ipv6Aliases);
  }

  alias(text: string): string | null {
    return (isIpv6(text) ? this.v6 : this.v4).alias(text);
  }

  resume(original: string, alias: string): void {
    (isIpv6(original) ? this.v6 : this.v4).resume(original, alias);
  }
}

function isIpv6(text: string): boolean {
  return text.includes(':') || text.includes('%');
}
