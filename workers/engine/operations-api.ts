import type { Result } from '../failure';
import type {
  CompletenessRow,
  OperationNode,
  OperationRecord,
  OperationsExport,
  OperationsExportOptions,
  TableOptions,
  TraceSession,
} from '../public-api';
import type { OperationDays } from '../trace/operation-days';
import type { OperationRow } from '../trace/operations';
import type { TimelineRow } from './timeline-api';

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
  /** Records that prove an operation, by their rows; null for one that cannot be read any more. 1,000 at most. */
  evidenceRecords(rows: readonly number[]): Promise<Result<(TimelineRow | null)[]>>;
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
