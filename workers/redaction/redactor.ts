import type { AliasMap, RedactKind, RedactOptions } from '../public-api';
import { AliasBook, givenAddress } from './alias-book';
import { latin1 } from './byte-classes';
import type { Assigner } from './kind';
import { matchingOf } from './matching';
import { isInsideAlias, NameAliases } from './name-aliases';
import { NameSearch } from './name-search';
import { isNamePlace, PLACE_BEFORE, PLACE_BEHIND } from './name-places';
import { PLACEHOLDER } from './placeholders';
import { reservedTerm, termsOf, type NameTerm } from './name-terms';
import { KIND_NUMBERS, KINDS } from './registry';
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
  /** Those given out so far, in their order, from a number on. */
  aliases(from?: number): AliasMap['aliases'];
}

/** The bytes of one file on their way. Bytes that are no valid UTF-8 pass as they are, but for values that a label told. */
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
  const search = new NameSearch();
  const book = new AliasBook((alias) => search.isIn(alias));
  const found: NameTerm[] = [];
  for (const name of all) {
    book.know(name.text);
    if (name.kind === 'ip-address') book.know(givenAddress(name.text));
    if (name.kind === 'mac-address' || name.kind === 'uuid')
      book.know(givenAddress(name.text.replace(/[^0-9a-f]/gi, '')));
    if (SHAPED_KINDS.has(name.kind)) continue;
    for (const term of termsOf(name)) {
      if (name.kind !== 'word' && builtIn.has(term.form.toLowerCase())) continue;
      if (search.add(term)) found.push(term);
    }
  }
  const numbers = book.part(NameAliases);
  if (found.some(({ inside }) => inside)) search.reserve(reservedTerm(numbers.wordStem));
  const assigners = KINDS.map((kind) => kind.assigner(book));
  for (const { kind, original, alias } of before) {
    book.set(kind, original, alias, isInsideAlias(kind, alias));
    numbers.resume(original, alias);
    assigners[KIND_NUMBERS.get(kind) ?? -1]?.resume(original, alias);
  }
  // In the order of the names: the same names have the same aliases, whatever text comes first.
  for (const { sort, name } of found) numbers.reserve(sort, name);
  const hidesBlock = { key: isOn('private-key'), certificate: isOn('certificate') };
  const matching = matchingOf(search.whole, search.inside, isOn, hidesBlock, search.domains);
  const replacer = new Redacting(assigners, search.terms, book);
  const file = () => new TextScanner(matching, replacer);
  return {
    file,
    line: (text) => decoder.decode(file().push(encoder.encode(text), true)),
    aliases: (from) => book.all(from),
  };
}

/** Texts whose aliases are kept at hand, and how long they may be. */
const MOST_AT_HAND = 50_000;
const LONGEST_AT_HAND = 256;

/** For a value that a label tells, but which is no valid UTF-8: a map of texts cannot bring it back, so nothing does. */
const BROKEN = encoder.encode(PLACEHOLDER);

class Redacting implements Replacer {
  /**
   * By kind, found by shape and told by a label; behind them those of names, found as whole words, and inside of words,
   * where their aliases are others.
   */
  private readonly atHand: Map<string, Uint8Array | null>[];

  constructor(
    private readonly assigners: readonly Assigner[],
    private readonly terms: readonly NameTerm[],
    private readonly book: AliasBook,
  ) {
    this.atHand = Array.from({ length: 2 * assigners.length + 2 }, () => new Map());
  }

  shape(kind: number, isTold: boolean, text: Uint8Array, from: number, to: number): Uint8Array | null {
    const assigner = this.assigners[kind]!;
    if (assigner.secret === true) return bytesOf(assigner.alias(decoder.decode(text.subarray(from, to))));
    const instead = isTold ? BROKEN : null;
    return this.kept(
      2 * kind + Number(isTold),
      text,
      from,
      to,
      (original) => assigner.alias(original, isTold),
      instead,
    );
  }

  name(term: number, text: Uint8Array, from: number, to: number, end: number): Uint8Array | null {
    const { kinds, weak, inside, exact = false, form, alias } = this.terms[term]!;
    if (exact && latin1(text, from, to) !== form) return null;
    if (weak && !isNamed(kinds, text, from, to, end)) return null;
    const atHand = 2 * this.assigners.length + Number(inside);
    return this.kept(atHand, text, from, to, (original) => alias(original, this.book));
  }

  private kept(
    place: number,
    text: Uint8Array,
    from: number,
    to: number,
    aliasOf: (original: string) => string | null,
    instead: Uint8Array | null = null,
  ): Uint8Array | null {
    const key = to - from > LONGEST_AT_HAND ? null : latin1(text, from, to);
    const atHand = this.atHand[place]!;
    let bytes = key === null ? undefined : atHand.get(key);
    if (bytes === undefined) {
      const original = exactly(text.subarray(from, to));
      bytes = original === null ? instead : bytesOf(aliasOf(original));
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
function isNamed(
  kinds: readonly RedactKind[],
  text: Uint8Array,
  from: number,
  to: number,
  end: number,
): boolean {
  const near = latin1(text, Math.max(0, from - PLACE_BEFORE), from);
  const before = from < PLACE_BEFORE ? `\n${near}` : near;
  const behind = latin1(text, to, Math.min(end, to + PLACE_BEHIND));
  return kinds.some((kind) => isNamePlace(kind, before, behind));
}
