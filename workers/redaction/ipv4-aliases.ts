import { givenAddress, type AliasBook } from './alias-book';
import { OctetTree } from './octet-tree';

/**
 * First octets of public addresses that aliases have, the least seen ones first: networks that are announced nowhere, then
 * all others that hold nothing special.
 */
const PUBLIC_FIRST = [21, 22, 26, 28, 29, 30, 33, 55, 6, 7, 11, 214, 215];
/** In part private or special: only when all others are given, for there may be as many first octets as aliases. */
const IN_PART_SPECIAL = [198, 203, 169, 100, 192, 172];
for (let octet = 1; octet < 224; octet++) {
  if (![10, 127, ...IN_PART_SPECIAL].includes(octet) && !PUBLIC_FIRST.includes(octet))
    PUBLIC_FIRST.push(octet);
}
PUBLIC_FIRST.push(...IN_PART_SPECIAL);
const ANY = [...range(201, 249), ...range(101, 199), ...range(1, 100), 200, ...range(250, 255), 0];
const HOSTS = [...range(1, 254), 0, 255];
const IN_172 = range(16, 31).reverse();
const IN_100 = range(64, 127).reverse();

/**
 * Addresses by number, octet by octet: two that share their first one, two or three octets share them after. Private
 * addresses stay private, in the same range.
 */
export class Ipv4Aliases {
  private readonly tree: OctetTree;

  constructor(private readonly book: AliasBook) {
    this.tree = new OctetTree((prefix) => book.isKnown(prefix));
  }

  /** `text`: four octets, dots or dashes between them, perhaps `ip-` before and `/24` behind. */
  alias(text: string): string | null {
    if (REVERSE.test(text)) return this.reversed(text);
    const octets = octetsOf(text);
    const dotted = octets.join('.');
    if (isBuiltIn(octets) && !this.book.isKnown(givenAddress(dotted))) return null;
    if (this.book.aliasOf(text) !== undefined) return this.book.aliasOf(text)!;
    for (let i = 1; i < 4; i++) this.book.know(`${octets.slice(0, i).join('.')}.`);
    const alias = this.octets(octets, /\/(\d+)$/.exec(text)?.[1]);
    return this.book.give(
      'ip-address',
      text,
      shapes((other) => inShape(text, other), alias, fixedOf(octets)),
    );
  }

  /** An address in a reverse zone, or a network of two or three octets: the alias that it has elsewhere, reversed as well. */
  private reversed(text: string): string | null {
    const octets = reversedOf(text);
    const given = octets.length === 4 && this.book.isKnown(givenAddress(octets.join('.')));
    const full = [...octets, 0, 0].slice(0, 4);
    if (isBuiltIn(full) && !given) return null;
    for (let i = 1; i < octets.length; i++) this.book.know(`${octets.slice(0, i).join('.')}.`);
    const alias = this.octets(full, octets.length < 4 ? String(8 * octets.length) : undefined);
    const write = (other: readonly number[]) => inShape(text, other.slice(0, octets.length).reverse());
    return this.book.give('ip-address', text, shapes(write, alias, fixedOf(full)));
  }

  octets(octets: readonly number[], prefix?: string): number[] {
    const fixed = fixedOf(octets);
    const zeros = trailing(octets, 0, fixed, prefix === undefined ? 0 : Number(prefix) / 8);
    const ones = trailing(octets, 255, fixed, 0);
    const free = 4 - Math.max(zeros, ones, 0);
    return this.tree.place(octets, fixed, free, (level, original) => choices(level, original, fixed));
  }

  resume(original: string, alias: string): void {
    if (REVERSE.test(original)) {
      const reversed = reversedOf(original);
      return this.tree.resume(reversed, reversedOf(alias), fixedOf(reversed));
    }
    const from = octetsOf(original);
    this.tree.resume(from, octetsOf(alias), fixedOf(from));
  }
}

const REVERSE = /\.in-addr\.arpa$/i;

function reversedOf(text: string): number[] {
  return octetsOf(text).reverse();
}

function octetsOf(text: string): number[] {
  return text.match(/\d+/g)!.slice(0, 4).map(Number);
}

/** Octets that say what range it is, and stay. */
function fixedOf([a, b]: readonly number[]): number {
  if (a === 10 || (a === 172 && b! >= 16 && b! < 32) || (a === 100 && b! >= 64 && b! < 128)) return 1;
  return (a === 192 && b === 168) || (a === 169 && b === 254) ? 2 : 0;
}

function choices(level: number, octets: readonly number[], fixed: number): readonly number[] {
  if (level === 0) return PUBLIC_FIRST;
  if (level === 1 && fixed === 1 && octets[0] === 172) return IN_172;
  if (level === 1 && fixed === 1 && octets[0] === 100) return IN_100;
  return level === 3 ? HOSTS : ANY;
}

/** How many octets at the end are the same, and are neither part of the range nor of what a prefix length covers. */
function trailing(octets: readonly number[], value: number, fixed: number, covered: number): number {
  let count = 0;
  while (count < 4 - Math.max(fixed, covered) && octets[3 - count] === value) count++;
  return count;
}

/** The alias in the shape of the text; where that stands somewhere already, any other address of its range. */
function* shapes(
  write: (octets: readonly number[]) => string,
  alias: readonly number[],
  fixed: number,
): Generator<string> {
  // What is built in stays where it stands, so that it would be turned back too.
  if (!isBuiltIn(alias)) yield write(alias);
  const range = fixed === 0 ? [PUBLIC_FIRST[0]!] : alias.slice(0, fixed);
  for (let number = 1; number < 1 << 24; number++) {
    const octets = [254 - (number >>> 16), (number >>> 8) & 0xff, number & 0xff];
    const other = [...range, ...octets.slice(range.length - 1)];
    if (!isBuiltIn(other)) yield write(other);
  }
}

function inShape(text: string, alias: readonly number[]): string {
  let at = 0;
  return text.replace(/\d+/g, (digits) => (at < 4 ? String(alias[at++]!) : digits));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Loopback, masks, multicast, broadcast, documentation, and link-local addresses that VMware and clouds fix. */
export function isBuiltIn([a, b, c, d]: readonly number[]): boolean {
  if (a === 0 || a === 127 || a! >= 224) return true;
  if (a === 192 && b === 0 && (c === 0 || c === 2)) return true;
  if ((a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113)) return true;
  if (a === 169 && b === 254 && (c === 1 || (c === 169 && d === 254))) return true;
  if (a === 2 && b === 5 && (c === 29 || c === 4)) return true;
  return (
    d === 0 &&
    c === 0 &&
    ((a === 10 && b === 0) || (a === 192 && b === 168) || (a === 172 && b === 16) || (a === 169 && b === 254))
  );
}
