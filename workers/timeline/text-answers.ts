import type { Kernel } from '../kernel/kernel';
import type { Condition } from './conditions';

/** The answers of a piece's sweep: one bitset per text term, from the word of row `firstRow` on. */
export interface SweptText {
  firstRow: number;
  bits: readonly Uint32Array[];
}

/**
 * What text terms answer while their query is evaluated. Before the text is read a term may be true or false: counted
 * as what makes the query false everywhere ('lower'), the query is true only where text does not matter; counted
 * the other way round ('upper') it is false only where text does not matter.
 */
export class TextAnswers {
  readonly #kernel: Kernel;
  #answers: 'lower' | 'upper' | SweptText = 'lower';

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  assume(bound: 'lower' | 'upper'): void {
    this.#answers = bound;
  }

  /** From now on terms answer what was found in a piece, and nothing beyond its words. */
  use(swept: SweptText): void {
    this.#answers = swept;
  }

  condition(leaf: number, negated: boolean): Condition {
    return {
      fill: ({ firstRow, count }, bits) => {
        const answers = this.#answers;
        const words = this.#kernel.words();
        const at = bits >>> 2;
        const length = count >>> 5;
        if (typeof answers === 'string') {
          words.fill((answers === 'upper') === negated ? 0 : 0xffffffff, at, at + length);
          return;
        }
        // Words of the block that the piece has answers for.
        const first = (answers.firstRow >>> 5) - (firstRow >>> 5);
        const found = answers.bits[leaf]!;
        const from = Math.max(0, first);
        const to = Math.min(length, first + found.length);
        words.fill(0, at, at + length);
        if (from < to) words.set(found.subarray(from - first, to - first), at + from);
      },
    };
  }
}
