import type { CheckedRule } from '../../../workers/engine/findings-view-api';
import type { FindingSeverity } from '../../../workers/public-api';
import type { PaneSize } from '../../parts/pane-size';
import type { App } from '../../app/app.svelte';
import { text } from '../../text';
import { AgencyTree } from './agency-tree.svelte';
import { Answer } from '../../app/answer.svelte';
import { nextJob } from '../../app/job-numbers';
import {
  agencyNames,
  areasOf,
  findingLines,
  SEVERITIES,
  severityCounts,
  type FindingFilter,
} from './finding-lines';
import { PickList } from './pick-list.svelte';
import { ThreadDumps } from './thread-dumps.svelte';

export type Tab = keyof typeof text.findings.tabs;
export const TABS: readonly Tab[] = ['findings', 'agencies', 'threads', 'database'];

/** What the view of findings shows. */
export class FindingsState {
  readonly app: App;
  readonly findings;
  readonly agencies: AgencyTree;
  readonly threads: ThreadDumps;
  readonly list: PickList;
  readonly database;

  tab = $state<Tab>('findings');
  rules = $state.raw<readonly CheckedRule[]>([]);
  filter = $state.raw<FindingFilter>({ severities: [], area: null });
  /** Index of the finding whose details are shown, in the engine's answer; -1 for none. */
  open = $state(-1);
  showsRules = $state(false);
  paneSize = $state({ width: 620, height: 420 });

  readonly lines = $derived.by(() => findingLines(this.findings.value ?? [], this.filter));
  readonly counts = $derived.by(() => severityCounts(this.findings.value ?? [], this.filter.area));
  readonly areas = $derived.by(() => areasOf(this.rules, this.findings.value ?? []));
  readonly shown = $derived.by(() => this.findings.value?.[this.open] ?? null);
  readonly agencyNames = $derived.by(() => agencyNames(this.agencies.answer.value ?? []));

  #case = '';
  #settled: unknown = null;

  constructor(app: App) {
    this.app = app;
    this.findings = new Answer(app, (engine) => engine.findings(nextJob(), null));
    this.agencies = new AgencyTree(app);
    this.threads = new ThreadDumps(app);
    this.list = new PickList(
      () => this.lines.length,
      (line) => (this.open = this.lines[line]?.index ?? -1),
    );
    this.database = new Answer(app, (engine) => engine.eamDatabase());
  }

  /** To be called when the view is entered and whenever the case changes. */
  follow(): void {
    const { app } = this;
    if (!app.case || app.running.length > 0) return;
    const version = app.content;
    if (version !== this.#case) {
      if (!this.#case.startsWith(`${app.seen} `)) this.#recall();
      this.#case = version;
      this.open = -1;
      this.list.selected = -1;
      this.agencies.reset();
      void this.#askRules();
    }
    this.findings.follow(version);
    if (this.tab === 'database') this.database.follow(version);
    if (this.tab === 'threads') this.threads.follow(version);
    // Findings name agencies by their ids: their names come with them.
    if (this.tab === 'agencies' || this.tab === 'findings') this.agencies.follow(version);
  }

  async #askRules(): Promise<void> {
    if (this.rules.length > 0) return;
    this.rules = (await this.app.tell(() => this.app.engine.call((engine) => engine.findingRules()))) ?? [];
  }

  show(tab: Tab): void {
    this.tab = tab;
    this.#remember();
    this.follow();
  }

  nameOfAgency(id: string): string {
    return this.agencyNames.get(id) ?? id;
  }

  /** To be called when findings are there: where there is room, the first one stands open. */
  settle(narrow: boolean): void {
    const { value } = this.findings;
    if (value === null || value === this.#settled) return;
    this.#settled = value;
    if (!narrow && this.open < 0 && this.lines.length > 0) this.list.open(0);
  }

  // -- the list of findings

  toggle(severity: FindingSeverity): void {
    const { severities } = this.filter;
    const without = severities.filter((one) => one !== severity);
    this.setFilter({ severities: without.length < severities.length ? without : [...severities, severity] });
  }

  setFilter(filter: Partial<FindingFilter>): void {
    this.filter = { ...this.filter, ...filter };
    this.list.selected = this.lines.findIndex(({ index }) => index === this.open);
    this.#remember();
  }

  clearFilter(): void {
    this.setFilter({ severities: [], area: null });
  }

  /** Shows a finding, by its index in the engine's answer, whatever the filter says. */
  openFinding(index: number): void {
    if (!this.lines.some((line) => line.index === index)) this.clearFilter();
    this.list.open(this.lines.findIndex((line) => line.index === index));
  }

  // -- what every tab has: a list, and one of it in full

  /** The list of the tab that is shown; null where it has none. */
  get currentList(): PickList | null {
    const lists = {
      findings: this.list,
      agencies: this.agencies.list,
      threads: this.threads.list,
      database: null,
    };
    return lists[this.tab];
  }

  get hasDetail(): boolean {
    if (this.tab === 'findings') return this.shown !== null;
    if (this.tab === 'agencies') return this.agencies.detail !== null;
    return this.tab === 'threads' && this.threads.detail !== null;
  }

  close(): void {
    if (this.tab === 'findings') this.open = -1;
    else if (this.tab === 'agencies') this.agencies.shown = null;
    else if (this.tab === 'threads') this.threads.shown = -1;
    this.currentList?.focus();
  }

  /** Shows an agency or agent by its id. */
  showAgent(id: string): void {
    this.show('agencies');
    this.agencies.reveal(id);
  }

  setPaneSize(size: Partial<PaneSize>): void {
    this.paneSize = { ...this.paneSize, ...size };
  }

  #remember(): void {
    const { severities, area } = this.filter;
    this.app.remember({ findings: { tab: this.tab, severities, area } });
  }

  #recall(): void {
    const saved = (this.app.remembered().findings ?? {}) as Record<string, unknown>;
    const { severities, area } = saved;
    this.tab = TABS.find((tab) => tab === saved.tab) ?? 'findings';
    this.filter = {
      severities: SEVERITIES.filter((one) => Array.isArray(severities) && severities.includes(one)),
      area: typeof area === 'string' ? area : null,
    };
  }
}

const states = new WeakMap<App, FindingsState>();

/** The page's state of the view, which outlives it: what it derives must not end with the view that asks first. */
export function findingsOf(app: App): FindingsState {
  const known = states.get(app);
  if (known) return known;
  let state!: FindingsState;
  $effect.root(() => {
    state = new FindingsState(app);
  });
  states.set(app, state);
  return state;
}
