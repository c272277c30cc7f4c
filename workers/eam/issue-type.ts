import type { FindingSeverity } from '../public-api';

/** What pressing Resolve does about an issue. */
export type Resolve =
  /** EAM does what is needed. */
  | 'active'
  /** EAM tries again and will most likely fail until the cause is gone. */
  | 'active-in-vain'
  /** EAM only looks again: an administrator must change something first. */
  | 'passive'
  /** Nothing. */
  | 'no'
  /** The owning solution must act through vLCM's System VMs API. */
  | 'hook';

/** Which part of an installation the issue is about. */
export type IssueGroup = 'agency' | 'agent' | 'not-deployed' | 'vm' | 'vib' | 'cluster' | 'host';

/** One row of the table of issue types. */
export interface IssueType {
  /** VMODL name without `eam.issue.`. */
  type: string;
  group: IssueGroup;
  severity: FindingSeverity;
  meaning: string;
  resolve: Resolve;
  /** What to do, one step each. */
  remedy: string[];
  /** What Resolve does beside, when that can hurt: said before the remedy. */
  warning?: string;
  /** No longer raised by current releases. */
  old?: true;
  /** Step of the install flow that such an issue holds up, or null. */
  step: number | null;
}

/** `severity resolve step`, then meaning, remedy. */
export function row(
  group: IssueGroup,
  type: string,
  severity: FindingSeverity,
  resolve: Resolve,
  step: number | null,
  meaning: string,
  remedy: string[],
  more: Pick<IssueType, 'warning' | 'old'> = {},
): IssueType {
  return { type, group, severity, resolve, step, meaning, remedy, ...more };
}
