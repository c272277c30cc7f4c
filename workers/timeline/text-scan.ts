/**
 * The contract between the evaluator and whoever reads text: structure is evaluated first, and only pieces of text
 * with rows that are still open are swept, each once for all text terms of the query.
 */

/** A term of a query that needs the text of records. */
export type TextLeaf =
  /** Substring of the raw record, without case. */
  | { kind: 'text'; text: string }
  /** Substring of the message, without case. */
  | { kind: 'message'; text: string }
  | { kind: 'regex'; source: string; flags: string; over: 'raw' | 'message' };

/** Rows [firstRow, endRow) of one file, whose bytes follow one another in it. */
export interface TextPiece {
  file: number;
  firstRow: number;
  endRow: number;
  /** Where the first row begins in the (unpacked) file. */
  offset: number;
  /** Bytes of all rows; more than `PIECE_BYTES` only for a single row that is larger by itself. */
  bytes: number;
  /** The rows whose outcome is open, aligned like `PieceAnswer.bits`; answers for other rows are not looked at. */
  candidates: Uint32Array;
}

export interface ScanRequest {
  pieces: readonly TextPiece[];
  leaves: readonly TextLeaf[];
  /** The scanner ends its iteration soon after this aborts. */
  signal: AbortSignal;
}

/** What a sweep of one piece found. */
export interface PieceAnswer {
  /** Index in `ScanRequest.pieces`. */
  piece: number;
  /**
   * Per leaf the rows that match: bit (row & 31) of word (row >>> 5) - (firstRow >>> 5). Null when the text could not
   * be read; its open rows then do not match.
   */
  bits: readonly Uint32Array[] | null;
  /** Why the text could not be read. */
  error?: { code: string; message: string };
}

export interface TextScanner {
  /** Answers for every piece, in any order, as soon as it is swept. */
  scan(request: ScanRequest): AsyncIterable<PieceAnswer>;
}

/** Size that pieces are cut to. */
export const PIECE_BYTES = 2 * 1024 * 1024;

/** Words of a bitset for these rows that is aligned as in `PieceAnswer.bits`. */
export function alignedWords(firstRow: number, endRow: number): number {
  return ((endRow + 31) >>> 5) - (firstRow >>> 5);
}
