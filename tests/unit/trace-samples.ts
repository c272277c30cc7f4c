import { expect } from 'vitest';
import { notApplicableTo } from '../../workers/trace/operation-kinds';
import { traceOperations, type OperationTrace } from '../../workers/trace/operation-trace';
import { operationRecord } from '../../workers/trace/traced-operation';
import type { ExpectedOperation, TraceSample } from '../../workers/trace/trace-source';
import type { OperationRecord } from '../../workers/public-api';
import { openedCase, unwatched } from './analysis-case';

/** The operations that logs give, read as the engine reads them. */
export async function traced(files: TraceSample['files']): Promise<OperationTrace> {
  const reader = await openedCase(
    files.map(({ path, lines }) => ({ path, content: `${lines.join('\n')}\n` })),
  );
  return traceOperations(reader, unwatched());
}

/** The same as `window.bundlescope.operations` gives them. */
export async function tracedRecords(files: TraceSample['files']): Promise<OperationRecord[]> {
  const { operations, pool } = await traced(files);
  return operations.map((operation) => operationRecord(operation, pool));
}

/** Checks the whole table that a sample gives: what is left out must be empty. */
export async function expectSample({ files, expect: expected }: TraceSample): Promise<void> {
  const records = await tracedRecords(files);
  expect(records.map((record, i) => compared(record, expected[i]))).toEqual(expected.map(whole));
}

function compared({ evidence, vendor, ...record }: OperationRecord, expected?: ExpectedOperation) {
  return {
    ...record,
    ...(expected?.vendor && { vendor }),
    ...(expected?.evidence && { evidence: evidence.map(({ file, line }) => `${file}:${line}`) }),
  };
}

function whole(expected: ExpectedOperation) {
  return {
    start: null,
    end: null,
    who: null,
    client: null,
    where: null,
    target: null,
    before: [],
    after: [],
    result: null,
    missing: [],
    notApplicable: [...notApplicableTo(expected.op)],
    joined: {},
    ...expected,
  };
}
