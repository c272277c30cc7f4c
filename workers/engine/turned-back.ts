import { contentKind } from '../archive/content-kind';
import { Failure } from '../failure';
import { asUtf16 } from '../package/utf16-text';
import type { AliasMap } from '../public-api';
import { TextRedaction } from '../redaction/packed-texts';
import { turnBack } from '../redaction/turn-back';
import { BlobParts } from './blob-parts';
import { Breath } from './breath';
import type { Job } from './jobs';

/** Bytes read at a time. */
const PIECE = 1024 * 1024;
const HEAD = 4_117;

/**
 * A text with the originals in the place of aliases, in the encoding that it has (UTF-8 or UTF-16). Fails with
 * `not-a-text`, `too-large`, `unreadable` and `cancelled`.
 */
export async function turnedBack(text: string | Blob, { aliases }: AliasMap, job: Job): Promise<Blob> {
  const given = typeof text === 'string' ? new Blob([text]) : text;
  const head = await pieceOf(given, 0, HEAD);
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
    const bytes = bytesOf(given, job);
    const chunks = changed(isWide ? asUtf8(bytes, encoding) : bytes, redaction);
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

async function* bytesOf(blob: Blob, job: Job): AsyncGenerator<Uint8Array> {
  const breath = new Breath();
  try {
    for (let at = 0; at < blob.size; at += PIECE) {
      yield await pieceOf(blob, at, PIECE);
      job.advance(Math.min(at + PIECE, blob.size), blob.size);
      if (breath.due) await breath.take();
      job.check();
    }
  } finally {
    breath.end();
  }
}

async function pieceOf(blob: Blob, at: number, bytes: number): Promise<Uint8Array> {
  const piece = await blob
    .slice(at, at + bytes)
    .arrayBuffer()
    .catch(() => null);
  if (piece) return new Uint8Array(piece);
  throw new Failure('unreadable', 'the text can no longer be read: was the file moved or changed?');
}

/** With its byte order mark, as any other character. */
async function* asUtf8(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const encoder = new TextEncoder();
  for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }));
  yield encoder.encode(decoder.decode());
}
