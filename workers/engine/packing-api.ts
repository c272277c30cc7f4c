import type { Result } from '../failure';
import type { Package, PackOptions, PackPlan, PlainPart } from '../public-api';
import type { WritePlain } from './envelopes-api';

/** Building packages. Jobs have numbers of the page's, are told of by `job` events, and end by `cancelJob`. */
export interface PackingApi {
  /** What `pack` would do and need; `space.free` is null, since the page knows it. */
  packPlan(job: number, options: PackOptions): Promise<Result<PackPlan>>;
  pack(job: number, options: PackOptions): Promise<Result<Package>>;
  /** The same into a file that the user picked: `write` is given the chunks one after the other, and owns them. */
  packInto(job: number, options: PackOptions, write: WritePlain): Promise<Result<Omit<Package, 'blob'>>>;
  /**
   * The same as Blobs of at most `partBytes`: the next one is begun when `take` has settled. It must settle when the
   * job is cancelled.
   */
  packInParts(
    job: number,
    options: PackOptions,
    partBytes: number,
    take: (part: PlainPart) => Promise<void>,
  ): Promise<Result<Omit<Package, 'blob'>>>;
}
