import type { Warning } from '../warning';

/** Up to this many inflated bytes nothing is suspected. */
const UNSUSPICIOUS = 64 * 1024 * 1024;
/** Real logs inflate 8 to 40 times; deflate itself ends near 1032. */
const MAX_RATIO = 400;
/** Up to this many records nothing is suspected; each takes about 48 bytes, whatever it holds. */
const UNSUSPICIOUS_RECORDS = 1_000_000;
/** Real logs have a record in 5 to 20 compressed bytes; one line over and over some in each. */
const MAX_RECORDS_PER_BYTE = 8;

/**
 * Tells a decompression bomb from a bundle: a stream that has inflated to much more than any log would is ended,
 * and what came before stays.
 */
export class ExpansionGuard {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The warning that ends the stream, or null while all is well. The first two are bytes so far. */
  check(inflated: number, compressed: number, records = 0): Warning | null {
    if (records > UNSUSPICIOUS_RECORDS && records > compressed * MAX_RECORDS_PER_BYTE) {
      return this.#warning(inflated, `${compressed} bytes became ${records} records`);
    }
    if (inflated <= UNSUSPICIOUS || inflated <= Math.max(compressed, 1) * MAX_RATIO) return null;
    return this.#warning(
      inflated,
      `inflates more than ${MAX_RATIO} times: ${compressed} bytes became ${inflated}`,
    );
  }

  #warning(offset: number, reason: string): Warning {
    const message = `${reason}; not read further, what came before this point stays`;
    return { code: 'expansion-limit', path: this.#path, offset, message };
  }
}
