import { SvelteMap } from 'svelte/reactivity';
import type { TableOrder } from '../../workers/analysis/table';
import type { Completion } from '../../workers/query';
import type { TableName, TableRows } from '../../workers/engine/tables-api';
import { Failure } from '../../workers/failure';
import { withTerm, type FieldSet } from '../../workers/query';
import type { App } from '../app/app.svelte';
import { nextJob } from '../app/job-numbers';
import { problemIn, withNewest, type QueryModel, type QueryProblem } from '../query/query-model';
import { RowPages } from '../scrolling/row-pages';
import type { TableScroller } from './columns';

const TYPING_REST = 150;

/** State of one table that an analysis makes: its query, its order, the rows in sight and the selected one. */
export class TableModel<Name extends TableName> implements QueryModel {
  readonly app: App;
  readonly name: Name;
  readonly fields: FieldSet;
  readonly pages: RowPages<TableRows[Name]>;

  query = $state('');
  problem = $state.raw<QueryProblem | null>(null);
  history = $state.raw<readonly string[]>([]);
  /** Null: the table's own order. */
  order = $state.raw<TableOrder | null>(null);
  total = $state(0);
  /** Rows of the whole table; null before it is known. */
  of = $state<number | null>(null);
  asking = $state(false);
  /** Why there is no table. */
  failure = $state.raw<Failure | null>(null);
  selected = $state(-1);
  scroller = $state.raw<TableScroller | null>(null);

  #search = -1;
  #run = 0;
  /** Of the search that was begun last. */
  #job = 0;
  #searching: Promise<void> = Promise.resolve();
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** The case, and how much of it, that the rows are of. */
  #shownOf = '';
  /** Zone that the times of the query were read in. */
  #zone = '';

  constructor(app: App, name: Name, fields: FieldSet) {
    this.app = app;
    this.name = name;
    this.fields = fields;
    const load = (start: number, count: number) =>
      app.engine.call((engine) => engine.tableRows(name, this.#search, start, count));
    this.pages = new RowPages<TableRows[Name]>(load as never, { pages: new SvelteMap() });
  }

  /** To be called when the view is entered and whenever the case or the zone changes: asks again if it has to. */
  follow(): void {
    const { app } = this;
    if (!app.case || app.running.length > 0) return;
    const of = app.content;
    if (of === this.#shownOf) {
      // Times without a zone in the query now mean something else.
      if (app.zone !== this.#zone && this.query.trim() !== '') void this.search();
      return;
    }
    if (!this.#shownOf.startsWith(`${app.seen} `)) this.#recall();
    this.#shownOf = of;
    void this.search();
  }

  // What was kept with the case when it was looked at last.
  #recall(): void {
    const saved = (this.app.remembered()[`table:${this.name}`] ?? {}) as { query?: unknown; order?: unknown };
    this.query = typeof saved.query === 'string' ? saved.query : '';
    this.order = isOrder(saved.order) ? saved.order : null;
    this.selected = -1;
    this.history = [];
    this.of = null;
    this.total = 0;
    this.pages.reset(0);
  }

  type(query: string): void {
    const { seen } = this.app;
    this.query = query;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      // Typing may have rested after the case was left: its query is none of the next one's.
      if (seen === this.app.seen) void this.search();
    }, TYPING_REST);
  }

  run(query: string): Promise<void> {
    this.query = query;
    this.remember();
    return this.search();
  }

  /** Adds a term to the query. */
  narrow(field: string, value: string, negate = false): Promise<void> {
    return this.run(withTerm(this.query, field, value, { negate, fields: this.fields }));
  }

  async complete(query: string, cursor: number): Promise<readonly Completion[]> {
    try {
      return await this.app.engine.ask((engine) => engine.tableComplete(this.name, query, cursor));
    } catch {
      return [];
    }
  }

  remember(): void {
    const query = this.query.trim();
    if (query) this.history = withNewest(this.history, query);
  }

  leave(): void {
    this.scroller?.focus();
  }

  /** Orders by a column: rising, then falling, then as the table itself is. */
  sortBy(column: string): void {
    const { order } = this;
    if (order?.column !== column) this.order = { column, direction: 'asc' };
    else this.order = order.direction === 'asc' ? { column, direction: 'desc' } : null;
    void this.search();
  }

  search(): Promise<void> {
    return (this.#searching = this.#searchNow());
  }

  /** Settles when the search under way is answered. */
  settled(): Promise<void> {
    return this.#searching;
  }

  async #searchNow(): Promise<void> {
    clearTimeout(this.#typing);
    const run = ++this.#run;
    const { query, order } = this;
    const { zone, seen } = this.app;
    const job = nextJob();
    const before = this.asking ? this.#job : null;
    this.#job = job;
    const isOver = (): boolean => run !== this.#run || seen !== this.app.seen;
    this.#zone = zone;
    this.asking = true;
    this.failure = null;
    try {
      const asked = this.app.engine.call((engine) =>
        engine.tableSearch(job, this.name, { query, order: $state.snapshot(order), anchor: null, zone }),
      );
      // Nobody waits for it any more; what both are worked out from is now the newer one's.
      if (before !== null) this.#end(before);
      const state = await asked;
      if (isOver()) return;
      this.problem = null;
      this.#search = state.search;
      this.total = state.total;
      this.of = state.of;
      this.selected = -1;
      this.pages.reset(state.total);
      this.pages.want(0, 100);
      this.app.remember({ [`table:${this.name}`]: { query, order: $state.snapshot(order) } });
      this.scroller?.scrollTo(0, 'start');
    } catch (error) {
      if (isOver()) return;
      const isQuery = error instanceof Failure && error.code.startsWith('query-');
      if (isQuery) this.problem = problemIn(query, error, this.fields);
      else this.failure = error instanceof Failure ? error : new Failure('internal', String(error));
    } finally {
      if (run === this.#run) this.asking = false;
    }
  }

  /** Ends the search, and the working out of what the table is made from. */
  cancel(): void {
    this.#end(this.#job);
    void this.app.tell(() => this.app.engine.ask((engine) => engine.cancelAnalysis()));
  }

  #end(job: number): void {
    void this.app.tell(() => this.app.engine.ask((engine) => engine.cancelJob(job)));
  }

  /** Place of a row of the whole table in what is shown, or -1. */
  placeOf(row: number): Promise<number> {
    return this.app.engine.call((engine) => engine.tablePlace(this.name, this.#search, row));
  }

  /** The selected row once it is known; undefined where there is none, or another was selected meanwhile. */
  async chosen(): Promise<TableRows[Name] | undefined> {
    const { selected } = this;
    const row = await this.pages.fetch(selected);
    return selected === this.selected ? row : undefined;
  }

  look(first: number, visible: number): void {
    this.pages.want(first, visible);
  }

  select(index: number): void {
    this.selected = Math.max(-1, Math.min(this.total - 1, index));
    if (this.selected >= 0) this.scroller?.scrollTo(this.selected, 'nearest');
  }
}

function isOrder(value: unknown): value is TableOrder {
  const order = value as Partial<TableOrder> | null | undefined;
  return typeof order?.column === 'string' && (order.direction === 'asc' || order.direction === 'desc');
}
