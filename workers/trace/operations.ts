import type { Analysis } from '../analysis/case-reader';
import type { OperationRow } from '../engine/operations-api';
import type { TraceSession } from '../public-api';
import { durationOf, operationTable, type OperationTable } from './operation-table';
import { traceOperations, type OperationTrace } from './operation-trace';
import { traceSessions } from './sessions';
import { instantOf, operationRecord } from './traced-operation';

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
