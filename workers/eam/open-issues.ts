import type { Finding } from '../public-api';
import { clusterOf, isGone } from './agency-list';
import { agentsOf, type EamCase } from './eam-case';
import type { Agency, Agent, IssueState } from './objects';

type Objects = Finding['objects'];

/** An issue that is open, with what it is about. */
export interface OpenIssue {
  issue: IssueState;
  agent: Agent | null;
  agency: Agency | null;
}

/** Every open issue, each once: an agency repeats those of its agents. Those of agencies that are gone are left out. */
export function* openIssues(model: EamCase): Generator<OpenIssue> {
  const told = new Set<string>();
  for (const { agent, agency } of agentsOf(model)) {
    if (agency && isGone(agency)) continue;
    for (const issue of agent.issues) {
      if (!issue.open) continue;
      told.add(`${issue.type}/${agent.id}`);
      yield { issue, agent, agency };
    }
  }
  for (const agency of model.agencies) {
    if (isGone(agency)) continue;
    const agents = new Map(agency.agents.map((agent) => [agent.id, agent]));
    for (const issue of agency.issues) {
      if (!issue.open || (issue.agent !== null && told.has(`${issue.type}/${issue.agent}`))) continue;
      const agent = issue.agent === null ? null : (agents.get(issue.agent) ?? null);
      // What the agent said of itself later counts.
      if (agent && saidOtherwise(agent, issue)) continue;
      yield { issue, agent, agency };
    }
  }
  for (const issue of model.looseIssues) if (issue.open) yield { issue, agent: null, agency: null };
}

/** True when a later state of the agent itself does not have the issue. */
function saidOtherwise(agent: Agent, issue: IssueState): boolean {
  const state = agent.history.at(-1);
  const said = agent.last;
  return (
    state !== undefined &&
    said !== null &&
    issue.last !== null &&
    said > issue.last &&
    !state.issues.includes(issue.type)
  );
}

/** What a finding about the issue names. */
export function objectsOf({ issue, agent, agency }: OpenIssue, model: EamCase): Objects {
  const host = issue.host ?? agent?.host ?? null;
  const hostName =
    issue.hostName ?? agent?.hostName ?? (host === null ? null : (model.hostNames.get(host) ?? host));
  const cluster = (agency ? clusterOf(agency) : null) ?? issue.cluster;
  return {
    agencies: some(agency?.id ?? issue.agency),
    agents: some(agent?.id ?? issue.agent),
    hosts: some(hostName),
    clusters: some(cluster),
    vms: some(agent?.vmName ?? issue.vm ?? agent?.vm),
  };
}

/** What a finding about an agent names. */
export function objectsOfAgent(agent: Agent, agency: Agency | null, model: EamCase): Objects {
  const hostName =
    agent.hostName ?? (agent.host === null ? null : (model.hostNames.get(agent.host) ?? agent.host));
  return {
    agencies: some(agency?.id ?? agent.agency),
    agents: [agent.id],
    hosts: some(hostName),
    clusters: some(agency ? clusterOf(agency) : null),
    vms: some(agent.vmName ?? agent.vm),
  };
}

function some(value: string | null | undefined): string[] {
  return value === null || value === undefined || value === '' ? [] : [value];
}

/** Keys under which a finding tells of the issue: of the agent, of its host, and of anything. */
export function tellsOf(type: string, open: OpenIssue, model: EamCase): string[] {
  const { agents, hosts, vms } = objectsOf(open, model);
  const moRefs = [open.issue.host ?? open.agent?.host, open.issue.vm ?? open.agent?.vm];
  const keys = [
    ...agents.map((id) => `agent:${id}`),
    ...hosts.map((host) => `host:${host}`),
    ...vms.map((vm) => `vm:${vm}`),
    ...moRefs.filter((id) => typeof id === 'string').map((id) => `ref:${id}`),
  ];
  return [...keys, '*'].map((key) => `${type} ${key}`);
}

/** Keys of something that a text tells: of the hosts and VMs it names, or, when it names none, of anything. */
export function tellsOfText(type: string, { hosts = [], vms = [] }: Partial<Objects>): string[] {
  const named = [...hosts.map((host) => `host:${host}`), ...vms.map((vm) => `vm:${vm}`)];
  if (named.length === 0) return [`${type} any`, `${type} *`];
  return named.flatMap((key) => [`${type} text ${key}`, `${type} ${key}`]);
}

/**
 * Keys under which a table's finding about the issue looks for one that tells the same: of the same agent, or of a
 * text that names its host or nothing at all. The host alone does not do: it may have agents of several agencies.
 */
export function joinsOf(type: string, open: OpenIssue, model: EamCase): string[] {
  const keys = tellsOf(type, open, model);
  const { hosts, vms, agents } = objectsOf(open, model);
  const texts = [...hosts.map((host) => `host:${host}`), ...vms.map((vm) => `vm:${vm}`)];
  const own = agents.length > 0 ? keys.slice(0, 1) : keys;
  return [...own, ...texts.map((key) => `${type} text ${key}`), `${type} any`];
}

/** Agents of one agency stand in one finding; those of no known agency by their cluster. */
export function groupOf({ issue, agency }: OpenIssue): string {
  return agency?.id ?? issue.agency ?? issue.cluster ?? '';
}

/** True of what a solution of NSX deployed on a host, and where nothing says otherwise; never of vCLS. */
export function isHostSolution({
  issue,
  agent,
  agency,
}: Pick<OpenIssue, 'agent' | 'agency'> & { issue?: IssueState }): boolean {
  if (agent?.ofCluster || issue?.type.startsWith('cluster.')) return false;
  if (!agency?.name) return !/vcls/i.test(`${agent?.name} ${agent?.vmName} ${agency?.agentName}`);
  return (
    agency.nsx !== null ||
    /Guest Introspection|NSX|Network Fabric/i.test(`${agency.name} ${agency.agentName}`)
  );
}
