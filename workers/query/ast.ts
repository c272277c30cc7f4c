import type { Level } from '../public-api';

/** Fields whose value stands in a column of its own, under the name the query language gives them. */
export type ColumnField = 'process' | 'pid' | 'component' | 'opid' | 'sid' | 'user' | 'host';

/** Where a node stood in the query text: [from, to), for errors and highlighting. */
export interface Span {
  from: number;
  to: number;
}

/** A query as a tree. Space is `and` and binds tighter than `or`. */
export type QueryNode = { span: Span } & (
  | { kind: 'all' }
  | { kind: 'and'; terms: QueryNode[] }
  | { kind: 'or'; terms: QueryNode[] }
  | { kind: 'not'; term: QueryNode }
  /** Case-insensitive substring of the raw record. */
  | { kind: 'text'; text: string }
  /** Regular expression over the raw record (or the message), flags as written (`i`, `s`, `m`, `u`). */
  | { kind: 'regex'; source: string; flags: string; over: 'raw' | 'message' }
  /** Case-insensitive substring of the message. */
  | { kind: 'message'; text: string }
  /** The whole value, case-insensitive, `*` in the pattern stands for any run of characters. */
  | { kind: 'field'; field: ColumnField; pattern: string }
  | { kind: 'level'; comparison: '=' | '>' | '>=' | '<' | '<='; level: Level }
  /** `after` is inclusive, `before` exclusive; ms since 1970 UTC. */
  | { kind: 'time'; side: 'after' | 'before'; at: number }
  /** A path or its tail (whole path components), `*` allowed, case-insensitive. */
  | { kind: 'file'; pattern: string }
  /** The id of the log format that a file was read with, `*` allowed, case-insensitive. */
  | { kind: 'format'; pattern: string }
  /** A column of a table that an analysis makes, `*` allowed, case-insensitive; no log record has any. */
  | { kind: 'cell'; column: string; pattern: string }
  /** A source's number or name, `*` allowed, case-insensitive. */
  | { kind: 'source'; pattern: string }
  /** A VM by name: records of its vmware.log, of its `.vmx` component, of its running world. */
  | { kind: 'vm'; pattern: string }
  /** A vmkernel world: the pid of vmkernel records. */
  | { kind: 'world'; pattern: string }
);

/** What relative and zone-less times of a query count from. */
export interface QueryContext {
  /** Instant that `+10m` counts from, ms UTC, or null when nothing is selected. */
  anchor: number | null;
  /** IANA zone of times written without one. */
  zone: string;
}
