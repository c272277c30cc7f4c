/** Bytes of a fragment. */
export const FRAGMENT_BYTES = 1024 * 1024;
const DIGITS = 5;

/** The name of a fragment, as vm-support writes it. */
export function fragmentName(path: string, number: number, digits = DIGITS): string {
  return `${path}.FRAG-${String(number).padStart(digits, '0')}`;
}

/** A piece of a file that is written in fragments. */
export interface Piece {
  path: string;
  bytes: number;
}

/**
 * New content of a file that was in fragments: as long ones as vm-support writes, under the names that there were and, where
 * it has grown, under more. Where it has become too short for that all names stay, with even pieces: hard links may lead to each.
 *
 * @param suffixes of the fragments that there were, from 0 on
 */
export function piecesOf(path: string, suffixes: readonly string[], bytes: number): Piece[] {
  const names = suffixes.map((suffix) => path + suffix);
  const count = Math.ceil(bytes / FRAGMENT_BYTES);
  if (count < names.length) return evenPieces(names, bytes);
  const digits = suffixes[0]!.length - '.FRAG-'.length;
  return Array.from({ length: count }, (_, number) => ({
    path: names[number] ?? fragmentName(path, number, digits),
    bytes: Math.min(FRAGMENT_BYTES, bytes - number * FRAGMENT_BYTES),
  }));
}

/** Pieces under these very names: a gap behind them must not be filled by one more, nor grow by one less. */
export function evenPieces(paths: readonly string[], bytes: number): Piece[] {
  const each = Math.ceil(bytes / paths.length);
  return paths.map((path, i) => ({ path, bytes: Math.max(0, Math.min(each, bytes - i * each)) }));
}

/** Hands out a stream of bytes in stretches of given lengths; each must be read before the next. */
export class Stretches {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes; fewer where the stream ends. Every chunk is the receiver's own. */
  async *next(bytes: number): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0;) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done) return;
        this.#rest = value as Uint8Array<ArrayBuffer>;
        continue;
      }
      const whole = this.#rest.length <= left;
      const chunk = whole ? this.#rest : this.#rest.slice(0, left);
      // What goes on has a buffer of its own: the receiver may wipe the one it got.
      this.#rest = whole ? new Uint8Array(0) : this.#rest.slice(left);
      left -= chunk.length;
      yield chunk;
    }
  }

  /** Ends the stream where it is. */
  async end(): Promise<void> {
    await this.#chunks.return?.();
  }
}
