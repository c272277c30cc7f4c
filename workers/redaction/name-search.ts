import { CLASS } from './byte-classes';
import { NameTrie } from './name-trie';
import type { NameTerm } from './name-terms';

/** Forms of names that are longer are not looked for: no file system and no program has such names. */
const LONGEST_FORM = 3072;
/** Chosen words as short as this are found only as whole words. */
const LONGEST_WHOLE = 3;

const encoder = new TextEncoder();

/** All forms of all names, to be found in one go. */
export class NameSearch {
  /** Found as whole words. */
  readonly whole = new NameTrie();
  /** Found inside words as well. */
  readonly inside = new NameTrie();
  readonly domains = new NameTrie();
  readonly terms: NameTerm[] = [];
  /** The term of what aliases of words begin with. */
  private reserved = -1;

  /** Adds a form; answers false when another name has it already: it counts in the places of either kind then. */
  add(term: NameTerm): boolean {
    const form = encoder.encode(term.form);
    if (form.length > LONGEST_FORM) return false;
    const trie = term.inside && term.form.length > LONGEST_WHOLE ? this.inside : this.whole;
    if (!trie.add(form, this.terms.length)) {
      const number = trie.termOf(form);
      const known = this.terms[number];
      if (known !== undefined && term.kinds.some((kind) => !known.kinds.includes(kind)))
        this.terms[number] = {
          ...known,
          kinds: [...known.kinds, ...term.kinds],
          weak: known.weak && term.weak,
        };
      return false;
    }
    this.terms.push(term);
    if (term.sort === 'domain' && term.form.includes('.') && !term.weak) this.domains.add(form, 0);
    return true;
  }

  /** Adds what aliases of words begin with: where it stands by itself it becomes an alias too, and so turns back. */
  reserve(term: NameTerm): void {
    this.reserved = this.terms.length;
    this.add(term);
  }

  /** Whether a name would be found in a text; weak ones are not, where nothing says what they are. */
  isIn(text: string): boolean {
    const bytes = encoder.encode(text);
    for (let at = 0; at < bytes.length; at++) {
      if (this.begins(this.inside, bytes, at, false)) return true;
      const isStart = at === 0 || CLASS[bytes[at - 1]!] === 0;
      if (isStart && this.begins(this.whole, bytes, at, true)) return true;
    }
    return false;
  }

  private begins(trie: NameTrie, bytes: Uint8Array, at: number, bounded: boolean): boolean {
    const { length } = bytes;
    if (!trie.mayBegin(bytes, at, length) || trie.longest(bytes, at, length, bounded) === 0) return false;
    return trie.term !== this.reserved && !this.terms[trie.term]!.weak;
  }
}
