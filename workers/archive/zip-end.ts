import type { RandomAccess } from '../bytes/random-access';
import type { Warning } from '../warning';
import { LOCAL_HEADER } from './zip-entry';
import { SATURATED, u64, viewOf } from './zip-fields';

/** Where the central directory is. */
export interface ZipDirectory {
  offset: number;
  bytes: number;
  /** Entries it states to have; null when the field cannot hold the number. */
  entries: number | null;
  /** What must be added to stated offsets: bytes in front of the zip that its writer did not count. */
  shift: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const END64_LOCATOR = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64 = 0x06064b50;
const END64_BYTES = 56;
export const DIRECTORY_RECORD = 0x02014b50;

/** A comment of any length may follow the end record. */
const MAX_TAIL = END_BYTES + 0xffff;
/** A comment may hold what looks like end records; so many are tried. */
const MAX_TRIES = 64;

/** Finds the central directory by the end record, or null when there is none that leads to one. */
export async function findDirectory(
  zip: RandomAccess,
  warn: (warning: Warning) => void,
): Promise<ZipDirectory | null> {
  const tailAt = Math.max(0, zip.size - MAX_TAIL);
  const bytes = await zip.read(tailAt, Math.min(zip.size, MAX_TAIL));
  const tail = viewOf(bytes);
  const start = await zip.read(0, 4);
  const beginsWithEntry = start.length === 4 && viewOf(start).getUint32(0, true) === LOCAL_HEADER;
  let tries = 0;
  for (let at = bytes.length - END_BYTES; at >= 0 && tries < MAX_TRIES; at--) {
    if (bytes[at] !== 0x50 || tail.getUint32(at, true) !== END) continue;
    tries++;
    const directory = await directoryBefore(
      zip,
      tailAt + at,
      new DataView(tail.buffer, tail.byteOffset + at, END_BYTES),
    );
    if (!directory) continue;
    // A zip that was cut may end with a whole one that is stored in it, which is not what is looked for.
    if (beginsWithEntry && (directory.shift > 0 || directory.bytes === 0)) continue;
    if (tail.getUint16(at + 4, true) !== 0 && tail.getUint16(at + 4, true) !== 0xffff) {
      const message = 'is one part of a zip in several files: only what lies in this part can be read';
      warn({ code: 'zip-multi-volume', path: '', offset: tailAt + at, message });
    }
    return directory;
  }
  return null;
}

/** The directory that the end record at `endAt` tells of, if there is one. */
async function directoryBefore(
  zip: RandomAccess,
  endAt: number,
  end: DataView,
): Promise<ZipDirectory | null> {
  const entries = end.getUint16(10, true);
  const bytes = end.getUint32(12, true);
  const stated = end.getUint32(16, true);
  const isLarge = entries === 0xffff || bytes === SATURATED || stated === SATURATED;
  const large = isLarge ? await end64Before(zip, endAt) : null;
  if (large) return checked(zip, large.endAt, large.bytes, large.stated, large.entries);
  return checked(zip, endAt, bytes, stated, entries);
}

async function end64Before(zip: RandomAccess, endAt: number) {
  const locatorAt = endAt - LOCATOR_BYTES;
  if (locatorAt < END64_BYTES) return null;
  const locator = viewOf(await zip.read(locatorAt, LOCATOR_BYTES));
  if (locator.byteLength < LOCATOR_BYTES || locator.getUint32(0, true) !== END64_LOCATOR) return null;
  // Where it says; or right before the locator, when bytes in front of the zip were not counted.
  for (const at of [u64(locator, 8), locatorAt - END64_BYTES]) {
    if (!(at >= 0 && at <= locatorAt - END64_BYTES)) continue;
    const end = viewOf(await zip.read(at, END64_BYTES));
    if (end.byteLength < END64_BYTES || end.getUint32(0, true) !== END64) continue;
    return { endAt: at, entries: u64(end, 32), bytes: u64(end, 40), stated: u64(end, 48) };
  }
  return null;
}

/** The directory ends where the end record begins; if it does not, perhaps it is where it says. */
async function checked(
  zip: RandomAccess,
  endAt: number,
  bytes: number,
  stated: number,
  count: number,
): Promise<ZipDirectory | null> {
  const entries = count === 0xffff ? null : count;
  if (bytes === 0 && count === 0 && stated <= endAt) return { offset: endAt, bytes: 0, entries: 0, shift: 0 };
  for (const offset of [endAt - bytes, stated]) {
    if (!(offset >= 0 && bytes >= 46 && offset + bytes <= endAt)) continue;
    const start = await zip.read(offset, 4);
    if (start.length === 4 && viewOf(start).getUint32(0, true) === DIRECTORY_RECORD) {
      return { offset, bytes, entries, shift: offset - stated };
    }
  }
  return null;
}
