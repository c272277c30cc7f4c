import type { Mark } from '../../../workers/engine/engine-api';
import type { RecordDetail, TimelineRow } from '../../../workers/engine/timeline-api';
import type { App, ViewRequest } from '../../app/app.svelte';
import { text } from '../../text';
import { defaultChoice, readChoice, type ColumnChoice, type ColumnId } from './columns';
import { Histogram } from './histogram.svelte';
import { Marks } from './marks.svelte';
import { RecordExporting } from './record-exporting.svelte';
import { RowWalk } from './row-walk.svelte';
import { SidePane } from './side-pane.svelte';
import { TimelineSearch } from './timeline-search.svelte';
import type { SavedTimeline } from './types';

/** How long a short word to the user stays, ms. */
const MESSAGE_TIME = 4_000;

/**
 * State of the timeline, put together: the search, the walk through its rows, and what stands beside them. It outlives
 * the view's component, so that coming back finds everything as it was.
 */
export class Timeline {
  readonly app: App;
  readonly search: TimelineSearch;
  readonly walk: RowWalk;
  readonly marks: Marks;
  readonly side: SidePane;
  readonly exporting: RecordExporting;
  readonly histogram: Histogram;

  columns = $state.raw<ColumnChoice>(defaultChoice(false));
  /** A short word to the user that goes away by itself. */
  message = $state('');

  /** The instant a relative time to go to counts from. */
  readonly anchor = $derived.by(
    () =>
      this.detailOfSelected?.time ??
      this.walk.pages.at(this.walk.sight.first)?.time ??
      this.app.case?.from ??
      0,
  );
  readonly canGoBack = $derived.by(() => this.side.isOpen || this.search.isFollowing);
  readonly severalSources = $derived.by(() => (this.app.case?.sources.length ?? 0) > 1);

  #telling: ReturnType<typeof setTimeout> | undefined;
  /** Whose view of which opening of a case was taken up, and how its rows were numbered; null before any. */
  #seen: string | null = null;
  #numbering: string | null = null;
  #request: ViewRequest | null = null;

  constructor(app: App) {
    this.app = app;
    this.marks = new Marks(app);
    this.search = new TimelineSearch(app, {
      isCurrent: () => this.isCurrent,
      selectedTime: () => this.detailOfSelected?.time ?? null,
      replaced: async () => {
        await this.walk.replaced();
        this.histogram.refresh();
      },
      grown: () => this.walk.grown(),
      told: () => this.histogram.refreshSoon(),
      leave: () => this.walk.scroller?.focus(),
      keep: (changes) => this.#remember(changes),
    });
    this.walk = new RowWalk(app, this.search, (row) => {
      this.#remember({ row });
      void this.side.follow();
    });
    this.histogram = new Histogram(app, this.search);
    this.side = new SidePane(app, {
      selectedRow: () => this.walk.selectedRow,
      leave: () => this.walk.scroller?.focus(),
      sized: (pane) => this.#remember({ pane }),
    });
    this.exporting = new RecordExporting(app, (words, failed) => {
      if (this.side.dialog === 'export') return;
      if (failed) app.notify('error', words);
      else if (app.view !== 'timeline') app.notify('info', words);
      else this.tell(words);
    });
  }

  #remembered(): SavedTimeline {
    return (this.app.remembered().timeline ?? {}) as SavedTimeline;
  }

  #remember(changes: SavedTimeline): void {
    // An answer may come when another case is open already.
    if (this.isCurrent) this.app.remember({ timeline: { ...this.#remembered(), ...changes } });
  }

  // -- following the case

  /** Whether what is here is of the open case, as its rows are numbered now. Another view may have been shown since. */
  get isCurrent(): boolean {
    const { app } = this;
    return app.case !== null && this.#seen === app.seen && this.#numbering === app.numbering;
  }

  /** Takes up the open case; called whenever it may have become another. */
  enter(): void {
    const { case: open, seen, numbering } = this.app;
    if (seen === this.#seen && numbering === this.#numbering) return;
    const moved = seen === this.#seen;
    this.#seen = seen;
    this.#numbering = numbering;
    this.#forget();
    if (!open) return;
    const saved = this.#remembered();
    this.columns = readChoice(saved.columns) ?? defaultChoice(this.severalSources);
    this.search.recall(saved);
    this.walk.begin(typeof saved.row === 'number' && !moved ? saved.row : null);
    const { width, height } = saved.pane ?? {};
    if (typeof width === 'number' && typeof height === 'number') this.side.size = { width, height };
    void this.marks.load();
    void this.search.start();
  }

  /** A second source brings its column along, until someone has chosen columns. */
  noteSources(): void {
    if (this.#remembered().columns === undefined) this.columns = defaultChoice(this.severalSources);
  }

  #forget(): void {
    this.search.forget();
    this.walk.begin(null);
    this.side.forget();
    this.marks.forget();
    this.exporting.forget();
    this.histogram.forget();
    this.message = '';
    this.#request = null;
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

  // -- the selected record

  /** The record selected, when it is known already. */
  get detailOfSelected(): TimelineRow | null {
    const { selectedRow } = this.walk;
    if (selectedRow === null) return null;
    const { detail } = this.side;
    return detail?.row === selectedRow ? detail : this.walk.selectedLoaded;
  }

  /** All records of the selected record's operation; once more: back to the query before. */
  async followOperation(): Promise<void> {
    if (this.search.isFollowing) return this.search.stopFollowing();
    return this.inTurn(async () => {
      await this.walk.chosen();
      const opId = this.detailOfSelected?.opId ?? null;
      if (opId === null) this.tell(text.timeline.noOperation);
      else await this.search.followOperation(opId);
    });
  }

  async filterToZoom(): Promise<void> {
    const { range, zoom } = this.histogram;
    if (range && zoom) await this.search.filterToRange(range.from, range.to);
  }

  /** Closes what was opened last, or leaves the operation that is being followed. */
  back(): void {
    if (this.side.isOpen) this.side.back();
    else if (this.search.isFollowing) void this.search.stopFollowing();
  }

  /**
   * Acts on the rows of the query that was asked last: while its answer is on its way, once that is shown, unless whoever
   * asked types something else by then.
   */
  async inTurn(act: () => unknown): Promise<void> {
    if (this.search.asking) {
      await this.search.settled();
      if (!this.isCurrent || document.activeElement?.matches('input, textarea')) return;
    }
    await act();
  }

  /** Opens the pane of the selected record, which may still be on its way; null where its details cannot be had. */
  async openDetail(): Promise<RecordDetail | null> {
    const row = await this.walk.chosen();
    return row === null ? null : this.side.openDetail();
  }

  async openFile(): Promise<void> {
    const detail = await this.openDetail();
    if (detail) this.app.show({ view: 'files', file: detail.file, line: detail.line });
  }

  tell(message: string): void {
    this.message = message;
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => (this.message = ''), MESSAGE_TIME);
  }

  async toggleMark(): Promise<void> {
    const row = await this.walk.chosen();
    if (row !== null) await this.marks.toggle(row);
  }

  async goToMark(mark: Mark): Promise<void> {
    const { walk } = this;
    await walk.selectRow(mark.row);
    // Where it is may have been asked of a result that was being replaced.
    await this.search.settled();
    if (walk.selectedRow === mark.row && !walk.selectedHere) this.tell(text.timeline.detail.hidden);
  }

  isMarked(row: TimelineRow): boolean {
    return this.marks.loaded ? this.marks.of(row.row) !== undefined : row.marked;
  }

  // -- what other views ask for

  /** Acts on a request of the page once; a later request ends one that is under way. */
  async answer(request: ViewRequest | null): Promise<void> {
    if (!request || request === this.#request || request.view !== 'timeline' || !this.app.case) return;
    this.#request = request;
    const { row, time, query, range } = request as Extract<ViewRequest, { view: 'timeline'; row?: number }>;
    const isWanted = (): boolean => request === this.#request && this.isCurrent;
    await (query !== undefined ? this.search.run(query) : this.search.settled());
    if (!isWanted()) return;
    if (range) this.histogram.zoomTo(range[0], range[1]);
    if (row !== undefined) {
      this.side.panel = 'detail';
      await this.walk.selectRow(row);
      await this.search.settled();
      const isHidden = isWanted() && this.walk.selectedRow === row && !this.walk.selectedHere;
      if (isHidden && query === undefined && this.search.query) await this.search.run('');
    } else if (time !== undefined) {
      await this.walk.goToTime(time);
    } else if (range) {
      await this.walk.goToTime(range[0]);
    }
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
