/** 16 MiB: of ten million values one in two hundred others is taken for one of them. */
const BITS = 1 << 27;
const PROBES = 4;

/** Tells whether a text was seen, whatever number of them were: never that it was not, rarely that one was which was not. */
export class ValueFilter {
  #words: Uint32Array | null = null;

  add(text: string): void {
    this.#words ??= new Uint32Array(BITS / 32);
    const words = this.#words;
    places(text, (word, bit) => ((words[word]! |= bit), true));
  }

  has(text: string): boolean {
    const words = this.#words;
    return words !== null && places(text, (word, bit) => (words[word]! & bit) !== 0);
  }
}

/** Whether `each` answers true of all places of a text: by two hashes, as one and a step. */
function places(text: string, each: (word: number, bit: number) => boolean): boolean {
  let place = 0x811c9dc5;
  let step = 0x9e3779b1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    place = Math.imul(place ^ code, 0x01000193);
    step = Math.imul(step ^ code, 0x85ebca6b);
  }
  place ^= place >>> 15;
  step = (step ^ (step >>> 13)) | 1;
  for (let probe = 0; probe < PROBES; probe++) {
    const bit = (place + Math.imul(probe, step)) >>> 5;
    if (!each(bit >>> 5, 1 << (bit & 31))) return false;
  }
  return true;
}
