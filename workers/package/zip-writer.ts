import { Zip, ZipDeflate } from 'fflate';
import { Failure } from '../failure';
import { storedBytes, type PackedFile } from './packed-file';

/** A zip without its 64-bit fields holds less than this. */
const MAX_BYTES = 0xffffffff;
const MAX_ENTRIES = 0xfffe;
const UNIX = 3;
const REGULAR_FILE = 0o100000;
const PERMISSIONS = 0o7777;
/** Extra field with the time in seconds since 1970 UTC: the entry's own field has two-second steps and no zone. */
const UNIX_TIMES = 0x5455;
const HAS_MODIFIED = 1;
/** Times that the entry's own field holds, in local years that every zone agrees on. */
const FIRST_TIME = Date.UTC(1980, 0, 2);
const LAST_TIME = Date.UTC(2099, 11, 30);

/** A zip of these files, in their order. Fails with `too-large` for what the format holds with 64-bit fields only. */
export async function* zipBytes(files: AsyncIterable<PackedFile>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let failure: Error | null = null;
  let bytes = 0;
  let entries = 0;
  const zip = new Zip((error, chunk) => {
    failure ??= error;
    if (chunk.length > 0) ready.push(chunk);
    bytes += chunk.length;
  });
  function* taken(): Generator<Uint8Array> {
    if (failure) throw failure;
    if (bytes > MAX_BYTES || entries > MAX_ENTRIES) {
      throw new Failure(
        'too-large',
        'a nested zip that had to be written anew has more than 4 GiB or 65,534 files',
      );
    }
    yield* ready.splice(0);
  }
  for await (const file of files) {
    if (storedBytes(file) > MAX_BYTES) bytes = Infinity;
    entries++;
    const entry = Object.assign(new ZipDeflate(file.path), attributes(file));
    zip.add(entry);
    for await (const chunk of file.content()) {
      entry.push(chunk);
      yield* taken();
    }
    entry.push(new Uint8Array(0), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}

function attributes({ modified, mode }: PackedFile) {
  const time = modified ?? 0;
  const seconds = Math.floor(time / 1000);
  const stated = new Uint8Array(5);
  stated[0] = HAS_MODIFIED;
  new DataView(stated.buffer).setInt32(1, seconds, true);
  return {
    os: UNIX,
    attrs: (REGULAR_FILE | (mode & PERMISSIONS)) << 16,
    mtime: Math.min(Math.max(time, FIRST_TIME), LAST_TIME),
    ...(modified !== null && seconds === (seconds | 0) && { extra: { [UNIX_TIMES]: stated } }),
  };
}
