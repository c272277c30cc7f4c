import { parquetReadObjects } from 'hyparquet';
import type { ExportedRecord, ExportFormat, ExportStatement } from '../../workers/export/export-format';

/** A file in this form; `slice` records are written at a time. */
export function exportedBytes(
  format: ExportFormat,
  statement: ExportStatement,
  records: readonly ExportedRecord[],
  slice = Infinity,
): Uint8Array {
  const writer = format.begin(statement);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < records.length; at += slice) {
    chunks.push(...writer.records(records.slice(at, Math.min(records.length, at + slice))));
  }
  chunks.push(...writer.end());
  return new Uint8Array(Buffer.concat(chunks));
}

export function exportedText(...given: Parameters<typeof exportedBytes>): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(exportedBytes(...given));
}

/** Rows of a Parquet file, read by hyparquet; instants as ISO 8601, whole numbers as numbers. */
export async function parquetRows(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  const file = new Uint8Array(bytes).buffer;
  const rows = await parquetReadObjects({ file });
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row as Record<string, unknown>).map(([name, value]) => [
        name,
        typeof value === 'bigint' ? Number(value) : value instanceof Date ? value.toISOString() : value,
      ]),
    ),
  );
}
