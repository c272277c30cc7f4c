import type { Analysis } from '../analysis/case-reader';
import type { CompletenessRow, TraceItem } from '../public-api';
import { notApplicableTo, OPERATION_KINDS, paperRow, TRACE_ITEMS } from './operation-kinds';
import { durationOf } from './operation-table';
import { traceOperations, type OperationTrace } from './operation-trace';
import type { TracedOperation } from './traced-operation';

/** The trace as the seed paper's Table 1 counts it: from records of severity info and above. */
export const operationsFromInfo: Analysis<OperationTrace> = {
  name: 'operations-from-info',
  run: (reader, control) => traceOperations(reader, control, { infoAndAbove: true }),
};

/** Kinds of the paper's table always have a row, and so has the one that stands for changes whose kind is not logged. */
const ALWAYS = new Set([
  ...OPERATION_KINDS.filter(({ paper }) => paper !== null).map(({ name }) => name),
  'ModifyVM',
]);
const ORDER = rowOrder();

/**
 * The paper's Table 1, computed: for each kind and item how many records have it stated, joined or missing. The paper's
 * kinds come first, `ModifyVM` beside the changes of CPU, memory and disk; then what else occurs.
 */
export function completenessOf(operations: readonly TracedOperation[]): CompletenessRow[] {
  const rows = new Map<string, Tally>(ORDER.filter((op) => ALWAYS.has(op)).map((op) => [op, new Tally(op)]));
  for (const operation of operations) {
    let tally = rows.get(operation.op);
    if (!tally) rows.set(operation.op, (tally = new Tally(operation.op)));
    tally.count(operation);
  }
  const rank = (op: string) => (ORDER.includes(op) ? ORDER.indexOf(op) : ORDER.length);
  return [...rows.values()].map((tally) => tally.row()).sort((a, b) => rank(a.op) - rank(b.op));
}

class Tally {
  readonly #op: string;
  readonly #items: CompletenessRow['items'];
  #records = 0;
  #timed = 0;
  #totalMs = 0;

  constructor(op: string) {
    this.#op = op;
    const none = () => ({ stated: 0, joined: 0, missing: 0, notApplicable: 0 });
    this.#items = Object.fromEntries(TRACE_ITEMS.map((item) => [item, none()])) as Record<
      TraceItem,
      ReturnType<typeof none>
    >;
  }

  count(operation: TracedOperation): void {
    this.#records++;
    const duration = durationOf(operation);
    if (duration !== null) {
      this.#timed++;
      this.#totalMs += duration;
    }
    const without = notApplicableTo(this.#op);
    for (const item of TRACE_ITEMS) {
      const cell = this.#items[item];
      if (without.includes(item)) cell.notApplicable++;
      else if (operation.missing.includes(item)) cell.missing++;
      else if (operation.joined[item] !== undefined) cell.joined++;
      else cell.stated++;
    }
  }

  row(): CompletenessRow {
    return {
      op: this.#op,
      records: this.#records,
      items: this.#items,
      meanMs: this.#timed === 0 ? null : this.#totalMs / this.#timed,
      paper: paperRow(this.#op),
    };
  }
}

function rowOrder(): string[] {
  const names = OPERATION_KINDS.map(({ name }) => name).filter((name) => name !== 'ModifyVM');
  names.splice(names.indexOf('ModifyDisk') + 1, 0, 'ModifyVM');
  return names;
}
