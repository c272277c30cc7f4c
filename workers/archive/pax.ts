import { nameDecoder } from '../kernel/tar';

/** What PAX records say of an entry, as far as it matters here. Null takes a global value back. */
export interface PaxRecords {
  path?: string | null;
  linkTarget?: string | null;
  size?: number | null;
  /** ms since 1970 UTC. */
  modified?: number | null;
  /** Version of the sparse form ("0.0" and "0.1" state none). */
  sparseMajor?: number | null;
  sparseMinor?: number | null;
  /** The real name; the header has a made-up one. */
  sparseName?: string | null;
  /** The real size, holes included. */
  sparseSize?: number | null;
  /** Forms 0.0 and 0.1: offset and bytes of each stored piece, in turn. */
  sparsePieces?: number[] | null;
}

/** No key of interest is longer. */
const MAX_KEY = 24;

/**
 * Reads the records of a PAX header (`<length> <key>=<value>\n` each) into `records`. Answers what is wrong with
 * them, or null; records before the wrong one count.
 */
export function readPax(body: Uint8Array, records: PaxRecords): string | null {
  let at = 0;
  let wrong: string | null = null;
  while (at < body.length && body[at] !== 0) {
    let length = 0;
    let p = at;
    for (let digit; p < at + 8 && (digit = body[p]! - 0x30) >= 0 && digit <= 9; p++)
      length = length * 10 + digit;
    const end = at + length;
    if (body[p] !== 0x20 || end > body.length || end <= p + 1 || body[end - 1] !== 0x0a) {
      return `the record at byte ${at} has a wrong length`;
    }
    const equals = body.indexOf(0x3d, p + 1);
    if (equals < 0 || equals >= end) return `the record at byte ${at} has no "="`;
    wrong = readRecord(body, p + 1, equals, end - 1, records) ?? wrong;
    at = end;
  }
  return wrong;
}

function readRecord(
  body: Uint8Array,
  keyAt: number,
  equals: number,
  end: number,
  records: PaxRecords,
): string | null {
  // Most records (times, owners, attributes) do not matter: do not even make a string of their keys.
  const first = body[keyAt];
  if (first !== 0x70 && first !== 0x6c && first !== 0x73 && first !== 0x6d && first !== 0x47) return null;
  const key = asciiText(body, keyAt, Math.min(equals, keyAt + MAX_KEY));
  const taker = FIELDS.get(key);
  if (!taker) return null;
  const value = nameDecoder.decode(body.subarray(equals + 1, end));
  return taker(records, value) ? null : `"${key}" has the value "${value.slice(0, 40)}"`;
}

/** A short text that is ASCII if it is of interest; quicker than a decoder. */
function asciiText(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

const shownName = (value: string) => (value ? value.replaceAll('\0', '\ufffd') : null);

type Taker = (records: PaxRecords, value: string) => boolean;

/** How a record is taken, by key; false when its value is no such thing. A NUL ends no name: it would hide the rest. */
const FIELDS = new Map<string, Taker>([
  ['path', (records, value) => take(records, 'path', shownName(value))],
  ['linkpath', (records, value) => take(records, 'linkTarget', shownName(value))],
  ['size', (records, value) => take(records, 'size', wholeNumber(value))],
  ['mtime', (records, value) => take(records, 'modified', milliseconds(value))],
  ['GNU.sparse.major', (records, value) => take(records, 'sparseMajor', wholeNumber(value))],
  ['GNU.sparse.minor', (records, value) => take(records, 'sparseMinor', wholeNumber(value))],
  ['GNU.sparse.name', (records, value) => take(records, 'sparseName', shownName(value))],
  ['GNU.sparse.size', (records, value) => take(records, 'sparseSize', wholeNumber(value))],
  ['GNU.sparse.realsize', (records, value) => take(records, 'sparseSize', wholeNumber(value))],
  ['GNU.sparse.offset', addPiece],
  ['GNU.sparse.numbytes', addPiece],
  ['GNU.sparse.map', takeMap],
]);

function take<K extends keyof PaxRecords>(
  records: PaxRecords,
  key: K,
  value: PaxRecords[K] | undefined,
): boolean {
  if (value === undefined) return false;
  records[key] = value;
  return true;
}

function addPiece(records: PaxRecords, value: string): boolean {
  (records.sparsePieces ??= []).push(wholeNumber(value) ?? NaN);
  return true;
}

function takeMap(records: PaxRecords, value: string): boolean {
  // NaN marks what is no number; the check of the pieces refuses it.
  records.sparsePieces = value === '' ? [] : value.split(',').map((part) => wholeNumber(part) ?? NaN);
  return true;
}

/** A size; null for an empty value, undefined for what is no size. */
function wholeNumber(text: string): number | null | undefined {
  if (text === '') return null;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Seconds with a fraction as whole milliseconds (finer ones are cut). */
function milliseconds(text: string): number | null | undefined {
  if (text === '') return null;
  const parts = /^(-?)(\d{1,12})(?:\.(\d*))?$/.exec(text);
  if (!parts) return undefined;
  const value = Number(parts[2]) * 1000 + Number((parts[3] ?? '').padEnd(3, '0').slice(0, 3));
  return parts[1] ? -value : value;
}
