import type { RandomAccess } from '../bytes/random-access';
import type { Warning } from '../warning';
import { DIRECTORY_RECORD, type ZipDirectory } from './zip-end';
import { entryOf, LOCAL_BYTES, warnOfUnreadable, type ZipEntry } from './zip-entry';
import { readFields, viewOf } from './zip-fields';

/** Bytes of the directory read at a time; the largest record (46 bytes and three fields of 64 KiB) fits. */
const PIECE = 1024 * 1024;
const RECORD_BYTES = 46;
/** Systems whose attributes are Unix permissions: Unix and OS X. */
const UNIX = [3, 19];

/**
 * Reads the central directory in pieces; every piece gives one batch of entries. Answers null, or where the bytes
 * begin that no entry accounts for because the directory is damaged.
 */
export async function* readDirectory(
  zip: RandomAccess,
  directory: ZipDirectory,
  warn: (warning: Warning) => void,
): AsyncGenerator<ZipEntry[], number | null> {
  const end = directory.offset + directory.bytes;
  const extents = new Extents();
  let at = directory.offset;
  let count = 0;
  while (at < end) {
    const bytes = await zip.read(at, Math.min(PIECE, end - at));
    const { batch, used } = readPiece(bytes, at, { zip, directory, extents, warn });
    count += batch.length;
    if (batch.length > 0) yield batch;
    if (used === 0) break; // nothing more that is a record
    at += used;
  }
  const { entries } = directory;
  if (at < end || (entries !== null && (count - entries) % 0x10000 !== 0)) {
    const stated = entries === null ? 'more' : String(entries);
    const message = `the directory has ${count} entries that can be read and states ${stated}`;
    warn({ code: 'zip-bad-directory', path: '', offset: at, message });
  }
  extents.check(warn);
  return at < end ? extents.end : null;
}

interface Reading {
  zip: RandomAccess;
  directory: ZipDirectory;
  extents: Extents;
  warn: (warning: Warning) => void;
}

/** Reads the whole records in a piece of the directory that begins at `at`. */
function readPiece(bytes: Uint8Array, at: number, reading: Reading): { batch: ZipEntry[]; used: number } {
  const view = viewOf(bytes);
  const batch: ZipEntry[] = [];
  let used = 0;
  while (used + RECORD_BYTES <= bytes.length && view.getUint32(used, true) === DIRECTORY_RECORD) {
    const nameEnd = used + RECORD_BYTES + view.getUint16(used + 28, true);
    const extraEnd = nameEnd + view.getUint16(used + 30, true);
    const end = extraEnd + view.getUint16(used + 32, true);
    if (end > bytes.length) break;
    const unix = UNIX.includes(view.getUint8(used + 5));
    const fields = readFields(view, {
      flags: used + 8,
      name: bytes.subarray(used + RECORD_BYTES, nameEnd),
      extra: bytes.subarray(nameEnd, extraEnd),
      headerOffset: view.getUint32(used + 42, true),
      unix,
    });
    const external = view.getUint32(used + 38, true);
    const entry = entryOf(fields, fields.headerOffset + reading.directory.shift, { external, unix });
    checkEntry(entry, fields.complete, at + used, reading);
    warnOfUnreadable(entry, reading.warn);
    batch.push(entry);
    used = end;
  }
  return { batch, used };
}

/** Cuts what an entry claims to what can be there. */
function checkEntry(entry: ZipEntry, complete: boolean, at: number, reading: Reading): void {
  const { directory, extents, warn } = reading;
  const room = directory.offset - entry.headerOffset - LOCAL_BYTES;
  if (entry.headerOffset >= 0 && entry.packedBytes <= room && complete && isSize(entry.size)) {
    extents.add(entry);
    return;
  }
  const message = complete
    ? `claims ${entry.packedBytes} bytes at ${entry.headerOffset} for ${entry.size}, which cannot be in this zip`
    : 'has a size or place that should stand in a zip64 field and does not';
  warn({ code: 'zip-bad-size', path: entry.path, offset: at, message });
  entry.packedBytes = entry.headerOffset < 0 ? 0 : Math.max(0, Math.min(entry.packedBytes, room));
  if (!isSize(entry.size) || !complete) entry.size = null;
  if (entry.headerOffset < 0) entry.headerOffset = 0;
}

function isSize(size: number | null): boolean {
  return size !== null && size <= Number.MAX_SAFE_INTEGER;
}

/** Which bytes the entries take, to tell when two of them share some: a bomb, or a damaged directory. */
class Extents {
  #starts = new Float64Array(1024);
  #ends = new Float64Array(1024);
  #count = 0;
  #inOrder = true;
  /** Behind the last byte that an entry takes. */
  end = 0;

  add({ headerOffset, packedBytes }: ZipEntry): void {
    const n = this.#count++;
    if (n === this.#starts.length) {
      this.#starts = doubled(this.#starts);
      this.#ends = doubled(this.#ends);
    }
    this.#starts[n] = headerOffset;
    this.#ends[n] = headerOffset + LOCAL_BYTES + packedBytes;
    this.end = Math.max(this.end, this.#ends[n]);
    if (n > 0 && headerOffset < this.#starts[n - 1]!) this.#inOrder = false;
  }

  check(warn: (warning: Warning) => void): void {
    const order = this.#inOrder ? null : Uint32Array.from({ length: this.#count }, (_, i) => i);
    order?.sort((a, b) => this.#starts[a]! - this.#starts[b]!);
    let end = 0;
    let shared = 0;
    let first = 0;
    for (let i = 0; i < this.#count; i++) {
      const at = order ? order[i]! : i;
      const start = this.#starts[at]!;
      if (start < end && shared++ === 0) first = start;
      end = Math.max(end, this.#ends[at]!);
    }
    if (shared === 0) return;
    const message = `${shared} entries share bytes with another, the first at ${first}: a bomb, or a damaged directory`;
    warn({ code: 'zip-overlap', path: '', offset: first, message });
  }
}

function doubled(old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(old.length * 2);
  wider.set(old);
  return wider;
}
