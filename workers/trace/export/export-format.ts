import type { OperationRecord } from '../../public-api';

/** A form that operations are written in. */
export interface ExportForm {
  mime: string;
  extension: string;
  /** What stands before the first record. */
  head: string;
  /** One record with its line end, or why the form cannot hold it. */
  write(record: OperationRecord): string | { refused: string };
}
