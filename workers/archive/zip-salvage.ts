import type { RandomAccess } from '../bytes/random-access';
import type { Warning } from '../warning';
import { DIRECTORY_RECORD } from './zip-end';
import { entryOf, LOCAL_BYTES, LOCAL_HEADER, warnOfUnreadable, type ZipEntry } from './zip-entry';
import { readFields, u64, viewOf } from './zip-fields';

const DESCRIPTOR = 0x08074b50;
/** Bytes read at a time. */
const PIECE = 1024 * 1024;
/** What is looked at on either side of a signature: a descriptor before it, a header behind. */
const AROUND = 32;
/** Entries of one batch. */
const BATCH = 4096;

/**
 * Finds the entries of a zip without a central directory by their local headers, from `from` on. Where an entry
 * states its size only behind its data, that place is found by the size it must state there; when it is cut off,
 * the entry's size is null and inflating tells what there is.
 */
export async function* salvageEntries(
  zip: RandomAccess,
  from: number,
  warn: (warning: Warning) => void,
): AsyncGenerator<ZipEntry[]> {
  const pieces = new Pieces(zip);
  let batch: ZipEntry[] = [];
  let count = 0;
  let cut: ZipEntry | null = null;
  for (let at = from; ;) {
    const next = await nextSignature(pieces, at, null);
    if (!next || next.isDirectory) break;
    const entry = await localEntry(pieces, next.at);
    if (!entry) break;
    warnOfUnreadable(entry.found, warn);
    batch.push(entry.found);
    count++;
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
    at = entry.end;
    if (at > zip.size) cut = entry.found;
    if (at >= zip.size) break;
  }
  const message =
    `has no whole central directory: it is cut or damaged; ${count} entries were found without it` +
    (cut ? `, the last of them is cut at ${zip.size}` : '');
  warn({ code: 'zip-truncated', path: cut?.path ?? '', offset: zip.size, message });
  if (batch.length > 0) yield batch;
}

/** Reads ahead: a look at what follows mostly finds it read already. */
class Pieces {
  readonly zip: RandomAccess;
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;

  constructor(zip: RandomAccess) {
    this.zip = zip;
  }

  /** Bytes from `offset` on: at least `length` of them, unless the zip ends before. */
  async from(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.min(length, this.zip.size - offset);
    const there = offset >= this.#at ? this.#at + this.#bytes.length - offset : 0;
    if (there < wanted) {
      this.#bytes = await this.zip.read(offset, Math.min(Math.max(PIECE, wanted), this.zip.size - offset));
      this.#at = offset;
    }
    return this.#bytes.subarray(offset - this.#at);
  }
}

/** The entry whose local header is at `at`, and where its data ends; null when the header is cut. */
async function localEntry(pieces: Pieces, at: number): Promise<{ found: ZipEntry; end: number } | null> {
  let bytes = await pieces.from(at, LOCAL_BYTES);
  if (bytes.length < LOCAL_BYTES) return null;
  const lengths = viewOf(bytes);
  const nameEnd = LOCAL_BYTES + lengths.getUint16(26, true);
  const extraEnd = nameEnd + lengths.getUint16(28, true);
  if (extraEnd > bytes.length) bytes = await pieces.from(at, extraEnd);
  if (extraEnd > bytes.length) return null;
  const fields = readFields(viewOf(bytes), {
    flags: 6,
    name: bytes.subarray(LOCAL_BYTES, nameEnd),
    extra: bytes.subarray(nameEnd, extraEnd),
    headerOffset: 0,
    unix: true, // which system wrote it is not said here
  });
  const found = entryOf(fields, at, { external: 0, unix: false });
  const dataOffset = at + extraEnd;
  found.dataOffset = dataOffset;
  const { size } = pieces.zip;
  const isStated = !fields.hasDescriptor || fields.packedBytes > 0;
  if (isStated && fields.complete && fields.size <= Number.MAX_SAFE_INTEGER) {
    const end = dataOffset + found.packedBytes;
    found.packedBytes = Math.min(end, size) - dataOffset;
    return { found, end };
  }
  const next = await nextSignature(pieces, dataOffset, dataOffset);
  const { descriptor = null } = next ?? {};
  found.packedBytes = (descriptor?.at ?? next?.at ?? size) - dataOffset;
  found.size = descriptor?.size ?? null;
  found.crc32 = descriptor?.crc32 ?? null;
  return { found, end: next?.at ?? size + 1 };
}

/** What stands at `at`: a local header, the directory, or what follows the descriptor of the data before. */
interface Signature {
  at: number;
  isDirectory: boolean;
  descriptor: Descriptor | null;
}

/** What stands behind data whose size was not known when it was written. */
interface Descriptor {
  /** Where it begins, which is where the data ends. */
  at: number;
  end: number;
  crc32: number;
  size: number;
}

/**
 * Looks for the next local header or directory record from `from` on. With `dataAt` a data descriptor that states
 * just the bytes between `dataAt` and itself is an answer too: random bytes do so once in 2^64 places.
 */
async function nextSignature(pieces: Pieces, from: number, dataAt: number | null): Promise<Signature | null> {
  const { size } = pieces.zip;
  for (let at = from; at < size;) {
    const start = Math.max(from, at - AROUND);
    const bytes = await pieces.from(start, 4 * AROUND);
    const view = viewOf(bytes);
    const isLast = start + bytes.length >= size;
    const end = isLast ? bytes.length - 3 : bytes.length - AROUND;
    for (let i = bytes.indexOf(0x50, at - start); i >= 0 && i < end; i = bytes.indexOf(0x50, i + 1)) {
      const found = signatureAt(view, i, start, dataAt);
      if (found) return found;
    }
    if (isLast) return null;
    at = start + end;
  }
  return null;
}

function signatureAt(view: DataView, i: number, start: number, dataAt: number | null): Signature | null {
  const signature = view.getUint32(i, true);
  const at = start + i;
  if (signature === DESCRIPTOR && dataAt !== null) {
    const descriptor = descriptorAt(view, i + 4, at, start, dataAt);
    return descriptor && { at: descriptor.end, isDirectory: false, descriptor };
  }
  const isDirectory = signature === DIRECTORY_RECORD;
  if (!isDirectory && signature !== LOCAL_HEADER) return null;
  if (!isPlausible(view, isDirectory ? i + 6 : i + 4)) return null;
  return { at, isDirectory, descriptor: dataAt === null ? null : bareDescriptor(view, i, start, dataAt) };
}

/** Bytes that only look like a header are mostly told by a version or method that does not exist. */
function isPlausible(view: DataView, versionAt: number): boolean {
  if (versionAt + 26 > view.byteLength) return false; // too short to be read anyway
  return view.getUint8(versionAt) <= 63 && view.getUint16(versionAt + 4, true) <= 99;
}

/** The descriptor whose fields begin at `i`, with sizes of 4 or 8 bytes, if it tells of the data before it. */
function descriptorAt(
  view: DataView,
  i: number,
  at: number,
  start: number,
  dataAt: number,
): Descriptor | null {
  const narrow = i + 12 <= view.byteLength && view.getUint32(i + 4, true) === at - dataAt;
  const wide = i + 20 <= view.byteLength && u64(view, i + 4) === at - dataAt;
  // Both fit where the content is empty: then what follows decides.
  if (wide && (!narrow || isMark(view, i + 20))) {
    return { at, end: start + i + 20, crc32: view.getUint32(i, true), size: u64(view, i + 12) };
  }
  if (!narrow) return null;
  return { at, end: start + i + 12, crc32: view.getUint32(i, true), size: view.getUint32(i + 8, true) };
}

/** True where a header begins, as all of them do with these two letters. */
function isMark(view: DataView, i: number): boolean {
  return i + 2 <= view.byteLength && view.getUint16(i, true) === 0x4b50;
}

/** A descriptor without a signature of its own that ends at `i`. */
function bareDescriptor(view: DataView, i: number, start: number, dataAt: number): Descriptor | null {
  for (const bytes of [12, 20]) {
    const from = i - bytes;
    if (from < 0 || start + from < dataAt) continue;
    const found = descriptorAt(view, from, start + from, start, dataAt);
    if (found?.end === start + i) return found;
  }
  return null;
}
