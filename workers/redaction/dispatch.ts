import { DIGIT, HEX_LETTER } from './byte-classes';
import type { Finder } from './kind';

/** Words longer than this are all of the same length to finders. */
const LONGEST = 64;
const LENGTHS = LONGEST + 2;
const CLASSES = { digits: 0, hex: 1, word: 2 };

export interface KindFinder extends Finder {
  /** Number of the kind. */
  kind: number;
}

/** Which finders have to look at a word: one look into a table, by its bytes, its length and what follows. */
export class Dispatch {
  private readonly table = new Uint16Array(3 * LENGTHS * 256);
  /** By a byte outside of words and the next one. */
  private readonly byBytes = new Uint16Array(256 * 256);
  /** Bytes outside of words that something begins with. */
  readonly odd = new Uint8Array(256);
  readonly lists: KindFinder[][] = [[]];
  private readonly keys = [''];

  constructor(finders: readonly KindFinder[]) {
    finders.forEach((finder, index) => this.add(finder, index));
  }

  /** Number of a list of finders, 0 for none. `next` is 0 at the end of the text. */
  ofWord(mask: number, length: number, next: number): number {
    const of = mask === DIGIT ? 0 : mask <= (DIGIT | HEX_LETTER) ? 1 : 2;
    return this.table[((of * LENGTHS + (length > LONGEST ? LONGEST + 1 : length)) << 8) | next]!;
  }

  /** The same of a byte outside of words. */
  ofByte(byte: number, next: number): number {
    return this.odd[byte] === 0 ? 0 : this.byBytes[(byte << 8) | next]!;
  }

  private add(finder: KindFinder, index: number): void {
    const { words, bytes } = finder;
    for (const char of bytes?.of ?? '') {
      const byte = char.charCodeAt(0);
      this.odd[byte] = 1;
      for (let next = 0; next < 256; next++) {
        if (isOneOf(next, bytes!.next)) this.put(this.byBytes, (byte << 8) | next, finder, index);
      }
    }
    if (words === undefined) return;
    for (let of = 0; of <= CLASSES[words.of]; of++) {
      for (let length = words.from; length <= Math.min(words.to, LONGEST + 1); length++) {
        for (let next = 0; next < 256; next++) {
          if (!isOneOf(next, words.next)) continue;
          this.put(this.table, ((of * LENGTHS + length) << 8) | next, finder, index);
        }
      }
    }
  }

  private put(table: Uint16Array, slot: number, finder: KindFinder, index: number): void {
    const old = table[slot]!;
    const key = `${this.keys[old]!} ${index}`;
    let number = this.keys.indexOf(key);
    if (number < 0) {
      number = this.lists.push([...this.lists[old]!, finder]) - 1;
      this.keys.push(key);
    }
    table[slot] = number;
  }
}

function isOneOf(byte: number, bytes: string): boolean {
  return bytes === '' || bytes.includes(String.fromCharCode(byte));
}
