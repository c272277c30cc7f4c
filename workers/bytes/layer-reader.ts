import { Failure } from '../failure';
import type { Kernel } from '../kernel/kernel';
import type { InflateExports } from '../kernel/inflate';
import { GzipStream } from './gzip-stream';
import type { Layer, LayerId, LayerRange, LayerTable } from './layers';
import type { RandomAccess } from './random-access';
import { MAX_LEFTOVER, READ_SLACK, type ByteSink } from './sink';
import { decodeUtf16 } from './utf16';

type InflatedLayer = Extract<Layer, { kind: 'inflated' }>;
type SparseLayer = Extract<Layer, { kind: 'sparse' }>;
type SparsePiece = SparseLayer['pieces'][number];
type Utf16Layer = Extract<Layer, { kind: 'utf16' }>;

/** Output window of a decoder that fills a piece. */
const WINDOW_BYTES = 64 * 1024;
/** Compressed bytes offered to the decoder at a time. */
const INPUT_BYTES = 128 * 1024;
/** Most compressed bytes read at a time: what lies between two checkpoints comes in one go. */
const READ_BYTES = 1024 * 1024;
/** A checkpoint may need this much of what follows the next one's place: the decoder looks ahead. */
const LOOK_AHEAD = 1024;
/** Pieces kept beside the cache when it is full: neighbouring ranges share the piece between them. */
const RECENT_PIECES = 2;
/** Longest range kept in the cache as one piece; longer ones are read through. */
const MAX_PIECE = 8 * 1024 * 1024;

/** A dropped file is read in blocks of this size where less is wanted; so many are kept. */
const BLOCK_BYTES = 64 * 1024;
const KEPT_BLOCKS = 16;

export interface CachePolicy {
  /** Bytes of inflated pieces (between two checkpoints) that are kept. */
  bytes: number;
  /**
   * What happens when they are too many: `oldest` drops the least recently used, which suits reading here and there;
   * `newest` keeps what is there, which suits sweeps over more than fits, where the oldest is what comes next.
   */
  drops: 'oldest' | 'newest';
}

const DEFAULT_CACHE: CachePolicy = { bytes: 32 * 1024 * 1024, drops: 'oldest' };

/** Reads any range of any layer, and keeps inflated pieces so that reading around a place inflates once. */
export class LayerReader {
  readonly #kernel: Kernel<InflateExports>;
  readonly #table: LayerTable;
  readonly #blobs: readonly Blob[];
  readonly #cache: CachePolicy;
  readonly #pieces = new Map<string, Promise<Uint8Array>>();
  readonly #sizes = new Map<string, number>();
  readonly #recent = new Map<string, Promise<Uint8Array>>();
  /** Blocks of dropped files by blob and offset, the least recently used first. */
  readonly #blocks = new Map<string, Promise<Uint8Array>>();
  readonly #starts = new WeakMap<readonly LayerRange[] | readonly SparsePiece[], Float64Array>();
  #cached = 0;
  readonly #input: number;

  constructor(
    kernel: Kernel<InflateExports>,
    table: LayerTable,
    blobs: readonly Blob[],
    cache = DEFAULT_CACHE,
  ) {
    this.#kernel = kernel;
    this.#table = table;
    this.#blobs = blobs;
    this.#cache = cache;
    this.#input = kernel.allocate(MAX_LEFTOVER + INPUT_BYTES + READ_SLACK);
  }

  /**
   * The bytes [offset, offset + length) of a layer, fewer at its end. The result must not be written to: it may
   * be a view on a cached piece. Throws Failure `unreadable` when the dropped file can no longer be read.
   */
  async read(id: LayerId, offset: number, length: number): Promise<Uint8Array> {
    const layer = this.#table.get(id);
    const end = Math.min(offset + length, layerSize(layer));
    if (offset < 0 || end <= offset) return new Uint8Array(0);
    const bytes = end - offset;
    switch (layer.kind) {
      case 'blob':
        return this.#readBlob(layer.blob, offset, bytes);
      case 'slice':
        return this.read(layer.parent, layer.offset + offset, bytes);
      case 'joined':
        return this.#readJoined(layer.parts, offset, bytes);
      case 'sparse':
        return this.#readSparse(layer, offset, bytes);
      case 'inflated':
        return this.#readInflated(id, layer, offset, bytes);
      case 'utf16':
        return this.#readUtf16(layer, offset, bytes);
    }
  }

  /** A layer's range as something that can be read at random. */
  access(id: LayerId, offset: number, size: number): RandomAccess {
    const within = (at: number, length: number) => Math.max(0, Math.min(length, size - at));
    return {
      size,
      read: (at, length) => this.read(id, offset + at, within(at, length)),
      readOwn: (at, length) => this.#readOwn(id, offset + at, within(at, length)),
    };
  }

  /** What `read` gives, in a buffer that is the caller's alone; from a dropped file it comes without a copy. */
  async #readOwn(id: LayerId, offset: number, length: number): Promise<Uint8Array> {
    const layer = this.#table.get(id);
    const bytes = Math.min(length, layerSize(layer) - offset);
    if (offset >= 0 && bytes > 0) {
      if (layer.kind === 'slice') return this.#readOwn(layer.parent, layer.offset + offset, bytes);
      if (layer.kind === 'blob') return this.#readSlice(layer.blob, offset, bytes);
    }
    return new Uint8Array(await this.read(id, offset, length));
  }

  /** Forgets cached pieces. */
  clear(): void {
    this.#pieces.clear();
    this.#sizes.clear();
    this.#recent.clear();
    this.#blocks.clear();
    this.#cached = 0;
  }

  /** Small ranges come from blocks that are kept: asking the browser takes longer than what is read. */
  async #readBlob(blob: number, offset: number, length: number): Promise<Uint8Array> {
    const at = Math.floor(offset / BLOCK_BYTES) * BLOCK_BYTES;
    if (offset + length > at + BLOCK_BYTES) return this.#readSlice(blob, offset, length);
    const key = `${blob}:${at}`;
    let block = this.#blocks.get(key);
    this.#blocks.delete(key);
    if (!block) {
      const size = this.#blobs[blob]?.size ?? 0;
      block = this.#readSlice(blob, at, Math.min(BLOCK_BYTES, size - at));
      block.catch(() => this.#blocks.delete(key));
      const [oldest] = this.#blocks.keys();
      if (this.#blocks.size >= KEPT_BLOCKS && oldest !== undefined) this.#blocks.delete(oldest);
    }
    this.#blocks.set(key, block);
    return (await block).subarray(offset - at, offset - at + length);
  }

  async #readSlice(blob: number, offset: number, length: number): Promise<Uint8Array> {
    const source = this.#blobs[blob];
    if (!source) throw new Failure('unreadable', `the dropped file number ${blob} is not there any more`);
    const bytes = await source
      .slice(offset, offset + length)
      .arrayBuffer()
      .catch(() => null);
    // A file that was cut within the second it was written in is not noticed by the browser.
    if (bytes?.byteLength === length) return new Uint8Array(bytes);
    const name = 'name' in source ? `"${(source as File).name}"` : 'the stored file';
    throw new Failure('unreadable', `${name} can no longer be read: was it moved or changed? Drop it again.`);
  }

  async #readJoined(parts: readonly LayerRange[], offset: number, length: number) {
    const starts = this.#startsOf(parts);
    const out = new Uint8Array(length);
    let done = 0;
    for (let i = lastStartAt(starts, offset); done < length && i < parts.length; i++) {
      const { layer, offset: from, size } = parts[i]!;
      const within = offset + done - starts[i]!;
      const bytes = Math.min(length - done, size - within);
      if (bytes <= 0) continue;
      out.set(await this.read(layer, from + within, bytes), done);
      done += bytes;
    }
    return out;
  }

  /** Where each part begins when all stand one after another: there may be very many. */
  #startsOf(parts: readonly LayerRange[] | readonly SparsePiece[]): Float64Array {
    const known = this.#starts.get(parts);
    if (known) return known;
    const starts = new Float64Array(parts.length);
    for (let i = 1; i < parts.length; i++) {
      const before = parts[i - 1]!;
      starts[i] = starts[i - 1]! + ('size' in before ? before.size : before.bytes);
    }
    this.#starts.set(parts, starts);
    return starts;
  }

  async #readSparse(layer: SparseLayer, offset: number, length: number): Promise<Uint8Array> {
    const { pieces } = layer;
    const starts = this.#startsOf(pieces);
    const out = new Uint8Array(length);
    const end = offset + length;
    for (let i = lastPieceAt(pieces, offset); i < pieces.length && pieces[i]!.offset < end; i++) {
      const piece = pieces[i]!;
      const from = Math.max(offset, piece.offset);
      const to = Math.min(end, piece.offset + piece.bytes);
      if (to <= from) continue;
      const stored = layer.offset + starts[i]! + from - piece.offset;
      out.set(await this.read(layer.parent, stored, to - from), from - offset);
    }
    return out;
  }

  async #readUtf16(layer: Utf16Layer, offset: number, length: number): Promise<Uint8Array> {
    let step = layer.steps.findLast((candidate) => candidate.at <= offset) ?? { source: 0, at: 0 };
    const out = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const next = layer.steps.find((candidate) => candidate.at > step.at);
      const until = next?.source ?? layer.bytes;
      const source = await this.read(layer.parent, layer.offset + step.source, until - step.source);
      const text = decodeUtf16(source, layer.bigEndian);
      const skip = offset + done - step.at;
      const take = text.subarray(skip, skip + length - done);
      out.set(take, done);
      done += take.length;
      if (!next) break;
      step = next;
    }
    return out.subarray(0, done);
  }

  async #readInflated(
    id: LayerId,
    layer: InflatedLayer,
    offset: number,
    length: number,
  ): Promise<Uint8Array> {
    const points = layer.checkpoints;
    let index = lastAtOrBefore(points, offset);
    const first = await this.#piece(id, layer, index, offset + length);
    const from = offset - (points[index]?.inflatedAt ?? 0);
    if (from + length <= first.length) return first.subarray(from, from + length);
    const out = new Uint8Array(length);
    let done = Math.max(0, first.length - from);
    out.set(first.subarray(from), 0);
    while (done < length && index + 1 < points.length) {
      const piece = await this.#piece(id, layer, ++index, offset + length);
      const take = piece.subarray(0, length - done);
      out.set(take, done);
      done += take.length;
    }
    return out.subarray(0, done);
  }

  /**
   * The text from checkpoint `index` (-1: the start) to the next. The last piece of a layer that is still being
   * read ends where reading is, so it is not kept.
   */
  #piece(id: LayerId, layer: InflatedLayer, index: number, wantedEnd: number): Promise<Uint8Array> {
    const from = layer.checkpoints[index]?.inflatedAt ?? 0;
    const next = layer.checkpoints[index + 1];
    const end = next?.inflatedAt ?? (layer.complete ? layer.size : Math.min(layer.size, wantedEnd));
    const fits = this.#cache.drops === 'oldest' || this.#cached + end - from <= this.#cache.bytes;
    const isWhole = (next !== undefined || layer.complete) && end - from <= MAX_PIECE;
    const key = `${id}:${index}`;
    const cached = this.#pieces.get(key);
    if (cached) {
      this.#pieces.delete(key);
      this.#pieces.set(key, cached);
      return cached;
    }
    const recent = this.#recent.get(key);
    if (recent) return recent;
    const piece = this.#inflate(layer, index, Math.min(end, Math.max(wantedEnd, from + MAX_PIECE)) - from);
    if (isWhole && !fits) this.#keepRecent(key, piece);
    else if (isWhole) {
      this.#pieces.set(key, piece);
      piece.catch(() => this.#pieces.delete(key));
      this.#sizes.set(key, end - from);
      this.#cached += end - from;
      this.#evict(key);
    }
    return piece;
  }

  #keepRecent(key: string, piece: Promise<Uint8Array>): void {
    this.#recent.set(key, piece);
    piece.catch(() => this.#recent.delete(key));
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > RECENT_PIECES && oldest !== undefined) this.#recent.delete(oldest);
  }

  #evict(kept: string): void {
    for (const key of this.#pieces.keys()) {
      if (this.#cached <= this.#cache.bytes) return;
      if (key === kept) continue;
      this.#pieces.delete(key);
      this.#cached -= this.#sizes.get(key) ?? 0;
    }
  }

  async #inflate(layer: InflatedLayer, index: number, length: number): Promise<Uint8Array> {
    const checkpoint = layer.checkpoints[index];
    const out = new CollectingSink(this.#kernel, length);
    const stream = new GzipStream(this.#kernel, out, {
      format: layer.format,
      checksum: false,
      windowBytes: WINDOW_BYTES,
      ...(checkpoint && { resume: checkpoint }),
    });
    try {
      let at = checkpoint?.compressedFrom ?? 0;
      let leftover = new Uint8Array(0);
      const end = layerSize(this.#table.get(layer.parent));
      const enough = layer.checkpoints[index + 1]?.compressedFrom ?? end;
      let ahead: Uint8Array = new Uint8Array(0);
      while (!out.satisfied) {
        if (ahead.length === 0) {
          const wanted = Math.min(Math.max(enough - at + LOOK_AHEAD, INPUT_BYTES), READ_BYTES);
          ahead = await this.read(layer.parent, at, wanted);
        }
        const fresh = ahead.subarray(0, INPUT_BYTES);
        ahead = ahead.subarray(fresh.length);
        at += fresh.length;
        const final = at >= end || fresh.length === 0;
        // Other streams use the kernel while this one waits: the input is put in place anew each time.
        const memory = this.#kernel.bytes();
        memory.set(leftover, this.#input);
        memory.set(fresh, this.#input + leftover.length);
        const total = leftover.length + fresh.length;
        const used = stream.push(this.#input, total, final);
        leftover = this.#kernel.bytes().slice(this.#input + used, this.#input + total);
        if (final) break;
      }
    } finally {
      stream.dispose();
    }
    return out.taken();
  }
}

/** Copies what it gets out of kernel memory until it has enough. */
class CollectingSink implements ByteSink {
  readonly #kernel: Kernel;
  readonly #out: Uint8Array;
  #length = 0;

  constructor(kernel: Kernel, bytes: number) {
    this.#kernel = kernel;
    this.#out = new Uint8Array(bytes);
  }

  get satisfied(): boolean {
    return this.#length === this.#out.length;
  }

  push(ptr: number, length: number): number {
    const take = Math.min(length, this.#out.length - this.#length);
    this.#out.set(this.#kernel.bytes().subarray(ptr, ptr + take), this.#length);
    this.#length += take;
    return length;
  }

  taken(): Uint8Array {
    return this.#out.subarray(0, this.#length);
  }
}

/** Size of a layer in bytes, as far as it is known. */
export function layerSize(layer: Layer): number {
  return layer.size;
}

function lastAtOrBefore(points: readonly { inflatedAt: number }[], offset: number): number {
  let low = -1;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((points[middle]?.inflatedAt ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The last part that begins at or before the offset. */
function lastStartAt(starts: Float64Array, offset: number): number {
  return lastWhere(starts.length, (i) => starts[i]! <= offset);
}

/** The same of pieces, which stand in order. */
function lastPieceAt(pieces: readonly SparsePiece[], offset: number): number {
  return lastWhere(pieces.length, (i) => pieces[i]!.offset <= offset);
}

/** The last of `count` for which it holds, where it holds for all before; the first where it holds for none. */
function lastWhere(count: number, holds: (i: number) => boolean): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
