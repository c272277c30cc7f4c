import type { Analysis } from '../analysis/case-reader';
import type { Evidence, OperationRecord, TraceSession } from '../public-api';
import { durationOf, operationTable, type OperationTable } from './operation-table';
import { traceOperations, type OperationTrace } from './operation-trace';
import { traceSessions } from './sessions';
import { instantOf, operationRecord } from './traced-operation';

/**
 * A row of the table `operations`. Its queries have the fields `op:` `who:` `client:` `target:` `result:` `missing:`
 * `joined:` `value:` `vendor:` `session:`, and `opid:` `host:` `file:` `source:` `after:` `before:`; its columns to order by are
 * `OPERATION_COLUMNS` (operation-table.ts).
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

/** Lines of an operation that go along with its row. */
const ROW_EVIDENCE = 20;

export interface Operations extends OperationTrace {
  table: OperationTable;
  sessions: TraceSession[];
}

/** Who did what: every operation that the case's logs tell of. */
export const operations: Analysis<Operations> = {
  name: 'operations',
  async run(reader, control) {
    const trace = await traceOperations(reader, control);
    const names = new Map(reader.sources().map(({ id, name }) => [id, name]));
    const sessionOf = new Int32Array(trace.operations.length).fill(-1);
    const sessions = traceSessions(
      trace.operations,
      (operation, session) => (sessionOf[operation] = session),
    );
    const table = operationTable(trace, sessionOf, (source) => names.get(source) ?? null);
    return { ...trace, table, sessions };
  },
};

/** The table as the page shows it. */
export function shownOperations(all: Operations) {
  return { ...all.table, row: (index: number) => operationRow(all, index, ROW_EVIDENCE) };
}

/** An operation of the table, with at most so many of its lines. */
export function operationRow(
  { operations: all, pool }: OperationTrace,
  index: number,
  evidence: number,
): OperationRow {
  const operation = all[index]!;
  return {
    ...operationRecord({ ...operation, evidence: operation.evidence.slice(0, evidence) }, pool),
    index,
    opId: operation.opId,
    instant: instantOf(operation),
    duration: durationOf(operation),
    evidenceCount: operation.evidence.length,
  };
}
