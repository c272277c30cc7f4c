import { zipDataOffset, zipEntries, type ZipEntry } from '../archive/zip';
import type { ByteSink } from '../bytes/sink';
import { crc32 } from '../kernel/crc32';
import type { Warning } from '../warning';
import { addFile, FileIntake, innerContainer, shownName, warnedPath } from './entry-intake';
import type { Feed, FeedControl } from './feed';
import { InflatingSink } from './inflating-sink';
import type { FoundFile, SourceReading } from './source-reading';

const STORED = 0;
/** A damaged directory may list entries twice; a bomb lists them thousands of times. */
const MAX_SHARE = 2;

/** Reads the files of a zip, one after another in the order of its directory. */
export async function readZipEntries(
  reading: SourceReading,
  zip: FoundFile,
  feed: Feed,
  control: FeedControl,
): Promise<void> {
  const { reader } = reading.content;
  const container = innerContainer(reading, zip, 'zip');
  // The archive around it may be cut in it.
  const there = Math.max(0, reading.content.layers.get(zip.layer).size - zip.offset);
  const size = Math.min(zip.size ?? there, there);
  const access = reader.access(zip.layer, zip.offset, size);
  const budget = new ZipBudget(reading, zip, size);
  const warn = (warning: Warning) => {
    const path = warning.path ? warnedPath(reading, container, warning.path) : shownName(reading, zip);
    reading.warn({ ...warning, path });
  };
  for await (const entries of zipEntries(access, warn)) {
    for (const entry of entries) {
      if (control.cancelled) return;
      if (entry.kind !== 'file') continue;
      const dataOffset = await zipDataOffset(access, entry, warn);
      if (dataOffset === null) continue;
      const packed: FoundFile = {
        container,
        path: entry.path,
        layer: zip.layer,
        offset: zip.offset + dataOffset,
        size: Math.max(0, Math.min(entry.packedBytes, size - dataOffset)),
        modified: entry.modified,
        mode: entry.mode,
        depth: zip.depth + 1,
      };
      if (budget.allows(packed, entry.headerOffset)) await readEntry(reading, entry, packed, feed, control);
      else addFile(reading, packed, 'damaged');
    }
  }
}

/** Entries that share their bytes make a bomb of a few kilobytes: all of them together are not read for ever. */
class ZipBudget {
  readonly #reading: SourceReading;
  readonly #zip: FoundFile;
  #left: number;
  #isTold = false;

  constructor(reading: SourceReading, zip: FoundFile, size: number) {
    this.#reading = reading;
    this.#zip = zip;
    this.#left = size * MAX_SHARE;
  }

  /** Takes the entry's bytes from what may still be read; false, after one warning, when they are too many. */
  allows({ path, size }: FoundFile, offset: number): boolean {
    this.#left -= size ?? 0;
    if (this.#left >= 0) return true;
    if (!this.#isTold) {
      const message =
        `the entries from ${path} on claim more than ${MAX_SHARE} times the bytes the zip has: ` +
        `they are listed, not read`;
      this.#reading.warn({
        code: 'expansion-limit',
        path: shownName(this.#reading, this.#zip),
        offset,
        message,
      });
      this.#isTold = true;
    }
    return false;
  }
}

async function readEntry(
  reading: SourceReading,
  entry: ZipEntry,
  packed: FoundFile,
  feed: Feed,
  control: FeedControl,
): Promise<void> {
  if (!entry.readable) {
    addFile(reading, packed, 'binary');
    return;
  }
  const sink =
    entry.method === STORED ? storedReader(reading, entry, packed) : deflatedReader(reading, entry, packed);
  const { layer, offset, size } = packed;
  await feed.range(reading.content.reader, layer, offset, size ?? 0, sink, control);
}

function deflatedReader(reading: SourceReading, entry: ZipEntry, packed: FoundFile): ByteSink {
  const parent = reading.content.layers.add({
    kind: 'slice',
    parent: packed.layer,
    offset: packed.offset,
    size: packed.size ?? 0,
  });
  return new InflatingSink(
    reading,
    {
      path: warnedPath(reading, packed.container, entry.path),
      parent,
      format: 'deflate',
      expected: { crc32: entry.crc32 ?? undefined, bytes: entry.size ?? undefined },
    },
    // What comes out is measured: a damaged entry has less than its header says.
    (layer) => new FileIntake(reading, { ...packed, layer, offset: 0, size: null }),
  );
}

/** Reads bytes that lie in the zip as they are, and checks them on the way. */
function storedReader(reading: SourceReading, entry: ZipEntry, packed: FoundFile): ByteSink {
  const inner = new FileIntake(reading, packed);
  const { kernel } = reading.content;
  let crc = 0;
  let bytes = 0;
  return {
    get satisfied() {
      return inner.satisfied;
    },
    push(ptr, length, final) {
      const used = inner.push(ptr, length, final);
      crc = crc32(kernel, crc, ptr, used);
      bytes += used;
      const isWhole = final && bytes === packed.size;
      if (isWhole && entry.crc32 !== null && crc !== entry.crc32 >>> 0) {
        const message = 'its bytes do not have the checksum the zip states: they are kept as they are';
        const path = warnedPath(reading, packed.container, entry.path);
        reading.warn({ code: 'zip-wrong-crc', path, offset: packed.offset, message });
      }
      return used;
    },
  };
}
