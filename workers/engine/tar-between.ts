import type { PaxRecord } from '../archive/pax-records';
import { TarHeaders, type TarHeader } from '../archive/tar-headers';
import { BLOCK, FIFO, HARDLINK, padded } from '../archive/tar-entry';
import type { LayerId } from '../bytes/layers';
import type { OtherEntry, OtherType, TarOwner } from '../package/packed-file';
import { harmlessRecords, keptRecords, namelessOwner } from '../package/pax-kept';
import { nameText, type RawName } from '../package/raw-name';
import type { CaseContent } from './case-content';
import { storedRange } from './stored-range';

/** Bytes read at a time of what stands between files: whole blocks. */
const PIECE_BYTES = 64 * BLOCK;
const UNSAYABLE = '\ufffd';
/** Digits of a second that a number of ms does not hold. */
const EXACT = /^\d{1,11}\.\d{4,9}$/;

const OTHERS: Record<number, OtherType | undefined> = {
  [HARDLINK]: 'link',
  0x32: 'symlink',
  0x33: 'character-device',
  0x34: 'block-device',
  0x35: 'directory',
  0x44: 'directory', // GNU incremental
  [FIFO]: 'fifo',
};

/** What the header of a file or archive says that the case has no use for. */
export interface OwnHeader {
  owner: TarOwner | null;
  /** Null where text says the name as well. */
  raw: RawName | null;
  /** PAX records that are kept as they are. */
  records: readonly PaxRecord[];
}

export const NO_HEADER: OwnHeader = { owner: null, raw: null, records: [] };

/** What of it holds nothing confidential. */
export function harmlessHeader({ owner, records }: OwnHeader): OwnHeader {
  return { owner: namelessOwner(owner), raw: null, records: harmlessRecords(records) };
}

/** Where the files of one tar lie, by where they begin. */
interface TarPlaces {
  layer: LayerId;
  /** Where the tar begins in its layer, and where it ends. */
  base: number;
  end: number;
  starts: Float64Array;
  /** Where the header after each file is. */
  ends: Float64Array;
  headers: TarHeaders;
  /** What stands in front of the files up to here was gone through. */
  passed: number;
}

/**
 * Reads again what the case has no use for of a tar: folders, links, owners, and names in their bytes, out of the
 * headers that lie between its files. Memory is that of two numbers per file.
 */
export class TarBetween {
  readonly #content: CaseContent;
  readonly #pause: () => Promise<void>;
  readonly #tars = new Map<number, TarPlaces | null>();
  /** Files and nested archives (as complements) by container. */
  #members: Map<number, number[]> | null = null;

  /** @param pause called between pieces; it throws where the work was cancelled */
  constructor(content: CaseContent, pause: () => Promise<void>) {
    this.#content = content;
    this.#pause = pause;
  }

  /**
   * What stands in front of a file and behind what was asked for last, files that nobody asked for between them, and in
   * the end what its own header says. Fails with `unreadable`.
   * @param child a file by its number, or a nested archive as the complement of its container's
   */
  async *before(container: number, child: number): AsyncGenerator<OtherEntry, OwnHeader> {
    const tar = this.#tarOf(container);
    const range = tar && storedRange(this.#content, child);
    if (!tar || !range || range.layer !== tar.layer) return NO_HEADER;
    const place = indexOf(tar.starts, blockOf(range.offset, tar.base));
    if (place < 0) return NO_HEADER;
    // Archives in it may come later than they stand.
    let own = NO_HEADER;
    for (let at = Math.min(tar.passed, place); at <= place; at++) {
      const isNew = at >= tar.passed;
      tar.passed = Math.max(tar.passed, at + 1);
      for await (const header of this.#headers(
        tar,
        at === 0 ? tar.base : tar.ends[at - 1]!,
        tar.starts[at]!,
      )) {
        const other = otherOf(header);
        if (other && isNew) yield other;
        own = other ? NO_HEADER : ownOf(header);
      }
    }
    return own;
  }

  /** What stands behind all that was asked for. Fails with `unreadable`. */
  async *behind(container: number): AsyncGenerator<OtherEntry> {
    const tar = this.#tarOf(container);
    if (!tar) return;
    for (let at = tar.passed; at <= tar.starts.length; at++) {
      const from = at === 0 ? tar.base : tar.ends[at - 1]!;
      for await (const header of this.#headers(tar, from, tar.starts[at] ?? tar.end)) {
        const other = otherOf(header);
        if (other) yield other;
      }
    }
    tar.passed = tar.starts.length + 1;
  }

  async *#headers(tar: TarPlaces, from: number, to: number): AsyncGenerator<TarHeader> {
    tar.headers.skip();
    for (let at = from; at + BLOCK <= to;) {
      await this.#pause();
      const bytes = await this.#content.reader.read(tar.layer, at, Math.min(PIECE_BYTES, to - at));
      const whole = bytes.length - (bytes.length % BLOCK);
      if (whole === 0) return;
      for (let block = 0; block < whole; block += BLOCK) {
        const header = tar.headers.take(bytes.subarray(block, block + BLOCK));
        if (header) yield header;
      }
      at += whole;
    }
  }

  #tarOf(container: number): TarPlaces | null {
    let tar = this.#tars.get(container);
    if (tar === undefined) this.#tars.set(container, (tar = this.#placesOf(container)));
    return tar;
  }

  #placesOf(id: number): TarPlaces | null {
    const { containers, layers } = this.#content;
    const { kind, stored } = containers.get(id);
    if (kind !== 'tar' && kind !== 'tgz') return null;
    // One without files is where its archive is, where it is not compressed.
    let layer: LayerId | null = kind === 'tar' && stored ? stored.layer : null;
    const members = this.#membersOf(id);
    // There may be a million of them.
    const starts = new Float64Array(members.length);
    const ends = new Float64Array(members.length);
    let base = layer === null ? 0 : stored!.offset;
    let count = 0;
    for (const child of members) {
      const range = storedRange(this.#content, child);
      if (!range || range.layer !== (layer ?? range.layer)) continue;
      // A compressed tar begins with its layer.
      if (layer === null) [layer, base] = [range.layer, 0];
      if (range.offset < base) continue;
      starts[count] = blockOf(range.offset, base);
      ends[count] = base + padded(range.offset - base + range.size);
      count++;
    }
    if (layer === null) return null;
    const there = layers.get(layer).size;
    const stated = stored?.layer === layer && stored.size !== null ? base + stored.size : there;
    // No two overlap: both are in the same order.
    return {
      layer,
      base,
      end: Math.min(there, stated),
      starts: starts.subarray(0, count).sort(),
      ends: ends.subarray(0, count).sort(),
      headers: new TarHeaders(),
      passed: 0,
    };
  }

  #membersOf(container: number): number[] {
    if (!this.#members) {
      const { files, containers } = this.#content;
      const members = new Map<number, number[]>();
      const add = (parent: number, child: number) => {
        const known = members.get(parent);
        if (known) known.push(child);
        else members.set(parent, [child]);
      };
      for (let id = 0; id < files.count; id++) add(files.container(id), id);
      for (const { id, parent } of containers.all) if (parent !== null) add(parent, ~id);
      this.#members = members;
    }
    return this.#members.get(container) ?? [];
  }
}

function otherOf(header: TarHeader): OtherEntry | null {
  const { type, name, link, mode, device } = header;
  const kind = OTHERS[type];
  if (kind === undefined) return null;
  const isDevice = kind === 'character-device' || kind === 'block-device';
  const isLink = kind === 'symlink' || kind === 'link';
  return {
    type: kind,
    path: nameText(name),
    raw: rawOf(name),
    target: isLink ? nameText(link) : '',
    rawTarget: isLink ? rawOf(link) : null,
    ...(isDevice && { device }),
    modified: header.seconds === null ? null : header.seconds * 1000,
    mode,
    owner: ownerOf(header),
    records: keptRecords(header.records),
  };
}

function ownOf(header: TarHeader): OwnHeader {
  return { owner: ownerOf(header), raw: rawOf(header.name), records: keptRecords(header.records) };
}

function ownerOf({ uid, gid, uname, gname, exactTime }: TarHeader): TarOwner {
  return { uid, gid, uname, gname, ...(exactTime !== null && EXACT.test(exactTime) && { exactTime }) };
}

function rawOf(name: Uint8Array): RawName | null {
  return nameText(name).includes(UNSAYABLE) ? { bytes: name, zip: null } : null;
}

/** The block that a place is in: a byte order mark stands in front of a text. */
function blockOf(offset: number, base: number): number {
  return base + Math.floor((offset - base) / BLOCK) * BLOCK;
}

/** -1 where it is not among them. */
function indexOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value ? low : -1;
}
