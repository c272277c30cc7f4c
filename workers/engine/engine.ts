import { unlessCancelled } from '../cancelled';
import { Failure } from '../failure';
import type { CaseEntry, DecryptOptions, FileReference, OpenReport } from '../public-api';
import { completions, parseQuery } from '../query';
import { defaultSample, generateBundle } from '../sample';
import { newCaseRecord } from '../store/case-record';
import { CaseStore, renewed } from '../store/case-store';
import { countByTime } from '../timeline/histogram';
import { CaseContent } from './case-content';
import { CaseStorage } from './case-storage';
import { CryptoMeans, type CryptoHost } from './crypto-means';
import { completionValues } from './completion-values';
import { sortDropped } from './dropped-keys';
import type { EngineEvent, OpenInput } from './engine-api';
import type { LevelBins, SearchOptions } from './timeline-api';
import type { CaseState } from './case-state';
import type { Completion } from '../query';
import type { EngineKernel } from '../kernel/engine-kernel';
import type { Job } from './jobs';
import { OpenCase, type ScanWorkers } from './open-case';
import { type Search } from './searches';
import { Source } from './source';
import { reportOf, type Taking } from './taking';
import { caseWasLeft } from './visits';
import { WarmUp } from './warm-up';

/** Least time between two events of one kind, in ms. */
const TELL_EVERY = 150;
/** While a source is read the page's search takes in new records this often, in ms. */
const GROW_EVERY = 1_000;
/** What was read is stored this much later, in ms: the first questions about it need not wait. */
const STORE_AFTER = 300;
/** Most bins of a histogram. */
export const MAX_BINS = 10_000;

/** What the engine needs from the thread it runs on. */
export interface EngineHost extends CryptoHost {
  kernel(): Promise<EngineKernel>;
  scanWorkers: ScanWorkers;
  tell(event: EngineEvent): void;
}

/** The engine: one open case, the stored ones, and the work that is under way. */
export class Engine {
  readonly #host: EngineHost;
  readonly #crypto: CryptoMeans;
  readonly #store = new CaseStore();
  readonly #storage = new CaseStorage(this.#store);
  #case: OpenCase | null = null;
  /** What was dropped becomes sources, one drop after another. */
  #announced: Promise<unknown> = Promise.resolve();
  /** Reading of sources, one after another. */
  #reading: Promise<void> = Promise.resolve();
  /** Settles when the case is open that was asked for last: what is given meanwhile is read into that one. */
  #turned: Promise<unknown> = Promise.resolve();
  #storing: Promise<void> = Promise.resolve();
  #told = { progress: 0, grown: 0 };
  /** Jobs that hear when reading has gone on. */
  readonly #hearing = new Set<() => void>();
  readonly #warmUp = new WarmUp();

  constructor(host: EngineHost) {
    this.#host = host;
    this.#crypto = new CryptoMeans(host);
    void this.#store.sweep().catch(() => undefined);
  }

  /** Gets ready for a first bundle; to be called when there is nothing else to do. */
  async warmUp(): Promise<void> {
    if (!this.#case || this.#case.isEmpty) await this.#warmUp.run(await this.#host.kernel());
  }

  /** The open case; an empty one when there is none yet. */
  async current(): Promise<OpenCase> {
    if (!this.#case) {
      const kernel = await this.#host.kernel();
      this.#case ??= this.#opened(newCaseRecord(''), new CaseContent(kernel));
    }
    return this.#case;
  }

  // -- taking

  /**
   * Reads everything given into the open case, as a job; answers when all of it is parsed. Keys that lie open are read for
   * this visit only. When the job is cancelled the rest is not read: what was read stays, and is answered.
   */
  async open(number: number, inputs: readonly OpenInput[]): Promise<OpenReport> {
    this.#warmUp.stop();
    const taking = this.#take(inputs);
    const open = await this.#turned.then(() => this.current());
    return open.jobs.change(number, (job) => this.#untilTaken(taking, job));
  }

  /** Lines up what was given; from then on whoever waits for reading waits for it. */
  #take(inputs: readonly OpenInput[]): Taking {
    const current = this.#turned.then(() => this.current());
    // In the order of the calls.
    const announced = this.#announced.then(async () => {
      const { stored, keys } = await sortDropped(inputs);
      const open = await current;
      const first = open.content.sources.length;
      const given = stored.map((dropped) => ({ dropped, source: open.announce(dropped) }));
      return { open, first, given, keys };
    });
    this.#announced = announced.catch(() => undefined);
    const read = async () => {
      const { open, given, keys } = await announced;
      taking.hasBegun = true;
      if (given.length > 0) {
        // What is for this visit only stays behind everything that is stored.
        await open.visits.withdraw();
        for (const { source, dropped } of given) await open.read(source, dropped);
        this.#storing = this.#storing.then(() => pause(STORE_AFTER)).then(() => this.#save(open));
        await open.visits.restore();
      }
      for (const key of taking.isEnded ? [] : keys) taking.keySources.push(...(await open.addKey(key)));
      this.#tellCase(open);
    };
    const work = this.#reading.then(read);
    this.#reading = work.catch(() => undefined);
    const taking: Taking = { announced, work, hasBegun: false, isEnded: false, keySources: [] };
    return taking;
  }

  /** Waits until what was given is read, or as much of it as there was when the job was cancelled. */
  async #untilTaken(taking: Taking, { signal, advance }: Job): Promise<OpenReport> {
    const { open, first, given } = await taking.announced;
    const sources = given.map(({ source }) => source);
    const hear = () => {
      const sum = (of: (source: Source) => number) => sources.reduce((all, source) => all + of(source), 0);
      if (!signal.aborted)
        advance(
          sum(({ progress }) => progress.bytesRead),
          sum(({ bytes }) => bytes),
        );
    };
    const end = () => {
      taking.isEnded = true;
      for (const { id } of sources) open.cancel(id);
      this.#tellCase(open);
    };
    this.#hearing.add(hear);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
      await unlessCancelled(signal, taking.work);
    } catch (error) {
      if (!signal.aborted) throw error;
      // What is being read stops at its next step; what waits for others to be read is over.
      if (taking.hasBegun) await taking.work;
    } finally {
      this.#hearing.delete(hear);
      signal.removeEventListener('abort', end);
    }
    return reportOf(open, first, sources, taking.keySources);
  }

  /**
   * Adds what an envelope holds to the open case, for this visit only. Fails as `Inspections.visit` does, and with
   * `case-closed`.
   */
  async openInside(job: number, envelope: FileReference, options: DecryptOptions): Promise<OpenReport> {
    const open = await this.current();
    const visit = await open.jobs.run(job, async ({ signal }) => {
      // Whole before it is looked into; what is asked for twice is opened once.
      await unlessCancelled(signal, this.#reading);
      return open.visits.sourceOf(envelope) ?? open.inspections.visit(job, envelope, options);
    });
    if (visit instanceof Source) return { sources: [visit.entry()] };
    const work = this.#reading.then(async () => {
      if (open !== this.#case) throw caseWasLeft();
      const source = open.visits.sourceOf(envelope);
      return source ? [source] : open.visits.add(visit);
    });
    this.#reading = work.then(() => undefined).catch(() => undefined);
    return { sources: (await work).map((source) => source.entry()) };
  }

  async openSample(number: number): Promise<OpenReport> {
    const { fileName, chunks } = generateBundle(defaultSample());
    const parts: BlobPart[] = [];
    for await (const chunk of chunks) parts.push(chunk);
    return this.open(number, [{ file: new File(parts, fileName), folderPath: '' }]);
  }

  async whenIdle(stored: boolean): Promise<void> {
    await this.#reading;
    if (!stored) return;
    await this.#storing;
    if (this.#case?.storage === 'failed') {
      throw this.#case.storeFailure ?? new Failure('storage-failed', 'the case could not be stored');
    }
  }

  async #save(open: OpenCase): Promise<void> {
    if (open !== this.#case || open.isEmpty) return;
    const tell = (storedBytes: number, totalBytes: number, done: boolean) =>
      this.#host.tell({
        type: 'storing',
        storedBytes,
        totalBytes,
        done,
        error: open.storeFailure?.message ?? null,
      });
    open.storage = 'storing';
    this.#tellCase(open);
    try {
      open.record = await this.#store.continued(open.record);
      if (!open.record.stored) await this.#store.update(open.record);
      const saved = await this.#storage.save(open.record, open.content, (done, total) =>
        tell(done, total, false),
      );
      // Name, view and marks may have changed meanwhile.
      const { name, view } = open.record;
      open.record = { ...saved, name, view, marks: marksOf(open), streamNames: open.content.streams.given };
      await this.#store.update(open.record);
      await this.#store.setLast(open.record.id);
      open.storage = 'stored';
      open.storeFailure = null;
    } catch (error) {
      open.storage = 'failed';
      open.storeFailure = error instanceof Failure ? error : new Failure('storage-failed', String(error));
      if (!open.record.stored) await this.#store.delete(open.record.id).catch(() => undefined);
      const { code, message } = open.storeFailure;
      this.#host.tell({ type: 'trouble', code, message });
    }
    tell(1, 1, true);
    this.#tellCase(open);
  }

  // -- cases

  async cases(): Promise<CaseEntry[]> {
    const stored = await this.#store.list();
    const open = this.#case;
    return stored.map((entry) =>
      entry.id === open?.record.id
        ? { ...entry, name: open.record.name, stored: open.storage === 'stored' }
        : entry,
    );
  }

  openCase(id: string): Promise<CaseState> {
    return this.#turn(async () => {
      const record = await this.#store.load(id);
      const content = await this.#storage.load(record, await this.#host.kernel());
      this.#case?.close();
      const open = this.#opened(record, content);
      open.storage = 'stored';
      await this.#store.setLast(id);
      this.#tellCase(open);
      return open.state();
    });
  }

  async restoreLastCase(): Promise<CaseState | null> {
    const last = await this.#store.last().catch(() => null);
    if (last === null) return null;
    try {
      return await this.openCase(last);
    } catch (error) {
      await this.#store.setLast(null);
      throw error;
    }
  }

  closeCase(): Promise<void> {
    this.#case?.cancel();
    return this.#turn(async () => {
      this.#case?.close();
      this.#case = null;
      await this.#store.setLast(null).catch(() => undefined);
      this.#tellCase(await this.current());
    });
  }

  /** Turns to another case once all that was given to this one before is read and stored; one turn after another. */
  #turn<T>(turn: () => Promise<T>): Promise<T> {
    const settled = this.#settle();
    const turned = this.#turned.then(() => settled).then(turn);
    this.#turned = turned.catch(() => undefined);
    return turned;
  }

  async deleteCase(id: string): Promise<void> {
    await this.#settle();
    const known = (await this.#store.list()).some((entry) => entry.id === id);
    if (!known) throw new Failure('no-such-case', `there is no stored case "${id}"`);
    await this.#store.delete(id);
    if (this.#case?.record.id === id) await this.closeCase();
  }

  async renameCase(id: string, name: string): Promise<void> {
    const open = this.#case?.record.id === id ? this.#case : null;
    if (open) {
      open.record.name = name;
      this.#tellCase(open);
      await this.#describe(open);
    } else {
      await this.#store.update({ ...(await this.#store.load(id)), name });
    }
  }

  /** Writes the record of the open case, when it is stored already. */
  async remember(change: (open: OpenCase) => void): Promise<void> {
    const open = await this.current();
    change(open);
    open.record.marks = marksOf(open);
    open.record.streamNames = open.content.streams.given;
    await this.#describe(open);
  }

  /** Stores the open case's name, view and marks, when the case itself is stored. */
  async #describe(open: OpenCase): Promise<void> {
    if (!open.record.stored || (await this.#store.describe(open.record))) return;
    open.record = renewed(open.record);
    open.storage = 'failed';
    open.storeFailure = new Failure(
      'case-deleted',
      'the stored case was deleted in another tab or by the browser; what is open here is no longer stored',
    );
    const { code, message } = open.storeFailure;
    this.#host.tell({ type: 'trouble', code, message });
    this.#tellCase(open);
  }

  // -- asking

  async complete(query: string, cursor: number): Promise<Completion[]> {
    const { content } = await this.current();
    return completions(query, cursor, completionValues(content));
  }

  parse(query: string): { empty: boolean } {
    return { empty: parseQuery(query, { anchor: Date.now(), zone: 'UTC' }).kind === 'all' };
  }

  async bins(search: number | null, from: number, to: number, count: number): Promise<LevelBins> {
    const open = await this.current();
    const bits = search === null ? null : open.pageSearch(search).bits;
    const rows = { firstRow: 0, endRow: open.content.segments.rows, bits };
    const bins = Math.min(Math.max(1, count), MAX_BINS);
    const end = to > from ? to : from + 1;
    return { from, to: end, counts: countByTime(open.content.kernel, rows, from, end, bins) };
  }

  search(query: string, options: SearchOptions): Promise<Search> {
    return this.current().then((open) => open.search(query, options));
  }

  #opened(record: ReturnType<typeof newCaseRecord>, content: CaseContent): OpenCase {
    const open: OpenCase = new OpenCase(record, content, this.#host.scanWorkers, this.#crypto, {
      changed: () => this.#tellCase(open),
      progressed: () => this.#tellProgress(open),
      searched: (search) => this.#host.tell({ type: 'query', state: search.state() }),
      troubled: ({ code, message }) => this.#host.tell({ type: 'trouble', code, message }),
      decrypting: (job, doneBytes, totalBytes) =>
        this.#host.tell({ type: 'decrypting', job, doneBytes, totalBytes }),
      analysing: (progress) => this.#host.tell({ type: 'analysing', ...progress }),
      working: (progress) => this.#host.tell({ type: 'job', ...progress }),
    });
    this.#case = open;
    return open;
  }

  #tellCase(open: OpenCase): void {
    if (open === this.#case) this.#host.tell({ type: 'case', state: open.state() });
  }

  #tellProgress(open: OpenCase): void {
    for (const hear of this.#hearing) hear();
    const now = performance.now();
    if (now - this.#told.progress >= TELL_EVERY) {
      this.#told.progress = now;
      const sources = open.content.allSources.map(({ progress }) => progress.snapshot());
      this.#host.tell({ type: 'progress', sources });
    }
    if (now - this.#told.grown >= GROW_EVERY) {
      this.#told.grown = now;
      this.#tellCase(open);
      open.growPageSearch();
    }
  }

  /** Waits for reading and storing to end, so that a case is left whole. */
  async #settle(): Promise<void> {
    await this.#reading;
    await this.#storing;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Those to be stored: of what came out of an envelope not even a row's number is kept. */
function marksOf(open: OpenCase): { row: number; note: string }[] {
  const end = open.content.visitStart?.rows ?? Infinity;
  return Array.from(open.marks, ([row, note]) => ({ row, note })).filter(({ row }) => row < end);
}
