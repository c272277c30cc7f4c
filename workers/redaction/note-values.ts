import { byteAt, byteSet, latin1 } from './byte-classes';
import type { Value } from './kind';

/** Bytes of a note that are read; of what is longer the rest is hidden. */
const LONGEST = 3_000;
const LONGEST_CHARACTER = 4;
const LONGEST_GAP = 64;
const LONGEST_BEHIND = 256;
/** Texts within texts within texts. */
const MOST_BACKSLASHES = 7;
const BACKSLASH = 92;
const NEWLINE = 10;
/** Quotes within quotes. */
const MOST_QUOTES = 64;
const QUOTES = new Map(['"', "'"].map((quote) => [quote.charCodeAt(0), allBut(`\n${quote}`)]));
/** What a list or an object of JSON begins with. */
const NESTED = byteSet('[{');
/** What follows a quote that ends a text: others are part of it, for not all programs escape them. */
const BEHIND_QUOTE = /^[ \t]*(?:$|[\r\n,;:)\]}>/\\&]|->)/;
/** Another key behind a text in quotes, and a word that may be one of the text or of the log around it. */
const NEXT_KEY = /^[ \t]+[\w.]{1,64}[ \t]?=/;
const NEXT_WORD = /^[ \t]+[A-Za-z]/;
/** What stands before a quote that begins a text. */
const OPENS = { '"': /[=:([{,] ?$/, "'": /[\s=:([{,]$/ };
/** What stands before a line that goes on from another: ESXi 8 repeats the head of the record. */
const CONTINUES =
  /^(?:\d{4}-\d\d-\d\dT[\d:.]{8,16}Z [A-Z][a-z]\(\d{1,3}\)(?: ?\[?\+\]?)? [\w-]{1,32}(?:\[\d{1,10}\])?: --> ?)?[ \t]*(?:--> ?[ \t]*)?/;
/** A line that cannot be one of a text in quotes: a key of a configuration, a record of a log. */
const OTHER_LINE = /^[\w.:]{1,64} = |^\d{4}-\d\d-\d\d[T ]\d\d:/;
/** What an old and a new value stand apart by, in events of what was reconfigured. */
const BECAME = /^\\*["'][ \t]{0,4}->[ \t]{0,4}(\\*)(["'])/;

/** How a note may stand behind its label. */
export interface NoteShape {
  /** Without quotes it goes on to the end of its line; '' where only a text in quotes is one. */
  signs: string;
  /** Without a sign too, as in configuration whose words are parted by blanks. */
  blank?: boolean;
}

/**
 * A free text behind a label that ends at `at`: in quotes, in an element, or to the end of the line. Each of its lines is a
 * value of its own, so that lines stay lines.
 */
export function noteBehind(text: Uint8Array, at: number, end: number, shape: NoteShape): readonly Value[] {
  const escapes = backslashesAt(text, at, end);
  const isQuotedKey = QUOTES.has(byteAt(text, at + escapes, end));
  let i = isQuotedKey ? at + escapes + 1 : at;
  const gap = i;
  i = blanksEnd(text, i, end);
  const sign = byteAt(text, i, end);
  if (sign === 62 || (sign !== 58 && sign !== 61 && !isQuotedKey && i > gap && isAttributes(text, i, end)))
    return inElement(text, i, end);
  const isSigned = sign === 58 || sign === 61;
  if (!isSigned && (isQuotedKey || !shape.blank || i === gap)) return [];
  if (isSigned) i = blanksEnd(text, i + 1, end);
  if (NESTED[byteAt(text, i, end)] === 1) return [];
  const found = quotedNote(text, i, end);
  if (found !== null) return found;
  const isLine = isSigned ? !isQuotedKey && shape.signs.includes(String.fromCharCode(sign)) : true;
  return isLine ? lineNote(text, i, end, sign === 61) : [];
}

/** A text in quotes that begins at a place, and what it became; null when there is no quote. */
export function quotedNote(text: Uint8Array, at: number, end: number): readonly Value[] | null {
  const escapes = backslashesAt(text, at, end);
  const quote = byteAt(text, at + escapes, end);
  const inQuotes = QUOTES.get(quote);
  if (inQuotes === undefined) return null;
  const from = at + escapes + 1;
  const head = headOf(text, from, end);
  const sign = String.fromCharCode(quote);
  const to = quoteEnd(head, sign, escapes);
  if (to < 0) return openNote(head, from, inQuotes);
  const values = linesOf(head.slice(0, to), from);
  const became = BECAME.exec(head.slice(to));
  if (became === null) return values;
  const next = to + became[0].length;
  const rest = head.slice(next);
  const nextEnd = quoteEnd(rest, became[2]!, became[1]!.length);
  return nextEnd < 0 ? values : [...values, ...linesOf(rest.slice(0, nextEnd), from + next)];
}

/** Of a quote that is never closed the line counts. */
function openNote(head: string, from: number, inQuotes: Uint8Array): readonly Value[] {
  const newline = head.indexOf('\n');
  const values = linesOf(newline < 0 ? head : head.slice(0, newline), from);
  const last = values.at(-1);
  if (newline < 0 && head.length >= LONGEST - LONGEST_CHARACTER && last !== undefined) {
    last.to = from + head.length;
    last.rest = inQuotes;
  }
  return values;
}

/** Where a text in quotes ends, with the backslashes of its quote; -1 when it does not, or is none. */
function quoteEnd(head: string, quote: string, escapes: number): number {
  const newline = head.indexOf('\n');
  let first = -1;
  let line = newline < 0 ? head.length : newline;
  let count = 0;
  for (let at = head.indexOf(quote); at >= 0; at = head.indexOf(quote, at + 1)) {
    // Each line before it must be one of the text.
    for (; at > line; line = nextLine(head, line))
      if (isOther(head.slice(line + 1, nextLine(head, line)))) return first;
    let backslashes = 0;
    while (backslashes < at && head.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    const isEnd = backslashes === escapes || (escapes === 0 && backslashes % 2 === 0);
    if (!isEnd) continue;
    const to = at - escapes;
    const behind = head.slice(at + 1, Math.min(at + 1 + LONGEST_BEHIND, line));
    if (BEHIND_QUOTE.test(behind) || isLog(behind, quote)) return to;
    if (first < 0 && (newline < 0 || to < newline)) first = to;
    if (count++ > MOST_QUOTES) break;
  }
  return first;
}

/** Whether what follows a quote in its line is no more of the text: another key, or words up to a quote that begins another text. */
function isLog(behind: string, quote: string): boolean {
  if (NEXT_KEY.test(behind)) return true;
  if (!NEXT_WORD.test(behind)) return false;
  const next = behind.indexOf(quote);
  return next < 0 ? quote === "'" : OPENS[quote === "'" ? "'" : '"'].test(behind.slice(0, next));
}

function nextLine(head: string, at: number): number {
  const next = head.indexOf('\n', at + 1);
  return next < 0 ? head.length : next;
}

function isOther(line: string): boolean {
  return OTHER_LINE.test(line.slice(CONTINUES.exec(line)![0].length));
}

/** The text of an element, or of one with attributes, behind the name that opens it. */
function inElement(text: Uint8Array, at: number, end: number): readonly Value[] {
  let i = at;
  while (i < end && i - at < LONGEST_GAP * 4 && text[i] !== 62 && text[i] !== 60 && text[i] !== NEWLINE) i++;
  if (byteAt(text, i, end) !== 62 || text[i - 1] === 47) return [];
  const from = i + 1;
  const head = headOf(text, from, end);
  const to = head.indexOf('<');
  if (to >= 0) return linesOf(head.slice(0, to), from);
  const values = linesOf(head, from);
  const last = values.at(-1);
  if (head.length >= LONGEST - LONGEST_CHARACTER && last?.to === from + head.length) last.rest = IN_ELEMENT;
  return values;
}

const IN_ELEMENT = allBut('<');

function isAttributes(text: Uint8Array, at: number, end: number): boolean {
  return /^[\w:-]{1,40}=["'][^<>\n]{0,120}["']>/.test(latin1(text, at, Math.min(end, at + LONGEST_GAP * 3)));
}

/** What goes on to the end of a line; behind `=` another key ends it too. */
function lineNote(text: Uint8Array, at: number, end: number, isPair: boolean): readonly Value[] {
  const head = headOf(text, at, end);
  let to = head.search(/[\r\n]/);
  if (to < 0) to = head.length;
  if (isPair) {
    const next = head.slice(0, to).search(/[,;&]|\s[\w.]{1,64}\s?=/);
    if (next >= 0) to = next;
  }
  const values = linesOf(head.slice(0, to), at);
  const last = values.at(-1);
  if (to >= LONGEST - LONGEST_CHARACTER && last?.to === at + to) last.rest = IN_LINE;
  return values;
}

const IN_LINE = allBut('\r\n');

/** So many bytes as a string of the same length, but no half of a character. */
export function headOf(text: Uint8Array, from: number, end: number, longest = LONGEST): string {
  let to = Math.min(end, from + longest);
  if (to < end) while (to > from && (text[to]! & 0xc0) === 0x80) to--;
  return latin1(text, from, to);
}

/** The lines of a text that begins at a place, without what stands around them. */
export function linesOf(text: string, at: number): Value[] {
  const values: Value[] = [];
  let from = 0;
  for (const line of text.split('\n')) {
    const start =
      values.length === 0 && from === 0 ? /^[ \t]*/.exec(line)![0].length : CONTINUES.exec(line)![0].length;
    const length = trimmedLength(line);
    if (length > start) values.push({ from: at + from + start, to: at + from + length });
    from += line.length + 1;
  }
  return values;
}

/** Without blanks at its end. Of Latin-1 the no-break space is none: it may be the last byte of a letter. */
function trimmedLength(line: string): number {
  let length = line.length;
  while (length > 0 && ' \t\r\v\f'.includes(line[length - 1]!)) length--;
  return length;
}

function blanksEnd(text: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i - at < LONGEST_GAP && (byteAt(text, i, end) === 32 || byteAt(text, i, end) === 9)) i++;
  return i;
}

function backslashesAt(text: Uint8Array, at: number, end: number): number {
  let count = 0;
  while (count < MOST_BACKSLASHES && byteAt(text, at + count, end) === BACKSLASH) count++;
  return count;
}

function allBut(chars: string): Uint8Array {
  return byteSet(chars).map((one) => 1 - one);
}
