import { contentKind } from '../archive/content-kind';
import type { SparsePiece } from '../archive/sparse-map';
import type { ByteSink } from '../bytes/sink';
import type { Kernel } from '../kernel/kernel';
import type { ContentKind } from '../public-api';

/** An envelope is told by its magic at 0, or behind a dump header of 4096 bytes. */
const HEAD_BYTES = 4096 + 64;

/**
 * What a file with holes is: an envelope, or bytes to be shown. Its text is never read as a log, because its holes
 * may have terabytes.
 */
export function sparseKind(head: Uint8Array, size: number): ContentKind {
  const { kind } = contentKind(head, size);
  return kind === 'envelope' || kind === 'empty' ? kind : 'binary';
}

/** Looks at the first bytes of a sparse entry as they stream by, and at no others. */
export class SparseHeadSink implements ByteSink {
  satisfied = false;
  readonly #kernel: Kernel;
  readonly #pieces: readonly SparsePiece[];
  readonly #size: number;
  readonly #take: (kind: ContentKind) => void;
  /** Stored bytes that belong to the head. */
  readonly #wanted: number;

  constructor(
    kernel: Kernel,
    pieces: readonly SparsePiece[],
    size: number,
    take: (kind: ContentKind) => void,
  ) {
    this.#kernel = kernel;
    this.#pieces = pieces.filter(({ offset }) => offset < HEAD_BYTES);
    this.#size = size;
    this.#take = take;
    this.#wanted = this.#pieces.reduce(
      (sum, { offset, bytes }) => sum + Math.min(bytes, HEAD_BYTES - offset),
      0,
    );
  }

  push(ptr: number, length: number, final: boolean): number {
    if (this.satisfied) return length;
    if (length < this.#wanted && !final) return 0;
    this.satisfied = true;
    const stored = this.#kernel.bytes().subarray(ptr, ptr + Math.min(length, this.#wanted));
    const head = new Uint8Array(Math.min(this.#size, HEAD_BYTES));
    let at = 0;
    for (const { offset, bytes } of this.#pieces) {
      const used = Math.min(bytes, HEAD_BYTES - offset);
      head.set(stored.subarray(at, at + used), offset);
      at += used;
    }
    this.#take(sparseKind(head, this.#size));
    return length;
  }
}
