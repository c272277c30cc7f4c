import { concat, utf8, type Bytes } from './bytes';

/** How names over 100 bytes are written: GNU's extra entry (Python's tarfile up to 3.7), or PAX records. */
export type TarFlavour = 'gnu' | 'pax';

export interface TarEntry {
  /** The whole path; a folder's ends in `/`. */
  path: string;
  /** Bytes of content in the archive. */
  size: number;
  content: Iterable<Bytes> | AsyncIterable<Bytes>;
  /** Milliseconds since 1970. */
  mtime: number;
  mode?: number;
  /** `0` file, `5` folder, `S` old GNU sparse file. */
  type?: string;
  /** More PAX records of the entry. */
  pax?: Record<string, string>;
  /** Changes the finished header before its checksum is made. */
  fill?: (header: Bytes) => void;
  /** Changes the finished header after its checksum is made. */
  spoil?: (header: Bytes) => void;
}

const BLOCK = 512;
const RECORD = 20 * BLOCK;

/** The archive as GNU tar writes it: 512-byte blocks, two zero blocks at the end, filled up to 10 KiB. */
export async function* tar(entries: AsyncIterable<TarEntry>, flavour: TarFlavour): AsyncGenerator<Bytes> {
  let written = 0;
  for await (const entry of entries) {
    const head = concat([...extraHeaders(entry, flavour), headerOf(entry, flavour)]);
    yield head;
    let length = 0;
    for await (const chunk of entry.content) {
      length += chunk.length;
      yield chunk;
    }
    if (length !== entry.size)
      throw new Error(`${entry.path}: ${length} bytes of content, header says ${entry.size}`);
    const padding = -length & (BLOCK - 1);
    if (padding > 0) yield new Uint8Array(padding);
    written += head.length + length + padding;
  }
  const end = 2 * BLOCK;
  yield new Uint8Array(end + ((RECORD - ((written + end) % RECORD)) % RECORD));
}

function extraHeaders(entry: TarEntry, flavour: TarFlavour): Bytes[] {
  const path = utf8(entry.path);
  if (flavour === 'gnu' && entry.pax === undefined) {
    return path.length > 100 ? special('L', '././@LongLink', concat([path, new Uint8Array(1)])) : [];
  }
  const records = { ...entry.pax };
  if (path.length > 100 || path.length !== entry.path.length) records.path = entry.path;
  if (Object.keys(records).length === 0) return [];
  return special('x', './PaxHeaders/entry', concat(Object.entries(records).map(([k, v]) => paxRecord(k, v))));
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Bytes {
  const tail = utf8(` ${key}=${value}\n`);
  let length = tail.length + 1;
  while (String(length).length + tail.length !== length) length++;
  return concat([utf8(String(length)), tail]);
}

function special(type: string, name: string, content: Bytes): Bytes[] {
  const header = headerBlock(utf8(name), content.length, 0, 0o644, type, type === 'L' ? 'gnu' : 'pax');
  return [sealed(header), content, new Uint8Array(-content.length & (BLOCK - 1))];
}

function headerOf(entry: TarEntry, flavour: TarFlavour): Bytes {
  const type = entry.type ?? '0';
  const mode = entry.mode ?? (type === '5' ? 0o755 : 0o644);
  const gnu = flavour === 'gnu' || type === 'S';
  const header = headerBlock(utf8(entry.path), entry.size, entry.mtime, mode, type, gnu ? 'gnu' : 'pax');
  entry.fill?.(header);
  sealed(header);
  entry.spoil?.(header);
  return header;
}

function headerBlock(
  path: Bytes,
  size: number,
  mtime: number,
  mode: number,
  type: string,
  flavour: TarFlavour,
): Bytes {
  const header = new Uint8Array(BLOCK);
  header.set(path.subarray(0, 100), 0);
  header.set(octal(mode, 7), 100);
  header.set(octal(0, 7), 108);
  header.set(octal(0, 7), 116);
  header.set(tarNumber(size), 124);
  header.set(octal(Math.floor(mtime / 1000), 11), 136);
  header.set(utf8(type), 156);
  header.set(utf8(flavour === 'gnu' ? 'ustar  \0' : 'ustar\x0000'), 257);
  header.set(utf8('root'), 265);
  header.set(utf8('root'), 297);
  return header;
}

function sealed(header: Bytes): Bytes {
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(octal(sum, 6), 148);
  header[154] = 0;
  return header;
}

function octal(value: number, digits: number): Bytes {
  return utf8(value.toString(8).padStart(digits, '0'));
}

/** Twelve bytes: eleven octal digits, or base 256 from 8 GiB on. */
export function tarNumber(value: number): Bytes {
  const field = new Uint8Array(12);
  if (value < 8 ** 11) {
    field.set(octal(value, 11));
    return field;
  }
  field[0] = 0x80;
  for (let i = 11, rest = value; i > 3; i--, rest = Math.floor(rest / 256)) field[i] = rest % 256;
  return field;
}

/** The content of an entry whose bytes are at hand. */
export function fileEntry(path: string, content: Bytes, mtime: number, mode = 0o644): TarEntry {
  return { path, size: content.length, content: [content], mtime, mode };
}

export function isFile(entry: TarEntry): boolean {
  return entry.type !== '5';
}

export async function contentOf(entry: TarEntry): Promise<Bytes> {
  const parts: Bytes[] = [];
  for await (const chunk of entry.content) parts.push(chunk);
  return concat(parts);
}
