import { wipe } from '../envelope/secret-bytes';
import { Failure } from '../failure';
import type { FileContent } from '../package/entry-file';
import { BlobParts } from './blob-parts';

/** Less than this is held in memory; the browser keeps the rest, on disk when it is much. */
const HELD_BYTES = 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/** Bytes whose number is known since all of them came. */
export type Spooled = FileContent & { readonly bytes: number };

/** Takes all bytes of a stream, whose chunks become its own, so that they can be written behind their number. */
export async function spooled(chunks: AsyncIterable<Uint8Array>): Promise<Spooled> {
  const held: Uint8Array[] = [];
  let parts: BlobParts | null = null;
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (parts) await parts.add(chunk);
      else held.push(chunk);
      if (parts || bytes <= HELD_BYTES) continue;
      parts = new BlobParts(Number.MAX_SAFE_INTEGER);
      for (const one of held.splice(0)) await parts.add(one);
    }
    return parts ? inBlob(parts.blob(), bytes) : inMemory(held, bytes);
  } catch (error) {
    parts?.drop();
    wipe(...held);
    throw error;
  }
}

function inMemory(held: Uint8Array[], bytes: number): Spooled {
  return {
    bytes,
    async *chunks() {
      for (const chunk of held) yield chunk.slice();
    },
    drop: () => wipe(...held.splice(0)),
  };
}

function inBlob(whole: Blob, bytes: number): Spooled {
  let blob: Blob | null = whole;
  return {
    bytes,
    async *chunks() {
      for (let at = 0; blob && at < bytes; at += PIECE_BYTES) {
        const piece = await blob
          .slice(at, at + PIECE_BYTES)
          .arrayBuffer()
          .catch(() => null);
        if (!piece)
          throw new Failure(
            'unreadable',
            'the browser lost what was set aside for the package: is its disk full?',
          );
        yield new Uint8Array(piece);
      }
    },
    drop: () => {
      blob = null;
    },
  };
}
