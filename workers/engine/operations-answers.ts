import { asResult, Failure } from '../failure';
import { completenessOf, operationsFromInfo } from '../trace/completeness';
import { exportedOperations, publicRecord } from '../trace/export/exported-operations';
import { operationDays } from '../trace/operation-days';
import { operationTree } from '../trace/operation-tree';
import { operations, operationRow, type Operations } from '../trace/operations';
import { operationsOfRow } from '../trace/operations-by-row';
import { Breath } from './breath';
import { checkedZone } from './checked-zone';
import type { Engine } from './engine';
import { settledJob } from './engine-jobs';
import { partOf, type Job } from './jobs';
import type { OpenCase } from './open-case';
import type { OperationsApi } from './operations-api';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;
/** Records of evidence answered at a time. */
const MOST_EVIDENCE = 1_000;

/** The engine's answers about operations. */
export function operationsAnswers(engine: Engine): OperationsApi {
  const settled = async () => {
    await engine.whenIdle(false);
    return engine.current();
  };
  const traced = async (): Promise<Operations> => (await settled()).analyses.get(operations);

  const run = <T>(number: number, work: (open: OpenCase, job: Job) => Promise<T>) =>
    asResult(() => settledJob(engine, number, work));

  return {
    operations: (number, options) =>
      run(number, async ({ analyses, tables }, job) => {
        const zone = checkedZone(options.zone);
        const all = await analyses.get(operations, job);
        const { query = '', offset = 0, limit = DEFAULT_LIMIT, order = 'asc' } = options;
        const rows = await tables.matching(all.table, { query, order: null, anchor: null, zone }, job);
        if (order === 'desc') rows.reverse();
        const from = Math.max(0, offset);
        const page = rows.subarray(from, from + Math.min(Math.max(0, limit), MAX_LIMIT));
        return {
          total: rows.length,
          operations: Array.from(page, (row) => publicRecord(all, row)),
        };
      }),
    operation: (index) =>
      asResult(async () => {
        const all = await traced();
        if (all.operations[index] === undefined)
          throw new Failure('no-such-operation', `there is no operation ${index}`);
        return operationRow(all, index, Infinity);
      }),
    evidenceRecords: (rows) =>
      asResult(async () => {
        const { texts, marks } = await engine.current();
        const records = [];
        for (const row of rows.slice(0, MOST_EVIDENCE)) {
          // What it was read from may be gone.
          const [record] = await texts.rows([row], marks).catch(() => [null]);
          records.push(record ?? null);
        }
        return records;
      }),
    operationsOfRow: (row, workOut) =>
      asResult(async () => {
        const { analyses } = await engine.current();
        const all = workOut ? await traced() : analyses.known(operations);
        return all && operationsOfRow(all, row);
      }),
    operationDays: (zone) =>
      asResult(async () => {
        const checked = checkedZone(zone);
        const all = await traced();
        return breathing((pause) => operationDays(all.operations, checked, pause));
      }),
    completeness: (number) =>
      run(number, async ({ analyses }, job) => {
        const all = await analyses.get(operations, partOf(job, 0, 0.5, 1));
        if (all.belowInfo === 0) return completenessOf(all.operations);
        const fromInfo = await analyses.get(operationsFromInfo, partOf(job, 0.5, 1, 1));
        return completenessOf(fromInfo.operations);
      }),
    traceSessions: (number) =>
      run(number, async ({ analyses }, job) => (await analyses.get(operations, job)).sessions),
    operationTree: (number, opId) =>
      run(number, ({ analyses }, job) =>
        analyses.get(
          {
            name: `operation-tree ${opId}`,
            run: (reader, control) => operationTree(reader, opId, control),
          },
          job,
        ),
      ),
    exportOperations: (number, { format, query = '', zone }) =>
      run(number, async ({ analyses, tables }, job) => {
        const times = { anchor: null, zone: checkedZone(zone) };
        const all = await analyses.get(operations, { signal: job.signal });
        const rows = await tables.matching(all.table, { query, order: null, ...times }, job);
        job.check();
        return breathing((pause) =>
          exportedOperations(all, rows, format, async (done) => {
            job.advance(done, rows.length);
            await pause();
            job.check();
          }),
        );
      }),
  };
}

/** Lets the worker answer others while something long is worked out. */
async function breathing<T>(work: (pause: () => Promise<void>) => Promise<T>): Promise<T> {
  const breath = new Breath();
  try {
    return await work(async () => {
      if (breath.due) await breath.take();
    });
  } finally {
    breath.end();
  }
}
