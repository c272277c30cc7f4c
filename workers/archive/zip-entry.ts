import type { Warning } from '../warning';
import { DEFLATE, methodName, STORED, type ZipEntryKind, type ZipFields } from './zip-fields';

/** One entry of a zip. Its path is as written, `../../x` and backslashes included: show it, never follow it. */
export interface ZipEntry {
  path: string;
  kind: ZipEntryKind;
  /** Bytes of the content; null when only inflating tells (a cut zip, or a field that is missing). */
  size: number | null;
  /** Bytes in the zip; with `size` null, the most it can be. */
  packedBytes: number;
  /** Of the content; null when it is not known. */
  crc32: number | null;
  method: number;
  /** Why the content cannot be had without a password (`ZipCrypto`, `AES-256`), or null. */
  encryption: string | null;
  /** False when the method is not one that is read, or a password is needed. */
  readable: boolean;
  /** ms since 1970 UTC, or null. */
  modified: number | null;
  /** Unix permissions, 0 when they are not said. */
  mode: number;
  /** Where the local header is. */
  headerOffset: number;
  /** Where the data begins, when that is known without reading the local header (`zipDataOffset`). */
  dataOffset: number | null;
}

export const LOCAL_HEADER = 0x04034b50;
export const LOCAL_BYTES = 30;

/** An entry from its fields; `headerOffset` is where its local header really is. */
export function entryOf(
  fields: ZipFields,
  headerOffset: number,
  attributes: { external: number; unix: boolean },
): ZipEntry {
  const mode = attributes.unix ? attributes.external >>> 16 : 0;
  return {
    path: fields.path,
    kind: kindOf(fields.path, mode, attributes.external),
    size: fields.size,
    packedBytes: fields.packedBytes,
    crc32: fields.crc32,
    method: fields.method,
    encryption: fields.encryption,
    readable: fields.encryption === null && (fields.method === STORED || fields.method === DEFLATE),
    modified: fields.modified,
    mode: mode & 0o7777,
    headerOffset,
    dataOffset: null,
  };
}

function kindOf(path: string, mode: number, external: number): ZipEntryKind {
  // A zip has no other sign for a folder that all writers set.
  if (path.endsWith('/')) return 'directory';
  switch (mode & 0o170000) {
    case 0o040000:
      return 'directory';
    case 0o120000:
      return 'symlink';
    case 0o100000:
      return 'file';
    case 0:
      return external & 0x10 ? 'directory' : 'file';
    default:
      return 'other';
  }
}

/** Says why an entry's content cannot be read, if so. */
export function warnOfUnreadable(entry: ZipEntry, warn: (warning: Warning) => void): void {
  if (entry.readable || entry.kind === 'directory') return;
  const { path, headerOffset: offset, encryption, method } = entry;
  if (encryption) {
    warn({
      code: 'zip-encrypted',
      path,
      offset,
      message: `is encrypted (${encryption}): its content cannot be read`,
    });
  } else {
    const message = `is packed with ${methodName(method)}, which is not read: its content stays packed`;
    warn({ code: 'zip-unsupported-method', path, offset, message });
  }
}
