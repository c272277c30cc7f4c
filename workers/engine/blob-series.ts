import { wipe } from '../envelope/secret-bytes';
import type { PlainPart } from '../public-api';
import { BlobParts } from './blob-parts';

/**
 * Hands secret chunks out as Blobs of exactly `partBytes`, the last one shorter, each when it is full: what the browser
 * holds is one of them. The next is begun once `take` has settled.
 */
export class BlobSeries {
  readonly #partBytes: number;
  readonly #take: (part: PlainPart) => Promise<void>;
  #number = 1;
  #filled = 0;
  #parts: BlobParts;

  constructor(partBytes: number, take: (part: PlainPart) => Promise<void>) {
    if (!Number.isInteger(partBytes) || partBytes < 1) throw new RangeError(`parts of ${partBytes} bytes`);
    this.#partBytes = partBytes;
    this.#take = take;
    this.#parts = new BlobParts(partBytes);
  }

  /** Takes a chunk over, and wipes it once it is part of a Blob. */
  async add(chunk: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < chunk.length;) {
        // Only what follows tells that a full part is not the last.
        if (this.#filled === this.#partBytes) await this.#handOut(false);
        const length = Math.min(chunk.length - at, this.#partBytes - this.#filled);
        const isRest = at + length === chunk.length;
        // A part wipes the buffers it is made of, whole ones perhaps: what ends within the chunk has its own.
        const piece = isRest ? chunk.subarray(at) : chunk.slice(at, at + length);
        this.#filled += length;
        at += length;
        await this.#parts.add(piece);
        if (isRest) return;
      }
    } catch (error) {
      wipe(chunk);
      throw error;
    }
  }

  /** Hands out the last part; the only one of no data at all is empty. */
  async end(): Promise<void> {
    await this.#handOut(true);
  }

  /** Wipes what is not yet handed out. */
  drop(): void {
    this.#parts.drop();
  }

  async #handOut(isLast: boolean): Promise<void> {
    const part = { number: this.#number++, blob: this.#parts.blob(), isLast };
    this.#parts = new BlobParts(this.#partBytes);
    this.#filled = 0;
    await this.#take(part);
  }
}
