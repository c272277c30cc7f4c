import type { CaseContent } from './case-content';
import { recordPieces } from './record-pieces';

/** Records read together: in the order of time they lie all over the files, and each place is inflated once. */
const BATCH_ROWS = 65_536;
/** Most text of those in bytes, unless the first alone has more. */
const BATCH_BYTES = 16 * 1024 * 1024;

/** Records whose texts have been read, in the order they were asked for. */
export interface RecordBatch {
  rows: Uint32Array;
  /** The texts, one after another. */
  text: Uint8Array;
  /** Where each begins, and the end of the last. */
  offsets: Uint32Array;
}

/**
 * The texts of as many of `rows` from `start` on as may be held together, at least of one; `limit` bytes of each at most.
 * Fails with `unreadable`.
 */
export async function readBatch(
  content: CaseContent,
  rows: ArrayLike<number>,
  start: number,
  limit: number,
): Promise<RecordBatch> {
  const { rowSource } = content;
  const most = Math.min(BATCH_ROWS, rows.length - start);
  const offsets = new Uint32Array(most + 1);
  const taken = new Uint32Array(most);
  let count = 0;
  while (count < most && (count === 0 || offsets[count]! < BATCH_BYTES)) {
    const row = rows[start + count]!;
    taken[count++] = row;
    offsets[count] = offsets[count - 1]! + Math.min(rowSource.to(row) - rowSource.from(row), limit);
  }
  const batch = {
    rows: taken.subarray(0, count),
    text: new Uint8Array(offsets[count]!),
    offsets: offsets.subarray(0, count + 1),
  };
  for await (const { text, records } of recordPieces(content, batch.rows, limit)) {
    for (const { index, from, to } of records) batch.text.set(text.subarray(from, to), offsets[index]);
  }
  return batch;
}
