import type { Result } from '../failure';
import type {
  CompletenessRow,
  Evidence,
  OperationNode,
  OperationRecord,
  OperationsExport,
  OperationsExportOptions,
  TableOptions,
  TraceSession,
} from '../public-api';

/**
 * Who did what: part of `EngineApi`, beside the table `operations` (tables-api.ts). Everything waits until what was
 * opened is parsed, and is worked out once. Those with a number are jobs: told of by `job` events, ended by `cancelJob`.
 */
export interface OperationsApi {
  /** `window.bundlescope.operations`. */
  operations(
    job: number,
    options: TableOptions,
  ): Promise<Result<{ total: number; operations: OperationRecord[] }>>;
  /** One operation with all of its lines, by its index in the table's own order. Fails with `no-such-operation`. */
  operation(index: number): Promise<Result<OperationRow>>;
  /**
   * Operations that a record of the timeline is evidence of, as indexes in the table's own order. Null while the table
   * is not worked out, unless `workOut` asks for that.
   */
  operationsOfRow(row: number, workOut: boolean): Promise<Result<readonly number[] | null>>;
  /** Counts by person and day of the zone (IANA). Fails with `bad-argument` for an unknown one. */
  operationDays(zone: string): Promise<Result<OperationDays>>;
  /** The paper's Table 1 over what is open. */
  completeness(job: number): Promise<Result<CompletenessRow[]>>;
  /** Logins to logouts. */
  traceSessions(job: number): Promise<Result<TraceSession[]>>;
  /** What one family of operation ids did, over processes and hosts; empty when no record has the id. */
  operationTree(job: number, opId: string): Promise<Result<OperationNode[]>>;
  /**
   * Writes the operations that the query matches. Progress in records. Fails with `bad-argument` for a form that is not
   * there, and with `cancelled`.
   */
  exportOperations(job: number, options: OperationsExportOptions): Promise<Result<OperationsExport>>;
}

/**
 * A row of the table `operations`. Its queries have the fields `op:` `who:` `client:` `target:` `result:` `missing:`
 * `joined:` `value:` `vendor:` `session:`, and `opid:` `host:` `file:` `source:` `after:` `before:`; its columns to order by are
 * `OPERATION_COLUMNS` (workers/trace/operation-table.ts).
 */
export interface OperationRow extends Omit<OperationRecord, 'evidence'> {
  /** In the table's own order: names it while the case stays as it is. */
  index: number;
  opId: string | null;
  /** What `start`, else `end` stands at, ms UTC (as if UTC without a zone); null without a time. */
  instant: number | null;
  /** ms, null unless both ends are logged. */
  duration: number | null;
  /** Lines that prove it: the first 20 in the table, all in `operation`. `row` leads to the timeline. */
  evidence: (Evidence & { row: number })[];
  evidenceCount: number;
}

/** A row of the table `sessions`. Its queries have `who:` `client:` `host:` `op:` `end:` `after:` `before:`. */
export interface SessionRow extends Omit<TraceSession, 'operations'> {
  /** From 1 on, in the order of their beginning; as `session:` in queries of operations. */
  number: number;
  /** ms, null unless both ends are logged. */
  duration: number | null;
  /** Done in it, its login and logout left out. */
  operations: number;
  failed: number;
  /** The most frequent kinds. */
  kinds: { op: string; count: number }[];
  moreKinds: number;
}

/** Who did how much on which day. */
export interface OperationDays {
  /** Those with most operations (40 at most), most first; null stands last, for operations without a person. */
  people: { who: string | null; operations: number; failed: number }[];
  /** People without a column. */
  morePeople: number;
  /** In the order of time, 3,660 at most; the one without a day last. */
  days: {
    /** `2026-03-01` of the zone, or as the log has it where it has no zone; null without a time. */
    day: string | null;
    total: number;
    failed: number;
    /** By person, in the order of `people`. */
    counts: number[];
    /** Of people without a column. */
    others: number;
  }[];
  /** Earlier days that are left out. */
  moreDays: number;
}
