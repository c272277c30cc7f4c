import type { ExportStatement } from '../export/export-format';
import { exportFormat } from '../export/registry';
import { Failure } from '../failure';
import type { EventsExportOptions } from '../public-api';
import { BlobParts, MAX_BLOB } from './blob-parts';
import { Breath } from './breath';
import { checkedZone } from './checked-zone';
import type { CaseContent } from './case-content';
import { ExportedRecords, wellFormed } from './exported-records';
import type { ExportOutcome } from './exports-api';
import type { Job } from './jobs';
import type { RecordBatch } from './record-batch';
import type { RecordTexts } from './record-texts';
import { anchorOf, type Search } from './searches';
import type { Waiting } from './shared-work';
import type { SourceDigest } from './source-digests';

/** Rows asked of the order of time at once. */
const STEP = 65_536;
/** Records written at a time, and bytes of them, unless the first alone has more: as JSON they may take six times that. */
const SLICE = 1_000;
const SLICE_BYTES = 1024 * 1024;
/** Bytes of what was dropped that are hashed in about the time of one record. */
const HASHED_PER_RECORD = 4_096;
/** Exports that begin anew because rows moved, before they give up. */
const MOST_TRIES = 5;

export interface ExportMeans {
  content: CaseContent;
  texts: RecordTexts;
  /** A search that is over. Fails with `cancelled`, and as a query does. */
  search(
    query: string,
    anchor: number | null,
    options: { zone: string; waiting: Waiting },
  ): Promise<Pick<Search, 'result' | 'total'>>;
  digests(job: Job): Promise<SourceDigest[]>;
}

/** Takes chunks over; settles when there is room for the next. */
type Take = (chunk: Uint8Array) => Promise<void>;

/**
 * Writes the records that a query finds in one of the forms of `export/`, in the order of time. Records of what is open
 * for this visit only are among them when the query finds them: who asks for them wants them.
 */
export class EventExports {
  readonly #means: ExportMeans;

  constructor(means: ExportMeans) {
    this.#means = means;
  }

  /** See `ExportsApi.exportEvents`. */
  async toBlob(job: Job, options: EventsExportOptions): Promise<ExportOutcome & { blob: Blob }> {
    const { type } = exportFormat(options.format);
    for (let tries = 1; ; tries++) {
      const parts = new BlobParts();
      try {
        const outcome = await this.#write(job, options, async (chunk) => {
          await parts.add(chunk);
        });
        const blob = parts.blob();
        return { ...outcome, blob: blob.slice(0, blob.size, type) };
      } catch (error) {
        parts.drop();
        if (!(error instanceof RowsMoved) || tries === MOST_TRIES) throw error;
      }
    }
  }

  /** See `ExportsApi.exportEventsInto`. The next chunk is made while one is being written. */
  async into(job: Job, options: EventsExportOptions, write: Take): Promise<ExportOutcome> {
    let written: Promise<void> = Promise.resolve();
    try {
      const outcome = await this.#write(job, options, async (chunk) => {
        await written;
        written = write(chunk);
        // It is looked at with the next chunk, or at the end.
        written.catch(() => undefined);
      });
      await written;
      return outcome;
    } finally {
      await written.catch(() => undefined);
    }
  }

  async #write(job: Job, options: EventsExportOptions, take: Take): Promise<ExportOutcome> {
    const { content } = this.#means;
    const { moves } = content;
    const format = exportFormat(options.format);
    try {
      const { statement, search, records, hashed } = await this.#begin(job, options);
      const writer = format.begin(statement);
      const outcome: ExportOutcome = { records: 0, undated: 0, bytes: 0 };
      const put = async (chunks: Uint8Array[]) => {
        for (const chunk of chunks) {
          outcome.bytes += chunk.length;
          if (outcome.bytes > MAX_BLOB) throw tooLarge();
          await take(chunk);
        }
      };
      const breath = new Breath();
      try {
        while (outcome.records < statement.count) {
          const batch = await this.#batch(search, outcome.records, statement.count);
          for (let from = 0, to = 0; from < batch.rows.length; from = to) {
            if (content.moves !== moves) throw new RowsMoved();
            to = endOfSlice(batch, from);
            const slice = records.of(batch, from, to);
            outcome.records += slice.length;
            for (const { instant } of slice) if (instant === null) outcome.undated++;
            await put(writer.records(slice));
            job.advance(hashed + outcome.records, hashed + statement.count);
            if (breath.due) await breath.take();
            job.check();
          }
        }
        await put(writer.end());
      } finally {
        breath.end();
      }
      return outcome;
    } catch (error) {
      if (content.moves !== moves) throw new RowsMoved();
      throw error;
    }
  }

  /** What is exported, and of what. */
  async #begin(job: Job, options: EventsExportOptions) {
    const { query = '', anchor } = options;
    const zone = checkedZone(options.zone);
    const { content, texts } = this.#means;
    const from = anchorOf(anchor);
    const search = await this.#means.search(query, from, { zone, waiting: { signal: job.signal } });
    job.check();
    const count = search.total;
    let hashed = 0;
    const digests = await this.#means.digests({
      ...job,
      advance: (done, total) => {
        hashed = Math.ceil(total / HASHED_PER_RECORD);
        job.advance(Math.floor(done / HASHED_PER_RECORD), hashed + count);
      },
    });
    job.check();
    const statement: ExportStatement = {
      query: wellFormed(query),
      zone,
      anchor: from === null ? null : new Date(from).toISOString(),
      count,
      sources: digests.map(({ name, bytes, sha256 }) => ({ name: wellFormed(name), bytes, sha256 })),
    };
    return { statement, search, records: new ExportedRecords(content, texts, digests), hashed };
  }

  /** The next records, as many as may be held together. */
  #batch(search: Pick<Search, 'result'>, start: number, count: number): Promise<RecordBatch> {
    const rows = search.result.rows(start, Math.min(STEP, count - start));
    // The order of time is built anew when something else is opened.
    if (rows.length === 0) throw new RowsMoved();
    return this.#means.texts.batch(rows, 0);
  }
}

function endOfSlice({ rows, offsets }: RecordBatch, from: number): number {
  const most = Math.min(rows.length, from + SLICE);
  let to = from + 1;
  while (to < most && offsets[to + 1]! - offsets[from]! <= SLICE_BYTES) to++;
  return to;
}

/** What was exported is no more what it was. */
class RowsMoved extends Failure {
  constructor() {
    super('case-changed', 'what is open changed while its records were being exported: export them again');
  }
}

function tooLarge(): Failure {
  return new Failure(
    'too-large',
    `the export has more than ${MAX_BLOB} bytes, too many to be handed out: narrow the query`,
  );
}
