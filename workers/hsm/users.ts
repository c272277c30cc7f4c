import type { HsmUser } from '../public-api';
import type { HsmCase } from './hsm-case';
import type { HsmStream } from './hsm-events';
import { changedType } from './user-actions';

const STEP = 500;

type PerStream = HsmUser['perStream'][number];

interface UserLife {
  user: HsmUser;
  group: number;
  perStream: Map<HsmStream, PerStream>;
}

/** A user with the group of HSMs (`HsmStream.group`) that know it: the same name is another user in another cluster. */
export interface UserOfGroup {
  user: HsmUser;
  group: number;
}

/** The users that the logs speak of, those that only failed logins name left out. */
export async function hsmUsers(from: HsmCase, pause: () => Promise<void>): Promise<HsmUser[]> {
  return (await usersOfGroups(from, pause)).map(({ user }) => user);
}

/** The same with their groups. */
export async function usersOfGroups(from: HsmCase, pause: () => Promise<void>): Promise<UserOfGroup[]> {
  const users = new Users(from);
  const actionRows = new Set(from.userActions.flatMap(({ rows }) => rows));
  let count = 0;
  for (const row of from.events.order) {
    if (++count % STEP === 0) await pause();
    if (actionRows.has(row)) users.action(row);
    else if (from.events.opcode(row) === 'CN_LOGIN') users.login(row);
  }
  return users.list();
}

class Users {
  readonly #case: HsmCase;
  readonly #actions = new Map<number, HsmCase['userActions'][number]>();
  readonly #lives: UserLife[] = [];
  /** By name and group of HSMs: a cluster has users of its own. */
  readonly #latest = new Map<string, UserLife>();
  /** Failed logins of names that are not known as users (yet). */
  readonly #failed = new Map<string, Map<HsmStream, number>>();

  constructor(from: HsmCase) {
    this.#case = from;
    for (const action of from.userActions) for (const row of action.rows) this.#actions.set(row, action);
  }

  list(): UserOfGroup[] {
    return this.#lives.map(({ user, group, perStream }) => ({
      user: { ...user, perStream: [...perStream.values()] },
      group,
    }));
  }

  action(row: number): void {
    const { events, attribution } = this.#case;
    const { kind, name, rows } = this.#actions.get(row)!;
    const stream = events.stream(row);
    const at = events.time(row);
    const isFirst = rows[0] === row;
    const life = this.#life(name, stream, isFirst && kind === 'created');
    const entry = this.#entry(life, stream);
    life.user.type = changedType(events, row) ?? life.user.type;
    const by = attribution.user(row);
    if (kind === 'created') {
      entry.created ??= at;
      if (isFirst) Object.assign(life.user, { created: at, createdBy: by });
    } else if (kind === 'deleted') {
      entry.deleted ??= at;
      if (isFirst) Object.assign(life.user, { deleted: at, deletedBy: by });
    } else {
      entry.passwordChanges++;
      if (isFirst) life.user.passwordChanges.push({ at, by });
    }
  }

  login(row: number): void {
    const { events } = this.#case;
    const name = events.user(row);
    if (name === null) return;
    const stream = events.stream(row);
    if (events.succeeded(row)) {
      const life = this.#life(name, stream, false);
      this.#entry(life, stream).logins++;
      life.user.type = events.userType(row) ?? life.user.type;
      return;
    }
    const key = keyOf(name, stream);
    const known = this.#latest.get(key);
    if (known) this.#entry(known, stream).failedLogins++;
    else {
      const failed = this.#failed.get(key) ?? new Map<HsmStream, number>();
      failed.set(stream, (failed.get(stream) ?? 0) + 1);
      this.#failed.set(key, failed);
    }
  }

  /** The user of a name; a new one when it is created anew. */
  #life(name: string, stream: HsmStream, isCreated: boolean): UserLife {
    const key = keyOf(name, stream);
    const known = this.#latest.get(key);
    if (known && !(isCreated && (known.user.deleted !== null || known.user.created !== null))) return known;
    const user: HsmUser = {
      name,
      type: null,
      created: null,
      createdBy: null,
      deleted: null,
      deletedBy: null,
      passwordChanges: [],
      perStream: [],
    };
    const life: UserLife = { user, group: stream.group, perStream: new Map() };
    this.#lives.push(life);
    this.#latest.set(key, life);
    for (const [of, count] of this.#failed.get(key) ?? []) this.#entry(life, of).failedLogins += count;
    this.#failed.delete(key);
    return life;
  }

  #entry({ perStream }: UserLife, stream: HsmStream): PerStream {
    let entry = perStream.get(stream);
    if (!entry) {
      entry = {
        stream: stream.name,
        created: null,
        deleted: null,
        passwordChanges: 0,
        logins: 0,
        failedLogins: 0,
      };
      perStream.set(stream, entry);
    }
    return entry;
  }
}

function keyOf(name: string, { group }: HsmStream): string {
  return `${group} ${name}`;
}
