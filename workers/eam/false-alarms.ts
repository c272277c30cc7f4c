import type { EamCase, Restart, SeenChange } from './eam-case';
import { agentsOf } from './eam-case';
import { isHostSolution } from './open-issues';
import type { Agency, Agent, IssueState, StateChange } from './objects';

/** Types that EAM may raise without ground after a restart. */
const DOUBTFUL = new Set(['VibNotInstalled', 'VmPoweredOff', 'VmNotDeployed']);
/** How long after a restart; this project's choice. */
export const AFTER_RESTART = 15 * 60_000;
/** How long before an issue a change explains it. */
const BEFORE_ISSUE = 60 * 60_000;

/** An issue that came right after a restart though nothing shows that the VM or VIB changed. */
export interface FalseAlarm {
  agent: Agent | null;
  agency: Agency | null;
  issue: IssueState;
  restart: Restart;
  /** True when EAM's own view has the VM running. */
  vmRuns: boolean;
}

/** Issues that most likely are false alarms; those that were cleared since are among them. */
export function falseAlarms(model: EamCase): FalseAlarm[] {
  const found: FalseAlarm[] = [];
  if (model.restarts.length === 0) return found;
  for (const { agent, agency, issue } of allIssues(model)) {
    if (!DOUBTFUL.has(issue.type) || issue.first === null) continue;
    if (!isHostSolution({ agent, agency, issue })) continue;
    if (!issue.afterGreen && !wasGreen(agency, issue.first)) continue;
    const restart = restartBefore(model.restarts, issue.first);
    if (!restart || hasChanged(agent, issue, model.changes)) continue;
    const state = agent && stateAt(agent, issue.first);
    found.push({ agent, agency, issue, restart, vmRuns: state?.vmPowerState === 'poweredOn' });
  }
  return found;
}

/** An agency or agent that turned from green to red right after a restart, without an issue that says why. */
export interface RedAfterRestart {
  agent: Agent | null;
  agency: Agency | null;
  state: StateChange;
  restart: Restart;
  /** True when it is green again. */
  recovered: boolean;
}

/** What turned red for no reason that anything tells; an agency that has red agents is not told beside them. */
export function redAfterRestart(model: EamCase): RedAfterRestart[] {
  const found: RedAfterRestart[] = [];
  if (model.restarts.length === 0) return found;
  for (const { agent, agency } of agentsOf(model)) {
    if (!isHostSolution({ agent, agency }) || agent.issues.length > 0) continue;
    const turned = turnedRed(agent.history, model.restarts);
    if (turned && !isOff(turned.state.vmPowerState)) found.push({ agent, agency, ...turned });
  }
  for (const agency of model.agencies) {
    if (!isHostSolution({ agent: null, agency }) || agency.issues.length > 0) continue;
    if (agency.agents.some(({ issues, history }) => issues.length > 0 || history.at(-1)?.status === 'red'))
      continue;
    const turned = turnedRed(agency.history, model.restarts);
    if (turned) found.push({ agent: null, agency, ...turned });
  }
  return found;
}

function turnedRed(
  history: readonly StateChange[],
  restarts: readonly Restart[],
): Pick<RedAfterRestart, 'state' | 'restart' | 'recovered'> | null {
  const at = history.findLastIndex(({ status }) => status === 'red');
  const state = history[at];
  if (!state || state.time === null || state.issues.length > 0 || history[at - 1]?.status !== 'green')
    return null;
  const restart = restartBefore(restarts, state.time);
  return restart && { state, restart, recovered: history.at(-1)!.status === 'green' };
}

/** Issues of agents, and those that only their agency told. */
function* allIssues(model: EamCase): Generator<Pick<FalseAlarm, 'agent' | 'agency' | 'issue'>> {
  for (const { agent, agency } of agentsOf(model)) {
    for (const issue of agent.issues) yield { agent, agency, issue };
  }
  for (const agency of model.agencies) {
    const agents = new Map(agency.agents.map((agent) => [agent.id, agent]));
    for (const issue of agency.issues) {
      const agent = issue.agent === null ? null : (agents.get(issue.agent) ?? null);
      if (!agent?.issues.some(({ type }) => type === issue.type)) yield { agent, agency, issue };
    }
  }
}

/** The last restart before the instant, when it was at most a quarter of an hour before. */
function restartBefore(restarts: readonly Restart[], time: number): Restart | null {
  const restart = restarts.findLast((one) => one.time <= time);
  return restart && time - restart.time <= AFTER_RESTART ? restart : null;
}

function wasGreen(agency: Agency | null, before: number): boolean {
  const state = agency?.history.findLast(({ time }) => time !== null && time < before);
  return state?.status === 'green';
}

function stateAt(agent: Agent, time: number) {
  return agent.history.findLast((state) => state.time !== null && state.time <= time);
}

/** Anything that shows that the VM really is off or gone, or the VIB removed. */
function hasChanged(agent: Agent | null, issue: IssueState, changes: readonly SeenChange[]): boolean {
  const states = agent?.history.filter(({ time }) => time !== null && time >= issue.first!) ?? [];
  if (issue.type === 'VmPoweredOff' && states.some((state) => isOff(state.vmPowerState))) return true;
  const names = [agent?.vmName, agent?.vm, issue.vm].filter((name) => typeof name === 'string');
  return changes.some(({ time, message, kind }) => {
    if (time === null || time > issue.first! || issue.first! - time > BEFORE_ISSUE) return false;
    if (issue.type === 'VibNotInstalled') return kind === 'vib-removal';
    return kind !== 'vib-removal' && names.some((name) => mentions(message, name));
  });
}

/** Lines that tell of a power-off or removal of the agent's VM in the hour before its issue. */
export function changesBefore(
  agent: Agent | null,
  issue: IssueState,
  changes: readonly SeenChange[],
): SeenChange[] {
  const names = [agent?.vmName, agent?.vm, issue.vm].filter((name) => typeof name === 'string');
  if (names.length === 0 || issue.first === null) return [];
  return changes.filter(
    ({ time, kind, message }) =>
      kind !== 'vib-removal' &&
      time !== null &&
      time <= issue.first! &&
      issue.first! - time <= BEFORE_ISSUE &&
      names.some((name) => mentions(message, name)),
  );
}

export function isOff(vmPowerState: string | null): boolean {
  return vmPowerState === 'poweredOff' || vmPowerState === 'suspended';
}

/** The name as a whole: `vm-3` is not in `vm-31`. */
export function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + name.length] ?? ' ';
    if (!/[\w-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}
