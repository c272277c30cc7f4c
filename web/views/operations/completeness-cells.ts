import type { CompletenessRow, TraceItem } from '../../../workers/public-api';
import { operationKind, TRACE_ITEMS } from '../../../workers/trace/operation-kinds';

type Counts = CompletenessRow['items'][TraceItem];

/** One cell of the computed Table 1. */
export interface CompletenessCell {
  item: TraceItem;
  counts: Counts;
  /** False where the item makes no sense for the kind. */
  applies: boolean;
  /** Shares of the records it applies to, 0 to 1; null without records. */
  shares: { stated: number; joined: number; missing: number } | null;
  paper: CompletenessRow['paper'][TraceItem];
}

export function cellsOf(row: CompletenessRow): CompletenessCell[] {
  const without = operationKind(row.op)?.notApplicable ?? [];
  return TRACE_ITEMS.map((item) => {
    const counts = row.items[item];
    const records = counts.stated + counts.joined + counts.missing;
    return {
      item,
      counts,
      applies: !without.includes(item),
      shares:
        records === 0
          ? null
          : {
              stated: counts.stated / records,
              joined: counts.joined / records,
              missing: counts.missing / records,
            },
      paper: row.paper[item],
    };
  });
}

/** Whether the seed paper's Table 1 has the kind. */
export function inPaper(op: string): boolean {
  return (operationKind(op)?.paper ?? null) !== null;
}

/** Mean of the seed paper's Table 2, ms; null where it has none. */
export function paperMean(op: string): number | null {
  return operationKind(op)?.paperMeanMs ?? null;
}
