const utf8 = new TextEncoder();

/** Lines as a chunk of UTF-8, each ending in a line feed; no chunk for no lines. */
export function encodedLines(lines: readonly string[]): Uint8Array[] {
  return lines.length === 0 ? [] : [utf8.encode(`${lines.join('\n')}\n`)];
}
