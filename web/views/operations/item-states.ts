import type { OperationRow } from '../../../workers/trace/operations';
import type { TraceItem } from '../../../workers/public-api';
import { TRACE_ITEMS } from '../../../workers/trace/operation-kinds';

export type ItemState = 'stated' | 'joined' | 'missing' | 'notApplicable';

/** How the logs say an item of an operation. */
export interface ItemOfOperation {
  item: TraceItem;
  state: ItemState;
  /** Why a joined value is said to be the operation's. */
  reason: string | null;
}

type Stateful = Pick<OperationRow, 'missing' | 'notApplicable' | 'joined'>;

export function itemState({ missing, notApplicable, joined }: Stateful, item: TraceItem): ItemState {
  if (notApplicable.includes(item)) return 'notApplicable';
  if (missing.includes(item)) return 'missing';
  return joined[item] === undefined ? 'stated' : 'joined';
}

/** All seven items in the order of the seed paper. */
export function itemsOf(operation: Stateful): ItemOfOperation[] {
  return TRACE_ITEMS.map((item) => {
    const state = itemState(operation, item);
    return { item, state, reason: state === 'joined' ? operation.joined[item]! : null };
  });
}

/** What changed: values without the name that stands before them, or the names where only they changed. */
export function changeOf({ before, after }: Pick<OperationRow, 'before' | 'after'>): {
  before: string[];
  after: string[];
} {
  const named = Math.max(before.length, after.length) > 1;
  return named ? { before: before.slice(1), after: after.slice(1) } : { before, after };
}

/** `256 → 512`; an empty text where no value is logged. */
export function changeText(operation: Pick<OperationRow, 'before' | 'after'>): string {
  const { before, after } = changeOf(operation);
  if (before.length === 0 && after.length === 0) return '';
  return `${before.join(', ')} → ${after.join(', ')}`.trim();
}

/** Unit of a memory size, which every source has in its own; null where none is known. */
export function memoryUnit({ op, vendor }: Pick<OperationRow, 'op' | 'vendor'>): string | null {
  if (op !== 'ModifyMemory') return null;
  return { vmware: 'MB', libvirt: 'KiB', xen: 'bytes', figure3: null }[vendor];
}
