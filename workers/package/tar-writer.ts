import { createTarPacker, type TarHeader, type TarPackController } from 'modern-tar';
import type { SparsePiece } from '../archive/sparse-map';
import { padded } from '../archive/tar-entry';
import { storedBytes, type PackedFile } from './packed-file';

/** Largest number of seconds that the header's own field holds; others stand in PAX records only. */
const MAX_SECONDS = 0o77777777777;
const PERMISSIONS = 0o7777;

/**
 * A tar of these files, in their order. Long names, sizes over 8 GiB and times with a fraction stand in PAX records,
 * sparse files in GNU's form 1.0. The next file is asked for when what came of the last one was taken.
 */
export async function* tarBytes(files: AsyncIterable<PackedFile>): AsyncGenerator<Uint8Array> {
  const { readable, controller } = createTarPacker();
  const written = writeAll(files, controller);
  // It ends the stream too, where whoever reads hears of it.
  written.catch(() => undefined);
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
    await written.catch(() => undefined);
  }
}

async function writeAll(files: AsyncIterable<PackedFile>, controller: TarPackController): Promise<void> {
  try {
    for await (const file of files) {
      const map = file.sparse && sparseMap(file.sparse.pieces, file.bytes);
      const writer = controller.add(headerOf(file, map?.length ?? 0)).getWriter();
      if (map) await writer.write(map);
      for await (const chunk of file.content()) await writer.write(chunk);
      await writer.close();
    }
    controller.finalize();
  } catch (error) {
    controller.error(error);
    throw error;
  }
}

function headerOf(file: PackedFile, mapBytes: number): TarHeader {
  const seconds = (file.modified ?? 0) / 1000;
  const stated = Math.min(Math.max(Math.floor(seconds), 0), MAX_SECONDS);
  const pax: Record<string, string> = {};
  const { exactTime, ...owner } = file.owner ?? {};
  if (exactTime !== undefined) pax.mtime = exactTime;
  else if (stated !== seconds) pax.mtime = String(seconds);
  let name = file.path;
  if (file.sparse) {
    pax['GNU.sparse.major'] = '1';
    pax['GNU.sparse.minor'] = '0';
    pax['GNU.sparse.name'] = file.path;
    pax['GNU.sparse.realsize'] = String(file.bytes);
    name = `GNUSparseFile.0/${file.path.slice(file.path.lastIndexOf('/') + 1)}`;
  }
  return {
    name,
    size: mapBytes + storedBytes(file),
    mtime: new Date(stated * 1000),
    mode: file.mode & PERMISSIONS,
    type: file.other?.type ?? 'file',
    ...(file.other?.target && { linkname: file.other.target }),
    ...owner,
    pax,
  };
}

/**
 * GNU's sparse form 1.0: the number of pieces, then offset and bytes of each, padded to a block. An empty piece at the
 * end says how long the file is where it ends in a hole.
 */
function sparseMap(pieces: readonly SparsePiece[], bytes: number): Uint8Array {
  const all = [...pieces];
  const last = pieces.at(-1);
  if (!last || last.offset + last.bytes < bytes) all.push({ offset: bytes, bytes: 0 });
  const numbers = [all.length, ...all.flatMap((piece) => [piece.offset, piece.bytes])];
  const text = new TextEncoder().encode(numbers.map((number) => `${number}\n`).join(''));
  const map = new Uint8Array(padded(text.length));
  map.set(text);
  return map;
}
