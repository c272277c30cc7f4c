import { contentKind } from '../archive/content-kind';
import { Failure } from '../failure';
import { asUtf16 } from '../package/utf16-text';
import type { AliasMap } from '../public-api';
import { TextRedaction } from '../redaction/packed-texts';
import { turnBack } from '../redaction/turn-back';
import { BlobParts } from './blob-parts';

/** Bytes read at a time. */
const PIECE = 1024 * 1024;
const HEAD = 4_117;

/**
 * A text with the originals in the place of aliases, in the encoding that it has (UTF-8 or UTF-16). Fails with
 * `not-a-text` and `too-large`.
 */
export async function turnedBack(text: string | Blob, { aliases }: AliasMap): Promise<Blob> {
  const given = typeof text === 'string' ? new Blob([text]) : text;
  const head = new Uint8Array(await given.slice(0, HEAD).arrayBuffer());
  const { kind, encoding } = contentKind(head, given.size);
  if (kind === 'gzip' || kind === 'tar' || kind === 'zip') {
    throw new Failure(
      'not-a-text',
      'aliases are put back into texts: unpack the archive, and give its files',
    );
  }
  const redaction = new TextRedaction(() => turnBack(aliases));
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be';
  const parts = new BlobParts();
  try {
    const chunks = changed(isWide ? asUtf8(given, encoding) : bytesOf(given), redaction);
    const written = isWide ? asUtf16(chunks, { bigEndian: encoding === 'utf-16be', mark: false }) : chunks;
    for await (const chunk of written) await parts.add(chunk);
    return parts.blob();
  } catch (error) {
    parts.drop();
    throw error;
  }
}

async function* changed(
  chunks: AsyncIterable<Uint8Array>,
  redaction: TextRedaction,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield* redaction.push(chunk, false);
  yield* redaction.push(new Uint8Array(0), true);
}

async function* bytesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += PIECE) {
    yield new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
  }
}

/** With its byte order mark, as any other character. */
async function* asUtf8(blob: Blob, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const encoder = new TextEncoder();
  for await (const chunk of bytesOf(blob)) yield encoder.encode(decoder.decode(chunk, { stream: true }));
  yield encoder.encode(decoder.decode());
}
