import type { Agency, Agent, StateChange } from './objects';
import { FLOW_STEPS } from './flow-steps';
import { issueType } from './issue-types';

/** How far an installation (or its reverse) came. */
export interface Flow {
  step: number;
  /** ms UTC from which it has been there, or null. */
  since: number | null;
  /** False where it stands longer than the step takes, or an issue holds it up. */
  normal: boolean;
  /** Type of the issue that holds it up, or null. */
  stoppedBy: string | null;
}

/** The step of one state: what is there counts, and the first failing issue names where it stopped. */
export function stepOf(
  state: Pick<
    StateChange,
    'status' | 'goalState' | 'vm' | 'vmPowerState' | 'vmIp' | 'vibs' | 'hook' | 'issues'
  >,
): {
  step: number;
  stoppedBy: string | null;
} {
  const stopped = firstStop(state.issues);
  if (stopped) return stopped;
  const { status, goalState, vm, vmPowerState, vmIp, vibs, hook } = state;
  const isOn = vmPowerState === 'poweredOn';
  if (goalState === 'uninstalled') {
    return { step: isOn ? 8 : vm !== null ? 6 : vibs ? 4 : status === 'green' ? 2 : 3, stoppedBy: null };
  }
  if (status === 'green') return { step: goalState === 'disabled' ? 6 : 10, stoppedBy: null };
  if (hook) return { step: 8, stoppedBy: null };
  return { step: isOn ? (vmIp !== null ? 9 : 8) : vm !== null ? 6 : vibs ? 4 : 3, stoppedBy: null };
}

function firstStop(types: readonly string[]): { step: number; stoppedBy: string } | null {
  let first: { step: number; stoppedBy: string } | null = null;
  for (const type of types) {
    const step = issueType(type).step ?? 10;
    if (!first || step < first.step) first = { step, stoppedBy: type };
  }
  return first;
}

/** Where an agent stands. `until`: last instant of the case. */
export function agentFlow(agent: Agent, until: number | null): Flow {
  const state = agent.history.at(-1);
  if (!state) {
    const open = agent.issues.filter((issue) => issue.open);
    const stopped = firstStop(open.map(({ type }) => type));
    if (!stopped) return { step: 2, since: agent.first, normal: true, stoppedBy: null };
    return {
      ...stopped,
      since: earliest(open.map(({ first }) => first)),
      normal: onlyInfo([stopped.stoppedBy]),
    };
  }
  return flowOfHistory(agent.history, until);
}

function flowOfHistory(history: readonly StateChange[], until: number | null): Flow {
  const state = history.at(-1)!;
  const { step, stoppedBy } = stepOf(state);
  let since = state.time;
  for (let i = history.length - 2; i >= 0 && stepOf(history[i]!).step === step; i--)
    since = history[i]!.time ?? since;
  return { step, stoppedBy, since, normal: isNormal(state, step, since, until) };
}

function isNormal(state: StateChange, step: number, since: number | null, until: number | null): boolean {
  if (state.status === 'green') return true;
  if (state.issues.length > 0) return onlyInfo(state.issues);
  if (state.status === 'red') return false;
  if (since === null || until === null) return true;
  return until - since <= FLOW_STEPS[step]!.minutes * 60_000;
}

function onlyInfo(types: readonly string[]): boolean {
  return types.every((type) => issueType(type).severity === 'info');
}

/** Where an agency stands: where the agent does that came least far, those that are held up first. */
export function agencyFlow(agency: Agency, until: number | null): Flow {
  let worst: Flow | null = null;
  for (const agent of agency.agents) {
    const flow = agentFlow(agent, until);
    if (!worst || Number(flow.normal) - Number(worst.normal) < 0) worst = flow;
    else if (flow.normal === worst.normal && flow.step < worst.step) worst = flow;
  }
  const own = agency.history.at(-1);
  if (own && (!worst || (worst.normal && own.issues.length > 0))) return flowOfHistory(agency.history, until);
  const open = agency.issues.filter((issue) => issue.open);
  const stopped = worst ? null : firstStop(open.map(({ type }) => type));
  if (stopped)
    return {
      ...stopped,
      since: earliest(open.map(({ first }) => first)),
      normal: onlyInfo([stopped.stoppedBy]),
    };
  return worst ?? { step: 2, since: agency.first, normal: true, stoppedBy: null };
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length > 0 ? known.reduce((a, b) => Math.min(a, b)) : null;
}
