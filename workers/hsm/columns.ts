/** A column of numbers that grows in pieces, so that growing never copies what is there. */
const PIECE = 1 << 16;

export class Column<Piece extends Float64Array | Uint32Array | Uint8Array> {
  readonly #make: (length: number) => Piece;
  readonly #pieces: Piece[] = [];

  constructor(make: (length: number) => Piece) {
    this.#make = make;
  }

  get(row: number): number {
    return this.#pieces[row >>> 16]![row & (PIECE - 1)]!;
  }

  set(row: number, value: number): void {
    const piece = (this.#pieces[row >>> 16] ??= this.#make(PIECE));
    piece[row & (PIECE - 1)] = value;
  }
}

export const floats = () => new Column((length) => new Float64Array(length));
export const numbers = () => new Column((length) => new Uint32Array(length));
export const bytes = () => new Column((length) => new Uint8Array(length));
