import type { Analysis } from '../analysis/case-reader';
import type { Table } from '../analysis/table';
import { operationTable } from './operation-table';
import { traceOperations, type OperationTrace } from './operation-trace';

export interface Operations extends OperationTrace {
  table: Table;
}

/** Who did what: every operation that the case's logs tell of. */
export const operations: Analysis<Operations> = {
  name: 'operations',
  async run(reader, control) {
    const trace = await traceOperations(reader, control);
    const names = new Map(reader.sources().map(({ id, name }) => [id, name]));
    return { ...trace, table: operationTable(trace, (source) => names.get(source) ?? null) };
  },
};
