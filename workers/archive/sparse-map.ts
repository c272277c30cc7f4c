import type { Kernel } from '../kernel/kernel';
import type { TarExports } from '../kernel/tar';

/** One stored piece of a sparse file; what lies between pieces reads as zeros. */
export interface SparsePiece {
  /** Where it stands in the file. */
  offset: number;
  bytes: number;
}

/** More pieces than this are not believed. */
export const MAX_PIECES = 1 << 18;

/**
 * Pieces from numbers (offset, bytes, offset, bytes, …), without the empty ones that mark an end. Answers what is
 * wrong when they are not in order, overlap, pass the file's end or do not add up to what is stored.
 */
export function sparsePieces(
  numbers: ArrayLike<number>,
  size: number,
  storedBytes: number,
): SparsePiece[] | string {
  if (numbers.length % 2 !== 0) return 'its map has an odd number of fields';
  if (numbers.length / 2 > MAX_PIECES) return `its map has more than ${MAX_PIECES} pieces`;
  const pieces: SparsePiece[] = [];
  let end = 0;
  let stored = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const offset = numbers[i]!;
    const bytes = numbers[i + 1]!;
    if (!(offset >= end && bytes >= 0 && offset + bytes <= size)) {
      return `piece ${i / 2} of its map (${bytes} bytes at ${offset}) is out of order or past its end at ${size}`;
    }
    end = offset + bytes;
    stored += bytes;
    if (bytes > 0) pieces.push({ offset, bytes });
  }
  if (stored !== storedBytes) return `its map names ${stored} bytes, ${storedBytes} are stored`;
  return pieces;
}

/** Reads the pieces of an old GNU sparse header, offset and bytes in 12 characters each, up to an unused one. */
export function readOldPieces(
  kernel: Kernel<TarExports>,
  at: number,
  count: number,
  numbers: number[],
): void {
  for (let piece = at; piece < at + 24 * count; piece += 24) {
    if (kernel.bytes()[piece] === 0) break;
    numbers.push(kernel.exports.tarNumber(piece, 12), kernel.exports.tarNumber(piece + 12, 12));
  }
}

/**
 * Reads the map of GNU's PAX form 1.0, which stands before the data: decimal numbers, each with a newline: how
 * many pieces, then offset and bytes of each; padded to a block.
 */
export class SparseMapReader {
  readonly numbers: number[] = [];
  #count = -1;
  #value = 0;
  #digits = 0;
  /** What is wrong, or null. */
  wrong: string | null = null;

  /** True when all numbers are there, or cannot be. */
  get done(): boolean {
    return this.wrong !== null || this.numbers.length === this.#count * 2;
  }

  /** Takes one block of the map. */
  read(block: Uint8Array): void {
    for (let i = 0; i < block.length && !this.done; i++) {
      const byte = block[i]!;
      if (byte === 0x0a && this.#digits > 0) this.#endNumber();
      else if (byte >= 0x30 && byte <= 0x39 && this.#digits < 16) {
        this.#value = this.#value * 10 + byte - 0x30;
        this.#digits++;
      } else this.wrong = 'its map is no list of numbers';
    }
  }

  #endNumber(): void {
    if (this.#count >= 0) this.numbers.push(this.#value);
    else if (this.#value <= MAX_PIECES) this.#count = this.#value;
    else this.wrong = `its map has ${this.#value} pieces; ${MAX_PIECES} is the most`;
    this.#value = 0;
    this.#digits = 0;
  }
}
