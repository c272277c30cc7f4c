/** One recorded login of a cluster login: on one stream. */
export interface StreamLogin {
  stream: number;
  row: number;
  user: number;
  /** Interned text of the session handle. */
  handle: number;
  /** The handle without its last three hex digits. */
  prefix: string;
  /** Gaps in the stream's numbers before it. */
  gapsBefore: number;
  /** Index of the cluster login. */
  session: number;
  open: boolean;
}

/** Users with logins, and each one's logins, the newest last. */
type ByUser = Map<number, StreamLogin[]>;

/**
 * Who is logged in on one stream. Looking up is by handle, prefix and user, because a log may have any number of
 * logins that nothing ends.
 */
export class OpenLogins {
  readonly #all: ByUser = new Map();
  readonly #byHandle = new Map<number, ByUser>();
  readonly #byPrefix = new Map<string, ByUser>();

  add(login: StreamLogin): void {
    push(this.#all, login);
    push(inner(this.#byHandle, login.handle), login);
    push(inner(this.#byPrefix, login.prefix), login);
  }

  close(login: StreamLogin): void {
    if (!login.open) return;
    login.open = false;
    drop(this.#all, login);
    drop(inner(this.#byHandle, login.handle), login);
    drop(inner(this.#byPrefix, login.prefix), login);
  }

  all(): ByUser {
    return this.#all;
  }

  withHandle(handle: number): ByUser {
    return this.#byHandle.get(handle) ?? NOBODY;
  }

  withPrefix(prefix: string): ByUser {
    return this.#byPrefix.get(prefix) ?? NOBODY;
  }
}

export const NOBODY: ByUser = new Map();

function inner<Key>(map: Map<Key, ByUser>, key: Key): ByUser {
  let found = map.get(key);
  if (!found) map.set(key, (found = new Map()));
  return found;
}

function push(map: ByUser, login: StreamLogin): void {
  const logins = map.get(login.user);
  if (logins) logins.push(login);
  else map.set(login.user, [login]);
}

/** Closed logins that lie below an open one go when that one does: each is dropped once. */
function drop(map: ByUser, { user }: StreamLogin): void {
  const logins = map.get(user);
  while (logins && logins.length > 0 && !logins.at(-1)!.open) logins.pop();
  if (logins?.length === 0) map.delete(user);
}
