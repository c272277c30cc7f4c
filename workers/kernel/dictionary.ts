/** The kernel's string dictionaries, one per interned column. */
export const DICTIONARIES = ['process', 'pid', 'component', 'opId', 'sid', 'user', 'host'] as const;
export type DictionaryName = (typeof DICTIONARIES)[number];

/** Strings by id as the columns hold them; id 0 is "none" and has no text. */
export interface Dictionary {
  /** Number of ids in use, 0 included: valid ids are 1 … size - 1. */
  size(name: DictionaryName): number;
  /** The text of an id, null for 0. Invalid UTF-8 is shown with replacement characters. */
  text(name: DictionaryName, id: number): string | null;
  /** The id of a text, made when missing. */
  intern(name: DictionaryName, text: string): number;
  /**
   * One byte per id (length `size`): 1 where the whole text matches the pattern without regard to case,
   * `*` standing for any run of characters. `[0]` is always 0.
   */
  matching(name: DictionaryName, pattern: string): Uint8Array;
}
