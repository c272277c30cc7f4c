import { crc32OfName } from '../archive/zip-fields';
import { Failure } from '../failure';
import { deflated } from './gzip-writer';
import { storedBytes, type OtherType, type PackedFile } from './packed-file';
import { joined } from './tar-header';

/** What does not fit the plain fields of a zip: as many bytes, or entries, and more. */
export interface ZipLimits {
  bytes: number;
  entries: number;
}

const PLAIN: ZipLimits = { bytes: 0xffffffff, entries: 0xffff };

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const DIRECTORY = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
/** Versions of the format: with folders and deflate, and with fields of 64 bits. */
const VERSION = 20;
const VERSION64 = 45;
const STORED = 0;
const DEFLATE = 8;
const HAS_DESCRIPTOR = 8;
const IS_UTF8 = 2048;
const DOS = 0;
const UNIX = 3;
const DOS_FOLDER = 0x10;
const PERMISSIONS = 0o7777;
const USUAL_FOLDER = 0o755;
const KINDS: Partial<Record<OtherType | 'file', number>> = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
};
const ZIP64 = 0x0001;
/** Extra field with the time in seconds since 1970 UTC: the entry's own field has two-second steps. */
const UNIX_TIMES = 0x5455;
const UNICODE_PATH = 0x7075;
const MAX_NAME = 0xffff;
/** Records of the directory are held in pieces of this size until all files are written. */
const DIRECTORY_PIECE = 64 * 1024;
const encoder = new TextEncoder();

/** An entry as its headers say it. */
interface Entry {
  name: Uint8Array;
  flags: number;
  method: number;
  system: number;
  external: number;
  time: number;
  date: number;
  /** Further extra fields of both headers. */
  extra: Uint8Array;
  crc32: number;
  packed: number;
  size: number;
  offset: number;
}

/**
 * A zip of these files, in their order, with folders and symbolic links; of what else there is in tars it can have
 * nothing. Sizes, places and numbers that plain fields do not hold stand in those of zip64. What is held until its end
 * is the directory: name and 60 to 100 bytes of each file.
 * @param limits from where on fields of 64 bits are used
 */
export async function* zipBytes(
  files: AsyncIterable<PackedFile>,
  limits = PLAIN,
): AsyncGenerator<Uint8Array> {
  const directory = new Pieces();
  let at = 0;
  let entries = 0;
  for await (const file of files) {
    const entry = entryOf(file, at);
    if (!entry) continue;
    entries++;
    for await (const chunk of written(file, entry, limits)) {
      at += chunk.length;
      yield chunk;
    }
    directory.add(directoryRecord(entry, limits));
  }
  yield* directory.taken();
  yield endRecords({ entries, bytes: directory.bytes, offset: at }, limits);
}

function entryOf({ path, raw, other, mode, modified }: PackedFile, offset: number): Entry | null {
  const kind = KINDS[other?.type ?? 'file'];
  if (kind === undefined) return null;
  const zip = raw?.zip ?? null;
  const name = (zip && raw ? raw.bytes : encoder.encode(path)).subarray(0, MAX_NAME);
  const isUtf8 = zip ? zip.isUtf8 : name.some((byte) => byte >= 0x80);
  const isFolder = other?.type === 'directory';
  // Who says no permissions is no Unix; a name that is not flagged is in CP437 then.
  const system = mode === null && other?.type !== 'symlink' ? DOS : UNIX;
  const unix = ((kind | ((mode ?? USUAL_FOLDER) & PERMISSIONS)) << 16) >>> 0;
  return {
    name,
    flags: isUtf8 ? IS_UTF8 : 0,
    method: STORED,
    system,
    external: ((system === UNIX ? unix : 0) | (isFolder ? DOS_FOLDER : 0)) >>> 0,
    ...dosTime(modified),
    extra: joined([unixTimes(modified), zip?.unicodePath ? field(UNICODE_PATH, zip.unicodePath) : NONE]),
    crc32: 0,
    packed: 0,
    size: 0,
    offset,
  };
}

/** Header and data of an entry, and what can be said of it only then. */
async function* written(file: PackedFile, entry: Entry, limits: ZipLimits): AsyncGenerator<Uint8Array> {
  const { other, path } = file;
  const bytes = storedBytes(file);
  if (other || bytes === 0) {
    const target =
      other?.type === 'symlink' ? (other.rawTarget?.bytes ?? encoder.encode(other.target)) : NONE;
    entry.packed = entry.size = target.length;
    entry.crc32 = target.length > 0 ? crc32OfName(target) : 0;
    yield localHeader(entry, false);
    if (target.length > 0) yield new Uint8Array(target);
    // An empty file is told of once it was read.
    for await (const chunk of file.content()) if (chunk.length > 0) throw otherSize(path, bytes);
    return;
  }
  entry.method = DEFLATE;
  entry.flags |= HAS_DESCRIPTOR;
  const isLarge = mostDeflated(bytes) >= limits.bytes;
  yield localHeader(entry, isLarge);
  const told = yield* counted(deflated(file.content()), (length) => (entry.packed += length));
  Object.assign(entry, told);
  if (entry.size !== bytes) throw otherSize(path, bytes);
  const sizes = isLarge ? [u64(entry.packed), u64(entry.size)] : [u32(entry.packed), u32(entry.size)];
  yield joined([u32(DESCRIPTOR), u32(entry.crc32), ...sizes]);
}

async function* counted<T>(
  chunks: AsyncGenerator<Uint8Array, T>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array, T> {
  try {
    for (;;) {
      const { done, value } = await chunks.next();
      if (done) return value;
      count(value.length);
      yield value;
    }
  } finally {
    await chunks.return(undefined as T);
  }
}

/** Behind deflated data its sizes follow: the header has none, and says by its zip64 field that they have 64 bits. */
function localHeader(
  { name, flags, method, time, date, extra, ...entry }: Entry,
  isLarge: boolean,
): Uint8Array {
  const zip64 = isLarge ? field(ZIP64, new Uint8Array(16)) : NONE;
  const all = joined([zip64, extra]);
  const size = isLarge ? 0xffffffff : entry.size;
  const packed = isLarge ? 0xffffffff : entry.packed;
  return joined([
    u32(LOCAL),
    u16(isLarge ? VERSION64 : VERSION),
    u16(flags),
    u16(method),
    u16(time),
    u16(date),
    u32(entry.crc32),
    u32(packed),
    u32(size),
    u16(name.length),
    u16(all.length),
    name,
    all,
  ]);
}

function directoryRecord(entry: Entry, limits: ZipLimits): Uint8Array {
  const large: Uint8Array[] = [];
  const plain = (value: number) => {
    if (value < limits.bytes) return u32(value);
    large.push(u64(value));
    return u32(0xffffffff);
  };
  // In the order of the zip64 field.
  const size = plain(entry.size);
  const packed = plain(entry.packed);
  const offset = plain(entry.offset);
  const extra = joined([large.length > 0 ? field(ZIP64, joined(large)) : NONE, entry.extra]);
  const version = large.length > 0 ? VERSION64 : VERSION;
  return joined([
    u32(DIRECTORY),
    u16(version | (entry.system << 8)),
    u16(version),
    u16(entry.flags),
    u16(entry.method),
    u16(entry.time),
    u16(entry.date),
    u32(entry.crc32),
    packed,
    size,
    u16(entry.name.length),
    u16(extra.length),
    new Uint8Array(6),
    u32(entry.external),
    offset,
    entry.name,
    extra,
  ]);
}

interface Directory {
  entries: number;
  bytes: number;
  offset: number;
}

function endRecords({ entries, bytes, offset }: Directory, limits: ZipLimits): Uint8Array {
  const isLarge = entries >= limits.entries || bytes >= limits.bytes || offset >= limits.bytes;
  const count = u16(isLarge ? 0xffff : entries);
  const end = joined([
    u32(END),
    u32(0),
    count,
    count,
    u32(isLarge ? 0xffffffff : bytes),
    u32(isLarge ? 0xffffffff : offset),
    u16(0),
  ]);
  if (!isLarge) return end;
  return joined([
    u32(END64),
    u64(44),
    u16(VERSION64 | (UNIX << 8)),
    u16(VERSION64),
    u64(0),
    u64(entries),
    u64(entries),
    u64(bytes),
    u64(offset),
    u32(END64_LOCATOR),
    u32(0),
    u64(offset + bytes),
    u32(1),
    end,
  ]);
}

/** The most that deflate makes of so many bytes, with room to spare. */
function mostDeflated(bytes: number): number {
  return bytes + Math.ceil(bytes / 1000) + 1024;
}

/** Date and time in UTC, as zips are read here; no date where there is none, or one that the fields do not hold. */
function dosTime(modified: number | null): { time: number; date: number } {
  const at = new Date(modified ?? NaN);
  const year = at.getUTCFullYear() - 1980;
  if (!(year >= 0 && year < 128)) return { time: 0, date: 0 };
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: (year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  };
}

function unixTimes(modified: number | null): Uint8Array {
  const seconds = Math.floor((modified ?? NaN) / 1000);
  if (seconds !== (seconds | 0)) return NONE;
  const stated = new Uint8Array(5);
  stated[0] = 1; // it has the time of the last change
  new DataView(stated.buffer).setInt32(1, seconds, true);
  return field(UNIX_TIMES, stated);
}

function otherSize(path: string, bytes: number): Failure {
  return new Failure('unreadable', `"${path}" does not have the ${bytes} bytes it had`);
}

const NONE = new Uint8Array(0);

function field(id: number, data: Uint8Array): Uint8Array {
  return joined([u16(id), u16(data.length), data]);
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >> 8);
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function u64(value: number): Uint8Array {
  return joined([u32(value % 2 ** 32), u32(Math.floor(value / 2 ** 32))]);
}

/** Byte strings put together in pieces: there may be a million small ones. */
class Pieces {
  readonly #full: Uint8Array[] = [];
  #piece = new Uint8Array(DIRECTORY_PIECE);
  #filled = 0;
  bytes = 0;

  add(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + DIRECTORY_PIECE - this.#filled);
      this.#piece.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled < DIRECTORY_PIECE) continue;
      this.#full.push(this.#piece);
      this.#piece = new Uint8Array(DIRECTORY_PIECE);
      this.#filled = 0;
    }
  }

  *taken(): Generator<Uint8Array> {
    yield* this.#full.splice(0);
    if (this.#filled > 0) yield this.#piece.slice(0, this.#filled);
  }
}
