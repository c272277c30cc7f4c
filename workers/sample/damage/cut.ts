import { lengthOf, type Chunks } from '../bytes';
import type { Damage } from './damage';

/** The file ends early: after so many bytes, or at a fraction of its length; a number below 1 is a fraction. */
export function truncate(where: number | { bytes: number } | { fraction: number }): Damage {
  const at = typeof where !== 'number' ? where : where < 1 ? { fraction: where } : { bytes: where };
  return {
    name: 'truncate',
    bytes: async function* (open) {
      const end = 'bytes' in at ? at.bytes : Math.floor((await lengthOf(open())) * at.fraction);
      yield* head(open(), end);
    },
  };
}

/** Reads on behind the end without giving anything out, so that the truth of the whole is known. */
async function* head(chunks: Chunks, end: number) {
  let left = end;
  for await (const chunk of chunks) {
    const piece = chunk.subarray(0, left);
    left -= piece.length;
    if (piece.length > 0) yield piece;
  }
}
