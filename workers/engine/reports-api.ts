import type { Result } from '../failure';
import type { AttachedCaseFile } from '../public-api';
import type { CaseState } from './case-state';

/** What a case is handed over as, beside packages: a report to read, a case file to attach. */
export interface ReportsApi {
  /**
   * The report as HTML, with times in an IANA zone. A job of the page's: fails with `cancelled`, `unreadable`, and with
   * `case-changed` when the case changes all the time.
   */
  report(job: number, options: ReportOptions): Promise<Result<Blob>>;
  /** Marks, notes, view and places of findings as JSON, without content. Fails as `report` does. */
  caseFile(job: number, options: ReportOptions): Promise<Result<Blob>>;
  /**
   * Takes a case file over; nothing is changed when it fails: with `not-a-case-file`, `case-file-version`,
   * `other-bundle`, and as `report` does.
   */
  attachCaseFile(job: number, file: Blob): Promise<Result<{ attached: AttachedCaseFile; state: CaseState }>>;
  /** Takes the file attached last back. Null when there is nothing to take back. */
  detachCaseFile(): Promise<Result<CaseState | null>>;
}

export interface ReportOptions {
  /** IANA zone, or 'UTC'. */
  zone: string;
}
