import { droppedBytes } from '../bytes/dropped-bytes';
import type { LayerId } from '../bytes/layers';
import type { ContentKind } from '../public-api';
import type { CaseContent } from './case-content';
import type { ContentSamples } from './content-samples';
import { joinedLayer } from './joined-layer';
import { FIRST_VISIT_SOURCE } from './source';
import { storedRange } from './stored-range';

/** Kinds of files that are compressed or encrypted already. */
const DENSE: readonly ContentKind[] = ['envelope', 'gzip', 'zip'];
/** Kinds that may be anything: some of each is compressed to see. */
const UNKNOWN: readonly ContentKind[] = ['binary', 'elf', 'damaged', 'tar'];
/** What texts compress to at the worst, where no archive tells. */
const RATIOS: Partial<Record<ContentKind, number>> = { log: 0.25, text: 0.3 };
/** From this size on the checkpoints of a compressed archive tell what a single file took up in it. */
const LARGE_BYTES = 8 * 1024 * 1024;
/** From this size on the worst is taken of what was not looked into. */
const SMALL_BYTES = 16 * 1024;
/** Nothing is taken to compress better. */
const MIN_RATIO = 0.02;
/** What was compressed harder takes up more again. */
const SURPLUS = 1.15;
/** Of what is cut less repeats itself; where some files are left out, the others may be those that compress worse. */
const SURPLUS_OF_PART = 1.4;
/** What cannot be compressed grows by so much at the most. */
const INCOMPRESSIBLE = 1.002;
/** Headers of a file, compressed. */
const HEADER_BYTES = 160;

/** What files of a compressed archive took up in it, beside those of which more is known. */
interface Rest {
  plain: number;
  packed: number;
}

/** How many bytes files will take up in a package, by what they took up in what was dropped: rather more than less. */
export class PackedSizes {
  readonly #content: CaseContent;
  /** By the layer of a compressed archive. */
  readonly #rests = new Map<LayerId, Rest>();

  readonly #samples: ContentSamples;
  /** What was compressed to see: bytes that come of one, by file. */
  readonly #ratios = new Map<number, number>();

  readonly #isPart: boolean;

  private constructor(content: CaseContent, samples: ContentSamples, isPart: boolean) {
    this.#content = content;
    this.#samples = samples;
    this.#isPart = isPart;
  }

  /**
   * @param isPart whether files are left out
   * @param pause called between files; it throws where the work was cancelled
   */
  static async make(
    content: CaseContent,
    samples: ContentSamples,
    isPart: boolean,
    pause: () => Promise<void>,
  ): Promise<PackedSizes> {
    const sizes = new PackedSizes(content, samples, isPart);
    const { files, containers } = content;
    for (let file = 0; file < files.count; file++) {
      await pause();
      // What is open for this visit only is in no package.
      if (!files.shown(file) || content.sourceOf(file) >= FIRST_VISIT_SOURCE) continue;
      await sizes.#sample(file);
      const { bytes, layer, known } = sizes.#stored(file);
      sizes.#take(layer, bytes, known);
    }
    for (const { id, parent, source, kind, stored } of containers.all) {
      if (parent === null || !stored || kind !== 'tgz' || source >= FIRST_VISIT_SOURCE) continue;
      const { layer } = storedRange(content, ~id)!;
      const bytes = sizes.#archiveBytes(id);
      sizes.#take(layer, bytes, bytes);
    }
    return sizes;
  }

  /** Bytes of a file as it lies in its archive. */
  bytes(file: number): number {
    return this.#stored(file).bytes;
  }

  /**
   * Bytes that a share of a file will take up, or of an archive that is copied.
   * @param child a file by its number, or a nested archive as the complement of its container's
   */
  packed(child: number, share: number): number {
    const { bytes, layer, known } = child >= 0 ? this.#stored(child) : this.#copied(~child);
    const packed = known ?? bytes * this.#ratioOf(layer);
    if (share < 1) return HEADER_BYTES + packed * SURPLUS_OF_PART * share;
    const surplus = known === null && this.#isPart ? SURPLUS_OF_PART : SURPLUS;
    return HEADER_BYTES + Math.min(packed * surplus, bytes * INCOMPRESSIBLE);
  }

  /** `known` is what it takes up where more tells that than what else lies in its archive. */
  #stored(file: number): { bytes: number; layer: LayerId; known: number | null } {
    const { files, layers } = this.#content;
    const { layer: own, offset, size } = files.place(file);
    const kind = files.kind(file);
    const { layer, size: storedSize } = storedRange(this.#content, file)!;
    const form = layers.get(own).kind;
    const joined = joinedLayer(layers, { layer: own, offset });
    // Compressed by itself, or in UTF-16: it is written so again.
    const isOther = form === 'inflated' || form === 'utf16';
    const bytes = !isOther ? size : joined === null ? storedSize : layers.get(joined).size;
    const isPacked = form === 'inflated' && layer !== own;
    if (isPacked || DENSE.includes(kind)) return { bytes, layer, known: bytes };
    const isInflated = layers.get(layer).kind === 'inflated';
    const ratio = this.#ratios.get(file) ?? (UNKNOWN.includes(kind) && size >= SMALL_BYTES ? 1 : null);
    if (ratio !== null && !(isInflated && size >= LARGE_BYTES)) return { bytes, layer, known: bytes * ratio };
    if (!isInflated) return { bytes, layer, known: bytes * (RATIOS[kind] ?? 1) };
    const isLarge = size >= LARGE_BYTES;
    return { bytes, layer, known: isLarge ? droppedBytes(layers, { layer: own, offset, size }).bytes : null };
  }

  async #sample(file: number): Promise<void> {
    const { files, layers } = this.#content;
    if (!UNKNOWN.includes(files.kind(file))) return;
    const { size } = files.place(file);
    // Checkpoints tell more of it than a look into it.
    if (size >= LARGE_BYTES && layers.get(storedRange(this.#content, file)!.layer).kind === 'inflated')
      return;
    const ratio = await this.#samples.ratio(file);
    if (ratio !== null) this.#ratios.set(file, ratio);
  }

  #copied(container: number): { bytes: number; layer: LayerId; known: number | null } {
    const { layer } = storedRange(this.#content, ~container)!;
    const bytes = this.#archiveBytes(container);
    const isDense = this.#content.containers.get(container).kind !== 'tar';
    const isPlain = this.#content.layers.get(layer).kind !== 'inflated';
    return { bytes, layer, known: isDense || isPlain ? bytes : null };
  }

  #archiveBytes(container: number): number {
    const { layers, containers } = this.#content;
    const { layer, offset, size } = containers.get(container).stored!;
    const there = Math.max(0, layers.get(layer).size - offset);
    return Math.min(size ?? there, there);
  }

  #take(layer: LayerId, bytes: number, known: number | null): void {
    const { layers } = this.#content;
    const own = layers.get(layer);
    if (own.kind !== 'inflated') return;
    let rest = this.#rests.get(layer);
    if (!rest) {
      const whole = droppedBytes(layers, { layer, offset: 0, size: own.size });
      this.#rests.set(layer, (rest = { plain: 0, packed: whole.bytes }));
    }
    if (known === null) rest.plain += bytes;
    else rest.packed -= known;
  }

  #ratioOf(layer: LayerId): number {
    const { plain, packed } = this.#rests.get(layer) ?? { plain: 0, packed: 0 };
    return plain > 0 ? Math.min(1, Math.max(MIN_RATIO, packed / plain)) : 1;
  }
}
