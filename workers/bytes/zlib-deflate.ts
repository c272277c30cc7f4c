/**
 * Makes one zlib stream (RFC 1950) of what `source` gives, with the browser's own compressor. It is done with a chunk
 * when it asks for the next. Fails with what `source` throws; nothing is read any more when the consumer stops.
 */
export async function* deflateZlib(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new CompressionStream('deflate');
  const reader = readable.getReader();
  const fed = feed(writable.getWriter(), source);
  // What it fails with is seen by the reader, or by who waits for it below.
  fed.catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    await fed;
  } finally {
    await reader.cancel().catch(() => undefined);
    await fed.catch(() => undefined);
  }
}

async function feed(
  writer: WritableStreamDefaultWriter<BufferSource>,
  source: AsyncIterable<Uint8Array>,
): Promise<void> {
  // A consumer that stops is noticed by the next write.
  writer.closed.catch(() => undefined);
  try {
    // A copy: not every compressor is done with a chunk when it takes the next.
    for await (const chunk of source) await writer.write(new Uint8Array(chunk));
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}
