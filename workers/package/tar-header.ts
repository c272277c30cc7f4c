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
  /** PAX records as they were written somewhere else; they come first. */
  written?: readonly Uint8Array[];
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
const MAGIC = encoder.encode('ustar\x0000');
const PAX_FOLDER = encoder.encode('PaxHeader/');

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
    if (owner?.[key] && !fits(encoder.encode(owner[key]), OWNER_BYTES)) records.push([key, owner[key]]);
  const body = [...(fields.written ?? []), ...records.map(([key, value]) => record(key, value))];
  const bytes = body.reduce((sum, { length }) => sum + length, 0);
  const before = bytes > 0 ? BLOCK + padded(bytes) : 0;
  const blocks = new Uint8Array(before + BLOCK);
  if (bytes > 0) {
    const pax = { ...fields, size: bytes, mode: 0o644, link: undefined, device: undefined };
    const head = name.subarray(0, NAME_BYTES - PAX_FOLDER.length);
    putHeader(blocks.subarray(0, BLOCK), pax, 'x', { name: joined([PAX_FOLDER, head]) }, whole);
    let at = BLOCK;
    for (const part of body) {
      blocks.set(part, at);
      at += part.length;
    }
  }
  const own = split ?? { name: name.subarray(0, NAME_BYTES) };
  putHeader(blocks.subarray(before), fields, TYPES[fields.type], own, whole);
  return blocks;
}

/** Into a block of zeros. There may be a million headers: nothing is made on the way that need not be. */
function putHeader(
  block: Uint8Array,
  { size, mode, link, owner, device }: TarFields,
  type: string,
  { name, prefix }: { name: Uint8Array; prefix?: Uint8Array },
  seconds: number,
): void {
  block.set(name, 0);
  putNumber(block, mode, 100, 8);
  putNumber(block, owner?.uid ?? 0, 108, 8);
  putNumber(block, owner?.gid ?? 0, 116, 8);
  putNumber(block, size, 124, 12);
  putNumber(block, seconds, 136, 12);
  block[156] = type.charCodeAt(0);
  if (link) block.set(link.subarray(0, NAME_BYTES), 157);
  block.set(MAGIC, 257);
  if (owner?.uname) block.set(encoder.encode(owner.uname).subarray(0, OWNER_BYTES), 265);
  if (owner?.gname) block.set(encoder.encode(owner.gname).subarray(0, OWNER_BYTES), 297);
  if (device) {
    putNumber(block, device[0], 329, 8);
    putNumber(block, device[1], 337, 8);
  }
  if (prefix) block.set(prefix, 345);
  block.fill(0x20, 148, 156);
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += block[i]!;
  putNumber(block, sum, 148, 7);
}

/** In octal digits with a NUL behind, or in base 256 where these are too few. */
function putNumber(block: Uint8Array, value: number, at: number, width: number): void {
  if (value <= octalLimit(width)) {
    let rest = value;
    for (let i = at + width - 2; i >= at; i--) {
      block[i] = 0x30 + (rest % 8);
      rest = Math.floor(rest / 8);
    }
    block[at + width - 1] = 0;
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
