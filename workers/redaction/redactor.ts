import type { AliasMap, RedactKind, RedactOptions } from '../public-api';
import { AliasBook } from './alias-book';
import { latin1 } from './byte-classes';
import { matchingOf } from './matching';
import { NameTrie } from './name-trie';
import { NameAliases } from './name-aliases';
import { isNamePlace, PLACE_BEFORE, PLACE_BEHIND } from './name-places';
import { termsOf, type NameTerm } from './name-terms';
import { KINDS } from './registry';
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

/** Names of these kinds are found by their shape; as names they say which aliases must not be given. */
const SHAPES = new Set<RedactKind>([
  'ip-address',
  'mac-address',
  'uuid',
  'e-mail',
  'licence-key',
  'certificate',
  'private-key',
]);

const encoder = new TextEncoder();
const decoder = new TextDecoder();

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
  const addTerm = (term: NameTerm): boolean => {
    if (builtIn.has(term.form.toLowerCase()) && term.kind !== 'word') return false;
    const trie = term.inside && term.form.length > 3 ? inside : whole;
    const isNew = trie.add(encoder.encode(term.form), terms.length);
    if (isNew) terms.push(term);
    if (term.sort === 'domain' && term.form.includes('.') && !term.weak)
      domains.add(encoder.encode(term.form), 0);
    return isNew;
  };
  const book = new AliasBook((alias) => holdsName(alias, whole, inside));
  const numbers = book.part(NameAliases);
  for (const name of all) {
    book.know(name.text);
    if (name.kind === 'ip-address') book.know(`given ${name.text}`);
    if (SHAPES.has(name.kind)) continue;
    // In the order of the names: the same names have the same aliases, whatever text comes first.
    for (const term of termsOf(name)) {
      if (addTerm(term)) numbers.reserve(term.sort, term.name);
    }
  }
  const assigners = KINDS.map((kind) => kind.assigner(book));
  for (const { kind, original, alias } of before) {
    book.set(kind, original, alias);
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

class Redacting implements Replacer {
  private readonly bytes = new Map<string, Uint8Array | null>();

  constructor(
    private readonly assigners: readonly ReturnType<(typeof KINDS)[number]['assigner']>[],
    private readonly terms: readonly NameTerm[],
    private readonly book: AliasBook,
  ) {}

  shape(kind: number, text: Uint8Array, from: number, to: number): Uint8Array | null {
    const key = latin1(text, from, to);
    let bytes = this.bytes.get(key);
    if (bytes === undefined) {
      const alias = this.assigners[kind]!.alias(decoder.decode(text.subarray(from, to)));
      bytes = alias === null ? null : encoder.encode(alias);
      this.bytes.set(key, bytes);
    }
    return bytes;
  }

  name(term: number, text: Uint8Array, from: number, to: number, end: number): Uint8Array | undefined {
    const { kind, weak } = this.terms[term]!;
    if (weak && !isNamed(kind, text, from, to, end)) return undefined;
    const key = latin1(text, from, to);
    let bytes = this.bytes.get(key);
    if (bytes === undefined || bytes === null) {
      bytes = encoder.encode(this.terms[term]!.alias(decoder.decode(text.subarray(from, to)), this.book));
      this.bytes.set(key, bytes);
    }
    return bytes;
  }
}

/** Whether a weak name is one where it stands. The text before it begins a file where there is less than is looked at. */
function isNamed(kind: RedactKind, text: Uint8Array, from: number, to: number, end: number): boolean {
  const before = latin1(text, Math.max(0, from - PLACE_BEFORE), from);
  const behind = latin1(text, to, Math.min(end, to + PLACE_BEHIND));
  return isNamePlace(kind, from < PLACE_BEFORE ? `\n${before}` : before, behind);
}

/** Whether a name would be found in a text. */
function holdsName(text: string, names: NameTrie, inside: NameTrie): boolean {
  const bytes = encoder.encode(text);
  const { length } = bytes;
  for (let at = 0; at < length; at++) {
    if (inside.mayBegin(bytes, at, length) && inside.longest(bytes, at, length, false) > 0) return true;
    const begins = at === 0 || !isLetter(bytes[at - 1]!);
    if (begins && names.mayBegin(bytes, at, length) && names.longest(bytes, at, length, true) > 0)
      return true;
  }
  return false;
}

function isLetter(byte: number): boolean {
  return /[A-Za-z0-9]/.test(String.fromCharCode(byte)) || byte >= 128;
}
