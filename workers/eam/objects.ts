import type { Evidence } from '../public-api';
import type { AgencyName } from './agency-name';
import type { SeenIssue } from './observation';

/** An issue over time. */
export interface IssueState extends SeenIssue {
  /** First and last instant at which it was seen; not when EAM says that it generated it. */
  first: number | null;
  last: number | null;
  /** False when what it was about was seen without it later. */
  open: boolean;
  /** True when the agent (or agency) was green right before. */
  afterGreen: boolean;
  evidence: Evidence[];
}

/** State from an instant on, until the next one. */
export interface StateChange {
  time: number | null;
  status: string | null;
  goalState: string | null;
  vm: string | null;
  vmPowerState: string | null;
  vmIp: string | null;
  vibs: boolean;
  hook: boolean;
  /** Types of the issues it had. */
  issues: string[];
  evidence: Evidence;
}

interface EamObject {
  id: string;
  name: string | null;
  /** First and last instant at which anything named it. */
  first: number | null;
  last: number | null;
  /** Each change of its state, oldest first. */
  history: StateChange[];
  issues: IssueState[];
  /** Where it is named first, and where its name or state was seen last. */
  evidence: Evidence[];
}

export interface Agent extends EamObject {
  agency: string | null;
  /** True of an agent that is bound to a cluster instead of a host. */
  ofCluster: boolean;
  host: string | null;
  hostName: string | null;
  vm: string | null;
  vmName: string | null;
}

export interface Agency extends EamObject {
  /** Parts of an NSX agency's name, or null. */
  nsx: AgencyName | null;
  agentName: string | null;
  /** MoRefs of the clusters in its scope. */
  clusters: string[];
  waitsForSolution: boolean | null;
  /** When it was destroyed, or null; `listedLast` false when the last list of agencies lacks it. */
  gone: number | null;
  listedLast: boolean;
  agents: Agent[];
}

/** Everything known of EAM's objects. */
export interface EamObjects {
  agencies: Agency[];
  /** Agents that no agency is known of. */
  looseAgents: Agent[];
  /** Issues of no known agent or agency. */
  looseIssues: IssueState[];
}
