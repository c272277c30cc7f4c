import { unlessCancelled } from '../cancelled';
import { Failure } from '../failure';
import { countLevels, spanEnd, timeSpan } from '../timeline/histogram';
import type { TextPiece } from '../timeline/text-scan';
import { ScanPool } from '../scan/scan-pool';
import type { SweptPiece } from '../scan/scan-api';
import { randomId, type CaseRecord } from '../store/case-record';
import { checkedZone } from './checked-zone';
import { CaseAnalyses } from './case-analyses';
import type { AnalysisProgress } from './work-progress';
import { CaseContent } from './case-content';
import { CaseEnvelopes } from './case-envelopes';
import { CaseFiles } from './case-files';
import { CaseHsm } from './case-hsm';
import { CaseHsmView } from './case-hsm-view';
import { CaseOrder } from './case-order';
import { CaseRedaction } from './case-redaction';
import { CaseTables } from './case-tables';
import { ContentReader } from './content-reader';
import { readHosts } from './case-hosts';
import type { CryptoMeans } from './crypto-means';
import { Decryptions, type DecryptingListener } from './decryptions';
import { EventExports } from './event-exports';
import { EncryptedVmxFiles } from './encrypted-vmx';
import { Source } from './source';
import { TABLE_SOURCES } from './table-sources';
import type { Mark } from './engine-api';
import type { SearchOptions } from './timeline-api';
import type { CaseState, ViewState } from './case-state';
import { Feed } from './feed';
import { RecordTexts } from './record-texts';
import { Jobs } from './jobs';
import type { JobProgress } from './work-progress';
import { Packings } from './packings';
import { Sealings } from './sealings';
import type { Waiting } from './shared-work';
import { SourceDigests } from './source-digests';
import { parsed, Search, StaleSearch } from './searches';
import { Inspections } from './inspections';
import { droppedAt, SourceIntake, type DroppedSource } from './source-intake';
import { Visits, type Visit } from './visits';

/** How the engine is told of what happens in a case. */
export interface CaseListener {
  changed(): void;
  progressed(): void;
  searched(search: Search): void;
  /** Something went wrong that was mended; the user is to know. */
  troubled(failure: Failure): void;
  decrypting: DecryptingListener;
  analysing(progress: AnalysisProgress): void;
  working(progress: JobProgress): void;
}

export interface ScanWorkers {
  start: () => Worker;
  count: number;
}

/** Searches of the public API kept for their next page. */
const KEPT_SEARCHES = 4;

/** The case that is open: its content, and everything that is asked of it. */
export class OpenCase {
  readonly opening = randomId();
  record: CaseRecord;
  readonly content: CaseContent;
  readonly files: CaseFiles;
  readonly texts: RecordTexts;
  readonly order: CaseOrder;
  readonly envelopes: CaseEnvelopes;
  readonly encryptedVmx: EncryptedVmxFiles;
  readonly decryptions: Decryptions;
  readonly sealings: Sealings;
  readonly jobs: Jobs;
  readonly packings: Packings;
  readonly redaction: CaseRedaction;
  readonly digests: SourceDigests;
  readonly eventExports: EventExports;
  readonly reader: ContentReader;
  readonly analyses: CaseAnalyses;
  readonly tables: CaseTables;
  readonly hsm: CaseHsm;
  readonly hsmView: CaseHsmView;
  readonly inspections: Inspections;
  readonly visits: Visits;
  readonly marks = new Map<number, string>();
  storage: CaseState['storage'] = 'none';
  storeFailure: Failure | null = null;
  readonly #feed: Feed;
  readonly #pool: ScanPool;
  readonly #listener: CaseListener;
  #nextSearch = 1;
  #pageSearch: Search | null = null;
  /** Searches of the public API by query, anchor and zone, newest last. */
  readonly #kept = new Map<string, Search>();
  #running: SourceIntake | null = null;
  /** Searches that are running, kept or shown: they hold rows. */
  readonly #live = new Set<Search>();
  #goingOn: ((row: number) => void) | null = null;

  constructor(
    record: CaseRecord,
    content: CaseContent,
    workers: ScanWorkers,
    crypto: CryptoMeans,
    listener: CaseListener,
  ) {
    this.record = record;
    this.content = content;
    this.files = new CaseFiles(content);
    this.texts = new RecordTexts(content);
    this.order = new CaseOrder(content);
    this.envelopes = new CaseEnvelopes(content, crypto);
    this.encryptedVmx = new EncryptedVmxFiles(this.envelopes, crypto);
    this.jobs = new Jobs(listener.working);
    const { envelopes, jobs } = this;
    this.decryptions = new Decryptions(envelopes, crypto, listener.decrypting, jobs);
    this.sealings = new Sealings(envelopes, this.decryptions, crypto, listener.decrypting, jobs);
    this.packings = new Packings(this, crypto);
    this.digests = new SourceDigests(content, () => crypto.freshEnvelopeKernel());
    this.eventExports = new EventExports({
      content,
      texts: this.texts,
      search: (query, anchor, how) => this.finishedSearch(query, anchor, how),
      digests: (job) => this.digests.all(job),
    });
    this.inspections = new Inspections(content, this.envelopes, this.decryptions, () => crypto.freshKernel());
    this.visits = new Visits({
      content,
      marks: this.marks,
      read: (source, dropped) => this.read(source, dropped),
      pauseRows: () => this.#pauseRows(),
    });
    this.#feed = new Feed(content.kernel);
    this.#listener = listener;
    this.#pool = new ScanPool(
      { layers: content.layers, blobs: content.blobs, describe: (piece) => this.#describePiece(piece) },
      {
        start: workers.start,
        // Told by the page after the engine was made.
        get count() {
          return workers.count;
        },
        died: (failure) => listener.troubled(failure),
      },
    );
    this.reader = new ContentReader(content, this.texts, this.#pool);
    const version = () => `${content.pathsVersion}/${content.settledRows}`;
    this.analyses = new CaseAnalyses(this.reader, version, listener.analysing, this.reader.lasting);
    this.redaction = new CaseRedaction(this.analyses);
    this.tables = new CaseTables(this.analyses, TABLE_SOURCES, workers);
    this.hsm = new CaseHsm(this.analyses, this.tables);
    this.hsmView = new CaseHsmView(this.analyses);
    for (const { file, name } of record.streamNames) content.nameStream(file, name);
    for (const { row, note } of record.marks) this.marks.set(row, note);
  }

  get isEmpty(): boolean {
    return this.content.sources.length === 0;
  }

  // -- taking

  /** Announces a source; it is read when its turn comes. */
  announce(dropped: DroppedSource): Source {
    const { content } = this;
    const source = content.addSource(
      {
        name: dropped.name,
        bytes: dropped.inputs.reduce((sum, { file }) => sum + file.size, 0),
        parent: null,
        droppedAt: droppedAt(dropped),
      },
      false,
    );
    if (content.sources.length === 1) this.record.name = dropped.name;
    this.#listener.changed();
    return source;
  }

  /** Reads a key that was dropped, behind all there is. Nothing else may be being read. */
  addKey(key: Visit): Promise<Source[]> {
    this.record.name ||= key.dropped.name;
    return this.visits.add(key);
  }

  async read(source: Source, dropped: DroppedSource): Promise<void> {
    if (source.progress.phase === 'cancelled') return;
    const { content } = this;
    const before = new Set(content.allSources);
    content.reading = true;
    this.#running = new SourceIntake(content, this.#feed, source, dropped, () => this.#listener.progressed());
    try {
      await this.#running.read();
    } finally {
      this.#running = null;
      content.reading = false;
    }
    const nested = content.allSources.filter((one) => !before.has(one) && one.visitOnly === source.visitOnly);
    await readHosts(content, this.files, [source, ...nested]);
    this.#kept.clear();
    this.#listener.changed();
    this.#continuePageSearch();
  }

  cancel(source?: number): void {
    for (const { id, progress } of this.content.allSources) {
      if (source !== undefined && source !== id) continue;
      if (progress.phase === 'waiting') progress.phase = 'cancelled';
    }
    if (this.#running && (source === undefined || this.#running.source === source)) {
      this.#running.cancelled = true;
    }
  }

  // -- searching

  /** The page's search: a new one ends the one before. */
  async search(query: string, options: SearchOptions): Promise<Search> {
    const search = this.#newSearch(query, options);
    this.#pageSearch?.abort.abort();
    if (this.#pageSearch) this.#live.delete(this.#pageSearch);
    this.#pageSearch = search;
    const tell = () => this.#listener.searched(search);
    const firstStep = new Promise<void>((resolve) => {
      const running = search.run(() => {
        resolve();
        tell();
      });
      void running.then(async () => {
        resolve();
        if (options.collapseDuplicates && !this.content.reading)
          await search.collapseDuplicates(this.texts, tell);
      });
    });
    await firstStep;
    return search;
  }

  pageSearch(id: number): Search {
    if (this.#pageSearch?.id !== id) throw new StaleSearch(id);
    return this.#pageSearch;
  }

  /**
   * A finished search for the public API; the last few are kept for their next pages. Fails with `cancelled`, and with
   * `bad-argument` for a zone (IANA; UTC without one) that is none.
   */
  async finishedSearch(
    query: string,
    anchor: number | null,
    { zone: given, waiting }: { zone?: string; waiting?: Waiting } = {},
  ): Promise<Search> {
    const zone = checkedZone(given);
    const key = `${anchor ?? ''} ${zone} ${query}`;
    let search = this.#kept.get(key);
    if (!search) {
      search = this.#newSearch(query, { order: 'asc', anchor, zone });
      await this.#run(search, waiting);
      if (search.error !== null) throw search.failure ?? new Failure('internal', search.error);
      if (!this.content.reading) this.#keep(key, search);
    }
    return search;
  }

  /** Runs a search to its end, for one who waits for it. */
  async #run(search: Search, waiting?: Waiting): Promise<void> {
    // One that was cancelled may wait for its turn yet: until then it holds rows.
    const run = search
      .run(() => waiting?.advance?.(search.progress, 1))
      .finally(() => this.#live.delete(search));
    if (!waiting) return run;
    const { signal } = waiting;
    const end = () => search.abort.abort();
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
      await unlessCancelled(signal, run);
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  #keep(key: string, search: Search): void {
    this.#kept.set(key, search);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_SEARCHES && oldest !== undefined) this.#kept.delete(oldest);
  }

  #newSearch(query: string, options: SearchOptions): Search {
    const node = parsed(query, { anchor: options.anchor, zone: options.zone });
    const search = new Search(this.#nextSearch++, query, node, options, this.content, this.#pool, this.order);
    this.#live.add(search);
    // Asked while rows change: it waits with the others.
    if (this.#goingOn) void search.pause();
    return search;
  }

  /** Stops all searches, until what this gives is called with the first row that is not what it was. */
  async #pauseRows(): Promise<(row: number) => void> {
    this.#goingOn = (row) => {
      this.#goingOn = null;
      // Workers have copies of layers and Blobs by number.
      this.#pool.end();
      this.#kept.clear();
      this.order.build();
      for (const search of this.#live) search.resume(row);
      this.#listener.changed();
    };
    await Promise.all(Array.from(this.#live, (search) => search.pause()));
    await this.analyses.stop();
    return this.#goingOn;
  }

  /** Lets the page's search find what came since it last ran; nobody waits for it. */
  #continuePageSearch(): void {
    const search = this.#pageSearch;
    if (search && !search.abort.signal.aborted) void search.run(() => this.#listener.searched(search));
  }

  /** The same while a source is being read; called now and then. */
  growPageSearch(): void {
    if (this.#pageSearch?.done) this.#continuePageSearch();
  }

  #describePiece(piece: TextPiece): SweptPiece {
    const { content } = this;
    const { layer, offset } = content.files.get(piece.file);
    const { format, processHint, yearHint } = content.hints(piece.file);
    return {
      layer,
      offset: offset + piece.offset,
      bytes: piece.bytes,
      firstRow: piece.firstRow,
      offsets: content.rowSource.offsets(piece.firstRow, piece.endRow),
      candidates: piece.candidates,
      format: format.id,
      processHint,
      yearHint,
    };
  }

  // -- what there is

  state(): CaseState {
    const { content, record } = this;
    const rows = { firstRow: 0, endRow: content.segments.rows };
    const span = timeSpan(content.kernel, rows);
    return {
      id: record.id,
      opening: this.opening,
      name: record.name,
      created: record.created,
      storage: this.storage,
      storeError: this.storeFailure?.message ?? null,
      sources: content.allSources.map((source) => source.state()),
      records: content.records,
      from: span?.first ?? null,
      to: span ? spanEnd(span.last) - 1 : null,
      levels: [...countLevels(content.kernel, rows)],
      view: record.view,
      moves: content.moves,
    };
  }

  /**
   * Takes over how the case is looked at. While something of an envelope is open, what people typed or chose may hold
   * words of it: only what is on or off is remembered then.
   */
  rememberView(view: ViewState): void {
    const { record } = this;
    if (!this.visits.haveWords) record.view = view;
    else {
      const flags = Object.entries(view).filter(([, value]) => typeof value === 'boolean');
      record.view = { ...record.view, ...Object.fromEntries(flags) };
    }
  }

  async listMarks(): Promise<Mark[]> {
    const rows = await this.texts.rows([...this.marks.keys()], this.marks);
    return rows
      .map(({ row, time, message }) => ({ row, time, message, note: this.marks.get(row) ?? '' }))
      .sort((a, b) => (a.time ?? Infinity) - (b.time ?? Infinity) || a.row - b.row);
  }

  /** Ends what runs for this case, and wipes its keys. */
  close(): void {
    this.cancel();
    this.jobs.cancelAll();
    this.analyses.clear();
    this.redaction.forget();
    this.envelopes.forgetKeys();
    this.visits.close();
    this.#pageSearch?.abort.abort();
    this.tables.close();
    this.#pool.end();
  }
}
