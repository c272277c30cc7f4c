import type { Warning } from '../warning';

/** Up to this many inflated bytes nothing is suspected. */
const UNSUSPICIOUS = 64 * 1024 * 1024;
/** Real logs inflate 8 to 40 times; deflate itself ends near 1032. */
const MAX_RATIO = 400;

/**
 * Tells a decompression bomb from a bundle: a stream that has inflated to much more than any log would is ended,
 * and what came before stays.
 */
export class ExpansionGuard {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The warning that ends the stream, or null while all is well. Both counts are bytes so far. */
  check(inflated: number, compressed: number): Warning | null {
    if (inflated <= UNSUSPICIOUS || inflated <= Math.max(compressed, 1) * MAX_RATIO) return null;
    return {
      code: 'expansion-limit',
      path: this.#path,
      offset: inflated,
      message:
        `inflates more than ${MAX_RATIO} times (${compressed} bytes became ${inflated}): ` +
        `not read further, what came before this point stays`,
    };
  }
}
