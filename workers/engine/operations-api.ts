import type { TableOrder } from '../analysis/table';
import type { Result } from '../failure';
import type {
  CompletenessRow,
  Evidence,
  OperationNode,
  OperationRecord,
  TableOptions,
  TraceSession,
} from '../public-api';

/** Who did what: part of `EngineApi`. Everything waits until what was opened is parsed, and is worked out once. */
export interface OperationsApi {
  /** `window.bundlescope.operations`. */
  operations(options: TableOptions): Promise<Result<{ total: number; operations: OperationRecord[] }>>;
  /**
   * Rows that match a query over the table (fields `op:` `who:` `client:` `target:` `result:` `missing:` `joined:` `value:`
   * `vendor:` and `opid:` `host:` `file:` `source:` `after:` `before:`), in the table's order or by a column of it.
   * Fails with a query error or `unknown-column`. The newest search is kept.
   */
  searchOperations(query: string, order: TableOrder | null): Promise<Result<OperationSearch>>;
  /** Rows [start, start + count) of a search. Fails with `stale-search` when it is no longer kept. */
  operationRows(search: number, start: number, count: number): Promise<Result<OperationRow[]>>;
  /** One operation with all of its lines, by its index in the table's own order. */
  operation(index: number): Promise<Result<OperationRow>>;
  /** The paper's Table 1 over what is open. */
  completeness(): Promise<Result<CompletenessRow[]>>;
  /** Logins to logouts. */
  traceSessions(): Promise<Result<TraceSession[]>>;
  /** What one family of operation ids did, over processes and hosts. Null when no record has the id. */
  operationTree(opId: string): Promise<Result<OperationNode[]>>;
}

export interface OperationSearch {
  search: number;
  total: number;
  /** Operations in the whole table. */
  all: number;
}

/** An operation in the page's table. */
export interface OperationRow extends Omit<OperationRecord, 'evidence'> {
  /** In the table's own order: names it while the case stays as it is. */
  index: number;
  opId: string | null;
  /** What `start` or `end` stands at, ms UTC; null without a time. */
  instant: number | null;
  /** ms, null unless both ends are logged. */
  duration: number | null;
  /** Lines that prove it: all in `operation`, the first 20 in `operationRows`. `row` leads to the timeline. */
  evidence: (Evidence & { row: number })[];
  evidenceCount: number;
}
