import { CLASS, DIGIT, HEX_LETTER } from './byte-classes';
import { ValueFilter } from './value-filter';

/** Different numbers without signs of each sort that are looked up at the end; further ones stay unknown. */
const MOST_BARE = 200_000;
const HEX = DIGIT | HEX_LETTER;

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
const LONGEST_TOLD = 24;

/**
 * MAC addresses and UUIDs of a case that stand in its texts without the signs between their digits: digits alone could be
 * anything, but for those that stand somewhere else as what they are.
 */
export class SpelledNumbers {
  readonly #spelled = new ValueFilter();
  readonly #macs = new Set<string>();
  readonly #uuids = new Set<string>();

  /** Takes what begins in a text before `end`. */
  read(text: string, end: number): void {
    for (let at = 0; at < end;) {
      let kind = CLASS[text.charCodeAt(at)] ?? 0;
      if (kind === 0) {
        at++;
        continue;
      }
      const from = at;
      let mask = 0;
      while (kind !== 0) {
        mask |= kind;
        kind = CLASS[text.charCodeAt(++at)] ?? 0;
      }
      if ((mask & ~HEX) === 0) this.#word(text, from, at);
    }
  }

  /** The digits of those that are known, in lower case. */
  get known(): { macs: string[]; uuids: string[] } {
    return {
      macs: [...this.#macs].filter((digits) => this.#spelled.has(digits)),
      uuids: [...this.#uuids].filter((digits) => this.#spelled.has(digits)),
    };
  }

  #word(text: string, from: number, to: number): void {
    const next = text.charCodeAt(to);
    const sign = (place: number) => text.charCodeAt(from + place);
    switch (to - from) {
      case 2:
        if (next === SPACE) {
          if (sign(5) === SPACE && sign(23) === DASH) this.#take(PAIRS, text, from);
        } else if ((next === COLON || next === DASH) && sign(5) === next && sign(8) === next) {
          if (text.charCodeAt(from - 1) !== next) this.#take(MAC, text, from);
        }
        return;
      case 4:
        if (next === DOT && sign(9) === DOT) this.#take(DOTTED_MAC, text, from);
        return;
      case 8:
        if (next === DASH && sign(13) === DASH) this.#take(UUID, text, from);
        return;
      case 12:
        if (text.charCodeAt(from - 1) !== DASH) put(this.#macs, text.slice(from, to));
        return;
      case 16:
        HALVES.lastIndex = from;
        if (next === DASH) this.#bareUuid(HALVES.exec(text)?.[0], text, from);
        return;
      case 32:
        this.#bareUuid(text.slice(from, to), text, from);
    }
  }

  #take(pattern: RegExp, text: string, at: number): void {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) this.#spelled.add(digitsOf(found));
  }

  #bareUuid(found: string | undefined, text: string, at: number): void {
    if (found === undefined) return;
    const digits = digitsOf(found);
    put(this.#uuids, digits);
    if (TOLD.test(text.slice(Math.max(0, at - LONGEST_TOLD), at))) this.#spelled.add(digits);
  }
}

function digitsOf(text: string): string {
  return text.replace(/[^0-9a-f]/gi, '').toLowerCase();
}

function put(set: Set<string>, digits: string): void {
  if (set.size < MOST_BARE) set.add(digits.toLowerCase());
}
