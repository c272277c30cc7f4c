import type { EamAgency, EamAgent, EamFlow, EamIssue, EamState } from '../public-api';
import type { EamCase } from './eam-case';
import { agencyFlow, agentFlow, type Flow } from './flow';
import { issueType } from './issue-types';
import type { Agency, Agent, IssueState, StateChange } from './objects';

/** The agencies as the page's API gives them; agents of an unknown agency stand under one without id. */
export function agencyList(model: EamCase): EamAgency[] {
  const listed = model.agencies.map((agency) => agencyEntry(agency, model));
  if (model.looseAgents.length === 0) return listed;
  const agents = model.looseAgents.map((agent) => agentEntry(agent, model));
  const flows = agents.map(({ flow }) => flow);
  listed.push({
    id: '',
    name: null,
    cluster: null,
    service: null,
    goalState: null,
    status: null,
    issues: agents.flatMap(({ issues }) => issues),
    agents,
    flow: flows.find(({ normal }) => !normal) ?? flows[0]!,
    history: [],
    gone: false,
    evidence: [],
  });
  return listed;
}

function agencyEntry(agency: Agency, model: EamCase): EamAgency {
  const agents = agency.agents.map((agent) => agentEntry(agent, model));
  const last = agency.history.at(-1);
  const issues = new Map<string, EamIssue>();
  for (const issue of agents.flatMap((agent) => agent.issues)) issues.set(issueKey(issue), issue);
  for (const issue of openIssues(agency.issues))
    if (!issues.has(issueKey(issue))) issues.set(issueKey(issue), issue);
  return {
    id: agency.id,
    name: agency.name,
    cluster: clusterOf(agency),
    service: agency.nsx?.service ?? agency.agentName,
    goalState: last?.goalState ?? common(agents.map(({ goalState }) => goalState)),
    status: last?.status ?? worst(agents.map(({ status }) => status)),
    issues: [...issues.values()],
    agents,
    flow: flowEntry(agencyFlow(agency, model.until)),
    history: agency.history.map(stateEntry),
    gone: isGone(agency),
    evidence: agency.evidence,
  };
}

/** Name of the cluster that an agency is for where its name tells it, else the MoRef, or null. */
export function clusterOf(agency: Agency): string | null {
  return (
    agency.nsx?.cluster ??
    agency.clusters[0] ??
    agency.agents.flatMap(({ issues }) => issues).find(({ cluster }) => cluster)?.cluster ??
    null
  );
}

/** True of an agency that is no more at the end of what is known. */
export function isGone(agency: Agency): boolean {
  return agency.gone !== null || !agency.listedLast;
}

function agentEntry(agent: Agent, model: EamCase): EamAgent {
  const last = agent.history.at(-1);
  return {
    id: agent.id,
    name: agent.name,
    host: agent.host,
    hostName: agent.hostName ?? (agent.host === null ? null : (model.hostNames.get(agent.host) ?? null)),
    vm: agent.vm,
    vmName: agent.vmName,
    vmPowerState: last?.vmPowerState ?? null,
    vmIp: last?.vmIp ?? null,
    ofCluster: agent.ofCluster,
    goalState: last?.goalState ?? null,
    status: last?.status ?? null,
    issues: openIssues(agent.issues),
    flow: flowEntry(agentFlow(agent, model.until)),
    history: agent.history.map(stateEntry),
    evidence: agent.evidence,
  };
}

function openIssues(issues: readonly IssueState[]): EamIssue[] {
  return issues.filter(({ open }) => open).map(issueEntry);
}

function issueEntry(issue: IssueState): EamIssue {
  const { type, severity, meaning, resolve, warning } = issueType(issue.type);
  return {
    type,
    key: issue.key,
    description: issue.description,
    severity,
    meaning,
    resolve,
    warning: warning ?? null,
    first: iso(issue.first),
    last: iso(issue.last),
    agent: issue.agent,
    evidence: issue.evidence,
  };
}

function issueKey({ type, key, agent }: EamIssue): string {
  return `${type}/${key}/${agent}`;
}

function stateEntry({ time, status, goalState, vmPowerState, issues, evidence }: StateChange): EamState {
  return { time: iso(time), status, goalState, vmPowerState, issues, evidence };
}

function flowEntry({ step, since, normal, stoppedBy }: Flow): EamFlow {
  return { step, since: iso(since), normal, stoppedBy };
}

const STATUSES = ['green', 'yellow', 'red'];

function worst(statuses: readonly (string | null)[]): string | null {
  let found: string | null = null;
  for (const status of statuses) {
    if (status !== null && (found === null || STATUSES.indexOf(status) > STATUSES.indexOf(found)))
      found = status;
  }
  return found;
}

function common(values: readonly (string | null)[]): string | null {
  const known = new Set(values.filter((value) => value !== null));
  return known.size === 1 ? [...known][0]! : null;
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(Math.floor(time)).toISOString();
}
