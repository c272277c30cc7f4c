import { CLASS, DIGIT, HEX_LETTER } from './byte-classes';
import { ValueFilter } from './value-filter';

/** Different numbers without signs of each sort that are looked up at the end; further ones stay unknown. */
const MOST_BARE = 200_000;
const HEX = DIGIT | HEX_LETTER;
/** Digits of a MAC address. */
const SHORTEST_BARE = 12;

const COLON = 58;
const DASH = 45;
const DOT = 46;
const SPACE = 32;

const MAC = /[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?![0-9a-z]|\1[0-9a-f]{2})/iy;
const DOTTED_MAC = /[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![0-9a-z]|\.[0-9a-z])/iy;
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])/iy;
const PAIRS = /(?:[0-9a-f]{2} ){7}[0-9a-f]{2}-(?:[0-9a-f]{2} ){7}[0-9a-f]{2}(?![0-9a-z])/iy;
const HALVES = /[0-9a-f]{16}-[0-9a-f]{16}(?![0-9a-z])/iy;
/** What says that the digits behind it are a UUID. */
const TOLD = /(?:uuid(?:\.bios|\.location)?|machine-?id|vsan)["'\s:=\\]{1,6}$/i;
/** What says that they are a MAC address: `macAddress = …`, `"mac":"…"`. */
const TOLD_MAC = /(?:(?<!h)mac(?:[ _-]?addr(?:ess)?)?|hw[ _-]?addr(?:ess)?)["'\s:=\\]{1,6}$/i;
const LONGEST_TOLD = 24;

/**
 * MAC addresses and UUIDs of a case that stand in its texts without the signs between their digits: digits alone could be
 * anything, but for those that stand somewhere else as what they are.
 */
export class SpelledNumbers {
  readonly #spelled = new ValueFilter();
  readonly #macs = new Set<string>();
  readonly #uuids = new Set<string>();

  /** Takes what begins in a text before `end`. From sign to sign: most of a text is passed by without a look. */
  read(text: string, end: number): void {
    for (let at = text.indexOf(':'); at >= 0 && at < end + 2; at = text.indexOf(':', at + 1)) {
      if (isAt(text, at, COLON, 3, 6)) this.#take(MAC, text, at - 2, end);
    }
    for (let at = text.indexOf('-'); at >= 0 && at < end + 24; at = text.indexOf('-', at + 1))
      this.#dash(text, at, end);
    for (let at = text.indexOf('.'); at >= 0 && at < end + 4; at = text.indexOf('.', at + 1)) {
      if (isAt(text, at, DOT, 5)) this.#take(DOTTED_MAC, text, at - 4, end);
    }
    for (let at = SHORTEST_BARE - 1; at < end + SHORTEST_BARE; at += SHORTEST_BARE) {
      if ((classAt(text, at) & HEX) !== 0) at = this.#bare(text, at, end);
    }
  }

  /** The digits of those that are known, in lower case. */
  get known(): { macs: string[]; uuids: string[] } {
    return {
      macs: [...this.#macs].filter((digits) => this.#spelled.has(digits)),
      uuids: [...this.#uuids].filter((digits) => this.#spelled.has(digits)),
    };
  }

  #dash(text: string, at: number, end: number): void {
    if (isAt(text, at, DASH, 5, 10, 15)) this.#take(UUID, text, at - 8, end);
    else if (isAt(text, at, DASH, 3, 6)) this.#take(MAC, text, at - 2, end);
    else if (isAt(text, at, SPACE, -3, 3, 6)) this.#take(PAIRS, text, at - 23, end);
    else if ((classAt(text, at - 16) & HEX) !== 0 && (classAt(text, at + 16) & HEX) !== 0) {
      const found = match(HALVES, text, at - 16, end);
      if (found !== undefined) this.#bareUuid(found, text, at - 16);
    }
  }

  /** Digits without signs around a place; answers the last place of their word. */
  #bare(text: string, at: number, end: number): number {
    let from = at;
    let to = at + 1;
    let mask = 0;
    for (let kind = classAt(text, at); kind !== 0; kind = classAt(text, --from)) mask |= kind;
    for (let kind = classAt(text, to); kind !== 0; kind = classAt(text, ++to)) mask |= kind;
    from++;
    if ((mask & ~HEX) !== 0 || from >= end) return to;
    if (to - from === 32) this.#bareUuid(text.slice(from, to), text, from);
    else if (to - from === SHORTEST_BARE && text.charCodeAt(from - 1) !== DASH) {
      const digits = text.slice(from, to);
      put(this.#macs, digits);
      if (isTold(TOLD_MAC, text, from)) this.#spelled.add(digits.toLowerCase());
    }
    return to;
  }

  #take(pattern: RegExp, text: string, at: number, end: number): void {
    const found = match(pattern, text, at, end);
    if (found !== undefined) this.#spelled.add(digitsOf(found));
  }

  #bareUuid(found: string, text: string, at: number): void {
    const digits = digitsOf(found);
    put(this.#uuids, digits);
    if (isTold(TOLD, text, at)) this.#spelled.add(digits);
  }
}

/** What fits at a place where a word begins, and what is not the rest of more pairs. */
function match(pattern: RegExp, text: string, at: number, end: number): string | undefined {
  if (at < 0 || at >= end || classAt(text, at - 1) !== 0) return undefined;
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  const sign = found?.[1];
  const isMore = sign !== undefined && text[at - 1] === sign && classAt(text, at - 2) !== 0;
  return isMore ? undefined : found?.[0];
}

function isTold(label: RegExp, text: string, at: number): boolean {
  return label.test(text.slice(Math.max(0, at - LONGEST_TOLD), at));
}

function isAt(text: string, at: number, sign: number, a: number, b = a, c = a): boolean {
  return (
    text.charCodeAt(at + a) === sign && text.charCodeAt(at + b) === sign && text.charCodeAt(at + c) === sign
  );
}

function classAt(text: string, at: number): number {
  return CLASS[text.charCodeAt(at)] ?? 0;
}

function digitsOf(text: string): string {
  return text.replace(/[^0-9a-f]/gi, '').toLowerCase();
}

function put(set: Set<string>, digits: string): void {
  if (set.size < MOST_BARE) set.add(digits.toLowerCase());
}
