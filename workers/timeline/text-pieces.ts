import type { RowBits } from './row-bits';
import type { RowSource } from './row-source';
import { alignedWords, PIECE_BYTES, type TextPiece } from './text-scan';

/** Cuts the text of the candidates among the rows [firstRow, endRow) into pieces; text without any is left out. */
export function cutPieces(
  source: RowSource,
  candidates: RowBits,
  firstRow: number,
  endRow: number,
  pieceBytes = PIECE_BYTES,
): TextPiece[] {
  const pieces: TextPiece[] = [];
  let row = candidates.next(firstRow, endRow);
  while (row < endRow) {
    const segment = source.segments.of(row);
    const stop = Math.min(endRow, source.segments.endRow(segment));
    const open = candidates.previous(row, lastRowWithin(source, row, stop, pieceBytes) + 1) + 1;
    const piece = {
      file: source.segments.file(segment),
      firstRow: row,
      endRow: open,
      offset: source.from(row),
      bytes: source.to(open - 1) - source.from(row),
      candidates: new Uint32Array(alignedWords(row, open)),
    };
    for (let i = 0; i < piece.candidates.length; i++)
      piece.candidates[i] = candidates.words[(row >>> 5) + i]!;
    pieces.push(piece);
    row = candidates.next(open, endRow);
  }
  return pieces;
}

/** The last row of [first, stop) so that all from `first` on have at most `bytes` bytes, or `first` itself. */
function lastRowWithin(source: RowSource, first: number, stop: number, bytes: number): number {
  const limit = source.from(first) + bytes;
  let low = first;
  let high = stop;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (source.to(middle) <= limit) low = middle;
    else high = middle;
  }
  return low;
}
