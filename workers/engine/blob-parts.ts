import { discard, wipe } from '../envelope/secret-bytes';
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
  readonly #limit: number;

  /** @param limit most bytes of the Blob */
  constructor(limit = MAX_BLOB) {
    this.#limit = limit;
  }

  /** Takes a chunk over, and wipes it once it is part of a Blob. Fails with `too-large`. */
  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    checkBlobSize(this.#bytes, this.#limit);
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes >= PART_BYTES) this.#settle();
  }

  blob(): Blob {
    this.#settle();
    return new Blob(this.#parts);
  }

  /** Wipes what is not yet part of a Blob, and lets the rest go. */
  drop(): void {
    letGo(this.#waiting);
    this.#waiting = [];
    this.#parts = [];
  }

  #settle(): void {
    this.#parts.push(new Blob(this.#waiting as Uint8Array<ArrayBuffer>[]));
    letGo(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}

/** Wipes chunks; the buffer of one that is only a part of it may hold what follows in another Blob. */
function letGo(chunks: readonly Uint8Array[]): void {
  for (const chunk of chunks) {
    if (chunk.length === chunk.buffer.byteLength) discard(chunk);
    else wipe(chunk);
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
