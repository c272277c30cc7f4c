import type { App } from '../../app/app.svelte';
import { Answer } from '../../app/answer.svelte';
import { nextJob } from '../../app/job-numbers';
import { agencyKey, agencyRows, agentKey, type AgencyFilter } from './agency-rows';
import { PickList } from './pick-list.svelte';
import { firstState } from './state-lane';

/** The tree of agencies and agents. */
export class AgencyTree {
  readonly app: App;
  readonly answer;
  readonly list: PickList;

  filter = $state.raw<AgencyFilter>({ text: '', onlyTrouble: false });
  /** Keys of agencies that were opened or closed by hand. */
  toggled = $state.raw<readonly string[]>([]);
  /** Key of the row whose details are shown. */
  shown = $state<string | null>(null);

  readonly rows = $derived.by(() => agencyRows(this.answer.value ?? [], this.toggled, this.filter));
  readonly detail = $derived.by(() => this.#rowOf(this.shown));
  /** Instants between which the lanes lie, ms UTC; null when no state has a time. */
  readonly span = $derived.by(() => this.#span());

  constructor(app: App) {
    this.app = app;
    this.answer = new Answer(app, (engine) => engine.eamAgencies(nextJob()));
    this.list = new PickList(
      () => this.rows.length,
      (row) => (this.shown = this.rows[row]?.key ?? null),
    );
  }

  follow(version: string): void {
    this.answer.follow(version);
  }

  /** Another case: nothing of the former is open any more. */
  reset(): void {
    this.toggled = [];
    this.shown = null;
    this.list.selected = -1;
    this.filter = { text: '', onlyTrouble: false };
  }

  setFilter(filter: Partial<AgencyFilter>): void {
    const key = this.rows[this.list.selected]?.key ?? null;
    this.filter = { ...this.filter, ...filter };
    this.toggled = [];
    this.list.selected = this.rows.findIndex((row) => row.key === key);
  }

  toggle(row: number): void {
    const { key, agents } = this.rows[row] ?? {};
    if (key !== undefined && agents) this.#turn(key);
  }

  #turn(key: string): void {
    const without = this.toggled.filter((one) => one !== key);
    this.toggled = without.length < this.toggled.length ? without : [...without, key];
  }

  /** Right: opens an agency, or goes to its first agent. */
  forward(): void {
    const row = this.rows[this.list.selected];
    if (!row || row.agent !== null) return;
    if (row.isOpen) this.list.move(1);
    else this.toggle(this.list.selected);
  }

  /** Left: closes an agency, or goes to that of an agent. */
  backward(): void {
    const row = this.rows[this.list.selected];
    if (!row) return;
    if (row.agent === null) {
      if (row.isOpen) this.toggle(this.list.selected);
      return;
    }
    this.list.select(this.rows.findIndex((one) => one.agent === null && one.agency === row.agency));
  }

  /** Shows an agency or agent by its id; false when there is none. */
  reveal(id: string): boolean {
    const found = this.#find(id);
    if (!found) return false;
    this.filter = { text: '', onlyTrouble: false };
    const { agency, agent } = found;
    const key = agent === null ? agencyKey(agency) : agentKey(agency, agent);
    if (agent !== null && !this.rows.some((row) => row.key === key)) this.#turn(agencyKey(agency));
    this.shown = key;
    this.list.select(this.rows.findIndex((row) => row.key === key));
    return true;
  }

  #find(id: string): { agency: number; agent: number | null } | null {
    for (const [agency, { id: own, agents }] of (this.answer.value ?? []).entries()) {
      if (own === id) return { agency, agent: null };
      const agent = agents.findIndex((one) => one.id === id);
      if (agent >= 0) return { agency, agent };
    }
    return null;
  }

  #rowOf(key: string | null) {
    if (key === null) return null;
    const [agency, agent] = key.split('/').map(Number);
    const found = this.answer.value?.[agency!];
    if (!found) return null;
    return { agency: found, agent: agent === undefined ? null : (found.agents[agent] ?? null) };
  }

  #span(): { from: number; to: number } | null {
    const agencies = this.answer.value ?? [];
    const from = firstState(
      agencies.flatMap((agency) => [agency.history, ...agency.agents.map(({ history }) => history)]),
    );
    if (from === null) return null;
    const to = Math.max(from + 1, this.app.case?.to ?? 0);
    // A little behind the end, so that a state shows which began with the last line.
    return { from, to: to + (to - from) * 0.04 };
  }
}
