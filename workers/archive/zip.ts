import type { RandomAccess } from '../bytes/random-access';
import type { Warning } from '../warning';
import { limitWarnings } from './warning-limit';
import { readDirectory } from './zip-directory';
import { findDirectory } from './zip-end';
import { LOCAL_BYTES, LOCAL_HEADER, type ZipEntry } from './zip-entry';
import { viewOf } from './zip-fields';
import { salvageEntries } from './zip-salvage';

export type { ZipEntry } from './zip-entry';

// Own code rather than a library: zip.js and its like read the central directory only, so a zip that is cut gives
// nothing; and they inflate by themselves, while here an entry must be a range of a layer, inflated in kernel
// memory and entered at checkpoints. What is left for a library is these headers.

/**
 * Reads a zip's entries, some thousands at a time. What is wrong is told to `warn` and ends nothing: without a
 * central directory the entries are looked for from the start (`zip-truncated`).
 */
export async function* zipEntries(
  zip: RandomAccess,
  warn: (warning: Warning) => void,
): AsyncGenerator<ZipEntry[]> {
  const limited = limitWarnings(warn, 'zip-more-warnings');
  const directory = await findDirectory(zip, limited);
  const unlisted = directory ? yield* readDirectory(zip, directory, limited) : 0;
  if (unlisted !== null) yield* salvageEntries(zip, unlisted, limited);
}

/** The entry's data begins here. Answers null, after a warning, when no local header is where it should be. */
export async function zipDataOffset(
  zip: RandomAccess,
  entry: ZipEntry,
  warn: (warning: Warning) => void,
): Promise<number | null> {
  if (entry.dataOffset !== null) return entry.dataOffset;
  const bytes = await zip.read(entry.headerOffset, LOCAL_BYTES);
  const header = viewOf(bytes);
  if (bytes.length < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL_HEADER) {
    warn({
      code: 'zip-bad-header',
      path: entry.path,
      offset: entry.headerOffset,
      message: 'there is no local header where the directory says: its content cannot be read',
    });
    return null;
  }
  // The lengths of name and extra field are those of this header; the directory's may differ.
  const offset = entry.headerOffset + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  entry.dataOffset = offset;
  return offset;
}
