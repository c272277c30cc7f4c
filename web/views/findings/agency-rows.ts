import type { Traced } from '../../../workers/engine/findings-api';
import type { EamAgency, EamAgent } from '../../../workers/public-api';

export type TracedAgency = Traced<EamAgency>;
export type TracedAgent = Traced<EamAgent>;

/** A row of the tree: an agency, or one of its agents. */
export interface AgencyRow {
  /** Stays the same while the tree opens and closes. */
  key: string;
  agency: TracedAgency;
  /** Null in the row of the agency itself. */
  agent: TracedAgent | null;
  /** Of an agency: its agents are shown below. */
  isOpen: boolean;
  /** Of an agency: agents that the filter lets through. */
  agents: number;
}

/** Which agencies and agents are shown. */
export interface AgencyFilter {
  /** Part of a name or id, of whatever case. */
  text: string;
  /** Only what is not green, has issues or stands still. */
  onlyTrouble: boolean;
}

/** Key of an agency's row, by its index in the answer. */
export const agencyKey = (agency: number): string => `${agency}`;
/** Key of an agent's row. */
export const agentKey = (agency: number, agent: number): string => `${agency}/${agent}`;

/** Trees of so few agencies are open unless somebody closes them. */
const FEW = 3;

/** The rows of the tree. Few agencies, and those that a filter leaves, are open; `toggled` ones are the other way. */
export function agencyRows(
  agencies: readonly TracedAgency[],
  toggled: readonly string[],
  filter: AgencyFilter,
): AgencyRow[] {
  const wanted = filter.text.trim().toLowerCase();
  const isFiltered = wanted !== '' || filter.onlyTrouble;
  const turned = new Set(toggled);
  const openFirst = isFiltered || agencies.length <= FEW;
  const rows: AgencyRow[] = [];
  for (const [index, agency] of agencies.entries()) {
    const ownMatch =
      wanted === '' || matches(wanted, [agency.id, agency.name, agency.cluster, agency.service]);
    const shown: number[] = [];
    for (const [at, agent] of agency.agents.entries()) {
      if (filter.onlyTrouble && !hasTrouble(agent)) continue;
      if (ownMatch || matches(wanted, namesOf(agent))) shown.push(at);
    }
    const isShown = shown.length > 0 || (ownMatch && (!filter.onlyTrouble || hasTrouble(agency)));
    if (!isShown) continue;
    const key = agencyKey(index);
    const isOpen = shown.length > 0 && turned.has(key) !== openFirst;
    rows.push({ key, agency, agent: null, isOpen, agents: shown.length });
    if (!isOpen) continue;
    for (const at of shown) {
      rows.push({ key: agentKey(index, at), agency, agent: agency.agents[at]!, isOpen: false, agents: 0 });
    }
  }
  return rows;
}

function namesOf({ id, name, host, hostName, vm, vmName, vmIp, issues }: TracedAgent): (string | null)[] {
  return [id, name, host, hostName, vm, vmName, vmIp, ...issues.map(({ type }) => type)];
}

function matches(wanted: string, names: readonly (string | null)[]): boolean {
  return names.some((name) => name?.toLowerCase().includes(wanted));
}

/** True of what is not green, has issues, or stands still. */
export function hasTrouble({
  status,
  issues,
  flow,
}: Pick<TracedAgent, 'status' | 'issues' | 'flow'>): boolean {
  return (status !== null && status !== 'green') || issues.length > 0 || !flow.normal;
}

/** How many agents stand at each step of the installation. */
export function agentsByStep(agents: readonly Pick<TracedAgent, 'flow'>[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { flow } of agents) counts.set(flow.step, (counts.get(flow.step) ?? 0) + 1);
  return counts;
}

/** What an agent is called: its VM, else its host, else its id. */
export function agentName({ id, name, vmName, hostName, host }: TracedAgent): string {
  return vmName ?? hostName ?? host ?? name ?? id;
}

/** Where an agent is: its host, by name where it is known; null of an agent that is called by it already. */
export function agentPlace({ vmName, hostName, host }: TracedAgent): string | null {
  return vmName === null ? null : (hostName ?? host);
}
