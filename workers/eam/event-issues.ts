import type { EamCase, SeenNsxEvent } from './eam-case';
import { agentsOf } from './eam-case';
import { failureMessage } from './failure-messages';
import { isHostSolution } from './open-issues';

/** NSX gives many issues of EAM the one code 270000: only the text tells which it is. */
const CODE = '270000';
const TEXTS: [pattern: RegExp, type: string][] = [
  [
    /\bOVFs?\b.{0,80}\b(?:not accessible|inaccessible|cannot be accessed|not reachable)/i,
    'CannotAccessAgentOVF',
  ],
  [/\b(?:cannot|unable to|failed to) (?:access|download)\b.{0,40}\bOVF\b/i, 'CannotAccessAgentOVF'],
  [
    /\bVIB\b.{0,80}\b(?:not accessible|inaccessible|cannot be accessed|not reachable)/i,
    'CannotAccessAgentVib',
  ],
  [/\b(?:cannot|unable to|failed to) (?:access|download)\b.{0,40}\bVIB\b/i, 'CannotAccessAgentVib'],
  [/\bVIB\b.{0,80}\bmaintenance mode/i, 'VibRequiresHostInMaintenanceMode'],
  [/\bagent\b.{0,80}\b(?:incompatible|not compatible)\b.{0,40}\bhost/i, 'IncompatibleHostVersion'],
];

/** The type of issue that an event of NSX is of; null where other rules know its text, or nobody does. */
export function issueOfEvent({ code, message }: Pick<SeenNsxEvent, 'code' | 'message'>): string | null {
  if (code !== CODE || failureMessage(message) || message.includes('Agent VIB module')) return null;
  const text = message.slice(0, 2_000);
  return TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/**
 * The instant before which failures are over: EAM saw every agent of NSX green after it. -Infinity where one is not
 * green, or none is known.
 */
export function curedBefore(model: EamCase): number {
  let before = Infinity;
  for (const { agent, agency } of agentsOf(model)) {
    if (!isHostSolution({ agent, agency })) continue;
    if (agent.history.at(-1)?.status !== 'green' || agent.last === null) return -Infinity;
    before = Math.min(before, agent.last);
  }
  return before === Infinity ? -Infinity : before;
}
