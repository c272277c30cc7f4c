const PIECE_BYTES = 1024 * 1024;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Many texts that are seldom asked for, as UTF-8 in large pieces: a string each would take more memory. */
export class TextArena {
  readonly #pieces: Uint8Array[] = [];
  readonly #starts: number[] = [];
  #end = 0;
  #left = 0;

  /** Keeps a text; its place is a number from 1 on. */
  add(text: string): number {
    const bytes = encoder.encode(text);
    if (bytes.length > this.#left || this.#pieces.length === 0) {
      const piece = new Uint8Array(Math.max(PIECE_BYTES, bytes.length));
      this.#pieces.push(piece);
      this.#starts.push(this.#end);
      this.#left = piece.length;
    }
    const piece = this.#pieces.at(-1)!;
    const start = this.#starts.at(-1)!;
    const at = this.#end;
    piece.set(bytes, at - start);
    this.#end += bytes.length;
    this.#left -= bytes.length;
    return at + 1;
  }

  /** The text at a place, which is so many bytes long. */
  get(place: number, bytes: number): string {
    const at = place - 1;
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! <= at) low = middle;
      else high = middle;
    }
    const from = at - (this.#starts[low] ?? 0);
    return decoder.decode(this.#pieces[low]?.subarray(from, from + bytes));
  }

  get end(): number {
    return this.#end;
  }
}
