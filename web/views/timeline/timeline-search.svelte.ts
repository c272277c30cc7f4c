import type { QueryState } from '../../../workers/engine/timeline-api';
import type { Completion } from '../../../workers/query';
import { withTerm } from '../../../workers/query';
import type { App } from '../../app/app.svelte';
import { text } from '../../text';
import {
  problemIn,
  problemOf,
  withNewest,
  type QueryModel,
  type QueryProblem,
} from '../../query/query-model';
import type { RecordsShown } from './export-options';
import { highlightersOf, withoutNewestTerm, withRange } from './query-text';
import type { SavedTimeline } from './types';

const TYPING_REST = 150;
const GROWTH_REST = 300;

/** What a search needs of what stands around it: the rows it fills, and the case it is of. */
interface AroundSearch {
  /** Whether the case, with its rows as they are numbered now, is still the one that was taken up. */
  isCurrent(): boolean;
  /** Time of the selected record, ms UTC: relative times of a query count from it. */
  selectedTime(): number | null;
  /** Another result is there. */
  replaced(): Promise<void>;
  /** Rows have come in between those of the result. */
  grown(): Promise<void>;
  /** The engine has told more of the result. */
  told(): void;
  /** Keys go on in the rows. */
  leave(): void;
  /** To be kept with the case. */
  keep(changes: SavedTimeline): void;
}

/** The timeline's query, how it is to be run, and its result as the engine last told. */
export class TimelineSearch implements QueryModel {
  query = $state('');
  order = $state<'asc' | 'desc'>('asc');
  collapse = $state(false);
  problem = $state.raw<QueryProblem | null>(null);
  history = $state.raw<readonly string[]>([]);

  /** The result shown. */
  result = $state.raw<QueryState | null>(null);
  /** True from a change of the query to its first answer. */
  asking = $state(false);

  readonly total = $derived(this.result?.total ?? 0);
  readonly highlighters = $derived(highlightersOf(this.result?.query ?? ''));
  /** Spoken to screen readers. */
  readonly announcement = $derived(
    this.result?.done && !this.asking ? text.timeline.query.announce(this.result.total) : '',
  );

  /** The query before that of an operation, which is run instead of it. */
  #beforeFollowing = $state.raw<{ query: string; followed: string } | null>(null);
  readonly isFollowing = $derived(
    this.#beforeFollowing !== null && this.#beforeFollowing.followed === this.query,
  );

  readonly #app: App;
  readonly #around: AroundSearch;
  #run = 0;
  /** What the last search was begun for; null when there is none. */
  #asked: string | null = null;
  /** What the result lists, and in which order. */
  #listing = '';
  #zone = '';
  #anchor: number | null = null;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #growing: ReturnType<typeof setTimeout> | undefined;
  #searching: Promise<void> = Promise.resolve();

  constructor(app: App, around: AroundSearch) {
    this.#app = app;
    this.#around = around;
  }

  /** What the result shown was found by; null before there is one, and while the query is wrong. */
  get shown(): RecordsShown | null {
    if (!this.result || this.problem) return null;
    return { query: this.result.query, zone: this.#zone, anchor: this.#anchor };
  }

  /** What the result lists and in which order: places of one are those of another with the same. */
  get listing(): string {
    return this.#listing;
  }

  /** Settles when the search under way is answered and its rows are shown. */
  settled(): Promise<void> {
    return this.#searching;
  }

  // -- following the case

  /** Takes up what was kept with the case. */
  recall(saved: SavedTimeline): void {
    this.order = saved.order === 'desc' ? 'desc' : 'asc';
    this.collapse = saved.collapse === true;
    this.query = typeof saved.query === 'string' ? saved.query : '';
    this.history = Array.isArray(saved.history) ? saved.history.filter((one) => typeof one === 'string') : [];
  }

  forget(): void {
    this.#run++;
    this.#asked = null;
    this.#listing = '';
    this.#anchor = null;
    this.#beforeFollowing = null;
    clearTimeout(this.#typing);
    clearTimeout(this.#growing);
    this.#growing = undefined;
    this.asking = false;
    this.result = null;
    this.problem = null;
  }

  /** Hears what the engine tells of the running query. */
  hear(state: QueryState): void {
    if (!this.result || state.search !== this.result.search) return;
    const grown = state.total !== this.result.total;
    this.result = state;
    if (state.error) this.problem = problemOf(state.error);
    if (grown) this.#growing ??= setTimeout(() => this.#grow(), GROWTH_REST);
    this.#around.told();
  }

  #grow(): void {
    this.#growing = undefined;
    void this.#around.grown();
  }

  /** Runs the query again when another search than this one has become the engine's current one. */
  restore(): void {
    const current = this.#app.query?.search;
    if (this.result && current !== undefined && current !== this.result.search) void this.start();
  }

  /** Times without a zone in the query now mean something else. */
  noteZone(): void {
    if (this.result?.query && this.#app.zone !== this.#zone) void this.start();
  }

  // -- the query

  /** The query as it is being typed: it runs when the typing rests. */
  type(query: string): void {
    this.query = query;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.start(), TYPING_REST);
  }

  /** A query to run now. */
  run(query: string): Promise<void> {
    this.query = query;
    this.remember();
    clearTimeout(this.#typing);
    // Typing may have rested long enough to run it already.
    return this.#asked === this.#question && !this.problem ? this.#searching : this.start();
  }

  follow(field: string, value: string, negate = false): Promise<void> {
    return this.run(withTerm(this.query, field, value, { negate }));
  }

  /** All records of an operation. */
  followOperation(opId: string): Promise<void> {
    const { query } = this;
    const followed = withTerm('', 'opid', opId);
    // At once: whoever asks again while the answer is on its way wants back to the query before.
    this.#beforeFollowing = { query, followed };
    return this.run(followed);
  }

  /** Back from an operation to the query before. */
  stopFollowing(): Promise<void> {
    const before = this.#beforeFollowing;
    this.#beforeFollowing = null;
    return before ? this.run(before.query) : this.#searching;
  }

  dropNewestTerm(): Promise<void> {
    return this.run(withoutNewestTerm(this.query));
  }

  filterToRange(from: number, to: number): Promise<void> {
    return this.run(withRange(this.query, from, to));
  }

  async complete(query: string, cursor: number): Promise<readonly Completion[]> {
    try {
      return await this.#app.engine.ask((engine) => engine.complete(query, cursor));
    } catch {
      return [];
    }
  }

  /** Puts the query into the history. */
  remember(): void {
    const query = this.query.trim();
    if (!query || this.history[0] === query) return;
    this.history = withNewest(this.history, query);
    this.#around.keep({ history: [...this.history] });
  }

  leave(): void {
    this.#around.leave();
  }

  reverse(): void {
    this.order = this.order === 'asc' ? 'desc' : 'asc';
    this.#around.keep({ order: this.order });
    void this.start();
  }

  toggleCollapse(): void {
    this.collapse = !this.collapse;
    this.#around.keep({ collapse: this.collapse });
    void this.start();
  }

  /** Runs the query as it stands; an answer to an older one is dropped. */
  start(): Promise<void> {
    clearTimeout(this.#typing);
    // Typing may have rested after the case was left: its query is none of the next one's.
    if (!this.#app.case || !this.#around.isCurrent()) return Promise.resolve();
    this.#asked = this.#question;
    return (this.#searching = this.#search(++this.#run));
  }

  /** All that a search depends on. */
  get #question(): string {
    return JSON.stringify([this.query, this.order, this.collapse, this.#app.zone]);
  }

  async #search(run: number): Promise<void> {
    const { query, order, collapse } = this;
    const { zone } = this.#app;
    // The same query keeps the time it began with.
    if (query !== this.result?.query) this.#anchor = this.#around.selectedTime() ?? this.#anchor;
    this.#zone = zone;
    const options = { order, anchor: this.#anchor, zone, collapseDuplicates: collapse };
    this.asking = true;
    try {
      const state = await this.#app.engine.call((engine) => engine.search(query, options));
      if (run !== this.#run || !this.#around.isCurrent()) return;
      this.problem = state.error ? problemOf(state.error) : null;
      this.#around.keep({ query });
      await this.#show(state, JSON.stringify([query, order, collapse]));
    } catch (error) {
      if (run === this.#run) this.problem = problemIn(query, error);
    } finally {
      if (run === this.#run) this.asking = false;
    }
  }

  async #show(state: QueryState, listing: string): Promise<void> {
    this.#listing = listing;
    // Events may have told more than the answer knew.
    const told = this.#app.query;
    this.result = told && told.search === state.search && told.elapsed >= state.elapsed ? told : state;
    await this.#around.replaced();
  }
}
