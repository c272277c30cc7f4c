import type { SparsePiece } from '../archive/sparse-map';
import { BLOCK, padded } from '../archive/tar-entry';
import { Failure } from '../failure';
import { storedBytes, USUAL_MODE, type PackedFile } from './packed-file';
import { tarName } from './raw-name';
import { headerBlocks, joined } from './tar-header';

const PERMISSIONS = 0o7777;
/** What is smaller is put together with what comes next. */
const SMALL_BYTES = 64 * 1024;
const encoder = new TextEncoder();

/**
 * A tar of these files, in their order. Long names, sizes over 8 GiB and times with a fraction stand in PAX records,
 * sparse files in GNU's form 1.0. Each file is asked for when the one before it was read, and what came of that taken
 * but for less than 64 KiB. Fails with `unreadable` where a file has other than the bytes it says.
 */
export async function* tarBytes(files: AsyncIterable<PackedFile>): AsyncGenerator<Uint8Array> {
  const small = new SmallChunks();
  for await (const file of files) {
    const map = file.sparse ? sparseMap(file.sparse.pieces, file.bytes) : null;
    const size = (map?.length ?? 0) + storedBytes(file);
    yield* small.add(headerOf(file, size));
    if (map) yield* small.add(map);
    let left = storedBytes(file);
    for await (const chunk of file.content()) {
      left -= chunk.length;
      if (left < 0) break;
      yield* small.add(chunk);
    }
    if (left !== 0) throw new Failure('unreadable', `"${file.path}" does not have the ${size} bytes it had`);
    yield* small.add(new Uint8Array(padded(size) - size));
  }
  yield* small.add(new Uint8Array(2 * BLOCK));
  yield* small.rest();
}

/** Puts small chunks together: there may be a million headers, and every chunk goes through several hands. */
class SmallChunks {
  #waiting = new Uint8Array(SMALL_BYTES);
  #filled = 0;

  *add(chunk: Uint8Array): Generator<Uint8Array> {
    if (this.#filled + chunk.length > SMALL_BYTES) yield* this.rest();
    if (chunk.length >= SMALL_BYTES) {
      yield chunk;
      return;
    }
    this.#waiting.set(chunk, this.#filled);
    this.#filled += chunk.length;
  }

  *rest(): Generator<Uint8Array> {
    if (this.#filled === 0) return;
    // It is the receiver's own.
    const whole = this.#waiting.slice(0, this.#filled);
    this.#filled = 0;
    yield whole;
  }
}

function headerOf(file: PackedFile, size: number): Uint8Array {
  const { path, raw, other, sparse, bytes, modified, mode } = file;
  const records: [string, string | Uint8Array][] = [];
  let name = tarName(path, raw);
  if (sparse) {
    records.push(
      ['GNU.sparse.major', '1'],
      ['GNU.sparse.minor', '0'],
      ['GNU.sparse.name', name],
      ['GNU.sparse.realsize', String(bytes)],
    );
    // What a reader that knows nothing of holes shows.
    const last = name.subarray(name.lastIndexOf(0x2f) + 1);
    name = joined([encoder.encode('GNUSparseFile.0/'), last]);
  }
  return headerBlocks({
    name,
    type: other?.type ?? 'file',
    size,
    mode: (mode ?? USUAL_MODE) & PERMISSIONS,
    seconds: (modified ?? 0) / 1000,
    ...(other?.target && { link: tarName(other.target, other.rawTarget) }),
    owner: file.owner,
    device: other?.device,
    records,
    written: file.records?.map((record) => record.bytes),
  });
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
  const text = encoder.encode(numbers.map((number) => `${number}\n`).join(''));
  const map = new Uint8Array(padded(text.length));
  map.set(text);
  return map;
}
