import { concat, type Bytes, type Chunks } from './bytes';
import { Crc32 } from './crc32';

/** 0 stores, 6 is what `CompressionStream` does; it knows no other level. */
export type GzipLevel = 0 | 6;

/** One gzip member of everything in `chunks`. */
export function gzip(chunks: Chunks, level: GzipLevel = 6): AsyncGenerator<Bytes> {
  return level === 0 ? stored(chunks) : compressed(chunks);
}

/** A new member starts after each of the given numbers of unpacked bytes. */
export async function* gzipMembers(
  chunks: Chunks,
  ends: readonly number[],
  level: GzipLevel = 6,
): AsyncGenerator<Bytes> {
  const source = chunks[Symbol.asyncIterator]();
  let rest: Bytes | null = null;
  let done = false;
  let at = 0;
  const upTo = async function* (end: number): AsyncGenerator<Bytes> {
    while (at < end) {
      if (rest === null) {
        const next = await source.next();
        if (next.done) {
          done = true;
          return;
        }
        rest = next.value;
      }
      const piece: Bytes = rest.subarray(0, end - at);
      rest = piece.length < rest.length ? rest.subarray(piece.length) : null;
      at += piece.length;
      yield piece;
    }
  };
  for (const end of ends) {
    if (done) return;
    yield* gzip(upTo(end), level);
  }
  if (!done) yield* gzip(upTo(Number.POSITIVE_INFINITY), level);
}

async function* compressed(chunks: Chunks): AsyncGenerator<Bytes> {
  const stream = new CompressionStream('gzip');
  const writer = stream.writable.getWriter();
  const reader = (stream.readable as ReadableStream<Bytes>).getReader();
  const source = chunks[Symbol.asyncIterator]();
  const feeding = (async () => {
    for (;;) {
      const { done, value } = await source.next();
      if (done) break;
      await writer.write(value);
    }
    await writer.close();
  })();
  let failure: unknown;
  feeding.catch((error: unknown) => {
    failure = error;
    void writer.abort(error).catch(() => undefined);
  });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    await feeding;
  } catch (error) {
    throw failure ?? error;
  } finally {
    await reader.cancel().catch(() => undefined);
    await source.return?.();
  }
}

const HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
const BLOCK = 0xffff;

/** Stored blocks: the bytes stand in clear, so a test knows what lies where. */
async function* stored(chunks: Chunks): AsyncGenerator<Bytes> {
  const crc = new Crc32();
  yield Uint8Array.from(HEADER);
  for await (const chunk of chunks) {
    crc.add(chunk);
    const parts: Bytes[] = [];
    for (let at = 0; at < chunk.length; at += BLOCK) {
      const piece = chunk.subarray(at, at + BLOCK);
      parts.push(storedHead(piece.length, false), piece);
    }
    yield concat(parts);
  }
  yield concat([storedHead(0, true), gzipTrailer(crc)]);
}

function storedHead(length: number, last: boolean): Bytes {
  return Uint8Array.of(last ? 1 : 0, length, length >>> 8, ~length, ~length >>> 8);
}

export function gzipTrailer(crc: Crc32): Bytes {
  const trailer = new Uint8Array(8);
  const view = new DataView(trailer.buffer);
  view.setUint32(0, crc.value, true);
  view.setUint32(4, crc.length % 0x1_0000_0000, true);
  return trailer;
}
