import type { RedactKind } from '../public-api';
import type { AliasBook } from './alias-book';
import { ENCODINGS } from './name-forms';
import { OTHER_STEMS, STEMS } from './name-stems';

/** Words may stand inside of others: their aliases say where they end. The first that holds no name is taken. */
const WORD_STEMS = ['wordx', 'termx', 'itemx', 'namex', 'quuxx'];
const INSIDE_ALIAS = /^(?:wordx|termx|itemx|namex|quuxx)\d+[b-w]*x$/i;

/** Things that have a name: what the number of an alias counts. */
export type NameSort = RedactKind | 'domain' | 'text';

/** Letters that tell forms of one name apart that differ in case alone. */
const MARKS = 'bcdefghijklmnopqrstuvw';

const SUFFIXES = ['.example', '.invalid', '.test', '.localhost'];

interface Thing {
  /** Words of the alias, and what it holds of signs that are neither letters nor digits. */
  stem: string;
  number: number;
  signs: string;
  suffix: string;
  /** What stands before and behind all that. */
  ends: [string, string];
  /** Of a chosen word, which may stand inside of others. */
  isWord: boolean;
}

/**
 * Aliases of names: a word for the sort of thing and a number by first occurrence. A name in capitals has an alias in
 * capitals. Signs of the name that need escapes somewhere are in the alias too, so that its escaped forms are as distinct.
 */
export class NameAliases {
  private readonly things = new Map<string, Thing>();
  private readonly counts = new Map<string, number>();
  private readonly resumed = new Map<string, number>();
  private stemOfWords: string | undefined;

  constructor(private readonly book: AliasBook) {}

  /** The alias of a form of a name, as it stands. */
  alias(kind: RedactKind, sort: NameSort, name: string, form: string, encoding: number): string {
    const inside = sort === 'word';
    const given = this.book.aliasOf(form, inside);
    if (given !== undefined) return given;
    // What is read out of an escaped text is turned back too.
    if (form !== name && encoding > 0) this.alias(kind, sort, name, name, 0);
    const thing = this.thing(sort, name);
    return this.book.give(
      kind,
      form,
      written(thing, form, ENCODINGS[encoding]!, () => this.renumber(thing)),
      inside,
    );
  }

  /** What aliases of chosen words begin with. */
  get wordStem(): string {
    this.stemOfWords ??= this.harmless(WORD_STEMS, '');
    return this.stemOfWords;
  }

  /** Takes over that a name has an alias, so that its number is given to no other. */
  resume(original: string, alias: string): void {
    const parts = /^é?([a-z]+)-x(\d+)/i.exec(alias) ?? /^([a-z]{4}x)(\d+)/i.exec(alias);
    if (parts === null) return;
    const stem = parts[1]!.toLowerCase();
    const number = Number(parts[2]);
    this.counts.set(stem, Math.max(this.counts.get(stem) ?? 0, number));
    this.resumed.set(`${stem} ${original.toLowerCase()}`, number);
  }

  /** Gives a name its number, before any of its forms was found. */
  reserve(sort: NameSort, name: string): void {
    this.thing(sort, name);
  }

  private thing(sort: NameSort, name: string): Thing {
    const key = `${sort} ${name.toLowerCase()}`;
    let thing = this.things.get(key);
    if (thing === undefined) {
      thing = {
        isWord: sort === 'word',
        stem: sort === 'word' ? this.wordStem : this.harmless([STEMS[sort] ?? 'name', ...OTHER_STEMS], '-x'),
        number: 0,
        signs: signsOf(name),
        ends: endsOf(name),
        suffix: sort === 'domain' && name.includes('.') ? this.harmless(SUFFIXES, '') : '',
      };
      const number = this.resumed.get(`${thing.stem} ${name.toLowerCase()}`);
      if (number === undefined) this.renumber(thing);
      else thing.number = number;
      this.things.set(key, thing);
    }
    return thing;
  }

  /** The first of some words that holds no name itself. */
  private harmless(words: readonly string[], behind: string): string {
    return words.find((word) => !this.book.holdsName(word + behind)) ?? words[0]!;
  }

  private renumber(thing: Thing): void {
    const number = (this.counts.get(thing.stem) ?? 0) + 1;
    this.counts.set(thing.stem, number);
    thing.number = number;
  }
}

/** Forms of a thing's alias in the order they are tried. */
function* written(
  thing: Thing,
  form: string,
  encode: (text: string) => string,
  renumber: () => void,
): Generator<string> {
  const inCase = caseOf(form);
  for (;;) {
    for (let mark = -1; mark < MARKS.length; mark++) {
      yield encode(inCase(textOf(thing, mark < 0 ? '' : MARKS[mark]!)));
    }
    renumber();
  }
}

function textOf({ stem, number, signs, suffix, ends, isWord }: Thing, mark: string): string {
  if (isWord) return `${stem}${number}${mark}x`;
  return `${ends[0]}${stem}-x${number}${mark}${signs}${suffix}${ends[1]}`;
}

/** A character beyond ASCII where the name begins or ends with one: it parts words, so what stands beside it is told alike. */
function endsOf(name: string): [string, string] {
  const isBeyond = (char: string | undefined) => (char !== undefined && char > '\u007f' ? 'é' : '');
  return [isBeyond(name[0]), isBeyond(name.at(-1))];
}

/** One of each sign, a letter behind it. Characters beyond ASCII become one that is as well. */
function signsOf(name: string): string {
  const signs = new Set<string>();
  for (const char of name) {
    if (char > '\u007f') signs.add('é');
    else if (!/[A-Za-z0-9._-]/.test(char)) signs.add(char);
  }
  return [...signs].map((sign) => `${sign}n`).join('');
}

/** How a text's case is given to another. */
function caseOf(text: string): (other: string) => string {
  const letters = text.replace(/%[0-9a-f]{2}|\\u[0-9a-f]{4}|&\w+;|[^A-Za-z]/gi, '');
  if (letters.length > 0 && letters === letters.toUpperCase()) return (other) => other.toUpperCase();
  const first = letters[0];
  if (first !== undefined && first === first.toUpperCase())
    return (other) => other[0]!.toUpperCase() + other.slice(1);
  return (other) => other;
}

/** Whether an alias of the kind `word` is one that may stand inside of words. */
export function isInsideAlias(kind: RedactKind, alias: string): boolean {
  return kind === 'word' && INSIDE_ALIAS.test(alias);
}
