import type { EventRecord } from '../public-api';

/** What was opened, told by its bytes: SHA-256 of the dropped file or folder. */
export interface ExportedSource {
  name: string;
  /** Bytes as dropped (compressed). */
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** What every export says of itself. */
export interface ExportStatement {
  /** As it was asked; '' for all records. */
  query: string;
  /** IANA zone of times in the query that state none. */
  zone: string;
  /** Instant that relative times of the query count from, ISO 8601 UTC; null without one. */
  anchor: string | null;
  /** Records in this export. */
  count: number;
  /** Everything that was dropped, whether the query finds something of it or not. */
  sources: readonly ExportedSource[];
}

/** Where a record stands that has no instant of its own, in forms that must give each one. */
export type PlacedBy =
  | EventRecord['timeKnownBy']
  /** Its log has times only further down: that of the first record with one. */
  | 'next-record'
  /** Its file has no times at all: when it was last written. */
  | 'file-modified'
  /** Not even that is known: when it was dropped here. */
  | 'opened';

/** A record as formats write it. */
export interface ExportedRecord {
  event: EventRecord;
  /** Id of the log format its file has. */
  format: string;
  /** Name of the source, as dropped or as the nested archive is called. */
  sourceName: string;
  /** SHA-256 of the dropped file or folder that it came in; null of what is open for this visit only. */
  digest: string | null;
  /** Milliseconds since 1970 UTC, as exact as instants of records are; null as `event.time` is. */
  instant: number | null;
  /** The same for forms that must have one, and how it is known. */
  placed: { instant: number; by: PlacedBy };
}

/** Writes one export. Chunks are the caller's: no other view on their buffers is kept. */
export interface ExportWriter {
  /** Some more records, in the order of time. */
  records(records: readonly ExportedRecord[]): Uint8Array[];
  end(): Uint8Array[];
}

/** Records in a form, and what stands in the file then: its lines, or its rows where it is no text. */
export interface ExportSample {
  statement: ExportStatement;
  records: readonly ExportedRecord[];
  lines?: readonly string[];
  rows?: readonly Record<string, unknown>[];
}

/** One form that records can be exported in: a file of `formats/`. */
export interface ExportFormat {
  /** Its name in `exportEvents`. */
  id: string;
  label: string;
  /** Of files, without a dot. */
  extension: string;
  /** Media type. */
  type: string;
  /** Its tests. */
  samples: readonly ExportSample[];
  begin(statement: ExportStatement): ExportWriter;
}
