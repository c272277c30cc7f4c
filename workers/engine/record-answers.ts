import { asResult } from '../failure';
import { binStart, countByTime, levelCounts, spanEnd, timeSpan } from '../timeline/histogram';
import { MAX_BINS, type Engine } from './engine';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';
import { isoTime } from './record-texts';
import type { RecordsApi } from './records-api';
import { anchorOf } from './searches';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;
const DEFAULT_BINS = 100;

/** Answers about records to the page's public API: of what is read when they are asked for. */
export function recordAnswers(engine: Engine): RecordsApi {
  const run = <T>(number: number, work: (open: OpenCase, job: Job) => Promise<T>) =>
    asResult(async () => {
      const open = await engine.current();
      return open.jobs.run(number, (job) => work(open, job));
    });
  return {
    events: (number, { query = '', anchor, zone, offset = 0, limit = DEFAULT_LIMIT, order = 'asc' }) =>
      run(number, async (open, job) => {
        for (;;) {
          const { result } = await open.finishedSearch(query, anchorOf(anchor), { zone, waiting: job });
          const rows = result.rows(Math.max(0, offset), Math.min(Math.max(0, limit), MAX_LIMIT), order);
          const [total, { moves }] = [result.total, open.content];
          const events = await open.texts.events(rows).catch((error: unknown) => {
            if (moves === open.content.moves) throw error;
            return null;
          });
          if (events && moves === open.content.moves) return { total, events };
          // Rows that got other numbers meanwhile are read again.
          job.check();
        }
      }),
    count: (number, { query = '', anchor, zone }) =>
      run(number, async (open, job) => {
        const at = anchorOf(anchor);
        if (query.trim() === '') return open.content.settledRows;
        return (await open.finishedSearch(query, at, { zone, waiting: job })).total;
      }),
    histogram: (number, { query = '', anchor, zone, bins = DEFAULT_BINS }) =>
      run(number, async (open, job) => {
        const search = await open.finishedSearch(query, anchorOf(anchor), { zone, waiting: job });
        const { kernel, segments } = open.content;
        const rows = { firstRow: 0, endRow: segments.rows, bits: search.bits };
        const span = timeSpan(kernel, rows);
        if (!span) return { from: null, to: null, bins: [] };
        const count = Math.min(Math.max(1, Math.floor(bins)), MAX_BINS);
        const to = spanEnd(span.last);
        const counts = countByTime(kernel, rows, span.first, to, count);
        return {
          from: isoTime(span.first),
          to: isoTime(span.last),
          bins: Array.from({ length: count }, (_, bin) => ({
            from: isoTime(binStart(span.first, to, count, bin)),
            counts: levelCounts(counts, bin),
          })),
        };
      }),
  };
}
