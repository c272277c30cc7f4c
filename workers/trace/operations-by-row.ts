import type { OperationTrace } from './operation-trace';

/** Operations told of one record: more share a line only in broken logs. */
const MOST = 20;

const places = new WeakMap<OperationTrace, Map<number, number[]>>();

/** Indexes of the operations that this record of the timeline is evidence of. */
export function operationsOfRow(trace: OperationTrace, row: number): readonly number[] {
  let byRow = places.get(trace);
  if (!byRow) places.set(trace, (byRow = byRows(trace)));
  return byRow.get(row) ?? [];
}

function byRows({ operations, pool }: OperationTrace): Map<number, number[]> {
  const byRow = new Map<number, number[]>();
  for (const [index, { evidence }] of operations.entries()) {
    for (const id of evidence) {
      const row = pool.row(id);
      const known = byRow.get(row);
      if (!known) byRow.set(row, [index]);
      else if (known.length < MOST) known.push(index);
    }
  }
  return byRow;
}
