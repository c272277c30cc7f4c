import { BLOCK, padded } from '../archive/tar-entry';
import type { OtherType, TarOwner } from './packed-file';

/** What a header of a tar says; names in bytes. */
export interface TarFields {
  name: Uint8Array;
  type: OtherType | 'file';
  size: number;
  mode: number;
  /** Seconds since 1970 UTC; whole ones that are not negative stand in the header itself. */
  seconds: number;
  /** What a link leads to. */
  link?: Uint8Array;
  owner?: TarOwner | null;
  /** Of a device. */
  device?: readonly [major: number, minor: number];
  /** Further PAX records; they come before those that long names and large numbers need. */
  records?: readonly [key: string, value: string | Uint8Array][];
}

const TYPES: Record<TarFields['type'], string> = {
  file: '0',
  link: '1',
  symlink: '2',
  'character-device': '3',
  'block-device': '4',
  directory: '5',
  fifo: '6',
};
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
const OWNER_BYTES = 32;
const SLASH = 0x2f;
/** Largest number of seconds that the header's own field holds. */
const MAX_SECONDS = 0o77777777777;
const encoder = new TextEncoder();

/**
 * The blocks of a header as POSIX has them (pax): ustar, with PAX records in front where that is too small. Names are
 * written in the bytes that are given, whatever their encoding: GNU tar takes them so too, from either place.
 */
export function headerBlocks(fields: TarFields): Uint8Array<ArrayBuffer> {
  const { name, link, size, owner, seconds } = fields;
  const split = splitName(name);
  const records: [string, string | Uint8Array][] = [...(fields.records ?? [])];
  const whole = Math.min(Math.max(Math.floor(seconds), 0), MAX_SECONDS);
  if (owner?.exactTime !== undefined) records.push(['mtime', owner.exactTime]);
  else if (whole !== seconds) records.push(['mtime', String(seconds)]);
  if (!split) records.push(['path', name]);
  if (link && !fits(link, NAME_BYTES)) records.push(['linkpath', link]);
  if (size > octalLimit(12)) records.push(['size', String(size)]);
  for (const key of ['uid', 'gid'] as const)
    if (owner && owner[key] > octalLimit(8)) records.push([key, String(owner[key])]);
  for (const key of ['uname', 'gname'] as const)
    if (owner && !fits(encoder.encode(owner[key]), OWNER_BYTES)) records.push([key, owner[key]]);
  const header = ustar(fields, TYPES[fields.type], split ?? { name: head(name, NAME_BYTES) }, whole);
  if (records.length === 0) return header;
  const body = joined(records.map(([key, value]) => record(key, value)));
  const pax = ustar(
    { ...fields, size: body.length, mode: 0o644, link: undefined, device: undefined },
    'x',
    { name: head(joined([encoder.encode('PaxHeader/'), name]), NAME_BYTES) },
    whole,
  );
  const blocks = new Uint8Array(BLOCK + padded(body.length) + BLOCK);
  blocks.set(pax);
  blocks.set(body, BLOCK);
  blocks.set(header, BLOCK + padded(body.length));
  return blocks;
}

function ustar(
  { size, mode, link, owner, device }: TarFields,
  type: string,
  { name, prefix }: { name: Uint8Array; prefix?: Uint8Array },
  seconds: number,
): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK);
  const text = (value: string, at: number, most: number) => block.set(head(encoder.encode(value), most), at);
  const number = (value: number, at: number, width: number) => putNumber(block, value, at, width);
  block.set(name, 0);
  number(mode, 100, 8);
  number(owner?.uid ?? 0, 108, 8);
  number(owner?.gid ?? 0, 116, 8);
  number(size, 124, 12);
  number(seconds, 136, 12);
  text(type, 156, 1);
  if (link) block.set(head(link, NAME_BYTES), 157);
  text('ustar\x0000', 257, 8);
  text(owner?.uname ?? '', 265, OWNER_BYTES);
  text(owner?.gname ?? '', 297, OWNER_BYTES);
  if (device) {
    number(device[0], 329, 8);
    number(device[1], 337, 8);
  }
  if (prefix) block.set(prefix, 345);
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  text(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 8);
  return block;
}

/** In octal digits with a NUL behind, or in base 256 where these are too few. */
function putNumber(block: Uint8Array, value: number, at: number, width: number): void {
  if (value <= octalLimit(width)) {
    block.set(encoder.encode(value.toString(8).padStart(width - 1, '0')), at);
    return;
  }
  for (let i = at + width - 1, rest = value; i > at; i--, rest = Math.floor(rest / 256))
    block[i] = rest % 256;
  block[at] = 0x80;
}

function octalLimit(width: number): number {
  return 8 ** (width - 1) - 1;
}

/** Name, or name and prefix, where the header has room for it; null where it has none. */
function splitName(name: Uint8Array): { name: Uint8Array; prefix?: Uint8Array } | null {
  if (fits(name, NAME_BYTES)) return { name };
  if (name.includes(0) || name.length > PREFIX_BYTES + 1 + NAME_BYTES) return null;
  // A folder's slash stays with its name.
  for (let at = name.length - 2; at > 0; at--) {
    if (name[at] !== SLASH || at > PREFIX_BYTES) continue;
    const rest = name.subarray(at + 1);
    return rest.length <= NAME_BYTES ? { name: rest, prefix: name.subarray(0, at) } : null;
  }
  return null;
}

/** Whether a field holds it: it would end at a NUL. */
function fits(bytes: Uint8Array, width: number): boolean {
  return bytes.length <= width && !bytes.includes(0);
}

function head(bytes: Uint8Array, most: number): Uint8Array {
  return bytes.subarray(0, most);
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function record(key: string, value: string | Uint8Array): Uint8Array {
  const content = typeof value === 'string' ? encoder.encode(value) : value;
  const rest = joined([encoder.encode(` ${key}=`), content, encoder.encode('\n')]);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return joined([encoder.encode(String(length)), rest]);
}

/** Byte strings one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
