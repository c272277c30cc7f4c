import { Failure } from '../failure';
import { gzipped } from '../package/gzip-writer';
import type { CaseContent } from './case-content';

/** So many files are looked into, at three places each. */
const MAX_SAMPLES = 256;
const SAMPLE_BYTES = 16 * 1024;
/** Smaller ones do not matter. */
const MIN_BYTES = 16 * 1024;

/** What files compress to, by some of each; what was looked into once is known. */
export class ContentSamples {
  readonly #content: CaseContent;
  /** By file, with the place it was known at. */
  readonly #known = new Map<number, { place: string; ratio: number }>();

  constructor(content: CaseContent) {
    this.#content = content;
  }

  /** Bytes that come of one; null of a file that is too small to matter, and where enough were looked into. */
  async ratio(file: number): Promise<number | null> {
    const { layer, offset, size } = this.#content.files.place(file);
    if (size < MIN_BYTES) return null;
    const place = `${this.#content.moves}:${layer}:${offset}:${size}`;
    const known = this.#known.get(file);
    if (known?.place === place) return known.ratio;
    if (!known && this.#known.size >= MAX_SAMPLES) return null;
    const ratio = await this.#look(file);
    this.#known.set(file, { place, ratio });
    return ratio;
  }

  async #look(file: number): Promise<number> {
    const { layer, offset, size } = this.#content.files.place(file);
    const access = this.#content.reader.access(layer, offset, size);
    let looked = 0;
    const pieces = async function* () {
      for (const at of [0, Math.floor((size - SAMPLE_BYTES) / 2), size - SAMPLE_BYTES]) {
        const piece = new Uint8Array(await access.read(at, SAMPLE_BYTES));
        looked += piece.length;
        yield piece;
      }
    };
    let packed = 0;
    try {
      for await (const chunk of gzipped(pieces())) packed += chunk.length;
    } catch (error) {
      // What cannot be read is found out when it is packed.
      if (!(error instanceof Failure)) throw error;
      return 1;
    }
    return looked > 0 ? Math.min(1, packed / looked) : 1;
  }
}
