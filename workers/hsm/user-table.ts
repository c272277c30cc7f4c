import type { HsmSession, HsmUser } from '../public-api';
import { USER_FIELDS } from './fields';
import type { HsmCase } from './hsm-case';
import { listTable, type ListTable } from './list-table';
import { sessionObject } from './results';
import type { UserOfGroup } from './users';

/** A user in the view's table. */
export interface HsmUserRow extends Omit<HsmUser, 'passwordChanges'> {
  /** Names the user while the case stays as it is. */
  index: number;
  passwordChanges: number;
  logins: number;
  failedLogins: number;
}

/** A session in the list of a user; its events are asked for one session at a time. */
export interface HsmSessionRow extends Omit<HsmSession, 'events'> {
  index: number;
  eventCount: number;
}

export interface HsmUserSessions {
  /** The first of them, in the order of time. */
  sessions: HsmSessionRow[];
  total: number;
}

/** Sessions of a user that go to the page. */
const MAX_SESSIONS = 300;
/** Streams told with a user. */
const MAX_STREAMS = 200;

const sum = (user: HsmUser, of: 'logins' | 'failedLogins') =>
  user.perStream.reduce((count, stream) => count + stream[of], 0);

export function userTable(users: readonly HsmUser[]): ListTable<HsmUserRow> {
  return listTable<HsmUser, HsmUserRow>({
    items: users,
    fields: USER_FIELDS,
    time: ({ created }) => created,
    words: ({ name, type }) => `${name} ${type ?? ''}`,
    cells: {
      user: ({ name }) => [name],
      type: ({ type }) => (type === null ? [] : [type]),
      stream: ({ perStream }) => perStream.map(({ stream }) => stream).filter((name) => name !== null),
      was: ({ created, deleted, passwordChanges }) =>
        [
          created === null ? null : 'created',
          deleted === null ? null : 'deleted',
          passwordChanges.length > 0 ? 'changed' : null,
        ].filter((word) => word !== null),
    },
    orders: {
      name: ({ name }) => name,
      type: ({ type }) => type,
      created: ({ created }) => created,
      deleted: ({ deleted }) => deleted,
      passwordChanges: ({ passwordChanges }) => passwordChanges.length,
      logins: (user) => sum(user, 'logins'),
      failedLogins: (user) => sum(user, 'failedLogins'),
    },
    row: (user, index) => ({
      ...user,
      index,
      perStream: user.perStream.slice(0, MAX_STREAMS),
      passwordChanges: user.passwordChanges.length,
      logins: sum(user, 'logins'),
      failedLogins: sum(user, 'failedLogins'),
    }),
  });
}

/** Sessions of a user's name, as far as they lie between its creation and its deletion. */
export function sessionsOf(
  from: HsmCase,
  { user: { name, created, deleted }, group }: UserOfGroup,
): HsmUserSessions {
  const { events, attribution } = from;
  const sessions: HsmSessionRow[] = [];
  let total = 0;
  for (const { index, user, logins, rows } of attribution.sessions) {
    if (
      events.store.texts.text(user) !== name ||
      !logins.some(({ row }) => events.stream(row).group === group)
    )
      continue;
    const at = logins[0] ? events.time(logins[0].row) : null;
    if (at !== null && ((created !== null && at < created) || (deleted !== null && at > deleted))) continue;
    total++;
    if (sessions.length >= MAX_SESSIONS) continue;
    const { user: who, from: begin, to, logins: on, endedBy } = sessionObject(from, index, []);
    sessions.push({ user: who, from: begin, to, logins: on, endedBy, index, eventCount: rows.length });
  }
  return { sessions, total };
}

/** Events that created, deleted or changed the user (rows of the store). */
export function actionsOn(from: HsmCase, { user: { name, created, deleted }, group }: UserOfGroup): number[] {
  const found: number[] = [];
  for (const action of from.userActions) {
    if (action.name !== name || from.events.stream(action.rows[0]!).group !== group) continue;
    const at = from.events.time(action.rows[0]!);
    if (at !== null && ((created !== null && at < created) || (deleted !== null && at > deleted))) continue;
    found.push(...action.rows);
  }
  return found;
}
