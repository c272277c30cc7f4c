import { Failure } from '../failure';

const HEADER_BYTES = 10;
/** Checksum and size. */
const TRAILER_BYTES = 8;

/** One gzip member of what comes, without a name or time in its header. What it is given must stay as it is. */
export async function* gzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new CompressionStream('gzip');
  const written = writeAll(chunks, writable.getWriter());
  written.catch(() => undefined);
  const reader: ReadableStreamDefaultReader<Uint8Array> = readable.getReader();
  let isLeft = true;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value as Uint8Array<ArrayBuffer>;
    }
    isLeft = false;
  } catch (error) {
    isLeft = false;
    throw error;
  } finally {
    await reader.cancel().catch(() => undefined);
    // What failed first is told by it; whoever wants no more hears nothing of it.
    await written.catch((error: unknown) => {
      if (!isLeft) throw error;
    });
  }
}

/**
 * What comes, deflated, without a header, and in the end the number of its bytes and their CRC-32: what stands between
 * header and trailer of a gzip member (RFC 1952), so that the browser does all of it.
 */
export async function* deflated(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, { size: number; crc32: number }> {
  let size = 0;
  const counted = async function* () {
    for await (const chunk of chunks) {
      size += chunk.length;
      yield chunk;
    }
  };
  let header = HEADER_BYTES;
  let held = new Uint8Array(0);
  for await (const chunk of gzipped(counted())) {
    const whole = new Uint8Array(held.length + chunk.length);
    whole.set(held);
    whole.set(chunk, held.length);
    if (whole.length < header + TRAILER_BYTES) {
      held = whole;
      continue;
    }
    if (header > 0 && whole[3] !== 0)
      throw new Failure('unsupported', 'this browser writes more into gzip headers than zips can do without');
    const end = whole.length - TRAILER_BYTES;
    held = whole.slice(end);
    if (end > header) yield whole.subarray(header, end);
    header = 0;
  }
  return { size, crc32: new DataView(held.buffer).getUint32(0, true) };
}

async function writeAll(
  chunks: AsyncIterable<Uint8Array>,
  writer: WritableStreamDefaultWriter<BufferSource>,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      await writer.ready;
      await writer.write(chunk as Uint8Array<ArrayBuffer>);
    }
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}
