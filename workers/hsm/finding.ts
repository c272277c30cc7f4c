import type { FindingSeverity, HsmFinding } from '../public-api';
import type { HsmCase } from './hsm-case';

/** Rules of CloudHSM's audit logs; results name them. */
export type HsmRuleId =
  | 'sequence-gap'
  | 'duplicate'
  | 'contradiction'
  | 'clock-step'
  | 'reboot'
  | 'login-burst'
  | 'login-after-burst'
  | 'key-exported'
  | 'key-imported'
  | 'key-not-synced'
  | 'key-destroyed'
  | 'key-shared'
  | 'login-failed'
  | 'stream-starts-late'
  | 'user-created'
  | 'user-deleted'
  | 'user-out-of-step'
  | 'password-changed'
  | 'zeroized'
  | 'damaged-event';

/** What a rule found. */
export interface Found {
  severity: FindingSeverity;
  title: string;
  /** What the events prove by themselves. */
  certain: boolean;
  /** What is proved, what is only likely, what else could explain it. */
  explanation: string;
  /** Events that prove it, the first and the last give its time; never none. */
  rows: readonly number[];
  /** Handles; where left out, those that the events name. */
  keys?: readonly string[];
  users?: readonly string[];
  /** Where left out, those of the events. */
  streams?: readonly string[];
}

/** A rule: one file in `rules/`, found by its being there. */
export interface HsmRule {
  id: HsmRuleId;
  /** Goes through the case; pauses where there is much to do. */
  find(from: HsmCase, pause: () => Promise<void>): AsyncIterable<Found>;
}

/** A made-up event of a rule's case: what is left out is usual. */
export interface CaseEvent {
  /** Stream of a file of its own; '' for a file that has no name. */
  stream?: string;
  /** Id of the stream's cluster; not known where left out. */
  cluster?: string;
  seq: number;
  reboot?: number;
  /** Seconds from the beginning of the case. */
  at: number;
  opcode: string;
  session?: string;
  response?: string;
  user?: string;
  userType?: string;
  key?: number;
  publicKey?: number;
  /** The text of the time, where it differs from `usecs`. */
  timeText?: string;
}

/** Events with what a rule makes of them; they are its tests. */
export interface RuleCase {
  name: string;
  events: CaseEvent[];
  /** One entry per finding of this rule; none: it must not fire. */
  finds: Partial<HsmFinding>[];
}
