import { discard } from '../bytes/discard';
import { wipe } from '../envelope/secret-bytes';
import { Failure } from '../failure';

/** Bytes that become a part of the Blob at a time. */
const PART_BYTES = 4 * 1024 * 1024;
/** Largest Blob made. */
export const MAX_BLOB = 8 * 1024 ** 3;

/** Puts a Blob together from secret chunks: the browser holds the parts, on disk when they are many. */
export class BlobParts {
  #parts: Blob[] = [];
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #bytes = 0;
  /** Resolves when the browser has the last part. */
  #handedOver: Promise<unknown> = Promise.resolve();
  readonly #limit: number;

  /** @param limit most bytes of the Blob */
  constructor(limit = MAX_BLOB) {
    this.#limit = limit;
  }

  /**
   * Takes a chunk over, and wipes it once it is part of a Blob. Resolves when there is room for the next one. Fails
   * with `too-large`.
   */
  async add(chunk: Uint8Array): Promise<void> {
    this.#bytes += chunk.length;
    checkBlobSize(this.#bytes, this.#limit);
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes < PART_BYTES) return;
    const before = this.#handedOver;
    this.#settle();
    await before;
  }

  blob(): Blob {
    this.#settle();
    return new Blob(this.#parts);
  }

  /** Wipes what is not yet part of a Blob, and lets the rest go. */
  drop(): void {
    this.#letGo();
    this.#parts = [];
  }

  #settle(): void {
    const part = new Blob(this.#waiting as Uint8Array<ArrayBuffer>[]);
    this.#parts.push(part);
    // The browser fetches a new Blob's bytes when it finds time; until then they stand in this process. A read of the
    // last one waits for that: else a gigabyte would pile up here.
    this.#handedOver = part
      .slice(-1)
      .arrayBuffer()
      .catch(() => undefined);
    this.#letGo();
    this.#waitingBytes = 0;
  }

  #letGo(): void {
    wipe(...this.#waiting);
    discard(...this.#waiting);
    this.#waiting = [];
  }
}

/** Fails with `too-large`. */
export function checkBlobSize(bytes: number, limit = MAX_BLOB): void {
  if (bytes <= limit) return;
  throw new Failure(
    'too-large',
    `the plain data has ${bytes} bytes or more, too many to be handed out as one Blob (${limit}): decrypt it in the Dumps view, which writes to a file where the browser can and else gives it in numbered parts`,
  );
}
