import { getContext, setContext } from 'svelte';
import type { EngineEvent, OpenInput } from '../../workers/engine/engine-api';
import type { QueryState } from '../../workers/engine/timeline-api';
import type { CaseState, ViewState } from '../../workers/engine/case-state';
import type { AnalysisProgress } from '../../workers/engine/work-progress';
import { checkSignal } from '../../workers/cancelled';
import { Failure } from '../../workers/failure';
import type { AttachedCaseFile, OpenReport } from '../../workers/public-api';
import { CommandRegistry } from '../commands/registry.svelte';
import { visible } from '../format/visible';
import { text } from '../text';
import { attachCaseFiles, sortCaseFiles } from './case-files';
import { EngineClient } from './engine-client';
import { nextJob } from './job-numbers';

/** Something the user should know, shown as a message that can be dismissed. */
export interface Notice {
  id: number;
  kind: 'info' | 'error';
  text: string;
  /** Something to do about it; the notice goes when it is done. */
  action?: { label: string; run: () => void };
}

/** What to look at in a view, handed over when one view leads to another. */
export type ViewRequest =
  | { view: 'timeline'; row?: number; time?: number; query?: string; range?: [from: number, to: number] }
  | {
      view: 'files';
      file?: number;
      line?: number;
      offset?: number;
      /** Instead of a file's id: its source and path. */
      source?: number;
      path?: string;
    }
  | {
      view: 'operations';
      /** Index in the table's own order: its details are shown. */
      operation?: number;
      query?: string;
    }
  | {
      view: 'hsm';
      /** The event at this line of a file, by its id. */
      file?: number;
      line?: number;
    }
  | {
      view: 'handover';
      /** A file or folder that goes into the package. */
      add?: { source: number; path: string; folder: boolean };
    }
  | { view: string };

/** Files, or the sample, that the engine was given. */
interface Given {
  inputs: OpenInput[] | 'sample';
  /** The engine has read them. */
  read: boolean;
}

/** How long the view of a case must be still before it is remembered, ms. */
const REMEMBER_AFTER = 800;

/** State of the page: the open case, which view shows it, and the line to the engine. */
export class App {
  readonly engine = new EngineClient();
  readonly commands = new CommandRegistry();

  case = $state.raw<CaseState | null>(null);
  query = $state.raw<QueryState | null>(null);
  storing = $state.raw<{ storedBytes: number; totalBytes: number } | null>(null);
  /** The analysis that is being worked out, with how far it is. */
  analysing = $state.raw<AnalysisProgress | null>(null);
  /** What was taken over from the case file that was attached last, until it is taken back. */
  attached = $state.raw<AttachedCaseFile | null>(null);
  notices = $state<Notice[]>([]);
  view = $state('overview');
  /** The last request to show something; a view acts on it when it is its own. */
  request = $state.raw<ViewRequest | null>(null);
  /** IANA zone that instants are shown in, or 'UTC'. */
  zone = $state('UTC');
  ready = $state(false);
  /** Grows when another view of the same case was taken over. */
  recalls = $state(0);
  /** Why the engine is gone for good, until the user tries again. */
  broken = $state<string | null>(null);

  /** Whether there is anything to look at. */
  readonly hasCase = $derived((this.case?.sources.length ?? 0) > 0);
  /** Names the opening of the case and whose view of it is shown: with another one, what a view recalled before is void. */
  readonly seen = $derived(`${this.case?.opening ?? ''}/${this.recalls}`);
  /** Names the rows and files of the case as they are numbered now: with another one, their numbers mean others. */
  readonly numbering = $derived(`${this.case?.opening ?? ''} ${this.case?.moves ?? 0}`);
  /** Names what can be asked about and how it is looked at: with another one, answers are to be had anew. */
  readonly content = $derived(
    `${this.seen} ${this.case?.moves ?? 0} ${this.case?.sources.length ?? 0} ${this.case?.records ?? 0}`,
  );
  /** Sources still being read. */
  readonly running = $derived(
    (this.case?.sources ?? []).filter((source) =>
      ['waiting', 'reading', 'indexing'].includes(source.progress.phase),
    ),
  );

  /** Settles when the page can be asked, or cannot until the user tries again. */
  whenReady!: Promise<void>;
  /** Settles when the engine has been given everything that was opened so far. */
  whenSorted: Promise<unknown> = Promise.resolve();
  #becomeReady!: () => void;
  #failReady!: (error: Failure) => void;

  #nextNotice = 1;
  /** What was opened into the case and is not stored with it yet, to open it again after the engine died. */
  #given: Given[] = [];
  /** The state of the case that can be loaded from the store, if there is one. */
  #storedCase: string | null = null;
  /** The opening that is shown as its case was last looked at; null before any. */
  #turnedTo: string | null = null;
  #remembering: ReturnType<typeof setTimeout> | undefined;
  #viewState: ViewState = {};

  constructor() {
    this.#waitUntilReady();
  }

  async start(): Promise<void> {
    this.engine.onEvent((event) => this.#hear(event));
    this.engine.onRestart((reason) => void this.#recover(reason));
    this.engine.onGiveUp((reason) => {
      this.broken = reason;
      this.#failReady(new Failure('engine-died', reason));
    });
    try {
      await this.engine.start();
      this.#adopt(await this.engine.call((engine) => engine.restoreLastCase()));
    } catch (error) {
      // The engine's death is answered by onRestart or onGiveUp.
      if (error instanceof Failure && error.code === 'engine-died') return;
      this.#report(error);
    }
    this.#readyNow();
  }

  /** After `broken`: another engine, and the case again. */
  async tryAgain(): Promise<void> {
    const reason = this.broken ?? '';
    this.broken = null;
    if (!this.ready) this.#waitUntilReady();
    try {
      await this.engine.start();
    } catch {
      return;
    }
    await this.#recover(reason);
  }

  async open(inputs: OpenInput[]): Promise<void> {
    if (inputs.length === 0) return;
    await this.tell(() => this.openAndReport(inputs));
  }

  /** Like `open`, but fails to the caller: with `cancelled` when the signal came before anything was opened. */
  async openAndReport(inputs: OpenInput[], job = nextJob(), signal?: AbortSignal): Promise<OpenReport> {
    await this.whenReady;
    // In the order of the calls.
    const sorted = this.whenSorted.then(() => sortCaseFiles(inputs));
    this.whenSorted = sorted;
    const { files, caseFiles } = await sorted;
    checkSignal(signal);
    const report = files.length > 0 || caseFiles.length === 0 ? await this.#give(files, job) : null;
    await attachCaseFiles(this, caseFiles, job, { signal, isMoreOpened: report !== null });
    return report ?? { sources: [] };
  }

  async openSample(): Promise<void> {
    await this.tell(async () => {
      await this.whenReady;
      await this.#give('sample');
    });
  }

  /** Stops reading one source, or all. */
  async cancel(source?: number): Promise<void> {
    await this.tell(() => this.engine.ask((engine) => engine.cancel(source)));
  }

  async openCase(id: string): Promise<void> {
    this.#finishTyping();
    this.#rememberNow();
    const state = await this.engine.call((engine) => engine.openCase(id));
    this.#adopt(state);
  }

  /** Leaves the case; the start page comes. */
  async closeCase(): Promise<void> {
    this.#finishTyping();
    this.#rememberNow();
    await this.tell(async () => {
      await this.engine.call((engine) => engine.closeCase());
      this.#adopt(await this.engine.ask((engine) => engine.state()));
    });
  }

  async renameCase(id: string, name: string): Promise<void> {
    await this.engine.call((engine) => engine.renameCase(id, name));
    if (this.case?.id === id) this.case = { ...this.case, name };
  }

  async deleteCase(id: string): Promise<void> {
    const current = this.case?.id === id;
    await this.engine.call((engine) => engine.deleteCase(id));
    if (!current) return;
    this.#adopt(await this.engine.ask((engine) => engine.state()));
  }

  show(request: ViewRequest): void {
    this.request = request;
    this.view = request.view;
    this.remember({ view: request.view });
  }

  /** Keeps something about how the case is looked at (JSON-able, no content) with the case. */
  remember(part: ViewState): void {
    this.#viewState = { ...this.#viewState, ...part };
    clearTimeout(this.#remembering);
    this.#remembering = setTimeout(() => this.#rememberNow(), REMEMBER_AFTER);
  }

  /** What was kept by `remember`, also before the page was last closed. */
  remembered(): ViewState {
    return this.#viewState;
  }

  /** Settles when the engine knows what was kept by `remember`. */
  async rememberedNow(): Promise<void> {
    if (this.#remembering === undefined) return;
    clearTimeout(this.#remembering);
    this.#remembering = undefined;
    const view = $state.snapshot(this.#viewState);
    if (this.hasCase) await this.engine.call((engine) => engine.saveView(view));
  }

  /** Runs something and shows its failure as a notice; gives its value, or undefined after a failure. */
  async tell<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#report(error);
      return undefined;
    }
  }

  notify(kind: Notice['kind'], message: string, action?: Notice['action']): number {
    const id = this.#nextNotice++;
    const same = this.notices.find((notice) => notice.text === message && !notice.action);
    if (same && !action) this.dismiss(same.id);
    this.notices.push({ id, kind, text: message, action });
    return id;
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  #report(error: unknown): void {
    // The death of the engine is told once, by what follows from it.
    const code = error instanceof Failure ? error.code : '';
    if (code === 'engine-died' || (code === 'engine-not-started' && this.broken !== null)) return;
    this.notify('error', error instanceof Error ? error.message : String(error));
  }

  #waitUntilReady(): void {
    this.whenReady = new Promise((resolve, reject) => {
      this.#becomeReady = resolve;
      this.#failReady = reject;
    });
    this.whenReady.catch(() => undefined);
  }

  #readyNow(): void {
    this.ready = true;
    this.#becomeReady();
  }

  /** Shows a case that was asked for, unless the engine has told of it before it answered. */
  #adopt(state: CaseState | null): void {
    if (state === null || state.opening !== this.#turnedTo) this.#turnTo(state);
  }

  /** Shows another case, or the same opened anew, as it was last looked at: nothing of the one before is its own. */
  #turnTo(state: CaseState | null): void {
    this.#turnedTo = state?.opening ?? null;
    this.#given = [];
    this.#storedCase = state?.storage === 'stored' ? state.id : null;
    clearTimeout(this.#remembering);
    this.#remembering = undefined;
    this.case = state;
    this.query = null;
    this.storing = null;
    this.analysing = null;
    this.attached = null;
    this.request = null;
    this.#recall(state);
  }

  /** Shows the open case as someone else looked at it. */
  takeOver(state: CaseState): void {
    clearTimeout(this.#remembering);
    this.#remembering = undefined;
    this.recalls++;
    this.case = state;
    this.query = null;
    this.request = null;
    this.#recall(state);
  }

  #recall(state: CaseState | null): void {
    this.#viewState = state?.view ?? {};
    const { view, zone } = this.#viewState;
    this.view = typeof view === 'string' ? view : 'overview';
    if (typeof zone === 'string') this.zone = zone;
  }

  #follow(state: CaseState): void {
    // What is opened where no case was becomes one, and is looked at as before.
    if (this.case && state.opening !== this.case.opening) return this.#turnTo(state);
    if (state.storage === 'stored') {
      this.#storedCase = state.id;
      this.#given = this.#given.filter((given) => !given.read);
    }
    const moved = this.case !== null && state.moves !== this.case.moves;
    this.case = state;
    if (!moved) return;
    // Rows and files have other numbers now: what views hold of them is void.
    this.query = null;
    this.request = null;
  }

  async #give(inputs: Given['inputs'], job = nextJob()): Promise<OpenReport> {
    const given: Given = { inputs, read: false };
    this.#given.push(given);
    const report = await this.engine.call((engine) =>
      inputs === 'sample' ? engine.openSample(job) : engine.open(job, inputs),
    );
    given.read = true;
    const keys = report.sources.filter(({ visitOnly }) => visitOnly).map(({ name }) => visible(name));
    if (keys.length > 0) this.notify('info', text.inside.keysNotStored(keys));
    return report;
  }

  /** What is being typed goes to the engine before another case is open there. */
  #finishTyping(): void {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement) activeElement.blur();
  }

  #rememberNow(): void {
    void this.tell(() => this.rememberedNow());
  }

  /** Brings the case back into a fresh engine: what is stored of it, then what was opened since. */
  async #recover(reason: string): Promise<void> {
    const id = this.#storedCase;
    const given = this.case?.storage === 'stored' ? [] : this.#given;
    const stored = id === null ? text.app.restarted : text.app.restartedStored;
    this.notify('info', (given.length > 0 ? text.app.restartedAgain : stored)(reason));
    await this.tell(async () => {
      if (id !== null) this.#adopt(await this.engine.call((engine) => engine.openCase(id)));
      else if (given.length > 0) this.#adopt(await this.engine.ask((engine) => engine.state()));
      else this.#adopt(await this.engine.call((engine) => engine.restoreLastCase()));
      // Reading goes on by itself; the page need not wait for its end.
      for (const { inputs } of given) void this.tell(() => this.#give(inputs));
    });
    this.#readyNow();
  }

  #hear(event: EngineEvent): void {
    if (event.type === 'case') this.#follow(event.state);
    else if (event.type === 'query') this.query = event.state;
    else if (event.type === 'storing') this.storing = event.done ? null : event;
    else if (event.type === 'analysing') this.analysing = event.done ? null : event;
    else if (event.type === 'trouble') this.notify('error', event.message);
    else if (event.type === 'progress' && this.case) {
      this.case = {
        ...this.case,
        sources: this.case.sources.map((source) => ({
          ...source,
          progress: event.sources.find((progress) => progress.source === source.id) ?? source.progress,
        })),
      };
    }
  }
}

const KEY = Symbol('app');
export const provideApp = (app: App): App => setContext(KEY, app);
export const useApp = (): App => getContext<App>(KEY);
