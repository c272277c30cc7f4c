import type { OperationRecord, TraceItem } from '../public-api';
import { notApplicableTo, operationKind, TRACE_ITEMS } from './operation-kinds';
import type { EvidencePool } from './evidence-pool';
import type { OperationDraft, Seek, TraceTime, Vendor } from './trace-source';

/** A draft as the core keeps it: its lines in the pool. */
export interface PooledDraft extends Omit<OperationDraft, 'evidence' | 'seeks' | 'links'> {
  vendor: Vendor;
  /** A set: a log may tell of one operation in any number of lines, each with a link of its own. */
  links: Set<string>;
  /** The first of its links that is a task's. */
  task: string | null;
  seeks: Seek | null;
  /** Numbers in the pool. */
  evidence: number[];
}

/** A draft of a source, with its lines as they are numbered in the pool. */
export function pooledDraft(draft: OperationDraft, vendor: Vendor, evidence: number[]): PooledDraft {
  const { links, seeks = null } = draft;
  const task = links.find((link) => link.startsWith('task:')) ?? null;
  return { ...draft, vendor, seeks, links: new Set(links), task, evidence };
}

/** An operation of the table. */
export interface TracedOperation {
  op: string;
  vendor: Vendor;
  start: TraceTime | null;
  end: TraceTime | null;
  who: string | null;
  client: string | null;
  where: string | null;
  target: string | null;
  before: string[];
  after: string[];
  result: 'OK' | 'NG' | null;
  missing: TraceItem[];
  joined: Partial<Record<TraceItem, string>>;
  opId: string | null;
  session: string | null;
  origin: string;
  evidence: number[];
}

/** The instant an operation stands at in the table. */
export function instantOf({ start, end }: Pick<TracedOperation, 'start' | 'end'>): number | null {
  return (start ?? end)?.ms ?? null;
}

/** ISO 8601, with `Z` only where the log has or implies a zone. */
export function timeText(time: TraceTime | null): string | null {
  if (time === null) return null;
  const text = new Date(time.ms).toISOString();
  return time.zoned ? text : text.slice(0, -1);
}

/** The operation that a draft of a kind has become. */
export function tracedOperation(draft: PooledDraft, op: string): TracedOperation {
  const { vendor, start, end, who, client, where, target, before, after, result, opId, session, origin } =
    draft;
  const missing = missingItems(draft, op);
  const joined: TracedOperation['joined'] = {};
  const without = notApplicableTo(op);
  for (const item of TRACE_ITEMS) {
    const reason = draft.joined[item];
    if (reason !== undefined && !missing.includes(item) && !without.includes(item)) joined[item] = reason;
  }
  return {
    op,
    vendor,
    start,
    end,
    who,
    client,
    where,
    target,
    before,
    after,
    result,
    missing,
    joined,
    opId,
    session,
    origin,
    evidence: draft.evidence,
  };
}

/** Items that apply and that no log says. */
function missingItems(draft: PooledDraft, op: string): TraceItem[] {
  const without = notApplicableTo(op);
  const has: Record<TraceItem, boolean> = {
    what: operationKind(op)?.classUnknown !== true,
    when: draft.start !== null || draft.end !== null,
    who: draft.who !== null,
    where: draft.where !== null,
    target: draft.target !== null,
    how: draft.before.length + draft.after.length > 0,
    result: draft.result !== null,
  };
  return TRACE_ITEMS.filter(
    (item) => !without.includes(item) && (!has[item] || draft.unsaid?.includes(item) === true),
  );
}

/** As `window.bundlescope` gives it. */
export function operationRecord(
  operation: TracedOperation,
  pool: EvidencePool,
): OperationRecord & { evidence: ({ row: number } & OperationRecord['evidence'][number])[] } {
  const { op, who, client, where, target, before, after, result, missing, joined, vendor } = operation;
  return {
    op,
    start: timeText(operation.start),
    end: timeText(operation.end),
    who,
    client,
    where,
    target,
    before: [...before],
    after: [...after],
    result,
    missing: [...missing],
    notApplicable: [...notApplicableTo(op)],
    joined: { ...joined },
    vendor,
    evidence: operation.evidence.map((id) => pool.evidence(id)),
  };
}
