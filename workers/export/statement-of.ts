import type { ExportedRecord, ExportStatement } from './export-format';

/** What stands on every record, so that files can be read by anything that reads lines, and be mixed. */
export interface RecordStatement {
  query: string;
  zone: string;
  /** SHA-256 of the dropped file or folder the record came in; null of what is open for this visit only. */
  digest: string | null;
  /** Records in the export. */
  count: number;
}

export function statementOf(
  { query, zone, count }: ExportStatement,
  { digest }: ExportedRecord,
): RecordStatement {
  return { query, zone, digest, count };
}
