import { matchingRows, ordered } from '../analysis/table';
import { asResult, Failure } from '../failure';
import { durationOf } from '../trace/operation-table';
import { operations, type Operations } from '../trace/operations';
import { instantOf, operationRecord } from '../trace/traced-operation';
import { Breath } from './breath';
import type { Engine } from './engine';
import type { OperationRow, OperationsApi } from './operations-api';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;
/** Lines of an operation that go along with its row. */
const ROW_EVIDENCE = 20;

/** The engine's answers about operations. */
export function operationsAnswers(engine: Engine): OperationsApi {
  let kept: { id: number; of: Operations; rows: Uint32Array } | null = null;
  let searches = 0;

  const traced = async (): Promise<Operations> => {
    await engine.whenIdle(false);
    return (await engine.current()).analyses.get(operations);
  };
  const matching = async ({ table }: Operations, query: string): Promise<Uint32Array> => {
    const breath = new Breath();
    try {
      return await matchingRows(table, query, async () => {
        if (breath.due) await breath.take();
      });
    } finally {
      breath.end();
    }
  };

  return {
    operations: (options) =>
      asResult(async () => {
        const all = await traced();
        const { query = '', offset = 0, limit = DEFAULT_LIMIT, order = 'asc' } = options;
        const rows = await matching(all, query);
        if (order === 'desc') rows.reverse();
        const from = Math.max(0, offset);
        const page = rows.subarray(from, from + Math.min(Math.max(0, limit), MAX_LIMIT));
        return {
          total: rows.length,
          operations: Array.from(page, (row) => {
            const { evidence, ...record } = operationRecord(all.operations[row]!, all.pool);
            return {
              ...record,
              evidence: evidence.map(({ source, file, line, lines }) => ({ source, file, line, lines })),
            };
          }),
        };
      }),
    searchOperations: (query, order) =>
      asResult(async () => {
        const of = await traced();
        const found = await matching(of, query);
        const rows = order ? ordered(of.table, found, order) : found;
        kept = { id: ++searches, of, rows };
        return { search: kept.id, total: rows.length, all: of.operations.length };
      }),
    operationRows: (search, start, count) =>
      asResult(async () => {
        if (kept?.id !== search) throw new Failure('stale-search', `search ${search} of operations is over`);
        const { of, rows } = kept;
        const from = Math.max(0, start);
        const page = rows.subarray(from, from + Math.min(Math.max(0, count), MAX_LIMIT));
        return Array.from(page, (row) => operationRow(of, row, ROW_EVIDENCE));
      }),
    operation: (index) =>
      asResult(async () => {
        const of = await traced();
        if (of.operations[index] === undefined)
          throw new Failure('no-such-operation', `there is no operation ${index}`);
        return operationRow(of, index, Infinity);
      }),
    completeness: () => asResult(async () => []),
    traceSessions: () => asResult(async () => []),
    operationTree: () => asResult(async () => []),
  };
}

function operationRow({ operations: all, pool }: Operations, index: number, evidence: number): OperationRow {
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
