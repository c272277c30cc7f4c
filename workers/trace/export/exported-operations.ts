import { Failure } from '../../failure';
import type { OperationRecord, OperationsExport } from '../../public-api';
import type { OperationTrace } from '../operation-trace';
import { operationRecord } from '../traced-operation';
import { EXPORT_FORMS, writeOperations } from './operations-export';

/** An operation as `window.bundlescope` gives it: its lines by their places alone. */
export function publicRecord({ operations, pool }: OperationTrace, index: number): OperationRecord {
  const { evidence, ...record } = operationRecord(operations[index]!, pool);
  return {
    ...record,
    evidence: evidence.map(({ source, file, line, lines }) => ({ source, file, line, lines })),
  };
}

/** Writes these rows of the table in their order. Fails with `bad-argument` for a form that is not there. */
export async function exportedOperations(
  trace: OperationTrace,
  rows: Uint32Array,
  format: string,
  pause: (done: number) => Promise<void>,
): Promise<OperationsExport> {
  const form = EXPORT_FORMS.get(format);
  if (!form) {
    const forms = [...EXPORT_FORMS.keys()].map((name) => `"${name}"`).join(', ');
    throw new Failure('bad-argument', `format is one of ${forms}`);
  }
  function* records() {
    for (const row of rows) yield publicRecord(trace, row);
  }
  return writeOperations(form, records(), pause);
}
