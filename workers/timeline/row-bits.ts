/** A set of rows: bit r & 31 of word r >>> 5. */
export class RowBits {
  words: Uint32Array;
  /** Rows the set speaks of; all bits from here on are 0. */
  rows: number;

  constructor(rows = 0) {
    this.rows = rows;
    this.words = new Uint32Array((rows + 31) >>> 5);
  }

  /** Makes the set speak of `rows` rows; new ones are not in it. */
  grow(rows: number): void {
    if (rows <= this.rows) return;
    const words = (rows + 31) >>> 5;
    if (words > this.words.length) {
      const wider = new Uint32Array(Math.max(words, this.words.length * 2));
      wider.set(this.words);
      this.words = wider;
    }
    this.rows = rows;
  }

  /** Makes the set speak of the first `rows` rows only. */
  truncate(rows: number): void {
    if (rows >= this.rows) return;
    this.words.fill(0, (rows + 31) >>> 5);
    if (rows & 31) this.words[rows >>> 5]! &= -1 >>> (32 - (rows & 31));
    this.rows = rows;
  }

  has(row: number): boolean {
    return row < this.rows && ((this.words[row >>> 5]! >>> (row & 31)) & 1) === 1;
  }

  set(row: number): void {
    this.words[row >>> 5]! |= 1 << (row & 31);
  }

  /** Takes the bits of rows [from, to) from `source`, whose bit 0 is row `sourceRow`, a multiple of 32. */
  copy(from: number, to: number, source: Uint32Array, sourceRow: number): void {
    if (from >= to) return;
    const first = from >>> 5;
    const last = (to - 1) >>> 5;
    const base = sourceRow >> 5;
    for (let word = first; word <= last; word++) {
      let mask = 0xffffffff;
      if (word === first) mask &= -1 << (from & 31);
      if (word === last) mask &= -1 >>> (31 - ((to - 1) & 31));
      this.words[word] = (this.words[word]! & ~mask) | (source[word - base]! & mask);
    }
  }

  /** Rows of [from, to) in the set. */
  count(from = 0, to = this.rows): number {
    if (from >= to) return 0;
    const first = from >>> 5;
    const last = (to - 1) >>> 5;
    let count = 0;
    for (let word = first; word <= last; word++) {
      let bits = this.words[word]!;
      if (word === first) bits &= -1 << (from & 31);
      if (word === last) bits &= -1 >>> (31 - ((to - 1) & 31));
      count += ones(bits);
    }
    return count;
  }

  /** The first row of [from, to) in the set, or `to`. */
  next(from: number, to = this.rows): number {
    if (from >= to) return to;
    let word = from >>> 5;
    let bits = this.words[word]! & (-1 << (from & 31));
    const last = (to - 1) >>> 5;
    while (!bits && word < last) bits = this.words[++word]!;
    return bits ? Math.min(to, (word << 5) + lowest(bits)) : to;
  }

  /** The last row of [from, to) in the set, or from - 1. */
  previous(from: number, to: number): number {
    if (from >= to) return from - 1;
    let word = (to - 1) >>> 5;
    let bits = this.words[word]! & (-1 >>> (31 - ((to - 1) & 31)));
    const first = from >>> 5;
    while (!bits && word > first) bits = this.words[--word]!;
    return bits ? Math.max(from - 1, (word << 5) + 31 - Math.clz32(bits)) : from - 1;
  }
}

/** Bits set in a word. */
export function ones(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Number of the lowest bit set in a word that is not 0. */
export function lowest(word: number): number {
  return 31 - Math.clz32(word & -word);
}
