import type { AnalysisControl, CaseReader, FoundRecords, LogRecord } from '../analysis/case-reader';
import { partOfWork } from '../analysis/part-of-work';
import { Activities } from './activities';
import { CaseOrigins } from './case-context';
import { EvidencePool, isBelowInfo } from './evidence-pool';
import { mergedDrafts } from './merge';
import { TRACE_SOURCES } from './registry';
import {
  instantOf,
  pooledDraft,
  tracedOperation,
  type PooledDraft,
  type TracedOperation,
} from './traced-operation';
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

/** Shares of the work at which all is searched, read, and put together. */
const SEARCHED = 0.3;
const READ = 0.9;
const MERGED = 0.95;

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
  const found = await foundRecords(reader, sources, partOfWork(control, 0, SEARCHED));
  const total = found.reduce((sum, { count }) => sum + count, 0);
  const reading = partOfWork(control, SEARCHED, READ);
  let before = 0;
  for (const { source, count, read } of found) {
    const context: TraceContext = {
      statedHost: (record) => origins.statedHost(record),
      bundleHost: (record) => origins.bundleHost(record),
      origin: (record) => origins.origin(record),
      vmOfNumber: (record, number) => origins.vmOfNumber(record, number),
      time: (record) => origins.time(record),
      emit: (draft: OperationDraft) =>
        drafts.push(pooledDraft(draft, source.vendor, draft.evidence.map(kept))),
      active: (activity: Activity) => activities.add(activity, kept(activity.evidence)),
    };
    const readerOfSource = source.begin(context);
    const part = partOfWork(reading, before / Math.max(1, total), (before + count) / Math.max(1, total));
    for await (const batch of read(part)) {
      for (const record of batch) {
        if (infoAndAbove && isBelowInfo(record.level)) continue;
        readerOfSource.take(record);
      }
      await control.pause();
    }
    readerOfSource.end();
    before += count;
  }
  control.progress(READ);
  drafts.sort(byTime(pool));
  const merged = await mergedDrafts(
    drafts,
    (id) => pool.file(id),
    () => control.pause(),
  );
  control.progress(MERGED);
  const operations: TracedOperation[] = [];
  for (const draft of merged) {
    activities.fill(draft);
    draft.evidence = inOrder(draft.evidence, pool);
    operations.push(tracedOperation(draft, draft.kind!));
    if (operations.length % 1024 === 0) {
      control.progress(MERGED + ((1 - MERGED) * operations.length) / merged.length);
      await control.pause();
    }
  }
  return { operations: operations.sort(byTime(pool)), pool, belowInfo };
}

/** What each source is to read: how much that is, is known before the first record is read. */
async function foundRecords(
  reader: CaseReader,
  sources: readonly TraceSource[],
  control: AnalysisControl,
): Promise<({ source: TraceSource } & FoundRecords)[]> {
  const found: ({ source: TraceSource } & FoundRecords)[] = [];
  for (const [index, source] of sources.entries()) {
    const part = partOfWork(control, index / sources.length, (index + 1) / sources.length);
    found.push({ source, ...(await reader.find(source.query, part)) });
    part.progress(1);
  }
  return found;
}

/** By start, else end; those without a time last. At one time as their last lines stand. */
function byTime(pool: EvidencePool) {
  type Timed = Pick<TracedOperation, 'start' | 'end' | 'evidence'>;
  return (a: Timed, b: Timed): number => {
    const timeA = instantOf(a);
    const timeB = instantOf(b);
    if (timeA !== timeB) {
      if (timeA === null || timeB === null) return Number(timeA === null) - Number(timeB === null);
      return timeA - timeB;
    }
    return lastRow(a.evidence, pool) - lastRow(b.evidence, pool);
  };
}

function lastRow(evidence: readonly number[], pool: EvidencePool): number {
  return evidence.reduce((last, id) => Math.max(last, pool.row(id)), 0);
}

/** Lines as they stand, each once. */
function inOrder(evidence: readonly number[], pool: EvidencePool): number[] {
  const byRow = new Map(evidence.map((id) => [pool.row(id), id]));
  return [...byRow.keys()].sort((a, b) => a - b).map((row) => byRow.get(row)!);
}
