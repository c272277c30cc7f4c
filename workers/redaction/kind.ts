import type { RedactKind } from '../public-api';
import type { AliasBook } from './alias-book';

/** Finds one shape of text. */
export interface Finder {
  /**
   * Words that it may begin with, by their bytes (`hex` takes digits too, `word` all), how many they are, and the byte
   * behind them, which is one of `next`: most words are dismissed by that alone. '' stands for anything.
   */
  words?: { of: 'digits' | 'hex' | 'word'; from: number; to: number; next: string };
  /** Bytes outside of words that it may begin with, and what may follow these; '' stands for anything. */
  bytes?: { of: string; next: string };
  /**
   * End of what begins at `at`, or 0. It may look at `LOOK_BEHIND` bytes before and at `LOOK_AHEAD` behind, both within
   * [0, end), and must give the same for the same bytes.
   */
  end(text: Uint8Array, at: number, end: number): number;
}

/** What a label announces. */
export interface Value {
  from: number;
  to: number;
  /** Bytes that it goes on with behind `to`: a secret that is longer than what is looked at. */
  rest?: Uint8Array;
}

/** Finds what stands behind words that say what it is: `Serial Number: ABC`. */
export interface Label {
  /** Found as whole words, without regard to ASCII case. */
  words: readonly string[];
  /** Letters that are found at the ends of longer words too: of `rootPassword`. */
  endings?: readonly string[];
  /** What belongs to the label that ends at `at`: one value, all of a command line, or nothing. */
  value(text: Uint8Array, at: number, end: number): Value | readonly Value[] | null;
}

/** Gives aliases to what its kind finds. */
export interface Assigner {
  /** What it gets is a secret, and is not kept. */
  secret?: boolean;
  /**
   * The alias of a text as it stands; null when it is built in, and stays. The same text gets the same alias. `isTold` is
   * true of the value of a label: what it is needs no further sign.
   */
  alias(text: string, isTold?: boolean): string | null;
  /** Takes an alias over that was given out before. */
  resume(original: string, alias: string): void;
}

/** A text, what must not be left of it, and what must stay: the tests of its kind. */
export interface Sample {
  text: string;
  hides?: readonly string[];
  keeps?: readonly string[];
}

/** A kind of what is confidential: one file in `kinds/`. */
export interface RedactionKind {
  kind: RedactKind;
  /** Its finders look whether it is switched on or not. */
  always?: boolean;
  finders?: readonly Finder[];
  labels?: readonly Label[];
  /** Names in lower case that stay, whoever says that they are confidential: all hosts have them. */
  builtIn?: readonly string[];
  assigner(book: AliasBook): Assigner;
  samples: readonly Sample[];
}

export function defineKind(kind: RedactionKind): RedactionKind {
  return kind;
}
