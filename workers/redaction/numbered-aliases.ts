import type { RedactKind } from '../public-api';
import type { AliasBook } from './alias-book';
import type { Assigner } from './kind';

/** Aliases that differ in a number alone. */
export class NumberedAliases implements Assigner {
  private count = 0;

  constructor(
    private readonly book: AliasBook,
    private readonly kind: RedactKind,
    private readonly write: (number: number, original: string) => string,
    private readonly stays: (text: string) => boolean = () => false,
  ) {}

  alias(text: string): string | null {
    return this.stays(text) ? null : this.book.give(this.kind, text, this.candidates(text));
  }

  resume(): void {
    // Numbers given out before are skipped because their aliases are in the book.
  }

  private *candidates(text: string): Generator<string> {
    for (;;) yield this.write(++this.count, text);
  }
}
