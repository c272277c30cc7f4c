import { byteAt, byteSet, isWordByte, latin1 } from './byte-classes';
import type { Label, Value } from './kind';
import { valueAt, valueBehind } from './label-value';
import { BLANKS, VISIBLE } from './secret-values';

const LONGEST = 2048;
const LONGEST_KEY = 64;
const LONGEST_INDEX = 32;
const LONGEST_ENCODED_SIGN = 32;
const SHAPE = { bytes: VISIBLE, longest: LONGEST, signs: '=>', isSecret: true };

/** Words that may stand behind `password` and a sign of a longer key. Others say something about it: `password_length`. */
const SUFFIXES = new Set([
  'new',
  'old',
  'current',
  'confirm',
  'confirmation',
  'again',
  'repeat',
  'verify',
  'plain',
  'plaintext',
  'text',
  'value',
]);
const MOST_SUFFIXES = 2;
const IN_INDEX = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"\'');

const NUMBERED = ['password', 'passwd', 'pwd', 'pass'].flatMap((word) =>
  Array.from({ length: 10 }, (_, digit) => `${word}${digit}`),
);
const JOINED = ['new', 'old', 'confirm', 'confirmation', 'again', 'repeat', 'verify'].map(
  (word) => `password${word}`,
);

/** `pass` and `pwd` are words and commands too. */
const WEAK = /^(.*?)(?:pass|pwd)\d?$/;
/** Words that end with `pass` and have nothing to do with passwords. */
const WORDS_OF_PASS =
  /^(?:by|com|encom|sur|tres|over|under|multi|single|first|second|last|one|two|test|low|high|band|im)pass$/;
/** What is counted, measured or told of a test that passes. */
const RESULT =
  /^(?:\d{1,4}|\d+(?:[.,/]\d+)+(?:[a-z]{1,2}|%)?|\d+(?:m?s|%)|ok|pass|passed|fail|failed|failure|success|successful|error|skipped|done|all|through|result|results|[-=].*|\/.*)$/i;
/** Found in texts as they stand: nothing in German belongs to a log's own words. */
const GERMAN = /^(?:passwort|kennwort)$/;

/**
 * What stands behind `password=` and the like, behind `--password ` on a command line, and behind `password: ` where it
 * is a key: at the beginning of a line, as in YAML, or behind a sign that parts keys. Behind a blank anywhere else it is a
 * word of the log's own. Of `pass` and `pwd` results, counts and folders are no passwords, and behind a colon it is one
 * word that nothing follows.
 */
export const passwords: Label = {
  words: ['password', 'passwd', 'passphrase', 'pwd', 'pass', 'passwort', 'kennwort', ...NUMBERED, ...JOINED],
  endings: ['password', 'passwd', 'pass', 'pwd'],
  value(text, at, end) {
    const name = wordBefore(text, at);
    const weak = WEAK.exec(name);
    if (weak !== null && WORDS_OF_PASS.test(name)) return null;
    const sign = suffixEnd(text, at, end);
    const value = valueOf(text, at, sign, end, name, weak);
    return value !== null && weak !== null && isResult(text, value, name) ? null : value;
  },
};

function valueOf(
  text: Uint8Array,
  at: number,
  sign: number,
  end: number,
  name: string,
  weak: RegExpExecArray | null,
): Value | null {
  const value = encodedValue(text, sign, end) ?? valueBehind(text, sign, end, SHAPE);
  if (value !== null) return value;
  const from = keyStart(text, at);
  const isOption = text[from] === 45 && (from === 0 || text[from - 1]! <= 32 || isQuote(text[from - 1]!));
  if (isOption && isQuote(byteAt(text, sign, end)) && byteAt(text, sign + 1, end) === 44) {
    // A list of arguments: `"--password", "secret"`.
    const blank = byteAt(text, sign + 2, end) === 32 ? 1 : 0;
    return valueAt(text, sign + 2 + blank, end, SHAPE);
  }
  if (isOption) return valueBehind(text, sign, end, { ...SHAPE, signs: '', blank: true });
  if (byteAt(text, sign, end) !== 58) return null;
  // `adminpass` is no word of a sentence.
  const isTold = GERMAN.test(name) || (weak !== null && weak[1] !== '');
  if (!isTold && !isKey(text, from)) return null;
  const next = byteAt(text, sign + 1, end);
  if (next === 58 || next === 47) return null;
  const told = valueBehind(text, sign, end, { ...SHAPE, signs: ':' });
  return told === null || weak === null || isAlone(text, told.to, end) ? told : null;
}

/** `chap: secret "…"`, and `chap secret: …`: without quotes a sign must say that it is one. */
export const chapSecret: Label = {
  words: ['chap secret', 'chap: secret', 'chap-secret', 'chap_secret'],
  value(text, at, end) {
    let i = at;
    while (i - at < LONGEST_INDEX && BLANKS[byteAt(text, i, end)] === 1) i++;
    return i > at && isQuote(byteAt(text, i, end))
      ? valueAt(text, i, end, SHAPE)
      : valueBehind(text, at, end, { ...SHAPE, signs: ':=' });
  },
};

/** The word that ends at a place, in lower case. */
function wordBefore(text: Uint8Array, at: number): string {
  let from = at;
  while (from > 0 && at - from < LONGEST_KEY && isWordByte(text[from - 1]!)) from--;
  return latin1(text, from, at).toLowerCase();
}

/** Behind `_new`, `[0]` and the like, or where it began. */
function suffixEnd(text: Uint8Array, at: number, end: number): number {
  let i = at;
  for (let count = 0; count < MOST_SUFFIXES; count++) {
    if (!'_-.'.includes(String.fromCharCode(byteAt(text, i, end)))) break;
    let to = i + 1;
    while (to - i < LONGEST_INDEX && isWordByte(byteAt(text, to, end))) to++;
    const word = latin1(text, i + 1, to).toLowerCase();
    if (!SUFFIXES.has(word) && !/^\d{1,2}$/.test(word)) break;
    i = to;
  }
  if (byteAt(text, i, end) !== 91) return i;
  let to = i + 1;
  while (to - i < LONGEST_INDEX && IN_INDEX[byteAt(text, to, end)] === 1) to++;
  return byteAt(text, to, end) === 93 ? to + 1 : i;
}

/** Behind `%3D`, or `%22%3A%22`, encoded as often as the signs before it: it ends with a sign that is. */
function encodedValue(text: Uint8Array, at: number, end: number): Value | null {
  if (byteAt(text, at, end) !== 37) return null;
  const head = latin1(text, at, Math.min(end, at + LONGEST_ENCODED_SIGN));
  const found = /^%((?:25){0,3})(?:3d|22%\1(?:3a|3d)(?:%\1(22))?)/i.exec(head);
  if (found === null) return null;
  const from = at + found[0].length;
  const stops = [...(found[2] === undefined ? ['26'] : [found[2]]), '0a', '0d'].map(
    (code) => `%${found[1]!}${code}`,
  );
  let to = from;
  for (; to - from < LONGEST && VISIBLE[byteAt(text, to, end)] === 1; to++) {
    if (text[to] !== 37) continue;
    const sign = latin1(text, to, Math.min(end, to + stops[0]!.length)).toLowerCase();
    if (stops.includes(sign)) return to > from ? { from, to } : null;
  }
  if (to === from) return null;
  return to - from === LONGEST ? { from, to, rest: VISIBLE } : { from, to };
}

function isResult(text: Uint8Array, { from, to }: Value, name: string): boolean {
  // Of a shell the folder that it is in.
  if (name.endsWith('pwd')) return text[from] === 47;
  return to - from < LONGEST_KEY && RESULT.test(latin1(text, from, to));
}

/** Whether the value of a key ends there: its line does, or what parts keys follows. */
function isAlone(text: Uint8Array, to: number, end: number): boolean {
  let i = to;
  while (i - to < LONGEST_KEY && (BLANKS[byteAt(text, i, end)] === 1 || isQuote(byteAt(text, i, end)))) i++;
  const byte = byteAt(text, i, end);
  return i >= end || byte < 32 || byte === 92 || ',;&)}]<|'.includes(String.fromCharCode(byte));
}

/** Where the key begins that a label ends: `spring.datasource.password`, `--http-password`. */
function keyStart(text: Uint8Array, at: number): number {
  let from = at;
  while (from > 0 && at - from < LONGEST_KEY && isInKey(text[from - 1]!)) from--;
  return from;
}

/** Whether a key may begin here: a line does, or what parts keys stands before it. */
function isKey(text: Uint8Array, from: number): boolean {
  let before = from;
  while (before > 0 && from - before < LONGEST_KEY && BLANKS[text[before - 1]!] === 1) before--;
  if (before === 0) return true;
  const byte = text[before - 1]!;
  return byte === 92 || byte === 10 || ',;{([]|&?-'.includes(String.fromCharCode(byte));
}

function isInKey(byte: number): boolean {
  return isWordByte(byte) || byte === 45 || byte === 46 || byte === 95;
}

function isQuote(byte: number): boolean {
  return byte === 34 || byte === 39;
}
