import { type Kernel, KernelMemoryError, type MemoryExports } from './kernel';

/** Exports of `assembly/intern.ts`. */
export interface DictionaryExports extends MemoryExports {
  internString(dictionary: number, ptr: number, length: number): number;
  dictionarySize(dictionary: number): number;
  dictionaryEntry(dictionary: number, id: number): number;
  matchDictionary(dictionary: number, pattern: number, length: number, out: number): void;
  clearDictionaries(): void;
  storedDictionaryBytes(): number;
  writeDictionaries(out: number): void;
  readDictionaries(ptr: number, length: number): number;
}

/** The kernel's string dictionaries, one per interned column. */
export const DICTIONARIES = ['process', 'pid', 'component', 'opId', 'sid', 'user', 'host'] as const;
export type DictionaryName = (typeof DICTIONARIES)[number];

/** Strings by id as the columns hold them; id 0 is "none" and has no text. */
export interface Dictionary {
  /** Number of ids in use, 0 included: valid ids are 1 … size - 1. */
  size(name: DictionaryName): number;
  /** The text of an id, null for 0. Invalid UTF-8 is shown with replacement characters. */
  text(name: DictionaryName, id: number): string | null;
  /** The id of a text, made when missing. */
  intern(name: DictionaryName, text: string): number;
  /**
   * One byte per id (length `size`): 1 where the whole text matches the pattern without regard to case,
   * `*` standing for any run of characters. `[0]` is always 0.
   */
  matching(name: DictionaryName, pattern: string): Uint8Array;
}

/** Columns of 16 bits give every further string this id, whose text is `…`. */
export const OVERFLOW_ID = 65535;

/** Strings are cut to this many bytes. */
export const MAX_STRING_BYTES = 4096;

/** How many ids each dictionary has in use, in the order of `DICTIONARIES`. */
export type DictionarySizes = readonly number[];

/** Form of `serialise`; raised whenever it changes. */
const STORED_VERSION = 1;
const READ_SLACK = 64;

/** The dictionaries of one kernel. */
export class KernelDictionary implements Dictionary {
  readonly #kernel: Kernel<DictionaryExports>;
  readonly #decoder = new TextDecoder();
  /** Texts decoded before, by id; rows on screen repeat few of them. */
  readonly #texts = DICTIONARIES.map(() => new Map<number, string>());

  constructor(kernel: Kernel<DictionaryExports>) {
    this.#kernel = kernel;
  }

  size(name: DictionaryName): number {
    return this.#kernel.exports.dictionarySize(DICTIONARIES.indexOf(name));
  }

  text(name: DictionaryName, id: number): string | null {
    const index = DICTIONARIES.indexOf(name);
    const texts = this.#texts[index]!;
    const known = texts.get(id);
    if (known !== undefined) return known;
    const entry = this.#kernel.exports.dictionaryEntry(index, id) >>> 0;
    if (!entry) return null;
    const length = this.#kernel.words()[(entry + 4) >>> 2]!;
    const text = this.#decoder.decode(this.#kernel.bytes().subarray(entry + 8, entry + 8 + length));
    if (texts.size >= 4096) texts.clear();
    texts.set(id, text);
    return text;
  }

  intern(name: DictionaryName, text: string): number {
    const bytes = new TextEncoder().encode(text);
    return this.#with(bytes, (ptr) => {
      const id = this.#kernel.exports.internString(DICTIONARIES.indexOf(name), ptr, bytes.length);
      if (!id && text) throw new KernelMemoryError(bytes.length);
      return id;
    });
  }

  matching(name: DictionaryName, pattern: string): Uint8Array {
    const index = DICTIONARIES.indexOf(name);
    const lower = pattern.toLowerCase();
    // The kernel knows the case of ASCII letters only.
    // eslint-disable-next-line no-control-regex
    if (!/^[\x00-\x7f]*$/.test(lower)) return this.#matchingText(name, lower);
    const size = this.size(name);
    const bytes = new TextEncoder().encode(lower);
    const out = this.#kernel.allocate(size);
    try {
      this.#with(bytes, (ptr) => this.#kernel.exports.matchDictionary(index, ptr, bytes.length, out));
      return this.#kernel.bytes().slice(out, out + size);
    } finally {
      this.#kernel.release(out, size);
    }
  }

  #matchingText(name: DictionaryName, pattern: string): Uint8Array {
    const source = pattern
      .split(/\*+/)
      .map((piece) => piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
      .join('[^]*');
    const expression = new RegExp(`^${source}$`, 'u');
    const matches = new Uint8Array(this.size(name));
    for (let id = 1; id < matches.length; id++) {
      matches[id] = expression.test((this.text(name, id) ?? '').toLowerCase()) ? 1 : 0;
    }
    return matches;
  }

  /** All dictionaries as one array, for `restore`. */
  serialise(): Uint8Array {
    const length = this.#kernel.exports.storedDictionaryBytes() >>> 0;
    const block = this.#kernel.allocate(length);
    try {
      this.#kernel.exports.writeDictionaries(block);
      const stored = new Uint8Array(1 + length);
      stored[0] = STORED_VERSION;
      stored.set(this.#kernel.bytes().subarray(block, block + length), 1);
      return stored;
    } finally {
      this.#kernel.release(block, length);
    }
  }

  sizes(): DictionarySizes {
    return DICTIONARIES.map((name) => this.size(name));
  }

  /** As `serialise`, with the strings that were there when the dictionaries had these sizes. */
  serialiseFirst(sizes: DictionarySizes): Uint8Array {
    const all = this.serialise();
    const view = new DataView(all.buffer, all.byteOffset, all.length);
    const first = new Uint8Array(all.length);
    first[0] = all[0]!;
    let from = 1;
    let to = 1;
    for (const size of sizes) {
      const count = view.getUint32(from, true);
      new DataView(first.buffer).setUint32(to, Math.min(count, size - 1), true);
      from += 4;
      to += 4;
      for (let id = 1; id <= count; id++) {
        const bytes = 2 + view.getUint16(from, true);
        if (id < size) {
          first.set(all.subarray(from, from + bytes), to);
          to += bytes;
        }
        from += bytes;
      }
    }
    all.fill(0);
    return first.slice(0, to);
  }

  /** Forgets the strings that came since the dictionaries had these sizes; the others keep their ids. */
  truncate(sizes: DictionarySizes): void {
    if (!this.restore(this.serialiseFirst(sizes))) throw new Error('the dictionaries cannot be made anew');
  }

  /** Replaces all strings by those of `serialise`. False, and no strings at all, when the array is damaged. */
  restore(stored: Uint8Array): boolean {
    this.clear();
    if (stored[0] !== STORED_VERSION) return false;
    const bytes = stored.subarray(1);
    return this.#with(bytes, (ptr) => this.#kernel.exports.readDictionaries(ptr, bytes.length) !== 0);
  }

  /** Forgets all strings. */
  clear(): void {
    for (const texts of this.#texts) texts.clear();
    this.#kernel.exports.clearDictionaries();
  }

  #with<T>(bytes: Uint8Array, work: (ptr: number) => T): T {
    const room = bytes.length + READ_SLACK;
    const block = this.#kernel.allocate(room);
    try {
      this.#kernel.bytes().set(bytes, block);
      return work(block);
    } finally {
      this.#kernel.release(block, room);
    }
  }
}
