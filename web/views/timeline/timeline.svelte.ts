import { tick } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Level } from '../../../workers/public-api';
import type { Completion, Mark, QueryState, TimelineRow } from '../../../workers/engine/engine-api';
import { withTerm } from '../../../workers/query';
import type { App, ViewRequest } from '../../app/app.svelte';
import { text } from '../../text';
import { defaultChoice, readChoice, type ColumnChoice, type ColumnId } from './columns';
import { Histogram } from './histogram.svelte';
import { Marks } from './marks.svelte';
import type { RecordsShown } from './export-options';
import { RecordExporting } from './record-exporting.svelte';
import { highlightersOf, withoutNewestTerm, withRange } from './query-text';
import { RowPages } from '../../scrolling/row-pages';
import {
  problemIn,
  problemOf,
  withNewest,
  type QueryModel,
  type QueryProblem,
} from '../../query/query-model';
import { SidePane } from './side-pane.svelte';
import type { SavedTimeline } from './types';

const TYPING_REST = 150;
const GROWTH_REST = 300;

/** What the list of rows can be told to do. */
export interface RowScroller {
  scrollTo(index: number, align: 'start' | 'center' | 'nearest'): void;
  focus(): void;
}

/**
 * State of the timeline: the query and its result, the selected record, and the way through them. It outlives
 * the view's component, so that coming back finds everything as it was.
 */
export class Timeline implements QueryModel {
  readonly app: App;
  readonly marks: Marks;
  readonly side: SidePane;
  readonly exporting: RecordExporting;
  readonly histogram: Histogram;
  readonly pages: RowPages<TimelineRow>;

  query = $state('');
  order = $state<'asc' | 'desc'>('asc');
  collapse = $state(false);
  problem = $state.raw<QueryProblem | null>(null);
  history = $state.raw<readonly string[]>([]);
  columns = $state.raw<ColumnChoice>(defaultChoice(false));

  /** The result shown, as the engine last told. */
  result = $state.raw<QueryState | null>(null);
  /** True from a change of the query to its first answer. */
  asking = $state(false);
  /** First row in sight and how many are. */
  sight = $state.raw({ first: 0, visible: 0 });

  /** The record chosen last; it stays chosen while the result changes around it. */
  selectedRow = $state<number | null>(null);
  /** Its place in the result, or the place nearest to where it would be; -1 before anything was chosen. */
  selectedIndex = $state(-1);
  /** Whether the chosen record is in the result. */
  selectedHere = $state(false);

  /** A short word to the user that goes away by itself. */
  message = $state('');
  /** Spoken to screen readers. */
  readonly announcement = $derived(
    this.result?.done && !this.asking ? text.timeline.query.announce(this.result.total) : '',
  );

  #beforeFollowing = $state.raw<{ query: string; followed: string } | null>(null);

  scroller: RowScroller | null = null;

  readonly total = $derived(this.result?.total ?? 0);
  readonly highlighters = $derived(highlightersOf(this.result?.query ?? ''));
  readonly isFollowing = $derived(
    this.#beforeFollowing !== null && this.#beforeFollowing.followed === this.query,
  );
  /** The instant a relative time to go to counts from. */
  readonly anchor = $derived.by(
    () => this.detailOfSelected?.time ?? this.pages.at(this.sight.first)?.time ?? this.app.case?.from ?? 0,
  );
  readonly canGoBack = $derived.by(() => this.side.isOpen || this.isFollowing);
  readonly severalSources = $derived.by(() => (this.app.case?.sources.length ?? 0) > 1);

  #run = 0;
  /** What the last search was begun for; null when there is none. */
  #asked: string | null = null;
  #zone = '';
  #heard = false;
  #placedAt = 0;
  #searchAnchor: number | null = null;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #move = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #growing: ReturnType<typeof setTimeout> | undefined;
  #searching: Promise<void> = Promise.resolve();
  #caseId: string | null = null;
  #moves = 0;
  #request: ViewRequest | null = null;

  constructor(app: App) {
    this.app = app;
    this.marks = new Marks(app);
    this.histogram = new Histogram(app, this);
    this.side = new SidePane(app, {
      selectedRow: () => this.selectedRow,
      leave: () => this.scroller?.focus(),
      sized: (pane) => this.#remember({ pane }),
    });
    this.exporting = new RecordExporting(app, (words, failed) => {
      if (this.side.dialog === 'export') return;
      if (failed) app.notify('error', words);
      else this.tell(words);
    });
    this.pages = new RowPages(
      (start, count) => {
        const { search } = this.result!;
        return this.app.engine.call((engine) => engine.rows(search, start, count));
      },
      { pages: new SvelteMap() },
    );
  }

  #remembered(): SavedTimeline {
    return (this.app.remembered().timeline ?? {}) as SavedTimeline;
  }

  #remember(changes: SavedTimeline): void {
    this.app.remember({ timeline: { ...this.#remembered(), ...changes } });
  }

  // -- following the case

  /** Takes up the open case; called whenever it may have become another. */
  enter(): void {
    const { case: open } = this.app;
    const moves = open?.moves ?? 0;
    const seen = open ? this.app.seen : null;
    if (seen === this.#caseId && moves === this.#moves) return;
    const moved = seen === this.#caseId && moves !== this.#moves;
    this.#caseId = seen;
    this.#moves = moves;
    this.#forget();
    if (!open) return;
    const saved = this.#remembered();
    this.columns = readChoice(saved.columns) ?? defaultChoice(this.severalSources);
    this.order = saved.order === 'desc' ? 'desc' : 'asc';
    this.collapse = saved.collapse === true;
    this.query = typeof saved.query === 'string' ? saved.query : '';
    this.history = Array.isArray(saved.history) ? saved.history.filter((one) => typeof one === 'string') : [];
    this.selectedRow = typeof saved.row === 'number' && !moved ? saved.row : null;
    const { width, height } = saved.pane ?? {};
    if (typeof width === 'number' && typeof height === 'number') this.side.size = { width, height };
    void this.marks.load();
    void this.search();
  }

  /** A second source brings its column along, until someone has chosen columns. */
  noteSources(): void {
    if (this.#remembered().columns === undefined) this.columns = defaultChoice(this.severalSources);
  }

  /** Hears what the engine tells of the running query. */
  hear(state: QueryState | null): void {
    // The page forgets the engine's query when it takes up a case.
    if (!state && this.#heard) this.startOver();
    this.#heard = state !== null;
    if (!state || !this.result || state.search !== this.result.search) return;
    const grown = state.total !== this.result.total;
    this.result = state;
    if (state.error) this.problem = problemOf(state.error);
    if (grown) this.#growing ??= setTimeout(() => void this.#takeGrowth(), GROWTH_REST);
    this.histogram.refreshSoon();
  }

  /** Whether another search than this view's is the engine's current one. */
  restoreSearch(): void {
    const current = this.app.query?.search;
    if (this.result && current !== undefined && current !== this.result.search) void this.search();
  }

  /** Times without a zone in the query now mean something else. */
  noteZone(): void {
    if (this.result?.query && this.app.zone !== this.#zone) void this.search();
  }

  /** The case was opened anew, in another engine even. */
  startOver(): void {
    this.#caseId = null;
    this.enter();
  }

  /** What the result shown was found by; null before there is one, and while the query is wrong. */
  get shown(): RecordsShown | null {
    if (!this.result || this.problem) return null;
    return { query: this.result.query, zone: this.#zone, anchor: this.#searchAnchor };
  }

  #forget(): void {
    this.#run++;
    this.#asked = null;
    clearTimeout(this.#typing);
    clearTimeout(this.#growing);
    this.#growing = undefined;
    this.result = null;
    this.problem = null;
    this.side.forget();
    this.exporting.forget();
    this.selectedRow = null;
    this.selectedIndex = -1;
    this.selectedHere = false;
    this.#beforeFollowing = null;
    this.#searchAnchor = null;
    this.pages.reset(0);
    this.histogram.forget();
  }

  // -- query

  /** The query as it is being typed: it runs when the typing rests. */
  type(query: string): void {
    this.query = query;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.search(), TYPING_REST);
  }

  /** A query to run now. */
  run(query: string): Promise<void> {
    this.query = query;
    this.remember();
    clearTimeout(this.#typing);
    // Typing may have rested long enough to run it already.
    return this.#asked === this.#question && !this.problem ? this.#searching : this.search();
  }

  follow(field: string, value: string, negate = false): Promise<void> {
    return this.run(withTerm(this.query, field, value, { negate }));
  }

  /** All records of the selected record's operation; once more: back to the query before. */
  async followOperation(): Promise<void> {
    const before = this.#beforeFollowing;
    if (before && before.followed === this.query) {
      this.#beforeFollowing = null;
      return this.run(before.query);
    }
    const opId = this.detailOfSelected?.opId ?? null;
    if (opId === null) return this.tell(text.timeline.noOperation);
    const followed = withTerm('', 'opid', opId);
    const { query } = this;
    await this.run(followed);
    this.#beforeFollowing = { query, followed };
  }

  dropNewestTerm(): Promise<void> {
    return this.run(withoutNewestTerm(this.query));
  }

  filterToRange(from: number, to: number): Promise<void> {
    return this.run(withRange(this.query, from, to));
  }

  async filterToZoom(): Promise<void> {
    const { range, zoom } = this.histogram;
    if (range && zoom) await this.filterToRange(range.from, range.to);
  }

  async complete(query: string, cursor: number): Promise<readonly Completion[]> {
    try {
      return await this.app.engine.ask((engine) => engine.complete(query, cursor));
    } catch {
      return [];
    }
  }

  /** Puts the query into the history. */
  remember(): void {
    const query = this.query.trim();
    if (query && this.history[0] !== query) {
      this.history = withNewest(this.history, query);
      this.#remember({ history: [...this.history] });
    }
  }

  leave(): void {
    this.scroller?.focus();
  }

  reverse(): void {
    this.order = this.order === 'asc' ? 'desc' : 'asc';
    this.#remember({ order: this.order });
    void this.search();
  }

  toggleCollapse(): void {
    this.collapse = !this.collapse;
    this.#remember({ collapse: this.collapse });
    void this.search();
  }

  /** Runs the query; an answer to an older one is dropped. */
  search(): Promise<void> {
    clearTimeout(this.#typing);
    this.#asked = this.#question;
    return (this.#searching = this.#search(++this.#run));
  }

  /** All that a search depends on. */
  get #question(): string {
    return JSON.stringify([this.query, this.order, this.collapse, this.app.zone]);
  }

  async #search(run: number): Promise<void> {
    if (!this.app.case) return;
    const { query } = this;
    const options = {
      order: this.order,
      anchor: this.#anchorFor(query),
      zone: this.app.zone,
      collapseDuplicates: this.collapse,
    };
    this.#zone = options.zone;
    this.asking = true;
    try {
      const state = await this.app.engine.call((engine) => engine.search(query, options));
      if (run !== this.#run) return;
      this.problem = state.error ? problemOf(state.error) : null;
      this.#remember({ query });
      await this.#show(state, run);
    } catch (error) {
      if (run !== this.#run) return;
      this.problem = problemIn(query, error);
    } finally {
      if (run === this.#run) this.asking = false;
    }
  }

  /** The selected record's time; the same query keeps the one it began with. */
  #anchorFor(query: string): number | null {
    if (query !== this.result?.query) this.#searchAnchor = this.detailOfSelected?.time ?? this.#searchAnchor;
    return this.#searchAnchor;
  }

  async #show(state: QueryState, run: number): Promise<void> {
    // Events may have told more than the answer knew.
    const told = this.app.query;
    this.result = told && told.search === state.search && told.elapsed >= state.elapsed ? told : state;
    this.pages.reset(this.total);
    this.#move++;
    const row = this.selectedRow;
    const place = row === null || this.total === 0 ? null : await this.#placeOf(row);
    if (run !== this.#run) return;
    this.selectedIndex = place?.index ?? -1;
    this.selectedHere = place?.exact ?? false;
    await this.#place(Math.max(0, this.selectedIndex), place ? 'center' : 'start');
    if (run !== this.#run) return;
    this.pages.want(this.sight.first, this.sight.visible);
    this.histogram.refresh();
  }

  async #placeOf(row: number): Promise<{ index: number; exact: boolean } | null> {
    const { search } = this.result!;
    try {
      return await this.app.engine.call((engine) => engine.indexOfRow(search, row));
    } catch {
      return null;
    }
  }

  /** Rows have come in between: what is in sight stays in sight. */
  async #takeGrowth(): Promise<void> {
    this.#growing = undefined;
    const run = this.#run;
    const move = this.#move;
    const { first } = this.sight;
    const fixed = this.#fixedRow();
    const [fixedPlace, place] = await Promise.all([
      fixed && this.#placeOf(fixed.row),
      this.selectedRow === null ? null : this.#placeOf(this.selectedRow),
    ]);
    if (run !== this.#run) return;
    this.pages.refresh(this.total);
    const found = place?.exact === true && !this.selectedHere && first === this.#placedAt;
    if (place && move === this.#move) {
      this.selectedIndex = place.index;
      this.selectedHere = place.exact;
    }
    if (this.sight.first === first && move === this.#move) {
      if (found) await this.#place(place.index, 'center');
      else if (fixed && fixedPlace) await this.#place(fixedPlace.index - fixed.offset, 'start');
      if (run !== this.#run) return;
    }
    this.pages.want(this.sight.first, this.sight.visible);
  }

  /** Scrolls by itself, and notes where to, so that it can be told whether someone has scrolled since. */
  async #place(index: number, align: 'start' | 'center'): Promise<void> {
    this.scroller?.scrollTo(index, align);
    await tick();
    this.#placedAt = this.sight.first;
  }

  /** The record that stays at its height while rows come in: the selected one, or else the topmost. */
  #fixedRow(): { row: number; offset: number } | null {
    const { first } = this.sight;
    if (this.selectedRow !== null && this.selectedHere && this.#isInSight(this.selectedIndex)) {
      return { row: this.selectedRow, offset: this.selectedIndex - first };
    }
    const top = first > 0 ? this.pages.at(first) : undefined;
    return top ? { row: top.row, offset: 0 } : null;
  }

  // -- columns

  setColumns(columns: ColumnChoice): void {
    this.columns = columns;
    this.#remember({ columns });
  }

  /** Sets a column's width; null is the width it has by itself. */
  setWidth(column: ColumnId, width: number | null): void {
    this.setColumns({ ...this.columns, widths: { ...this.columns.widths, [column]: width ?? undefined } });
  }

  sourceName(id: number): string {
    return this.app.case?.sources.find((source) => source.id === id)?.name ?? String(id);
  }

  // -- rows

  /** After the list was drawn anew: back to the selected record, or to where it stood. */
  bringBack(): void {
    if (this.selectedHere) void this.#place(this.selectedIndex, 'center');
    else void this.#place(this.sight.first, 'start');
  }

  keepInSight(): void {
    if (this.selectedHere) this.scroller?.scrollTo(this.selectedIndex, 'nearest');
  }

  look(first: number, visible: number): void {
    this.sight = { first, visible };
    this.pages.want(first, visible);
  }

  /** The record selected, when it is known already. */
  get detailOfSelected(): TimelineRow | null {
    if (this.selectedRow === null) return null;
    const { detail } = this.side;
    if (detail?.row === this.selectedRow) return detail;
    const row = this.selectedHere ? this.pages.at(this.selectedIndex) : undefined;
    return row?.row === this.selectedRow ? row : null;
  }

  /** Selects a place in the result and brings it into view. */
  async select(index: number, align: 'center' | 'nearest' = 'nearest'): Promise<void> {
    if (this.total === 0) return;
    const move = ++this.#move;
    const target = Math.max(0, Math.min(this.total - 1, index));
    this.selectedIndex = target;
    this.selectedHere = true;
    this.scroller?.scrollTo(target, align);
    const loaded = this.pages.at(target) ?? (await this.pages.fetch(target));
    if (!loaded || move !== this.#move) return;
    this.#choose(loaded.row);
  }

  /** Selects a record wherever it is; when the query hides it, its details are shown all the same. */
  async selectRow(row: number): Promise<void> {
    const move = ++this.#move;
    this.#choose(row);
    const place = this.result && this.total > 0 ? await this.#placeOf(row) : null;
    if (!place || move !== this.#move) return;
    this.selectedIndex = place.index;
    this.selectedHere = place.exact;
    this.scroller?.scrollTo(place.index, 'center');
  }

  step(by: number): void {
    this.#takeFocus();
    if (this.selectedIndex < 0) void this.select(this.sight.first);
    else if (!this.selectedHere && by > 0) void this.select(this.selectedIndex + by - 1);
    else void this.select(this.selectedIndex + by);
  }

  /** Whoever walks the rows by keyboard is in them: Enter then opens the record, not the link focused before. */
  #takeFocus(): void {
    this.scroller?.focus();
  }

  page(direction: 1 | -1): void {
    this.step(direction * Math.max(1, this.sight.visible - 2));
  }

  /** Goes to the next or previous record of at least this level. */
  async stepAtLevel(step: 1 | -1, level: Level): Promise<boolean> {
    if (!this.result) return false;
    this.#takeFocus();
    const { search } = this.result;
    const from = this.selectedIndex < 0 ? this.sight.first - (step > 0 ? 1 : 0) : this.selectedIndex;
    const move = this.#move;
    const index = await this.app.tell(() =>
      this.app.engine.call((engine) => engine.nextAtLevel(search, from, step, level)),
    );
    if (move !== this.#move || index === undefined) return true;
    if (index === null) return false;
    await this.select(index, this.#isInSight(index) ? 'nearest' : 'center');
    return true;
  }

  async goToTime(time: number): Promise<void> {
    if (!this.result || this.total === 0) return;
    const { search } = this.result;
    const index = await this.app.tell(() =>
      this.app.engine.call((engine) => engine.indexAtTime(search, time)),
    );
    if (index !== undefined) await this.select(index, 'center');
  }

  #isInSight(index: number): boolean {
    return index >= this.sight.first && index < this.sight.first + this.sight.visible - 1;
  }

  #choose(row: number): void {
    this.selectedRow = row;
    this.#remember({ row });
    void this.side.follow();
  }

  // -- details

  /** Closes what was opened last, or leaves the operation that is being followed. */
  back(): void {
    if (this.side.isOpen) this.side.back();
    else if (this.isFollowing) void this.followOperation();
  }

  async openFile(): Promise<void> {
    await this.side.openDetail();
    const { detail } = this.side;
    if (detail) this.app.show({ view: 'files', file: detail.file, line: detail.line });
  }

  tell(message: string): void {
    this.message = message;
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => (this.message = ''), 4_000);
  }

  async toggleMark(): Promise<void> {
    const row = this.selectedRow;
    if (row === null) return;
    const mark = this.marks.of(row);
    if (mark) await this.marks.remove(mark);
    else await this.marks.set(row, '');
  }

  async goToMark(mark: Mark): Promise<void> {
    await this.selectRow(mark.row);
    if (!this.selectedHere) this.tell(text.timeline.detail.hidden);
  }

  // -- what other views ask for

  /** Acts on a request of the page once. */
  async answer(request: ViewRequest | null): Promise<void> {
    if (!request || request === this.#request || request.view !== 'timeline' || !this.app.case) return;
    this.#request = request;
    const { row, time, query, range } = request as Extract<ViewRequest, { view: 'timeline'; row?: number }>;
    if (query !== undefined) await this.run(query);
    else await this.#searching;
    if (range) this.histogram.zoomTo(range[0], range[1]);
    if (row !== undefined) {
      this.side.panel = 'detail';
      await this.selectRow(row);
      if (!this.selectedHere && query === undefined && this.query) await this.run('');
    } else if (time !== undefined) {
      await this.goToTime(time);
    } else if (range) {
      await this.goToTime(range[0]);
    }
  }

  isMarked(row: TimelineRow): boolean {
    return this.marks.loaded ? this.marks.of(row.row) !== undefined : row.marked;
  }
}

const timelines = new WeakMap<App, Timeline>();

/** The page's timeline. Its derived values belong to no component, since it outlives them all. */
export function timelineOf(app: App): Timeline {
  const known = timelines.get(app);
  if (known) return known;
  let timeline!: Timeline;
  $effect.root(() => {
    timeline = new Timeline(app);
  });
  timelines.set(app, timeline);
  return timeline;
}
