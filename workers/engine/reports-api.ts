import type { Result } from '../failure';

/** What a case is handed over as, beside packages: a report to read, a case file to attach. */
export interface ReportsApi {
  /**
   * The report as HTML, with times in an IANA zone. A job of the page's: fails with `cancelled`, `unreadable`, and with
   * `case-changed` when the case changes all the time.
   */
  report(job: number, options: ReportOptions): Promise<Result<Blob>>;
}

export interface ReportOptions {
  /** IANA zone, or 'UTC'. */
  zone: string;
}
