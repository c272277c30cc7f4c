import { Failure } from '../failure';
import { CLASS, FOLD } from './byte-classes';
import { codeOf, escapedAt, ESCAPES, isByte, lengthOf } from './encoded-bytes';

const EMPTY = -1;
/** A name of which characters are escaped is no longer than this. */
const LONGEST_ESCAPED = 3_072;

const encoder = new TextEncoder();

/** A step is a node and a byte in 32 bits; -1 is none. */
const MOST_NODES = (1 << 24) - 1;

/** Five bits of each of three bytes, in which letters of both cases are the same. */
export const BEGINNINGS = 1 << 15;

function beginning(first: number, second: number, third: number): number {
  return ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);
}

/** What a name at a place would begin with. */
export function beginningAt(text: Uint8Array, at: number, end: number): number {
  const second = at + 1 < end ? text[at + 1]! : 0;
  const third = at + 2 < end ? text[at + 2]! : 0;
  return beginning(text[at]!, second, third);
}

/**
 * All names in one tree of bytes, without regard to ASCII case. Its edges lie in one hash table of typed arrays, so that a
 * step costs the same however many names there are, and its size is that of the names.
 */
export class NameTrie {
  /** Fails with `too-many-names` when names have more bytes than `most` that they do not share. */
  constructor(private readonly most = MOST_NODES) {}

  private keys = new Int32Array(1024).fill(EMPTY);
  private nodes = new Int32Array(1024);
  private edges = 0;
  private terms = new Int32Array(512).fill(EMPTY);
  private count = 1;
  /** By `beginning`, whether a name begins so: nearly all places are dismissed by it. */
  readonly begins = new Uint8Array(BEGINNINGS);
  /** First bytes of names that parts words: places to look at besides the beginnings of words. */
  readonly oddStarts = new Uint8Array(256);

  get empty(): boolean {
    return this.count === 1;
  }

  /** Adds a name of at least two bytes; of names that differ in case only the first stays. Answers whether it is new. */
  add(name: Uint8Array, term: number): boolean {
    if (name.length < 2) return false;
    let node = 0;
    for (let i = 0; i < name.length; i++) node = this.child(node, FOLD[name[i]!]!);
    if (this.terms[node] !== EMPTY) return false;
    this.terms[node] = term;
    // Of a name of two bytes anything may be the third.
    const third = name.length > 2 ? [name[2]!] : Array.from({ length: 32 }, (_, byte) => byte);
    for (const byte of third) this.begins[beginning(name[0]!, name[1]!, byte)] = 1;
    if (CLASS[name[0]!] === 0) this.oddStarts[name[0]!] = 1;
    return true;
  }

  /** The number that a name was added with; -1 for none. */
  termOf(name: Uint8Array): number {
    let node = 0;
    for (let i = 0; i < name.length && node !== EMPTY; i++) node = this.step(node, FOLD[name[i]!]!);
    return node === EMPTY ? EMPTY : this.terms[node]!;
  }

  mayBegin(text: Uint8Array, at: number, end: number): boolean {
    return at + 1 < end && this.begins[beginningAt(text, at, end)] === 1;
  }

  /** Whether a name may begin here of whose first characters some are escaped that need not be. */
  mayBeginEscaped(text: Uint8Array, at: number, end: number): boolean {
    if (at + 3 > end || this.empty) return false;
    if (ESCAPES[text[at]!]! !== 0) return escapedAt(text, at, end) !== 0;
    return ESCAPES[text[at + 1]!]! !== 0 || ESCAPES[text[at + 2]!]! !== 0;
  }

  /** End of the longest name at a place, which stands by itself where it is `bounded`, or 0; which one it is stays in `term`. */
  longest(text: Uint8Array, at: number, end: number, bounded: boolean): number {
    const { terms } = this;
    // Beyond ASCII what parts words may be a letter of a name all the same.
    if (bounded && at > 0 && text[at]! >= 128 && CLASS[text[at - 1]!] !== 0) return 0;
    let best = 0;
    let node = 0;
    for (let i = at; i < end;) {
      node = this.step(node, FOLD[text[i]!]!);
      if (node === EMPTY) break;
      i++;
      const term = terms[node]!;
      if (term === EMPTY) continue;
      if (bounded && i < end && CLASS[text[i]!] !== 0 && isLetter(text[i - 1]!)) continue;
      best = i;
      this.term = term;
    }
    return best;
  }

  /** The same of what may stand inside of words, also where characters are escaped that need not be. */
  longestInside(text: Uint8Array, at: number, end: number): number {
    const best = this.longest(text, at, end, false);
    let node = 0;
    for (let i = at; i < end; i++) {
      if (ESCAPES[text[i]!] !== 0) return this.longestEscaped(text, at, end, best);
      node = this.step(node, FOLD[text[i]!]!);
      if (node === EMPTY) break;
    }
    return best;
  }

  private longestEscaped(text: Uint8Array, at: number, end: number, best: number): number {
    let node = 0;
    for (let i = at; i < end && i - at <= LONGEST_ESCAPED;) {
      const escaped = ESCAPES[text[i]!] === 0 ? 0 : escapedAt(text, i, end);
      let next = escaped === 0 ? EMPTY : this.stepCode(node, codeOf(escaped), isByte(text, i));
      if (next !== EMPTY) i += lengthOf(escaped);
      else {
        next = this.step(node, FOLD[text[i]!]!);
        if (next === EMPTY) break;
        i++;
      }
      node = next;
      if (this.terms[node] === EMPTY || i <= best) continue;
      best = i;
      this.term = this.terms[node]!;
    }
    return best;
  }

  /** What `longest` found last. */
  term = EMPTY;

  private step(node: number, byte: number): number {
    const key = (node << 8) | byte;
    const { keys } = this;
    const mask = keys.length - 1;
    for (let slot = hash(key) & mask; ; slot = (slot + 1) & mask) {
      const there = keys[slot]!;
      if (there === key) return this.nodes[slot]!;
      if (there === EMPTY) return EMPTY;
    }
  }

  /** A step by a character, or by a byte of one. */
  private stepCode(node: number, code: number, isByte: boolean): number {
    if (isByte || code < 0x80) return this.step(node, FOLD[code]!);
    let to = node;
    for (const byte of encoder.encode(String.fromCodePoint(code))) {
      to = this.step(to, byte);
      if (to === EMPTY) break;
    }
    return to;
  }

  private child(node: number, byte: number): number {
    const there = this.step(node, byte);
    if (there !== EMPTY) return there;
    if (this.count >= this.most)
      throw new Failure(
        'too-many-names',
        'there are more names in what is open than can be replaced at once',
      );
    if (this.edges * 2 >= this.keys.length) this.grow();
    if (this.count === this.terms.length) {
      const terms = new Int32Array(this.terms.length * 2).fill(EMPTY);
      terms.set(this.terms);
      this.terms = terms;
    }
    const made = this.count++;
    this.edges++;
    this.put((node << 8) | byte, made);
    return made;
  }

  private put(key: number, node: number): void {
    const mask = this.keys.length - 1;
    let slot = hash(key) & mask;
    while (this.keys[slot] !== EMPTY) slot = (slot + 1) & mask;
    this.keys[slot] = key;
    this.nodes[slot] = node;
  }

  private grow(): void {
    const { keys, nodes } = this;
    this.keys = new Int32Array(keys.length * 2).fill(EMPTY);
    this.nodes = new Int32Array(keys.length * 2);
    keys.forEach((key, i) => {
      if (key !== EMPTY) this.put(key, nodes[i]!);
    });
  }
}

function isLetter(byte: number): boolean {
  return byte >= 128 || CLASS[byte] !== 0;
}

function hash(key: number): number {
  const mixed = Math.imul(key, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
