/** What the headers of a zip say: fields that the directory and the local headers share, and extra fields. */

export type ZipEntryKind = 'file' | 'directory' | 'symlink' | 'other';

/** Methods that are read; anything else is named and left. */
export const STORED = 0;
export const DEFLATE = 8;

const METHODS: Record<number, string | undefined> = {
  0: 'stored',
  1: 'Shrink',
  2: 'Reduce',
  3: 'Reduce',
  4: 'Reduce',
  5: 'Reduce',
  6: 'Implode',
  8: 'Deflate',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
};

/** Name of a compression method for people. */
export function methodName(method: number): string {
  return METHODS[method] ?? `method ${method}`;
}

const FLAG_ENCRYPTED = 1;
export const FLAG_DESCRIPTOR = 8;
const FLAG_STRONG = 64;
const FLAG_UTF8 = 2048;
const AES_METHOD = 99;

const ZIP64 = 0x0001;
const NTFS_TIMES = 0x000a;
const UNIX_TIMES = 0x5455;
const UNICODE_PATH = 0x7075;
const AES = 0x9901;

/** What all of a field's bits set mean: the value stands in the zip64 extra field. */
export const SATURATED = 0xffffffff;

/** A number of 64 bits; from 2^53 up it is inexact, which the checks of sizes refuse. */
export function u64(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
}

/** Fields of an entry with its extra fields taken into account. */
export interface ZipFields {
  path: string;
  method: number;
  /** Why the content cannot be had without a password, or null. */
  encryption: string | null;
  /** True when sizes and checksum stand behind the data. */
  hasDescriptor: boolean;
  crc32: number;
  packedBytes: number;
  size: number;
  /** ms since 1970; the zip's local time is taken for UTC unless an extra field knows better. Null for none. */
  modified: number | null;
  /** Offset of the local header, as stated; 0 in a local header. */
  headerOffset: number;
  /** False when a value should stand in a zip64 field and does not. */
  complete: boolean;
}

/** Where the shared fields begin, and what only one kind of header has. */
export interface FieldPlaces {
  /** Offset of the flags; method, time, date, CRC and sizes follow. */
  flags: number;
  name: Uint8Array;
  extra: Uint8Array;
  headerOffset: number;
  /** True when the writer's system keeps names in UTF-8 although it does not flag it. */
  unix: boolean;
}

/** Reads the fields of a directory record or a local header. */
export function readFields(header: DataView, places: FieldPlaces): ZipFields {
  const at = places.flags;
  const flags = header.getUint16(at, true);
  const fields: ZipFields = {
    path: nameOf(places.name, (flags & FLAG_UTF8) !== 0, places.unix),
    method: header.getUint16(at + 2, true),
    encryption: null,
    hasDescriptor: (flags & FLAG_DESCRIPTOR) !== 0,
    modified: dosTime(header.getUint16(at + 6, true), header.getUint16(at + 4, true)),
    crc32: header.getUint32(at + 8, true),
    packedBytes: header.getUint32(at + 12, true),
    size: header.getUint32(at + 16, true),
    headerOffset: places.headerOffset,
    complete: true,
  };
  if (flags & FLAG_ENCRYPTED) fields.encryption = flags & FLAG_STRONG ? 'strong encryption' : 'ZipCrypto';
  readExtra(fields, places.extra, places.name);
  return fields;
}

function readExtra(fields: ZipFields, extra: Uint8Array, name: Uint8Array): void {
  const view = viewOf(extra);
  let zip64 = false;
  for (let at = 0; at + 4 <= extra.length;) {
    const id = view.getUint16(at, true);
    const from = at + 4;
    const end = from + view.getUint16(at + 2, true);
    if (end > extra.length) break; // what follows is no extra field
    const field = extra.subarray(from, end);
    if (id === ZIP64) zip64 = readZip64(fields, viewOf(field));
    else if (id === UNIX_TIMES && field.length >= 5 && field[0]! & 1)
      fields.modified = view.getInt32(from + 1, true) * 1000;
    else if (id === NTFS_TIMES && field.length >= 16)
      fields.modified = ntfsTime(viewOf(field)) ?? fields.modified;
    else if (id === UNICODE_PATH && field.length > 5) readUnicodePath(fields, field, name);
    else if (id === AES && field.length >= 7) readAes(fields, viewOf(field));
    at = end;
  }
  if (fields.method === AES_METHOD) fields.encryption ??= 'AES';
  const needed =
    fields.size === SATURATED || fields.packedBytes === SATURATED || fields.headerOffset === SATURATED;
  fields.complete = zip64 || !needed;
}

/** Only what is saturated stands in the field, in this order. */
function readZip64(fields: ZipFields, field: DataView): boolean {
  let at = 0;
  for (const name of ['size', 'packedBytes', 'headerOffset'] as const) {
    if (fields[name] !== SATURATED) continue;
    if (at + 8 > field.byteLength) return false;
    fields[name] = u64(field, at);
    at += 8;
  }
  return true;
}

function readAes(fields: ZipFields, field: DataView): void {
  const bits = [0, 128, 192, 256][field.getUint8(4)];
  fields.encryption = bits ? `AES-${bits}` : 'AES';
  fields.method = field.getUint16(5, true);
}

/** Info-ZIP's UTF-8 name, valid while its checksum is that of the plain name. */
function readUnicodePath(fields: ZipFields, field: Uint8Array, name: Uint8Array): void {
  if (field[0] === 1 && viewOf(field).getUint32(1, true) === crc32OfName(name)) {
    fields.path = shown(utf8.decode(field.subarray(5)));
  }
}

/** CRC-32 bit by bit: enough for names. */
export function crc32OfName(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Local time in steps of two seconds; null when it is no date. */
function dosTime(date: number, time: number): number | null {
  const month = (date >> 5) & 15;
  const day = date & 31;
  if (month < 1 || month > 12 || day < 1) return null;
  return Date.UTC(1980 + (date >> 9), month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2);
}

/** Steps of 100 ns since 1601, in the first of the field's attributes. */
function ntfsTime(field: DataView): number | null {
  if (field.getUint16(4, true) !== 1) return null;
  return Math.floor(u64(field, 8) / 10_000) - 11_644_473_600_000;
}

// -- names

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const strictUtf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** Unflagged names are CP437, but Unix tools write UTF-8 and often do not flag it: taken where it is valid. */
function nameOf(name: Uint8Array, flagged: boolean, unix: boolean): string {
  if (flagged || name.every((byte) => byte < 0x80)) return shown(utf8.decode(name));
  if (unix) {
    try {
      return shown(strictUtf8.decode(name));
    } catch {
      // Not UTF-8 then.
    }
  }
  return shown(
    Array.from(name, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join(''),
  );
}

/** A NUL ends no name: it would hide what follows. */
function shown(name: string): string {
  return name.replaceAll('\0', '\ufffd');
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
