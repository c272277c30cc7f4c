import type { DecoderState } from '../kernel/inflate';

/**
 * A place in a gzip (or raw DEFLATE) stream where inflating can begin: a GzipStream with the option `resume`
 * takes it, and the compressed bytes from `compressedFrom` on. Plain data: it can be cloned to another worker and
 * stored. The CRC of a member entered in its middle is not checked.
 */
export interface GzipCheckpoint {
  /** Position in the inflated stream, all members counted. */
  inflatedAt: number;
  /** Offset of the first compressed byte to feed. (Bits of the byte before it are in `decoder`.) */
  compressedFrom: number;
  /** Members begun, the current one included. */
  member: number;
  /** Inflated bytes of the current member before this place. */
  memberInflated: number;
  decoder: DecoderState;
  /** The bytes before this place that distances can reach, at most 32 KiB, in a buffer of their own. */
  history: Uint8Array<ArrayBuffer>;
}
