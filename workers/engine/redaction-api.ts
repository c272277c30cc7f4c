import type { Result } from '../failure';
import type { AliasMap, PackOptions, RedactionPreview } from '../public-api';

/** What redaction will change, and the way back. */
export interface RedactionApi {
  /**
   * A look at some of what `pack` with these options would write, whose aliases that package will have too. A job: told
   * of by `job` events, ends by `cancelJob`. Fails with `bad-argument` without `redact`, and as `pack` does.
   */
  redactionPreview(job: number, options: PackOptions): Promise<Result<RedactionPreview>>;
  /**
   * Puts the originals back into a text. A job: told of by `job` events (bytes), ends by `cancelJob`, and with the case.
   * Fails with `not-an-alias-map`, `alias-map-version`, `not-a-text` (an archive must be unpacked before), `too-large`,
   * `unreadable`, `cancelled`.
   */
  turnBack(job: number, text: string | Blob, aliases: AliasMap): Promise<Result<Blob>>;
}
