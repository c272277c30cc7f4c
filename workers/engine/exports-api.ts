import type { Result } from '../failure';
import type { EventsExportOptions } from '../public-api';

/** A form that records can be exported in. */
export interface ExportForm {
  id: EventsExportOptions['format'];
  label: string;
  /** Of files, without a dot. */
  extension: string;
}

/** What came of an export. */
export interface ExportOutcome {
  records: number;
  /** Of these, how many have no instant; forms that must give one say where they put them. */
  undated: number;
  /** Written. */
  bytes: number;
}

/** Records in files of other tools. Jobs have numbers of the page's and are told of by `job` events. */
export interface ExportsApi {
  exportForms(): Promise<Result<ExportForm[]>>;
  /**
   * Fails with `bad-argument`, as a query does, and with `cancelled`, `unreadable`, `too-large`. When the numbers of
   * rows change meanwhile, it begins anew.
   */
  exportEvents(job: number, options: EventsExportOptions): Promise<Result<ExportOutcome & { blob: Blob }>>;
  /**
   * The same into a file that the user picked: `write` is given the chunks one after the other, and owns them. When the
   * numbers of rows change meanwhile, it fails with `case-changed`.
   */
  exportEventsInto(
    job: number,
    options: EventsExportOptions,
    write: (chunk: Uint8Array) => Promise<void>,
  ): Promise<Result<ExportOutcome>>;
}
