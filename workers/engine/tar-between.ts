import { unpackTar } from 'modern-tar';
import { BLOCK, isMeta, padded } from '../archive/tar-entry';
import type { LayerId, LayerRange } from '../bytes/layers';
import type { TarOther, TarOwner } from '../package/packed-file';
import type { CaseContent } from './case-content';

/** More than this between two files is no row of headers but something damaged. */
const MAX_BETWEEN = 256 * 1024;

/** What stands in a tar in front of a file. */
export interface Between {
  /** Folders and links, in their order. */
  others: TarOther[];
  /** Whose the file is; null where its header is not there. */
  owner: TarOwner | null;
}

/** Where the files of one tar lie, by where they begin. */
interface TarPlaces {
  layer: LayerId;
  /** Where the tar begins in its layer. */
  base: number;
  starts: Float64Array;
  /** Where the header after each file is. */
  ends: Float64Array;
}

/** Where a header has its size, checksum and type. */
const SIZE_AT = 124;
const SUM_AT = 148;
const TYPE_AT = 156;
const BLANK = 0x20;
/** Seconds that no number holds. */
const EXACT = /^\d{1,11}\.\d{4,9}$/;
const NOTHING: Between = { others: [], owner: null };

/**
 * Reads again what the case has no use for: folders, links and owners, out of the headers that lie between the files of
 * a tar. What cannot be read there is left out.
 */
export class TarBetween {
  readonly #content: CaseContent;
  readonly #tars = new Map<number, TarPlaces | null>();
  /** Files and nested archives (as complements) by container. */
  #members: Map<number, number[]> | null = null;

  constructor(content: CaseContent) {
    this.#content = content;
  }

  /** @param child a file by its number, or a nested archive as the complement of its container's */
  async before(container: number, child: number): Promise<Between> {
    const tar = this.#tarOf(container);
    const range = tar && this.#place(child);
    if (!range || range.layer !== tar.layer) return NOTHING;
    const start = blockOf(range.offset, tar.base);
    const i = lastBelow(tar.starts, start);
    return this.#read(tar, i < 0 ? tar.base : tar.ends[i]!, start);
  }

  /** Behind the last file. */
  async behind(container: number): Promise<TarOther[]> {
    const tar = this.#tarOf(container);
    if (!tar) return [];
    const from = tar.ends.at(-1) ?? tar.base;
    const there = this.#content.layers.get(tar.layer).size - from;
    return (await this.#read(tar, from, from + Math.min(there, MAX_BETWEEN))).others;
  }

  async #read(tar: TarPlaces, from: number, to: number): Promise<Between> {
    if (to <= from || to - from > MAX_BETWEEN) return NOTHING;
    try {
      const bytes = await this.#content.reader.read(tar.layer, from, to - from);
      const others: TarOther[] = [];
      let owner: TarOwner | null = null;
      for (const { header } of await unpackTar(headersOf(bytes))) {
        const { type, name, linkname = '', mtime, mode, uid, gid, uname, gname } = header;
        const exactTime = header.pax?.mtime;
        owner = { uid: uid ?? 0, gid: gid ?? 0, uname: uname ?? '', gname: gname ?? '' };
        if (exactTime && EXACT.test(exactTime)) owner.exactTime = exactTime;
        if (type !== 'directory' && type !== 'symlink' && type !== 'link') continue;
        const modified = mtime?.getTime() ?? null;
        others.push({ type, path: name, target: linkname, modified, mode: mode ?? 0o755, owner });
      }
      return { others, owner };
    } catch {
      return NOTHING;
    }
  }

  #tarOf(container: number): TarPlaces | null {
    let tar = this.#tars.get(container);
    if (tar === undefined) this.#tars.set(container, (tar = this.#placesOf(container)));
    return tar;
  }

  #placesOf(id: number): TarPlaces | null {
    const { kind, stored } = this.#content.containers.get(id);
    if (kind !== 'tar' && kind !== 'tgz') return null;
    let layer: LayerId | null = null;
    let base = 0;
    const members = this.#membersOf(id) ?? [];
    // There may be a million of them.
    const starts = new Float64Array(members.length);
    const ends = new Float64Array(members.length);
    let count = 0;
    for (const child of members) {
      const range = this.#place(child);
      if (!range || range.layer !== (layer ?? range.layer)) continue;
      if (layer === null) {
        layer = range.layer;
        // A compressed tar begins with its layer.
        base = stored?.layer === layer ? stored.offset : 0;
      }
      if (range.offset < base) continue;
      starts[count] = blockOf(range.offset, base);
      ends[count] = base + padded(range.offset - base + range.size);
      count++;
    }
    // No two overlap: both are in the same order.
    const [sortedStarts, sortedEnds] = [starts.subarray(0, count).sort(), ends.subarray(0, count).sort()];
    return layer === null ? null : { layer, base, starts: sortedStarts, ends: sortedEnds };
  }

  #membersOf(container: number): number[] | undefined {
    if (this.#members) return this.#members.get(container);
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
    return members.get(container);
  }

  /** Where the entry of a file or archive lies in its tar; null for what lies in none. */
  #place(child: number): LayerRange | null {
    const { files, layers, containers } = this.#content;
    if (child >= 0) {
      const { layer, offset, size } = files.get(child);
      return this.#stored({ layer, offset, size });
    }
    const { stored } = containers.get(~child);
    if (!stored) return null;
    const size = stored.size ?? layers.get(stored.layer).size - stored.offset;
    return this.#stored({ layer: stored.layer, offset: stored.offset, size });
  }

  #stored(range: LayerRange): LayerRange | null {
    const { layers } = this.#content;
    for (let { layer, offset, size } = range; ;) {
      const own = layers.get(layer);
      if (own.kind === 'slice') ({ layer, offset, size } = { ...own, layer: own.parent });
      else if (own.kind === 'utf16')
        ({ layer, offset, size } = { layer: own.parent, offset: own.offset, size: own.bytes });
      else if (own.kind === 'sparse') {
        const bytes = own.pieces.reduce((sum, piece) => sum + piece.bytes, 0);
        ({ layer, offset, size } = { layer: own.parent, offset: own.offset, size: bytes });
      } else if (own.kind === 'joined' && offset === 0 && own.parts[0])
        ({ layer, offset, size } = own.parts[0]);
      else if (own.kind === 'inflated' && offset === 0 && layers.get(own.parent).kind === 'slice')
        layer = own.parent;
      else return { layer, offset, size };
    }
  }
}

/** The headers among these blocks, with the records and long names that stand in front of them: those whose checksum is right. */
function headersOf(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const block = bytes.subarray(at, at + BLOCK);
    if (!isHeader(block)) {
      at += BLOCK;
      continue;
    }
    const size = isMeta(block[TYPE_AT]!) ? octal(block.subarray(SIZE_AT, SIZE_AT + 12)) : 0;
    const end = at + BLOCK + padded(size);
    if (!(end <= bytes.length)) break;
    kept.push(bytes.subarray(at, end));
    at = end;
  }
  const headers = new Uint8Array(kept.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of kept) {
    headers.set(one, at);
    at += one.length;
  }
  return headers;
}

function isHeader(block: Uint8Array): boolean {
  let sum = 8 * BLANK;
  for (let i = 0; i < BLOCK; i++) if (i < SUM_AT || i >= SUM_AT + 8) sum += block[i]!;
  return sum === octal(block.subarray(SUM_AT, SUM_AT + 8));
}

/** NaN for what is no number in octal digits. */
function octal(field: Uint8Array): number {
  const text = String.fromCharCode(...field)
    .replace(/[\0 ]+$/, '')
    .trimStart();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : NaN;
}

/** The block that a place is in: a byte order mark stands in front of a text. */
function blockOf(offset: number, base: number): number {
  return base + Math.floor((offset - base) / BLOCK) * BLOCK;
}

/** The last that is below; -1 where none is. */
function lastBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
