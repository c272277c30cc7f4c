import type { AliasMap, RedactKind } from '../public-api';

/** A name that is confidential, found anywhere in what is open: it is replaced wherever it stands. */
export interface ConfidentialName {
  kind: RedactKind;
  text: string;
  /** Short or a common word: replaced only where `isNamePlace` says that it is a name. */
  weak?: true;
}

/** Replaces what is confidential; the same thing has the same alias in every file and path. */
export interface Redactor {
  /** A path, or any other single line of text. */
  line(text: string): string;
  /** Begins a file. */
  file(): FileRedaction;
  /** Those given out so far. */
  aliases(): AliasMap['aliases'];
}

/** The bytes of one file on their way. Bytes that are no valid UTF-8 pass as they are. */
export interface FileRedaction {
  /**
   * Takes the next bytes, which may end anywhere, and gives what is decided of them: a buffer of the caller's own.
   * What it holds back is bounded.
   */
  push(bytes: Uint8Array, final: boolean): Uint8Array;
  /** Whether anything was replaced so far. */
  readonly changed: boolean;
}
