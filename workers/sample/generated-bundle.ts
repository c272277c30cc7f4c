import type { Bytes } from './bytes';
import type { BundleTruth } from './truth';

export interface GeneratedBundle {
  /** Name the archive would have. */
  fileName: string;
  topFolder: string;
  /** The archive's bytes; to be read once. */
  chunks: AsyncGenerator<Bytes>;
  /** What is in it; there when `chunks` has been read to its end. */
  readonly truth: BundleTruth;
}
