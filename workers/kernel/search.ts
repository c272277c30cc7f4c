import type { MemoryExports } from './kernel';

/**
 * Exports of `assembly/search.ts`. `needle` points to its masks and then its values, each padded to 16 bytes
 * (`workers/timeline/needle.ts` lays it out); 64 bytes behind the text can be read.
 */
export interface SearchExports extends MemoryExports {
  /**
   * Sets in `bits`, from bit `firstBit` on, every record that holds the needle; returns how many. `offsets` has
   * `records` + 1 numbers (u32): where each record begins in the text, and the end of the last.
   */
  searchRecords(
    text: number,
    needle: number,
    length: number,
    probeA: number,
    probeB: number,
    offsets: number,
    records: number,
    bits: number,
    firstBit: number,
  ): number;
  /**
   * Writes the offsets of the first hit in each line to `hits` (u32), `capacity` at most, from offset `from` on;
   * returns how many. When that is `capacity`, go on at `searchResume()`.
   */
  searchLines(
    text: number,
    textLength: number,
    from: number,
    needle: number,
    length: number,
    probeA: number,
    probeB: number,
    hits: number,
    capacity: number,
  ): number;
  /** Where the last `searchLines` stopped: an offset in its text, or the text's length. */
  searchResume(): number;
  /** Address of the first byte in [at, end) above 127, or `end`. */
  firstNonAscii(at: number, end: number): number;
}
