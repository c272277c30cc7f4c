import type { Evidence } from '../public-api';

/** An issue as something EAM printed states it; texts as they stand. */
export interface SeenIssue {
  /** VMODL name without `eam.issue.`. */
  type: string;
  key: string | null;
  description: string | null;
  /** When EAM generated it last, as printed: not when it began. */
  generated: string | null;
  agency: string | null;
  agencyName: string | null;
  agent: string | null;
  agentName: string | null;
  host: string | null;
  hostName: string | null;
  cluster: string | null;
  vm: string | null;
  /** Fields of the type itself, such as `downloadUrl` and `missingFile`. */
  details: [name: string, value: string][];
}

interface Seen {
  /** ms UTC, or null. */
  time: number | null;
  evidence: Evidence;
}

/** What EAM said about an agency or agent at an instant: its whole state. */
export interface SeenState extends Seen {
  kind: 'state';
  /** Last instant at which the same was said again. */
  until: number | null;
  id: string;
  what: 'agency' | 'agent' | 'cluster-agent';
  status: string | null;
  goalState: string | null;
  agency: string | null;
  host: string | null;
  vm: string | null;
  vmName: string | null;
  vmIp: string | null;
  vmPowerState: string | null;
  vibs: boolean;
  /** True while the solution has not acknowledged something about the VM. */
  hook: boolean;
  issues: SeenIssue[];
}

/** How an agency is configured. */
export interface SeenConfig extends Seen {
  kind: 'config';
  id: string | null;
  name: string | null;
  agentName: string | null;
  clusters: string[];
  /** True when DRS waits until the solution has marked the VM available. */
  waitsForSolution: boolean | null;
}

/** An issue by itself, outside of a state. */
export interface SeenIssueAlone extends Seen {
  kind: 'issue';
  issue: SeenIssue;
  /** True where it is said to be gone. */
  cleared: boolean;
}

/** A name of an agency, with its id where it stands beside. */
export interface SeenName extends Seen {
  kind: 'name';
  id: string | null;
  name: string;
}

/** An agency that was destroyed. */
export interface SeenGone extends Seen {
  kind: 'gone';
  id: string;
}

/** All agents of an agency, or (`owner` null) all agencies of EAM. */
export interface SeenMembers extends Seen {
  kind: 'members';
  owner: string | null;
  members: string[];
}

export type Observation = SeenState | SeenConfig | SeenIssueAlone | SeenName | SeenGone | SeenMembers;
