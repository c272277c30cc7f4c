import { nameDecoder } from '../kernel/tar';

/** A name in the bytes that it stood in an archive in. */
export interface RawName {
  bytes: Uint8Array;
  /** What a zip says of it; null in a tar. */
  zip: {
    /** Flagged as UTF-8; else in CP437, or in what the writer's system had. */
    isUtf8: boolean;
    /** Data of the extra field that holds it in UTF-8 (0x7075), where there is one. */
    unicodePath: Uint8Array | null;
  } | null;
}

const encoder = new TextEncoder();
/** Stands in a text for what it cannot say. */
const UNSAYABLE = '\ufffd';
const ASCII = /^[\0-\x7f]*$/;

/** A name of a tar as text: what is no UTF-8, and a NUL, become U+FFFD. */
export function nameText(bytes: Uint8Array): string {
  return nameDecoder.decode(bytes).replaceAll('\0', UNSAYABLE);
}

/**
 * The bytes of a name that was `before` and is to be `after`; null where text says them, or cannot be brought together
 * with them. A change at its end (a suffix that comes or goes) leaves the bytes in front of it as they are.
 */
export function rawNameOf(raw: RawName | null, before: string, after: string): RawName | null {
  if (!raw || (raw.zip === null && !before.includes(UNSAYABLE))) return null;
  if (after === before) return raw;
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const gone = before.slice(same);
  // Only ASCII has a byte for a character in all of them, and what is changed within a name has no bytes to go by.
  if (!ASCII.test(gone) || raw.zip?.unicodePath || raw.bytes.length < gone.length) return null;
  if (!ASCII.test(after.slice(same)) && raw.zip?.isUtf8 === false) return null;
  const kept = raw.bytes.subarray(0, raw.bytes.length - gone.length);
  const come = encoder.encode(after.slice(same));
  const bytes = new Uint8Array(kept.length + come.length);
  bytes.set(kept);
  bytes.set(come, kept.length);
  return { ...raw, bytes };
}

/** The bytes of a name in a tar. What a zip has in CP437 is said in UTF-8, as tars have it, where text can say it. */
export function tarName(path: string, raw: RawName | null | undefined): Uint8Array {
  return raw && (raw.zip === null || path.includes(UNSAYABLE)) ? raw.bytes : encoder.encode(path);
}
