import { nameDecoder } from '../kernel/tar';
import { recordText, takeRecords, type PaxRecord } from './pax-records';
import { BLOCK, GLOBAL_PAX, isMeta, LONG_LINK, LONG_NAME, MAX_META } from './tar-entry';

/** A header with all that stands in front of it, its names in the bytes that they were written in. */
export interface TarHeader {
  /** The type flag, a character code. */
  type: number;
  name: Uint8Array;
  /** What a link leads to; empty for anything else. */
  link: Uint8Array;
  mode: number;
  uid: number;
  gid: number;
  uname: string;
  gname: string;
  /** Seconds since 1970 UTC; null where it is no number. */
  seconds: number | null;
  /** The same as PAX records say it, in decimal digits. */
  exactTime: string | null;
  /** Major and minor number of a device. */
  device: [major: number, minor: number];
  /** PAX records of this entry itself, not those of global headers. */
  records: readonly PaxRecord[];
}

const NAME_BYTES = 100;
const PREFIX_AT = 345;
const SUM_AT = 148;
const SUM_END = 156;
const TYPE_AT = 156;
const BLANK = 0x20;
const EMPTY = new Uint8Array(0);
const SECONDS = /^-?\d{1,12}(?:\.\d{0,9})?$/;

/**
 * Reads the headers among consecutive blocks of a tar, one block at a time, with the PAX records and long names that
 * stand in front of each. Blocks that are no header are passed over: data, or damage.
 */
export class TarHeaders {
  /** Global PAX records, and those of the next header; long names are kept as the records that mean the same. */
  readonly #global = new Map<string, PaxRecord>();
  #records = new Map<string, PaxRecord>();
  #meta: { type: number; body: Uint8Array; filled: number } | null = null;
  /** Blocks of records that are too long to be read. */
  #skipped = 0;

  /** The header that ends with this block, or null. The block is not kept. */
  take(block: Uint8Array): TarHeader | null {
    if (this.#skipped > 0) {
      this.#skipped--;
      return null;
    }
    if (this.#meta) {
      this.#fill(this.#meta, block);
      return null;
    }
    if (!isHeader(block)) {
      this.#forget();
      return null;
    }
    const type = block[TYPE_AT]!;
    if (isMeta(type)) {
      this.#begin(type, numberOf(block, 124, 12));
      return null;
    }
    const header = this.#headerOf(block);
    this.#forget();
    return header;
  }

  /** To be called where the blocks that follow are not the next ones. */
  skip(): void {
    this.#meta = null;
    this.#skipped = 0;
    this.#forget();
  }

  #forget(): void {
    if (this.#records.size > 0) this.#records = new Map();
  }

  #begin(type: number, size: number): void {
    if (!(size > 0)) return;
    if (size > MAX_META) this.#skipped = Math.ceil(Math.min(size, Number.MAX_SAFE_INTEGER) / BLOCK);
    else this.#meta = { type, body: new Uint8Array(size), filled: 0 };
  }

  #fill(meta: { type: number; body: Uint8Array; filled: number }, block: Uint8Array): void {
    const part = block.subarray(0, meta.body.length - meta.filled);
    meta.body.set(part, meta.filled);
    meta.filled += part.length;
    if (meta.filled < meta.body.length) return;
    this.#meta = null;
    const { type, body } = meta;
    if (type === LONG_NAME || type === LONG_LINK) {
      let end = body.length;
      while (end > 0 && body[end - 1] === 0) end--;
      const key = type === LONG_NAME ? 'path' : 'linkpath';
      this.#records.set(key, { key, value: body.subarray(0, end), bytes: EMPTY });
    } else takeRecords(body, type === GLOBAL_PAX ? this.#global : this.#records);
  }

  #headerOf(block: Uint8Array): TarHeader {
    const record = (key: string) => this.#records.get(key) ?? this.#global.get(key);
    const text = (key: string) => recordText(record(key));
    const bytes = (key: string) => {
      const value = record(key)?.value;
      return value && value.length > 0 ? value : null;
    };
    const whole = (key: string) => {
      const value = text(key);
      return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : null;
    };
    const number = (at: number, width: number) => {
      const value = numberOf(block, at, width);
      return Number.isSafeInteger(value) ? value : 0;
    };
    const stated = numberOf(block, 136, 12);
    const time = text('mtime');
    const exactTime = time !== null && SECONDS.test(time) ? time : null;
    const isPosix = isMagic(block, 'ustar\0');
    return {
      type: block[TYPE_AT]!,
      name: (bytes('GNU.sparse.name') ?? bytes('path') ?? nameOf(block, isPosix)).slice(),
      link: (bytes('linkpath') ?? field(block, 157, NAME_BYTES)).slice(),
      mode: number(100, 8),
      uid: whole('uid') ?? number(108, 8),
      gid: whole('gid') ?? number(116, 8),
      uname: text('uname') ?? nameDecoder.decode(hasOwner(block) ? field(block, 265, 32) : EMPTY),
      gname: text('gname') ?? nameDecoder.decode(hasOwner(block) ? field(block, 297, 32) : EMPTY),
      seconds: exactTime === null ? (Number.isSafeInteger(stated) ? stated : null) : Number(exactTime),
      exactTime,
      device: hasOwner(block) ? [number(329, 8), number(337, 8)] : [0, 0],
      records: [...this.#records.values()],
    };
  }
}

/** Prefix and name; GNU tar has other things where POSIX has the prefix, star a shorter one. */
function nameOf(block: Uint8Array, isPosix: boolean): Uint8Array {
  const name = field(block, 0, NAME_BYTES);
  if (!isPosix || block[PREFIX_AT] === 0) return name;
  const isStar = block[508] === 0x74 && block[509] === 0x61 && block[510] === 0x72 && block[511] === 0;
  const prefix = field(block, PREFIX_AT, isStar ? 131 : 155);
  const whole = new Uint8Array(prefix.length + 1 + name.length);
  whole.set(prefix);
  whole[prefix.length] = 0x2f;
  whole.set(name, prefix.length + 1);
  return whole;
}

/** Old tars of Unix v7 say no names of owners. */
function hasOwner(block: Uint8Array): boolean {
  return isMagic(block, 'ustar');
}

function isMagic(block: Uint8Array, magic: string): boolean {
  for (let i = 0; i < magic.length; i++) if (block[257 + i] !== magic.charCodeAt(i)) return false;
  return true;
}

/** A field up to its first NUL. */
function field(block: Uint8Array, at: number, width: number): Uint8Array {
  const end = block.indexOf(0, at);
  return block.subarray(at, end < 0 || end > at + width ? at + width : end);
}

/** Whether a block's checksum is right, of unsigned bytes or, as some old writers took it, of signed ones. */
function isHeader(block: Uint8Array): boolean {
  const stated = numberOf(block, SUM_AT, SUM_END - SUM_AT);
  if (!(stated > 0)) return false;
  let sum = 8 * BLANK;
  let high = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = block[i]!;
    sum += byte;
    high += byte >>> 7;
  }
  for (let i = SUM_AT; i < SUM_END; i++) {
    sum -= block[i]!;
    high -= block[i]! >>> 7;
  }
  return stated === sum || stated === sum - 256 * high;
}

/** A number in octal digits up to a NUL, or in base 256 where its first bit is set; NaN for what is neither. */
function numberOf(block: Uint8Array, at: number, width: number): number {
  const end = at + width;
  const first = block[at] ?? 0;
  let value = 0;
  if (first === 0x80 || first === 0xff) {
    value = first === 0xff ? -1 : 0;
    for (let i = at + 1; i < end; i++) value = value * 256 + block[i]!;
    return value;
  }
  let i = at;
  while (i < end && isBlank(block[i]!)) i++;
  for (let digit; i < end && (digit = block[i]! ^ 0x30) < 8; i++) value = value * 8 + digit;
  while (i < end && isBlank(block[i]!)) i++;
  return i < end && block[i] !== 0 ? NaN : value;
}

function isBlank(byte: number): boolean {
  return byte === BLANK || (byte >= 9 && byte <= 13);
}
