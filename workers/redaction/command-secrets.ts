import { byteAt, byteSet, latin1 } from './byte-classes';
import type { Label, Value } from './kind';

/** Options of a command that are followed by a secret. */
export interface SecretOptions {
  commands: readonly string[];
  /** As they are written, with their dashes: the secret stands behind a blank, of long ones also behind `=`. */
  options: readonly string[];
  /** What parts a secret from what stands before it in the same word: the colon of `user:password`. */
  behind?: string;
  /** Of short options: the secret may stand right behind the letter, or must. */
  joined?: 'may' | 'must';
  /** Numbers of the words that are secrets without an option, from 0. */
  words?: readonly number[];
}

/** Characters of a command line that are read behind its command. */
const LONGEST = 1024;
const MOST_WORDS = 64;
const LONGEST_COMMAND = 128;
/** One word as shells part them, with quotes, which may be escaped in a text that holds the line. */
const WORD = /(?:\\"[^"\\\n]*\\"|"[^"\n]*"|'[^'\n]*'|\\[^\s]|[^\s"'\\;|])+/y;
const GOES_ON = byteSet('\n\r\t "\';|').map((one) => 1 - one);

/** Finds the secrets in the command lines of some commands. */
export function commandSecrets({ commands, ...what }: SecretOptions): Label {
  return { words: commands, value: (text, at, end) => secretsOf(text, at, end, what) };
}

function secretsOf(
  text: Uint8Array,
  at: number,
  end: number,
  { options, behind, joined, words }: Omit<SecretOptions, 'commands'>,
): readonly Value[] | null {
  const first = byteAt(text, at, end);
  if (first !== 32 && first !== 9) return null;
  const line = lineBehind(text, at, end);
  const values: Value[] = [];
  const take = (from: number, to: number) => {
    const value = secretIn(line, from, to, behind);
    if (value === null) return;
    const isCut = to === line.length && to === LONGEST;
    values.push({ from: at + value.from, to: at + value.to, ...(isCut ? { rest: GOES_ON } : {}) });
  };
  let isNext = false;
  let plain = 0;
  let place = 0;
  for (let count = 0; count < MOST_WORDS; count++) {
    while (line[place] === ' ' || line[place] === '\t') place++;
    WORD.lastIndex = place;
    const found = WORD.exec(line)?.[0];
    if (found === undefined) break;
    const from = place;
    place += found.length;
    if (isNext) {
      take(from, place);
      isNext = false;
      continue;
    }
    if (options.includes(found)) {
      isNext = joined !== 'must';
      continue;
    }
    if (!found.startsWith('-')) {
      if (words?.includes(plain++) === true) take(from, place);
      continue;
    }
    const length = joinedLength(found, options, joined !== undefined);
    if (length > 0) take(from + length, place);
  }
  return values;
}

/** Length of the option that a word begins with which holds its value too; 0 for none. */
function joinedLength(word: string, options: readonly string[], mayJoin: boolean): number {
  for (const option of options) {
    if (option.startsWith('--') && word.startsWith(`${option}=`)) return option.length + 1;
    if (mayJoin && !option.startsWith('--') && word.startsWith(option)) return option.length;
  }
  return 0;
}

/** What follows a command in its line, or in the quotes around it. */
function lineBehind(text: Uint8Array, at: number, end: number): string {
  const line = latin1(text, at, Math.min(end, at + LONGEST));
  let before = at - 1;
  while (before >= 0 && at - before < LONGEST_COMMAND && text[before]! > 32 && !isQuote(text[before]!))
    before--;
  const quote = byteAt(text, before, end);
  const stop = isQuote(quote) ? `(?<!\\\\)${String.fromCharCode(quote)}|\\n` : '\\n';
  const to = line.search(new RegExp(stop));
  return to < 0 ? line : line.slice(0, to);
}

/** The secret in a word, without quotes around it. */
function secretIn(line: string, from: number, to: number, behind: string | undefined): Value | null {
  const quoted = /^(\\?["'])(.*)\1$/s.exec(line.slice(from, to));
  let start = from;
  let stop = to;
  if (quoted) {
    start += quoted[1]!.length;
    stop -= quoted[1]!.length;
  }
  if (behind !== undefined) {
    const sign = line.indexOf(behind, start);
    if (sign < 0 || sign >= stop) return null;
    start = sign + 1;
  }
  return stop > start ? { from: start, to: stop } : null;
}

function isQuote(byte: number): boolean {
  return byte === 34 || byte === 39;
}
