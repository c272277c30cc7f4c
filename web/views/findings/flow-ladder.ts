import { FLOW_STEPS, type FlowStep } from '../../../workers/eam/flow-steps';
import type { EamFlow } from '../../../workers/public-api';

/** A step of an installation as it stands for an agency or agent. */
export interface LadderStep extends FlowStep {
  /** Behind it, where it stands, or still to come. */
  state: 'done' | 'here' | 'ahead';
}

/** Where an installation stands, in words that a view chooses: it is done, goes on, or stands still. */
export type FlowStand = 'done' | 'under-way' | 'stopped';

export function standOf({ step, normal, stoppedBy }: EamFlow): FlowStand {
  if (stoppedBy !== null || !normal) return 'stopped';
  return step >= FLOW_STEPS.at(-1)!.step ? 'done' : 'under-way';
}

/** All steps; an uninstallation goes down the same ladder, so that the steps above are behind it. */
export function ladder({ step }: EamFlow, goalState: string | null): LadderStep[] {
  const isUninstall = goalState === 'uninstalled';
  return FLOW_STEPS.map((one) => ({
    ...one,
    state: one.step === step ? 'here' : one.step < step !== isUninstall ? 'done' : 'ahead',
  }));
}

/** A step by its number. */
export function stepAt(step: number): FlowStep | null {
  return FLOW_STEPS.find((one) => one.step === step) ?? null;
}
