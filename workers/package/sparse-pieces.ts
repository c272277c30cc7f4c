import type { SparsePiece } from '../archive/sparse-map';
import { BLOCK } from '../archive/tar-entry';

/**
 * The pieces of a sparse file with as much of the holes behind them as fills their blocks: GNU tar begins each piece in
 * a block of its own. They stay in order and within the file.
 */
export function wholeBlocks(pieces: readonly SparsePiece[], size: number): SparsePiece[] {
  const whole: SparsePiece[] = [];
  for (const { offset, bytes } of pieces) {
    const last = whole.at(-1);
    const behind = last ? last.offset + last.bytes : 0;
    const from = last && offset < behind ? last.offset : offset;
    const end = Math.max(behind, offset + bytes);
    const blocks = Math.ceil((end - from) / BLOCK) * BLOCK;
    const piece = { offset: from, bytes: Math.min(blocks, size - from) };
    if (from === last?.offset) whole[whole.length - 1] = piece;
    else if (bytes > 0) whole.push(piece);
  }
  return whole;
}
