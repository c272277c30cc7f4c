import type { Result } from '../failure';
import type { HsmCertificateRow } from '../hsm/certificate-table';
import type { HsmFindingRow } from '../hsm/finding-table';
import type { HsmKeyRow } from '../hsm/key-table';
import type { HsmStory } from '../hsm/story';
import type { HsmUserRow, HsmUserSessions } from '../hsm/user-table';

declare module './tables-api' {
  interface TableRows {
    /** The worst first; columns `severity` `title` `from` `streams` `certain`. */
    hsmFindings: HsmFindingRow;
    /** In the order they are first met; columns `handle` `kind` `made` `madeBy` `copies` `exports` `destroyed`. */
    hsmKeys: HsmKeyRow;
    /** Columns `name` `type` `created` `deleted` `passwordChanges` `logins` `failedLogins`. */
    hsmUsers: HsmUserRow;
    /** By time; columns `time` `opcode` `handle` `response` `stream`. */
    hsmCertificates: HsmCertificateRow;
  }
}

/** What a story is told of, with its index in its table (that of a session in `hsmUserSessions`). */
export type HsmStorySubject = 'finding' | 'key' | 'user' | 'session';

/** What the view of HSM events asks besides its tables. Every answer waits until what was opened is parsed. */
export interface HsmViewApi {
  /** Events of a finding, a key, a session, or what was done to a user. Fails with `not-found`. */
  hsmStory(of: HsmStorySubject, index: number): Promise<Result<HsmStory>>;
  /** Sessions of a user of the table `hsmUsers`. Fails with `not-found`. */
  hsmUserSessions(user: number): Promise<Result<HsmUserSessions>>;
  /** Events of a stream in [from, to) (ms UTC), 20 at most, failed ones first. */
  hsmBetween(stream: number, from: number, to: number): Promise<Result<HsmStory>>;
  /** Where the event at a line of a file (by id) stands in the table of events; null when there is none. */
  hsmIndexAt(file: number, line: number): Promise<Result<number | null>>;
}
