import type { AliasMap, RedactKind } from '../public-api';

/** So many candidates are refused because they stand somewhere or hold a name; then any will do that is not given yet. */
const MOST_TRIES = 1000;

/** Which aliases were given to what, and which can still be given. */
export class AliasBook {
  private readonly aliases = new Map<string, string>();
  private readonly originals = new Map<string, string>();
  private readonly list: AliasMap['aliases'] = [];
  /** Texts in lower case that are known to stand somewhere: none of them may become an alias. */
  private readonly known = new Set<string>();

  /** `conflicts` tells whether a text would be redacted itself, or holds what would be. */
  constructor(private readonly conflicts: (alias: string) => boolean = () => false) {}

  private readonly parts = new Map<unknown, unknown>();

  /** What numbers things of one sort, of which a book has one. */
  part<T>(Part: new (book: AliasBook) => T): T {
    let part = this.parts.get(Part) as T | undefined;
    if (part === undefined) this.parts.set(Part, (part = new Part(this)));
    return part;
  }

  /** Says that a text stands somewhere. */
  know(text: string): void {
    this.known.add(text.toLowerCase());
  }

  isKnown(text: string): boolean {
    return this.known.has(text.toLowerCase());
  }

  aliasOf(original: string, inside = false): string | undefined {
    return this.aliases.get(keyOf(original, inside));
  }

  isAlias(text: string): boolean {
    return this.originals.has(text);
  }

  /** Whether an alias would be found as a name, or holds one. */
  holdsName(alias: string): boolean {
    return this.conflicts(alias);
  }

  isFree(alias: string): boolean {
    return !this.originals.has(alias) && !this.isKnown(alias) && !this.conflicts(alias);
  }

  /**
   * Gives an original its alias: what it has, or the first of `candidates`, which must not end, that is free. What is found
   * `inside` words has an alias of its own there, which says where it ends.
   */
  give(kind: RedactKind, original: string, candidates: Iterable<string>, inside = false): string {
    const given = this.aliasOf(original, inside);
    if (given !== undefined) return given;
    this.know(original);
    let tried = 0;
    for (const alias of candidates) {
      if (this.originals.has(alias)) continue;
      if (tried++ < MOST_TRIES && !this.isFree(alias)) continue;
      this.set(kind, original, alias, inside);
      return alias;
    }
    throw new Error(`no alias left for a ${kind}`);
  }

  set(kind: RedactKind, original: string, alias: string, inside = false): void {
    const key = keyOf(original, inside);
    if (this.aliases.has(key)) return;
    this.aliases.set(key, alias);
    this.originals.set(alias, original);
    this.list.push({ kind, alias, original });
    this.know(original);
  }

  all(from = 0): AliasMap['aliases'] {
    return this.list.slice(from).map((entry) => ({ ...entry }));
  }
}

/**
 * What is known when an address or number was given by name: it is no example then, whatever it looks like. Of MAC
 * addresses and UUIDs the digits count.
 */
export function givenAddress(text: string): string {
  return `given ${text}`;
}

function keyOf(original: string, inside: boolean): string {
  return inside ? `inside ${original}` : `whole ${original}`;
}
