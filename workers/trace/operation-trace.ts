import type { AnalysisControl, CaseReader, LogRecord } from '../analysis/case-reader';
import { Activities } from './activities';
import { CaseOrigins } from './case-context';
import { EvidencePool, isBelowInfo } from './evidence-pool';
import { mergedDrafts } from './merge';
import { TRACE_SOURCES } from './registry';
import { instantOf, tracedOperation, type PooledDraft, type TracedOperation } from './traced-operation';
import type { Activity, OperationDraft, TraceContext, TraceSource } from './trace-source';

/** Everything that was done, in the order of time. */
export interface OperationTrace {
  /** By start, else end; those without a time last. */
  operations: TracedOperation[];
  pool: EvidencePool;
  /** Records used that are below severity info, which the seed paper's Table 1 does not count. */
  belowInfo: number;
}

export interface TraceOptions {
  /** Leaves out records below severity info. */
  infoAndAbove?: boolean;
  sources?: readonly TraceSource[];
}

/** Reads every source's records and makes one record of each operation. Throws what the reading throws. */
export async function traceOperations(
  reader: CaseReader,
  control: AnalysisControl,
  { infoAndAbove = false, sources = TRACE_SOURCES.map(({ source }) => source) }: TraceOptions = {},
): Promise<OperationTrace> {
  const pool = new EvidencePool();
  const activities = new Activities();
  const drafts: PooledDraft[] = [];
  const origins = new CaseOrigins(reader);
  let belowInfo = 0;
  const kept = (line: Parameters<EvidencePool['add']>[0] & Pick<LogRecord, 'level'>) => {
    if (isBelowInfo(line.level)) belowInfo++;
    return pool.add(line);
  };
  for (const [index, source] of sources.entries()) {
    const context: TraceContext = {
      statedHost: (record) => origins.statedHost(record),
      bundleHost: (record) => origins.bundleHost(record),
      origin: (record) => origins.origin(record),
      time: (record) => origins.time(record),
      emit: (draft: OperationDraft) =>
        drafts.push({
          ...draft,
          vendor: source.vendor,
          seeks: draft.seeks ?? null,
          evidence: draft.evidence.map(kept),
        }),
      active: (activity: Activity) => activities.add(activity, kept(activity.evidence)),
    };
    const readerOfSource = source.begin(context);
    for await (const batch of reader.records(source.query, control)) {
      for (const record of batch) {
        if (infoAndAbove && isBelowInfo(record.level)) continue;
        readerOfSource.take(record);
      }
      await control.pause();
    }
    readerOfSource.end();
    control.progress((index + 1) / (sources.length + 1));
  }
  drafts.sort(byTime);
  const merged = await mergedDrafts(drafts, () => control.pause());
  const operations: TracedOperation[] = [];
  for (const draft of merged) {
    activities.fill(draft);
    draft.evidence = [...new Set(draft.evidence)];
    operations.push(tracedOperation(draft, draft.kind!));
    if (operations.length % 1024 === 0) await control.pause();
  }
  return { operations: operations.sort(byTime), pool, belowInfo };
}

/** By start, else end; those without a time last, in the order they were found. */
function byTime(
  a: Pick<TracedOperation, 'start' | 'end'>,
  b: Pick<TracedOperation, 'start' | 'end'>,
): number {
  const timeA = instantOf(a);
  const timeB = instantOf(b);
  if (timeA === null || timeB === null) return Number(timeA === null) - Number(timeB === null);
  return timeA - timeB;
}
