import type { Result } from '../failure';
import type { EventRecord, EventsOptions, Histogram, RecordQuery } from '../public-api';

/**
 * Records, as the page's public API asks for them: part of `EngineApi`. Jobs: told of by `job` events (a share of 1), ended
 * by `cancelJob`.
 */
export interface RecordsApi {
  events(job: number, options: EventsOptions): Promise<Result<{ total: number; events: EventRecord[] }>>;
  /** Number of records that match; of all without a query. */
  count(job: number, options: RecordQuery): Promise<Result<number>>;
  histogram(job: number, options: RecordQuery & { bins?: number }): Promise<Result<Histogram>>;
}
