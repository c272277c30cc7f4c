import type { OperationRow } from '../../../workers/trace/operations';
import { OPERATION_FIELDS } from '../../../workers/trace/operation-table';
import { SESSION_FIELDS } from '../../../workers/trace/session-table';
import type { PaneSize } from '../../parts/pane-size';
import type { App, ViewRequest } from '../../app/app.svelte';
import { queryValue } from '../../format/query-text';
import { TableModel } from '../../table/table-model.svelte';
import { Answer } from '../../app/answer.svelte';
import { nextJob } from '../../app/job-numbers';
import { dayAfter } from './days';
import { Exporting } from './exporting.svelte';

export const TABS = ['operations', 'days', 'sessions', 'completeness'] as const;
export type Tab = (typeof TABS)[number];

/** Cases up to this size show the tree of an operation without being asked: it reads all of their texts. */
const TREE_AT_ONCE = 300_000;

/** What the view of operations shows. */
export class OperationsState {
  readonly app: App;
  readonly table: TableModel<'operations'>;
  readonly sessions: TableModel<'sessions'>;
  readonly days;
  readonly completeness;
  readonly exporting: Exporting;

  tab = $state<Tab>('operations');
  /** The operation whose details are open, with all of its lines. */
  detail = $state.raw<OperationRow | null>(null);
  /** Whether details show the tree; null as long as the user has not said. */
  tree = $state<boolean | null>(null);
  /** True when the query does not match the operation that is shown. */
  hidden = $state(false);
  paneSize = $state({ width: 460, height: 340 });
  /** For screen readers. */
  said = $state('');

  #request: ViewRequest | null = null;
  #case = '';
  #asked = 0;

  constructor(app: App) {
    this.app = app;
    this.table = new TableModel(app, 'operations', OPERATION_FIELDS);
    this.sessions = new TableModel(app, 'sessions', SESSION_FIELDS);
    this.days = new Answer(app, (engine) => engine.operationDays(app.zone));
    this.completeness = new Answer(app, (engine) => engine.completeness(nextJob()));
    this.exporting = new Exporting(this);
  }

  get showsTree(): boolean {
    return this.tree ?? (this.app.case?.records ?? 0) <= TREE_AT_ONCE;
  }

  /** To be called when the view is entered and whenever the case or the zone changes. */
  follow(): void {
    const { app } = this;
    if (!app.case || app.running.length > 0) return;
    const version = app.content;
    if (version !== this.#case) {
      if (!this.#case.startsWith(`${app.seen} `)) this.#recall();
      this.#case = version;
      this.closeDetail();
    }
    this.table.follow();
    if (this.tab === 'sessions') this.sessions.follow();
    else if (this.tab === 'days') this.days.follow(`${version} ${app.zone}`);
    else if (this.tab !== 'operations') this[this.tab].follow(version);
  }

  show(tab: Tab): void {
    this.tab = tab;
    this.#remember();
    this.follow();
  }

  /** The operations that a query matches. */
  async filter(query: string): Promise<void> {
    this.show('operations');
    this.closeDetail();
    await this.table.run(query);
  }

  /** What a person did on a day; null stands for those that no log names, and for no day. */
  filterDay(who: string | null | undefined, day: string | null | undefined): Promise<void> {
    const terms: string[] = [];
    if (who === null) terms.push('missing:who');
    else if (who !== undefined) terms.push(`who:${queryValue(who)}`);
    if (day === null) terms.push('missing:when');
    else if (day !== undefined) terms.push(`after:${day}`, `before:${dayAfter(day)}`);
    return this.filter(terms.join(' '));
  }

  /** Opens the details of an operation, by its index in the table's own order. */
  async open(index: number): Promise<void> {
    const asked = ++this.#asked;
    const detail = await this.app.tell(() => this.app.engine.call((engine) => engine.operation(index)));
    if (asked !== this.#asked || !detail) return;
    this.detail = detail;
    this.hidden = false;
  }

  closeDetail(): void {
    this.#asked++;
    this.detail = null;
  }

  /** Details beside the selected row of the table. */
  async openSelected(): Promise<void> {
    const row = await this.table.chosen();
    if (row) await this.open(row.index);
  }

  /** Does what another view asked for. */
  async answer(request: ViewRequest | null): Promise<void> {
    if (!request || request === this.#request || request.view !== 'operations') return;
    this.#request = request;
    const { operation, query } = request as Extract<ViewRequest, { view: 'operations'; query?: string }>;
    if (query === undefined && operation === undefined) return;
    this.follow();
    this.show('operations');
    await (query === undefined ? this.table.settled() : this.table.run(query));
    if (operation === undefined) return;
    await this.open(operation);
    const place = await this.#placeOf(operation);
    if (place !== null) this.table.select(place);
  }

  /** After a search: says whether it still finds the operation that is shown. */
  async noteSearch(): Promise<void> {
    if (this.detail) await this.#placeOf(this.detail.index);
  }

  /** Where an operation that is shown stands in the table, or null. */
  async #placeOf(operation: number): Promise<number | null> {
    try {
      const place = await this.table.placeOf(operation);
      if (this.detail?.index !== operation) return null;
      this.hidden = place < 0;
      return place;
    } catch {
      // Another search has begun, and its end is noted again.
      return null;
    }
  }

  setTree(shown: boolean): void {
    this.tree = shown;
    this.#remember();
  }

  setPaneSize(size: Partial<PaneSize>): void {
    this.paneSize = { ...this.paneSize, ...size };
  }

  #remember(): void {
    this.app.remember({ operations: { tab: this.tab, tree: this.tree } });
  }

  #recall(): void {
    const saved = (this.app.remembered().operations ?? {}) as { tab?: unknown; tree?: unknown };
    this.tab = TABS.find((tab) => tab === saved.tab) ?? 'operations';
    this.tree = typeof saved.tree === 'boolean' ? saved.tree : null;
  }
}

const states = new WeakMap<App, OperationsState>();

/** The page's state of the view, which outlives it. */
export function operationsOf(app: App): OperationsState {
  let state = states.get(app);
  if (!state) states.set(app, (state = new OperationsState(app)));
  return state;
}
