import { LayerReader } from '../bytes/layer-reader';
import { LayerTable, type Layer, type LayerId } from '../bytes/layers';
import type { EngineKernel } from '../kernel/engine-kernel';
import { formatById } from '../formats/registry';
import { describeRecord } from '../kernel/records';
import { TextMatcher } from '../timeline/text-match';
import type { TextLeaf } from '../timeline/text-scan';
import type { ScanApi, SweepAnswer, SweptPiece, TestedExpression } from './scan-api';

/** Text looked at in one go; a single record may be longer and is then seen through windows of this size. */
const WINDOW_BYTES = 4 * 1024 * 1024;
const READ_SLACK = 64;
/** Inflated text kept by all workers together, so that refining a search does not inflate again. */
const CACHE_BYTES = 96 * 1024 * 1024;
/** Of a case with more text than this nothing is kept: it would cost much memory and save little time. */
const CACHED_CASE = 2 * CACHE_BYTES;

/** Sweeps pieces of text for the terms of one query at a time. */
export class ScanService implements ScanApi {
  readonly #kernel: EngineKernel;
  readonly #layers = new LayerTable();
  readonly #blobs: Blob[] = [];
  readonly #reader: LayerReader;
  readonly #window: number;
  readonly #cache: { bytes: number; drops: 'newest' };
  readonly #cacheBytes: number;
  #matcher: TextMatcher | null = null;
  #piece: SweptPiece | null = null;

  constructor(kernel: EngineKernel, workers: number) {
    this.#kernel = kernel;
    this.#cacheBytes = CACHE_BYTES / workers;
    this.#cache = { bytes: this.#cacheBytes, drops: 'newest' };
    this.#reader = new LayerReader(kernel, this.#layers, this.#blobs, this.#cache);
    this.#window = kernel.allocate(WINDOW_BYTES + READ_SLACK);
  }

  async update(firstBlob: number, blobs: Blob[], layers: [LayerId, Layer][]): Promise<void> {
    blobs.forEach((blob, i) => (this.#blobs[firstBlob + i] = blob));
    this.#layers.applyChanges(layers);
    const text = this.#layers.layers.reduce(
      (sum, layer) => sum + (layer.kind === 'inflated' ? layer.size : 0),
      0,
    );
    const bytes = text > CACHED_CASE ? 0 : this.#cacheBytes;
    if (bytes < this.#cache.bytes) this.#reader.clear();
    this.#cache.bytes = bytes;
  }

  async begin(leaves: readonly TextLeaf[]): Promise<void> {
    this.#matcher?.dispose();
    this.#matcher = new TextMatcher(this.#kernel, leaves, (_row, address, length) =>
      this.#messageOf(address, length),
    );
  }

  async sweep(piece: SweptPiece): Promise<SweepAnswer> {
    const matcher = this.#matcher;
    if (!matcher) return { code: 'internal', error: 'no query was begun' };
    try {
      if (piece.bytes > WINDOW_BYTES) return { bits: await this.#sweepLongRecord(matcher, piece) };
      const text = await this.#reader.read(piece.layer, piece.offset, piece.bytes);
      return { bits: this.#match(matcher, piece, text, piece.offsets, false) };
    } catch (error) {
      const code = (error as { code?: string }).code ?? 'internal';
      return { code, error: error instanceof Error ? error.message : String(error) };
    }
  }

  async ping(): Promise<void> {
    // To have answered is all.
  }

  async test({ source, flags }: TestedExpression, texts: readonly string[]): Promise<Uint8Array> {
    const pattern = new RegExp(source, flags);
    return Uint8Array.from(texts, (text) => Number(pattern.test(text)));
  }

  #match(
    matcher: TextMatcher,
    piece: SweptPiece,
    text: Uint8Array,
    offsets: Uint32Array,
    continued: boolean,
  ): Uint32Array[] {
    this.#kernel.bytes().set(text, this.#window);
    this.#piece = piece;
    return matcher.match({
      address: this.#window,
      // What could not be read any more has no text.
      offsets: text.length < piece.bytes ? offsets.map((offset) => Math.min(offset, text.length)) : offsets,
      firstRow: piece.firstRow,
      candidates: piece.candidates,
      continued,
    });
  }

  /** One record that does not fit the window: its windows overlap, so that no word falls between them. */
  async #sweepLongRecord(matcher: TextMatcher, piece: SweptPiece): Promise<Uint32Array[]> {
    let bits: Uint32Array[] | null = null;
    for (let at = 0; at < piece.bytes; at += WINDOW_BYTES - matcher.overlap) {
      const length = Math.min(WINDOW_BYTES, piece.bytes - at);
      const text = await this.#reader.read(piece.layer, piece.offset + at, length);
      const window = this.#match(matcher, piece, text, Uint32Array.of(0, text.length), at > 0);
      if (!bits) bits = window;
      else bits.forEach((found, leaf) => found.forEach((_, i) => (found[i]! |= window[leaf]![i]!)));
      if (at + length >= piece.bytes) break;
    }
    return bits ?? [];
  }

  #messageOf(address: number, length: number): string {
    const { format, processHint, yearHint } = this.#piece!;
    const raw = this.#kernel.bytes().slice(address, address + Math.min(length, 1024 * 1024));
    return describeRecord(this.#kernel, raw, { format: formatById(format), processHint, yearHint }).message;
  }
}
