/** Lines that are wanted of a text. */
export interface LineWish {
  /** 1-based. */
  line: number;
  lines: number;
}

/** Where they are, in bytes, the last line end included. */
export interface LineSpan {
  from: number;
  to: number;
}

const PIECE = 256 * 1024;
/** A line further behind is not looked for. */
const MOST_SCANNED = 64 * 1024 * 1024;
const NEWLINE = 10;

/**
 * Finds lines of a text in one pass over its bytes, as far as it goes. Null for lines that it has not, or that begin
 * behind its first 64 MiB.
 */
export async function lineSpans(
  read: (offset: number, length: number) => Promise<Uint8Array>,
  size: number,
  wishes: readonly LineWish[],
): Promise<(LineSpan | null)[]> {
  const starts = new Map<number, number>();
  for (const { line, lines } of wishes) starts.set(line, -1).set(line + lines, -1);
  const last = Math.max(0, ...starts.keys());
  if (starts.has(1)) starts.set(1, 0);
  const end = Math.min(size, MOST_SCANNED);
  let line = 1;
  for (let offset = 0; offset < end && line < last;) {
    const bytes = await read(offset, Math.min(PIECE, end - offset));
    if (bytes.length === 0) break;
    for (let at = bytes.indexOf(NEWLINE); at >= 0 && line < last; at = bytes.indexOf(NEWLINE, at + 1)) {
      line++;
      if (starts.has(line)) starts.set(line, offset + at + 1);
    }
    offset += bytes.length;
  }
  return wishes.map((wish) => {
    const from = starts.get(wish.line)!;
    const to = starts.get(wish.line + wish.lines)!;
    if (from < 0 || from >= size) return null;
    return { from, to: to < 0 ? size : to };
  });
}
