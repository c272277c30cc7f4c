/** Bytes that own a plain buffer, as streams and Blobs want them. */
export type Bytes = Uint8Array<ArrayBuffer>;
export type Chunks = AsyncIterable<Bytes>;

const encoder = new TextEncoder();

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

export function concat(parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Everything of a stream in one piece. */
export async function collect(chunks: AsyncIterable<Bytes> | Iterable<Bytes>): Promise<Bytes> {
  const parts: Bytes[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return concat(parts);
}

/** The same bytes in chunks of at least `size`, so that thousands of tar headers do not each cross a stream. */
export async function* coalesce(chunks: Chunks, size = 256 * 1024): AsyncGenerator<Bytes> {
  let waiting: Bytes[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < size) continue;
    yield waiting.length === 1 ? chunk : concat(waiting);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield concat(waiting);
}

export async function* oneChunk(bytes: Bytes): AsyncGenerator<Bytes> {
  yield bytes;
}

export async function lengthOf(chunks: Chunks): Promise<number> {
  let length = 0;
  for await (const chunk of chunks) length += chunk.length;
  return length;
}
