import type { Level } from '../../public-api';

/** What a reader must find in a record. Absent means: not in the line. */
export interface RecordFields {
  process?: string;
  pid?: string;
  component?: string;
  opId?: string;
  sid?: string;
  user?: string;
  /** The text the line ends with; for a kernel warning without the word before it. */
  message?: string;
}

/** One record of a log: its head line and the lines that continue it, without line ends. */
export interface LogRecord {
  /** Milliseconds UTC, or null when the line states no time. */
  time: number | null;
  /** Where the record stands in the story when it has no time of its own. */
  order?: number;
  level: Level | null;
  lines: string[];
  fields?: RecordFields;
  /** Set for a line the description asked for: its index there and its text. */
  plant?: { index: number; text: string };
  /** The line after a rotation or a start that is no record. */
  header?: boolean;
  /** A planted line without a head: it belongs to the record before it. */
  continues?: boolean;
}

/** Moment a record sorts by. */
export function orderOf(record: LogRecord): number {
  return record.time ?? record.order ?? 0;
}
