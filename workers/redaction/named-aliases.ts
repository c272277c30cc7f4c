import type { RedactKind } from '../public-api';
import type { AliasBook } from './alias-book';
import type { Assigner } from './kind';
import { NameAliases } from './name-aliases';

/** Aliases of values that are named like things of a kind, but were found by where they stand. */
export class NamedAliases implements Assigner {
  constructor(
    private readonly book: AliasBook,
    private readonly kind: RedactKind,
    private readonly stays: (text: string) => boolean = () => false,
  ) {}

  alias(text: string): string | null {
    if (this.stays(text)) return null;
    return this.book.part(NameAliases).alias(this.kind, this.kind, text, text, 0);
  }

  resume(): void {
    // Numbers given out before are skipped because their aliases are in the book.
  }
}
