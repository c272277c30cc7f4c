import { Failure } from '../failure';
import type { CaseContent } from './case-content';

/** Text read at a time. */
const PIECE_BYTES = 512 * 1024;
/** Records of one file are read together when less than this lies between them: it is read over. */
const GAP_BYTES = 16 * 1024;

/** Records of one file whose text was read together. */
export interface RecordPiece {
  file: number;
  /** Valid until the next piece is asked for. */
  text: Uint8Array;
  records: PieceRecord[];
}

export interface PieceRecord {
  /** In the list of rows that was given. */
  index: number;
  /** Bytes [from, to) of the piece's text. */
  from: number;
  to: number;
  /** The record is longer than what was read of it. */
  cut: boolean;
}

/** Where a piece stands in its file. */
interface PlannedPiece extends Omit<RecordPiece, 'text'> {
  from: number;
  to: number;
}

/**
 * The text of records in any order, `limit` bytes of each at most. They come by file and place, so that what lies
 * together is read, and inflated, once. Fails with `unreadable`, naming the file.
 */
export async function* recordPieces(
  content: CaseContent,
  rows: ArrayLike<number>,
  limit: number,
): AsyncGenerator<RecordPiece> {
  for (const { file, from, to, records } of plannedPieces(content, rows, limit)) {
    const { layer, offset } = content.files.get(file);
    const text = await content.reader.read(layer, offset + from, to - from);
    if (text.length < to - from)
      throw new Failure(
        'unreadable',
        `${content.shownPath(file)} can no longer be read at byte ${from + text.length}`,
      );
    yield { file, text, records };
  }
}

function* plannedPieces(
  { rowSource, segments }: CaseContent,
  rows: ArrayLike<number>,
  limit: number,
): Generator<PlannedPiece> {
  // Rows of a file are in its order, and files in that of their archive.
  const order = Uint32Array.from(rows, (_, index) => index).sort((a, b) => rows[a]! - rows[b]!);
  let piece: PlannedPiece | null = null;
  let endRow = 0;
  for (const index of order) {
    const row = rows[index]!;
    const from = rowSource.from(row);
    const length = rowSource.to(row) - from;
    const to = from + Math.min(length, limit);
    const cut = length > limit;
    if (!piece || row >= endRow || from - piece.to > GAP_BYTES || to - piece.from > PIECE_BYTES) {
      if (piece) yield piece;
      const segment = segments.of(row);
      endRow = segments.endRow(segment);
      piece = { file: segments.file(segment), from, to, records: [] };
    }
    piece.to = Math.max(piece.to, to);
    piece.records.push({ index, from: from - piece.from, to: to - piece.from, cut });
  }
  if (piece) yield piece;
}
