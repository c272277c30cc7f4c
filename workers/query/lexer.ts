import type { Span } from './ast';
import type { FieldValue, Operator } from './field';
import { RECORD_FIELDS, type FieldSet } from './fields';

/** A piece of query text. The lexer takes anything; what is wrong with a token is the parser's business. */
export type Token = PunctuationToken | TermToken;

export type PunctuationToken = Span & { kind: 'open' | 'close' | 'minus' | 'or' | 'and' };

export type TermToken = Span &
  (
    | { kind: 'word'; text: string }
    | { kind: 'phrase'; text: string; closed: boolean }
    | { kind: 'regex'; source: string; flags: string }
    /** `name:value`; the name may be one that no field has, the value may be empty. */
    | { kind: 'field'; name: string; operator: Operator; value: FieldValue }
  );

/** Cuts a query text into tokens. README.md tells the rules. */
export function scan(text: string, fields: FieldSet = RECORD_FIELDS): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (isBlank(text, at)) {
      at++;
      continue;
    }
    const token = scanToken(text, at, fields);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function scanToken(text: string, from: number, fields: FieldSet): Token {
  const first = text[from];
  if (first === '(') return { kind: 'open', from, to: from + 1 };
  if (first === ')') return { kind: 'close', from, to: from + 1 };
  if (first === '-') return { kind: 'minus', from, to: from + 1 };
  if (first === '"') return { kind: 'phrase', ...scanPhrase(text, from) };
  const regex = scanRegex(text, from);
  if (regex) return { kind: 'regex', ...regex };
  return scanOperator(text, from) ?? scanField(text, from, fields) ?? scanWord(text, from);
}

function scanWord(text: string, from: number): Token {
  const to = wordEnd(text, from);
  return { kind: 'word', text: text.slice(from, to), from, to };
}

function scanOperator(text: string, from: number): Token | null {
  const match = matchAt(/or|OR|and|AND/y, text, from);
  if (!match) return null;
  const to = from + match[0].length;
  if (!endsTerm(text, to) && text[to] !== '(') return null;
  return { kind: match[0].toLowerCase() as 'or' | 'and', from, to };
}

function scanField(text: string, from: number, fields: FieldSet): Token | null {
  const match = matchAt(/([a-z]+)(:|>=|<=|>|<)/y, text, from);
  if (!match) return null;
  const name = match[1]!;
  const operator = match[2] as Operator;
  const field = fields.named(name);
  if (!field && (operator !== ':' || isPlainText(text, from, name))) return null;
  if (field && operator !== ':' && !field.operators?.includes(operator)) return null;
  const value = scanValue(text, from + match[0].length, field?.regex ?? false);
  return { kind: 'field', name, operator, value, from, to: value.to };
}

/**
 * Whether lower-case letters and a colon, though no field, are ordinary text: `http://…`, `c:\…`, `std::string`,
 * `ac:1f:6b:00:11:22`, `fe:80::1`.
 */
function isPlainText(text: string, from: number, name: string): boolean {
  if (':/\\'.includes(text[from + name.length + 1] ?? ' ')) {
    return text[from + name.length + 1] !== '/' || text[from + name.length + 2] === '/';
  }
  return /^[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,}(?![0-9a-z])/i.test(text.slice(from, from + 80));
}

function scanValue(text: string, from: number, regexAllowed: boolean): FieldValue {
  if (text[from] === '"') return { ...scanPhrase(text, from), quoted: true, regex: null };
  const regex = regexAllowed ? scanRegex(text, from) : null;
  const to = regex?.to ?? wordEnd(text, from);
  return { text: text.slice(from, to), from, to, quoted: false, closed: true, regex };
}

/** `"…"`: `\"` and `\\` are a quote and a backslash, any other backslash stands for itself. */
function scanPhrase(text: string, from: number): Span & { text: string; closed: boolean } {
  let phrase = '';
  let at = from + 1;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at++;
    phrase += text[at++];
  }
  const closed = at < text.length;
  return { text: phrase, closed, from, to: closed ? at + 1 : at };
}

const JS_FLAGS = /[dgimsuvy]*/y;
const PATTERN_SIGNS = /[\\^$*+?{}[\]|()]/;

/**
 * `/regex/flags` or null, when it is a path:
 *
 * 1. The first slash that is neither escaped nor in a class closes, as in JavaScript, if flag letters at most stand
 *    between it and the end of the term. Blanks may stand inside.
 * 2. Otherwise the term up to the next blank is a regular expression if it ends in a slash and flags and has a
 *    sign that paths do not have (`\ ^ $ * + ? { } [ ] | ( )`).
 */
function scanRegex(text: string, from: number): (Span & { source: string; flags: string }) | null {
  if (text[from] !== '/') return null;
  const close = closingSlash(text, from + 1);
  if (close > from + 1) {
    const flags = matchAt(JS_FLAGS, text, close + 1)![0];
    const to = close + 1 + flags.length;
    if (endsTerm(text, to)) return { source: text.slice(from + 1, close), flags, from, to };
  }
  const to = wordEnd(text, from);
  const last = text.lastIndexOf('/', to - 1);
  const source = text.slice(from + 1, last);
  const flags = text.slice(last + 1, to);
  const closes = last > from + 1 && matchAt(JS_FLAGS, flags, 0)![0] === flags;
  return closes && PATTERN_SIGNS.test(source) ? { source, flags, from, to } : null;
}

/** The first slash outside escapes and classes; in a class that never ends, the first in there; -1 when there is none. */
function closingSlash(text: string, from: number): number {
  let inClass = false;
  let insideClass = -1;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '[') inClass = true;
    else if (char === ']') [inClass, insideClass] = [false, -1];
    else if (char === '/' && !inClass) return at;
    else if (char === '/' && insideClass < 0) insideClass = at;
  }
  return insideClass;
}

/** A word ends at a blank or at a `)` that closes nothing in the word: `In(166)` is one word. */
function wordEnd(text: string, from: number): number {
  let open = 0;
  let at = from;
  for (; at < text.length && !isBlank(text, at); at++) {
    if (text[at] === '(') open++;
    else if (text[at] === ')' && --open < 0) break;
  }
  return at;
}

const PUNCTUATION = new Set<Token['kind']>(['open', 'close', 'minus', 'or', 'and']);

export function isTerm(token: Token): token is TermToken {
  return !PUNCTUATION.has(token.kind);
}

/** Whether nothing more of a term can stand here: the end, a blank, a closing parenthesis. */
export function endsTerm(text: string, at: number): boolean {
  return at >= text.length || text[at] === ')' || isBlank(text, at);
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13) || (code >= 127 && /\s/.test(text[at]!));
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}
