// Zips by hand, for what no writer makes on purpose.
import { crc32, deflateRawSync } from 'node:zlib';
import { ascii, concat } from './tar-bytes';

export interface ZipField {
  name: string | Uint8Array;
  data?: Uint8Array | string;
  method?: number;
  flags?: number;
  /** Sizes and checksum behind the data: with its signature, without, or with 8-byte sizes. */
  descriptor?: 'signed' | 'bare' | 'wide';
  /** Extra field in both headers. */
  extra?: Uint8Array;
  external?: number;
  /** Writer's system: 0 DOS, 3 Unix. */
  system?: number;
  /** What the directory claims instead of the truth. */
  claims?: { size?: number; packed?: number; offset?: number };
}

const DATE = ((2026 - 1980) << 9) | (1 << 5) | 9;
const TIME = (16 << 11) | (4 << 5) | 15;

function record(length: number, fields: [at: number, bytes: 2 | 4, value: number][]): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  for (const [at, width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return bytes;
}

export function u64Bytes(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  values.forEach((value, i) => new DataView(bytes.buffer).setBigUint64(i * 8, BigInt(value), true));
  return bytes;
}

export function extraField(id: number, data: Uint8Array): Uint8Array {
  return concat([
    record(4, [
      [0, 2, id],
      [2, 2, data.length],
    ]),
    data,
  ]);
}

function packed({ data = '', method = 8 }: ZipField): Uint8Array {
  return method === 8 ? deflateRawSync(ascii(data)) : ascii(data);
}

function flagsOf({ flags = 0, descriptor }: ZipField): number {
  return flags | (descriptor ? 8 : 0);
}

/** A local header, its data and descriptor. */
export function localEntry(field: ZipField): Uint8Array {
  const name = ascii(field.name);
  const extra = field.extra ?? new Uint8Array();
  const content = ascii(field.data ?? '');
  const data = packed(field);
  const known = field.descriptor ? 0 : 1;
  const crc = crc32(content);
  const header = record(30, [
    [0, 4, 0x04034b50],
    [4, 2, 20],
    [6, 2, flagsOf(field)],
    [8, 2, field.method ?? 8],
    [10, 2, TIME],
    [12, 2, DATE],
    [14, 4, crc * known],
    [18, 4, data.length * known],
    [22, 4, content.length * known],
    [26, 2, name.length],
    [28, 2, extra.length],
  ]);
  const parts = [header, name, extra, data];
  if (field.descriptor === 'wide') {
    parts.push(
      record(8, [
        [0, 4, 0x08074b50],
        [4, 4, crc],
      ]),
      u64Bytes(data.length, content.length),
    );
  } else if (field.descriptor) {
    const bare = record(12, [
      [0, 4, crc],
      [4, 4, data.length],
      [8, 4, content.length],
    ]);
    parts.push(field.descriptor === 'signed' ? concat([ascii('PK\x07\x08'), bare]) : bare);
  }
  return concat(parts);
}

export function directoryRecord(field: ZipField, offset: number): Uint8Array {
  const name = ascii(field.name);
  const extra = field.extra ?? new Uint8Array();
  const content = ascii(field.data ?? '');
  const { claims = {}, external = 0, system = 3 } = field;
  const header = record(46, [
    [0, 4, 0x02014b50],
    [4, 2, 20 | (system << 8)],
    [6, 2, 20],
    [8, 2, flagsOf(field)],
    [10, 2, field.method ?? 8],
    [12, 2, TIME],
    [14, 2, DATE],
    [16, 4, crc32(content)],
    [20, 4, claims.packed ?? packed(field).length],
    [24, 4, claims.size ?? content.length],
    [28, 2, name.length],
    [30, 2, extra.length],
    [38, 4, external],
    [42, 4, claims.offset ?? offset],
  ]);
  return concat([header, name, extra]);
}

export interface ZipParts {
  entries: ZipField[];
  comment?: string | Uint8Array;
  /** Write a zip64 end record and saturate the plain one. */
  zip64?: boolean;
  /** Bytes in front; offsets do not count them. */
  prefix?: Uint8Array;
  /** Stated instead of the number of entries. */
  count?: number;
  /** Changes the directory. */
  damage?: (directory: Uint8Array) => void;
}

export function zip({
  entries,
  comment = '',
  zip64,
  prefix = new Uint8Array(),
  count,
  damage,
}: ZipParts): Uint8Array {
  const locals = entries.map(localEntry);
  let offset = 0;
  const records = entries.map((field, i) => {
    const made = directoryRecord(field, offset);
    offset += locals[i]!.length;
    return made;
  });
  const directory = concat(records);
  damage?.(directory);
  const number = count ?? entries.length;
  const parts = [prefix, ...locals, directory];
  if (zip64) {
    parts.push(
      record(24, [
        [0, 4, 0x06064b50],
        [4, 4, 44],
        [12, 2, 45],
        [14, 2, 45],
      ]),
      u64Bytes(number, number, directory.length, offset),
      record(8, [[0, 4, 0x07064b50]]),
      u64Bytes(offset + directory.length),
      record(4, [[0, 4, 1]]),
    );
  }
  const all = (value: number) => (zip64 ? 0xffffffff : value);
  parts.push(
    record(22, [
      [0, 4, 0x06054b50],
      [8, 2, all(number) & 0xffff],
      [10, 2, all(number) & 0xffff],
      [12, 4, all(directory.length)],
      [16, 4, all(offset)],
      [20, 2, ascii(comment).length],
    ]),
    ascii(comment),
  );
  return concat(parts);
}
