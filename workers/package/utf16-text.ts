const MARK = '\ufeff';

/** UTF-8 text that comes in pieces, as UTF-16, with a byte order mark where one is wanted. */
export async function* asUtf16(
  chunks: AsyncIterable<Uint8Array>,
  { bigEndian, mark }: { bigEndian: boolean; mark: boolean },
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  if (mark) yield encoded(MARK, bigEndian);
  for await (const chunk of chunks) yield encoded(decoder.decode(chunk, { stream: true }), bigEndian);
  yield encoded(decoder.decode(), bigEndian);
}

function encoded(text: string, bigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), !bigEndian);
  return bytes;
}
