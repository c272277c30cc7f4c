import type { Result } from '../failure';
import type {
  FileReference,
  RecryptedEnvelope,
  RecryptOptions,
  SealedEnvelope,
  SealOptions,
} from '../public-api';

/** Writing envelopes. Jobs have numbers of the page's, are told of by `decrypting` events, end by `cancelJob`, and wipe their keys. */
export interface SealingApi {
  seal(job: number, file: Blob | FileReference, options: SealOptions): Promise<Result<SealedEnvelope>>;
  recrypt(
    job: number,
    envelope: Blob | FileReference,
    options: RecryptOptions,
  ): Promise<Result<RecryptedEnvelope>>;
}
