import { checkSignal } from '../cancelled';
import { Failure } from '../failure';
import { certificateEvents } from '../hsm/certificates';
import { eventObject } from '../hsm/event-object';
import { EventTable } from '../hsm/event-table';
import { exportedEvents, exportedFindings } from '../hsm/export';
import { HSM_ANALYSIS, type HsmCase } from '../hsm/hsm-case';
import { laneCounts, type LaneCounts } from '../hsm/lanes';
import { keyObject, sessionObject } from '../hsm/results';
import { hsmUsers } from '../hsm/users';
import type {
  HsmCertificateEvent,
  HsmEvent,
  HsmExportOptions,
  HsmFinding,
  HsmKey,
  HsmSession,
  HsmUser,
  TableOptions,
} from '../public-api';
import { Breath } from './breath';
import type { CaseAnalyses } from './case-analyses';
import { findingsOf } from './case-hsm-view';
import type { CaseTables, ShownTable } from './case-tables';
import type { Job } from './jobs';
import { checkedZone } from './checked-zone';
import type { HsmEventName, HsmQuery, HsmStreamState } from './hsm-api';
import { SharedWork, type Waiting } from './shared-work';
import type { TableRows } from './tables-api';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;
const MAX_BINS = 2_000;
/** Answers to queries kept for their next page. */
const KEPT_QUERIES = 4;

/** What is made of a case once and kept while it stays as it is. */
interface Made {
  table: EventTable;
  /** Matching rows by zone and query, newest last. */
  matching: Map<string, SharedWork<Uint32Array>>;
}

const madeOf = new WeakMap<HsmCase, Made>();

function made(from: HsmCase): Made {
  let known = madeOf.get(from);
  if (!known) madeOf.set(from, (known = { table: new EventTable(from), matching: new Map() }));
  return known;
}

/** The table of HSM events, for the page. */
export async function hsmTable(
  analyses: CaseAnalyses,
  waiting?: Waiting,
): Promise<ShownTable<TableRows['hsm']>> {
  return made(await analyses.get(HSM_ANALYSIS, waiting)).table;
}

/** Answers about the HSM events of a case, each for as long as its job, if it has one, is not cancelled. */
export class CaseHsm {
  readonly #analyses: CaseAnalyses;
  readonly #tables: CaseTables;

  constructor(analyses: CaseAnalyses, tables: CaseTables) {
    this.#analyses = analyses;
    this.#tables = tables;
  }

  async events(options: TableOptions, job?: Job): Promise<{ total: number; events: HsmEvent[] }> {
    const zone = checkedZone(options.zone);
    const from = await this.#case(job);
    const { query = '', offset = 0, limit = DEFAULT_LIMIT, order = 'asc' } = options;
    const found = await this.#matching(from, { query, zone }, job);
    const start = Math.max(0, offset);
    const end = Math.min(found.length, start + Math.min(Math.max(0, limit), MAX_LIMIT));
    const events: HsmEvent[] = [];
    for (let i = start; i < end; i++) {
      const index = found[order === 'asc' ? i : found.length - 1 - i]!;
      events.push(eventObject(from, from.events.order[index]!));
    }
    return { total: found.length, events };
  }

  async findings(job?: Job): Promise<HsmFinding[]> {
    const { list } = await findingsOf(this.#analyses, job);
    return list.map(({ finding }) => finding);
  }

  keys(job?: Job): Promise<HsmKey[]> {
    return this.#each((from) => from.keys, keyObject, job);
  }

  sessions(job?: Job): Promise<HsmSession[]> {
    return this.#each(
      (from) => from.attribution.sessions,
      (from, { index }) => sessionObject(from, index),
      job,
    );
  }

  async users(job?: Job): Promise<HsmUser[]> {
    const from = await this.#case(job);
    return breathing((pause) => hsmUsers(from, pause), job);
  }

  certificates(job?: Job): Promise<HsmCertificateEvent[]> {
    return this.#analyses.get({ name: 'hsm-certificates', run: certificateEvents }, job);
  }

  async streams(): Promise<HsmStreamState[]> {
    const { events, files } = await this.#case();
    const { store } = events;
    return events.streams.map(({ id, name, cluster, files: ids, rows }) => {
      let from = Infinity;
      let to = -Infinity;
      for (const row of rows) {
        const at = store.instant(row);
        if (at < from) from = at;
        if (at > to) to = at;
      }
      return {
        stream: id,
        name,
        cluster,
        files: ids.map((file) => ({ id: file, path: files.get(file)?.path ?? '' })),
        events: rows.length,
        from: from === Infinity ? null : from / 1000,
        to: to === -Infinity ? null : to / 1000,
        startsAtSeq: rows[0] === undefined ? null : store.seq.value(rows[0]),
      };
    });
  }

  async lanes(query: HsmQuery, from: number, to: number, bins: number): Promise<LaneCounts> {
    const hsm = await this.#case();
    const count = Math.min(Math.max(1, Math.floor(bins)), MAX_BINS);
    const found = await this.#matching(hsm, query);
    return laneCounts(hsm, found, { from, to: to > from ? to : from + 1, bins: count });
  }

  async indexOf({ stream, rebootCounter, seq, file }: HsmEventName): Promise<number | null> {
    const { events, files } = await this.#case();
    const { store, order } = events;
    for (let index = 0; index < order.length; index++) {
      const row = order[index]!;
      if (store.seq.value(row) !== seq || store.reboot.value(row) !== rebootCounter) continue;
      if (events.stream(row).name !== stream) continue;
      if (file === undefined || files.get(store.file.get(row))?.path === file) return index;
    }
    return null;
  }

  /** Fails with `bad-argument` and `cancelled`. */
  async export(options: HsmExportOptions, job: Job): Promise<Blob> {
    const { what, format, query = '' } = options;
    if (format !== 'ndjson' && format !== 'csv') {
      throw new Failure('bad-argument', `format is "ndjson" or "csv", not ${JSON.stringify(format)}`);
    }
    if (what === 'findings') {
      const { list } = await findingsOf(this.#analyses, { signal: job.signal });
      return exportedFindings(
        list.map(({ finding }) => finding),
        format,
      );
    }
    if (what !== 'events') {
      throw new Failure('bad-argument', `what is "events" or "findings", not ${JSON.stringify(what)}`);
    }
    const zone = checkedZone(options.zone);
    const from = await this.#case({ signal: job.signal });
    const found = await this.#matching(from, { query, zone }, job);
    return breathing(
      (pause) =>
        exportedEvents(from, found, format, async (done) => {
          job.advance(done, found.length);
          await pause();
        }),
      job,
    );
  }

  #case(waiting?: Waiting): Promise<HsmCase> {
    return this.#analyses.get(HSM_ANALYSIS, waiting);
  }

  /** Whoever asks the same waits for the same answer. */
  #matching(from: HsmCase, { query, zone }: HsmQuery, job?: Job): Promise<Uint32Array> {
    const { table, matching } = made(from);
    const key = `${zone} ${query}`;
    const waiting = job && { signal: job.signal };
    const known = matching.get(key);
    if (known && !known.isEnded) return known.wait(waiting);
    const found = new SharedWork((signal) =>
      this.#tables.matching(
        table,
        { query, order: null, anchor: null, zone },
        { signal, check: () => checkSignal(signal) },
      ),
    );
    matching.set(key, found);
    found.result.catch(() => {
      if (matching.get(key) === found) matching.delete(key);
    });
    const [oldest] = matching.keys();
    if (matching.size > KEPT_QUERIES && oldest !== undefined) matching.delete(oldest);
    return found.wait(waiting);
  }

  async #each<Item, Out>(
    items: (from: HsmCase) => readonly Item[],
    made: (from: HsmCase, item: Item) => Out,
    job?: Job,
  ): Promise<Out[]> {
    const from = await this.#case(job);
    return breathing(async (pause) => {
      const out: Out[] = [];
      for (const item of items(from)) {
        out.push(made(from, item));
        if (out.length % 200 === 0) await pause();
      }
      return out;
    }, job);
  }
}

async function breathing<Result>(
  work: (pause: () => Promise<void>) => Promise<Result>,
  job?: Job,
): Promise<Result> {
  const breath = new Breath();
  try {
    return await work(async () => {
      if (breath.due) await breath.take();
      job?.check();
    });
  } finally {
    breath.end();
  }
}
