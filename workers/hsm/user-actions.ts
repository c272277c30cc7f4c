import type { AnalysisControl } from '../analysis/case-reader';
import type { HsmEvents } from './hsm-events';

export type UserActionKind = 'created' | 'deleted' | 'password';

/** Something done to a user, as one or several HSMs recorded it. */
export interface UserAction {
  kind: UserActionKind;
  name: string;
  type: string | null;
  /** Events, at most one per stream. */
  rows: number[];
}

/** Records of one action on several HSMs lie this close. */
const SAME_ACTION_USECS = 10_000_000;
const STEP = 500;

const KINDS: ReadonlyMap<string, UserActionKind> = new Map([
  ['CN_CREATE_USER', 'created'],
  ['CN_CREATE_CO', 'created'],
  ['CN_CREATE_APPLIANCE_USER', 'created'],
  ['CN_DELETE_USER', 'deleted'],
  ['CN_CHANGE_PSWD', 'password'],
]);

/** What was done to users, successful actions only, in the order of time. */
export async function userActions(events: HsmEvents, control: AnalysisControl): Promise<UserAction[]> {
  const actions: UserAction[] = [];
  const latest = new Map<string, UserAction>();
  let count = 0;
  for (const row of events.order) {
    if (++count % STEP === 0) await control.pause();
    const kind = KINDS.get(events.opcode(row));
    const name = kind ? changedUser(events, row) : null;
    if (!kind || name === null || !events.succeeded(row)) continue;
    const stream = events.stream(row);
    const key = `${stream.group} ${kind} ${name}`;
    const known = stream.name === null ? undefined : latest.get(key);
    const isSame =
      known?.rows.every((other) => events.stream(other) !== stream) &&
      events.store.instant(row) - events.store.instant(known.rows[0]!) <= SAME_ACTION_USECS;
    if (known && isSame) {
      known.rows.push(row);
      continue;
    }
    const action = { kind, name, type: changedType(events, row), rows: [row] };
    actions.push(action);
    if (stream.name !== null) latest.set(key, action);
  }
  return actions;
}

/** The user an event of user management acts upon: newer hardware has it under a label of its own. */
export function changedUser(events: HsmEvents, row: number): string | null {
  return targetOf(events, row, 'Target User Name') ?? events.user(row);
}

export function changedType(events: HsmEvents, row: number): string | null {
  const target = targetOf(events, row, 'Target User Type');
  return target === null ? events.userType(row) : target.replace(/[ \t]*\([^)]*\)$/, '');
}

function targetOf(events: HsmEvents, row: number, label: string): string | null {
  return events.store.others(row).find(([name]) => name === label)?.[1] ?? null;
}
