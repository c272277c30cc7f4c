import type { AliasMap, RedactKind, RedactOptions } from '../public-api';
import { AliasBook } from './alias-book';
import { CLASS, latin1 } from './byte-classes';
import type { Assigner } from './kind';
import { matchingOf } from './matching';
import { NameTrie } from './name-trie';
import { isInsideAlias, NameAliases } from './name-aliases';
import { isNamePlace, PLACE_BEFORE, PLACE_BEHIND } from './name-places';
import { reservedTerm, termsOf, type NameTerm } from './name-terms';
import { KINDS } from './registry';
import { SHAPED_KINDS } from './shaped-kinds';
import { TextScanner, type Replacer } from './text-scanner';

/** A name that is confidential, found anywhere in what is open: it is replaced wherever it stands. */
export interface ConfidentialName {
  kind: RedactKind;
  text: string;
  /** Short or a common word: replaced only where `isNamePlace` says that it is a name. */
  weak?: true;
  /** A domain, not a host; only of kind `host-name`. */
  isDomain?: true;
}

/** Replaces what is confidential; the same thing has the same alias in every file and path. */
export interface Redactor {
  /** A path, or any other single line of text. */
  line(text: string): string;
  /** Begins a file. */
  file(): FileRedaction;
  /** Those given out so far. */
  aliases(): AliasMap['aliases'];
}

/** The bytes of one file on their way. Bytes that are no valid UTF-8 pass as they are. */
export interface FileRedaction {
  /**
   * Takes the next bytes, which may end anywhere, and gives what is decided of them: a buffer of the caller's own.
   * What it holds back is bounded.
   */
  push(bytes: Uint8Array, final: boolean): Uint8Array;
  /** Whether anything was replaced so far. */
  readonly changed: boolean;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Redacts by kind, and by the names of a case. `before` are aliases given out earlier, which stay.
 */
export function redactor(
  options: RedactOptions,
  names: readonly ConfidentialName[],
  before: AliasMap['aliases'] = [],
): Redactor {
  const isOn = (kind: RedactKind) => options.kinds?.[kind] !== false;
  const words = (options.words ?? []).map((text): ConfidentialName => ({ kind: 'word', text }));
  const all = [...words, ...names].filter(({ kind, text }) => isOn(kind) && text !== '');
  const builtIn = new Set(KINDS.flatMap((kind) => kind.builtIn ?? []));
  const terms: NameTerm[] = [];
  const whole = new NameTrie();
  const inside = new NameTrie();
  const domains = new NameTrie();
  // What aliases of words begin with: where it stands by itself it becomes an alias too, and so turns back.
  const reserved = words.length > 0 && isOn('word') ? terms.push(reservedTerm()) - 1 : -1;
  if (reserved >= 0) inside.add(encoder.encode(terms[reserved]!.form), reserved);
  const addTerm = (term: NameTerm): boolean => {
    if (builtIn.has(term.form.toLowerCase()) && term.kind !== 'word') return false;
    const trie = term.inside && term.form.length > 3 ? inside : whole;
    const isNew = trie.add(encoder.encode(term.form), terms.length);
    if (isNew) terms.push(term);
    if (term.sort === 'domain' && term.form.includes('.') && !term.weak)
      domains.add(encoder.encode(term.form), 0);
    return isNew;
  };
  const book = new AliasBook((alias) =>
    holdsName(alias, whole, inside, (term) => term !== reserved && !terms[term]!.weak),
  );
  const numbers = book.part(NameAliases);
  for (const name of all) {
    book.know(name.text);
    if (name.kind === 'ip-address') book.know(`given ${name.text}`);
    if (SHAPED_KINDS.has(name.kind)) continue;
    // In the order of the names: the same names have the same aliases, whatever text comes first.
    for (const term of termsOf(name)) {
      if (addTerm(term)) numbers.reserve(term.sort, term.name);
    }
  }
  const assigners = KINDS.map((kind) => kind.assigner(book));
  for (const { kind, original, alias } of before) {
    book.set(kind, original, alias, kind === 'word' && isInsideAlias(alias));
    assigners[KINDS.findIndex((one) => one.kind === kind)]?.resume(original, alias);
  }
  const matching = matchingOf(
    whole,
    inside,
    isOn,
    {
      key: isOn('private-key'),
      certificate: isOn('certificate'),
    },
    domains,
  );
  const replacer = new Redacting(assigners, terms, book);
  const file = () => new TextScanner(matching, replacer);
  return {
    file,
    line: (text) => decoder.decode(file().push(encoder.encode(text), true)),
    aliases: () => book.all(),
  };
}

/** Texts whose aliases are kept at hand, and how long they may be. */
const MOST_AT_HAND = 50_000;
const LONGEST_AT_HAND = 256;

class Redacting implements Replacer {
  /** By kind, the last of all for names. */
  private readonly atHand: Map<string, Uint8Array | null>[];

  constructor(
    private readonly assigners: readonly Assigner[],
    private readonly terms: readonly NameTerm[],
    private readonly book: AliasBook,
  ) {
    this.atHand = [...assigners.map(() => new Map()), new Map()];
  }

  shape(kind: number, text: Uint8Array, from: number, to: number): Uint8Array | null {
    const assigner = this.assigners[kind]!;
    if (assigner.secret === true) return bytesOf(assigner.alias(decoder.decode(text.subarray(from, to))));
    return this.kept(kind, text, from, to, (original) => assigner.alias(original));
  }

  name(term: number, text: Uint8Array, from: number, to: number, end: number): Uint8Array | undefined {
    const { kind, weak, alias } = this.terms[term]!;
    if (weak && !isNamed(kind, text, from, to, end)) return undefined;
    return this.kept(this.assigners.length, text, from, to, (original) => alias(original, this.book))!;
  }

  private kept(
    kind: number,
    text: Uint8Array,
    from: number,
    to: number,
    aliasOf: (original: string) => string | null,
  ): Uint8Array | null {
    const key = to - from > LONGEST_AT_HAND ? null : latin1(text, from, to);
    const atHand = this.atHand[kind]!;
    let bytes = key === null ? undefined : atHand.get(key);
    if (bytes === undefined) {
      const original = exactly(text.subarray(from, to));
      bytes = original === null ? null : bytesOf(aliasOf(original));
      if (atHand.size >= MOST_AT_HAND) atHand.clear();
      if (key !== null) atHand.set(key, bytes);
    }
    return bytes;
  }
}

const exact = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A text; null when its bytes would not come back, because they are no valid UTF-8. */
function exactly(bytes: Uint8Array): string | null {
  try {
    return exact.decode(bytes);
  } catch {
    return null;
  }
}

function bytesOf(alias: string | null): Uint8Array | null {
  return alias === null ? null : encoder.encode(alias);
}

/** Whether a weak name is one where it stands. The text before it begins a file where there is less than is looked at. */
function isNamed(kind: RedactKind, text: Uint8Array, from: number, to: number, end: number): boolean {
  const before = latin1(text, Math.max(0, from - PLACE_BEFORE), from);
  const behind = latin1(text, to, Math.min(end, to + PLACE_BEHIND));
  return isNamePlace(kind, from < PLACE_BEFORE ? `\n${before}` : before, behind);
}

/** Whether a name that `counts` would be found in a text. */
function holdsName(
  text: string,
  names: NameTrie,
  inside: NameTrie,
  counts: (term: number) => boolean,
): boolean {
  const bytes = encoder.encode(text);
  const { length } = bytes;
  const holds = (trie: NameTrie, at: number, bounded: boolean) =>
    trie.mayBegin(bytes, at, length) && trie.longest(bytes, at, length, bounded) > 0 && counts(trie.term);
  for (let at = 0; at < length; at++) {
    if (holds(inside, at, false)) return true;
    if ((at === 0 || CLASS[bytes[at - 1]!] === 0) && holds(names, at, true)) return true;
  }
  return false;
}
