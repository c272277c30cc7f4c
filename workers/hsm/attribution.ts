import type { AnalysisControl } from '../analysis/case-reader';
import { bytes, numbers } from './columns';
import type { HsmEvents } from './hsm-events';
import { NOBODY, OpenLogins, type StreamLogin } from './open-logins';

/**
 * Why an event is said to be a user's: the session handle is that of the login; nobody else is logged in; of
 * several only one has a login with this beginning of the handle; several have; nobody is logged in.
 */
export type Basis = 'handle' | 'order' | 'prefix' | 'ambiguous' | 'none';

const BASES: readonly Basis[] = ['handle', 'order', 'prefix', 'ambiguous', 'none'];

/** A login, as all HSMs of the cluster recorded it. */
export interface ClusterLogin {
  /** Index among all. */
  index: number;
  /** Id of the interned name. */
  user: number;
  logins: StreamLogin[];
  /** Event that ended it, or null. */
  end: number | null;
  endedBy: 'logout' | 'closed' | 'reboot' | null;
  /** Events that are attributed to it, without its logins. */
  rows: number[];
}

/** Logins of one name on different streams within this many microseconds are one. */
const SAME_LOGIN_USECS = 2_000_000;
/** Names listed where several users may have been it. */
const MAX_CANDIDATES = 20;
/** Events between two pauses. */
const STEP = 500;

const ENDS = new Set(['CN_LOGOUT', 'CN_APP_FINALIZE', 'CN_CLOSE_SESSION']);

/** The handle without its last three hex digits: in every known sample it stays from login to logout. */
export function handlePrefix(handle: string | null): string {
  const digits = /^0x([0-9a-f]+)$/i.exec(handle ?? '')?.[1];
  return digits ? digits.toLowerCase().replace(/^0+/, '').slice(0, -3) : `?${handle ?? ''}`;
}

/** Who did what: every event with the user it is attributed to, and the cluster's logins. */
export class Attribution {
  readonly sessions: ClusterLogin[] = [];
  readonly #events: HsmEvents;
  readonly #user = numbers();
  readonly #basis = bytes();
  readonly #session = numbers();
  readonly #acrossGap = bytes();
  readonly #candidates = new Map<number, number[]>();
  readonly #open: OpenLogins[];
  /** Gaps met so far, by stream, and the event before. */
  readonly #gaps: number[];
  readonly #last: (number | null)[];
  /** Cluster logins that are open, by user and group of HSMs, newest last; some may have ended. */
  readonly #byUser = new Map<string, ClusterLogin[]>();
  /** Cluster logins that a login on another stream may still belong to, likewise. */
  readonly #recent = new Map<string, ClusterLogin[]>();
  /** Open logins by stream, user and prefix, newest last; some may have ended. */
  readonly #byPrefix = new Map<string, StreamLogin[]>();

  private constructor(events: HsmEvents) {
    this.#events = events;
    this.#open = events.streams.map(() => new OpenLogins());
    this.#gaps = events.streams.map(() => 0);
    this.#last = events.streams.map(() => null);
  }

  static async of(events: HsmEvents, control: AnalysisControl): Promise<Attribution> {
    const attribution = new Attribution(events);
    let count = 0;
    for (const row of events.order) {
      attribution.#take(row);
      if (++count % STEP === 0) await control.pause();
    }
    return attribution;
  }

  /** Name of the user, null where nobody or several may have been it. */
  user(row: number): string | null {
    return this.#events.store.texts.text(this.#user.get(row));
  }

  basis(row: number): Basis {
    return BASES[this.#basis.get(row)]!;
  }

  /** True when numbers are missing between the login and the event: a logout may be among them. */
  acrossGap(row: number): boolean {
    return this.#acrossGap.get(row) === 1;
  }

  /** Users who may have been it, where several may. */
  candidates(row: number): string[] {
    const { texts } = this.#events.store;
    return (this.#candidates.get(row) ?? []).map((user) => texts.text(user) ?? '');
  }

  /** Index of the cluster login that the event belongs to, or null. */
  session(row: number): number | null {
    const session = this.#session.get(row);
    return session === 0 ? null : session - 1;
  }

  #take(row: number): void {
    const { store } = this.#events;
    const stream = store.stream.get(row);
    this.#lookForGap(row, stream);
    const opcode = this.#events.opcode(row);
    const user = store.userName.get(row);
    if (opcode === 'CN_LOGIN') {
      if (user !== 0 && this.#events.succeeded(row)) this.#login(row, stream, user);
      else this.#set(row, user, 'none', null);
      return;
    }
    const isEnd = ENDS.has(opcode) && user !== 0;
    const login = this.#attribute(row, stream, isEnd ? user : null);
    if (isEnd && this.#events.succeeded(row))
      this.#end(row, user, opcode === 'CN_LOGOUT' ? 'logout' : 'closed');
    if (login) this.sessions[login.session]!.rows.push(row);
  }

  #lookForGap(row: number, stream: number): void {
    const last = this.#last[stream] ?? null;
    this.#last[stream] = row;
    if (last === null) return;
    if (this.#events.store.reboot.compare(last, row) !== 0) {
      this.#forget(stream, row);
      this.#gaps[stream] = 0;
    } else if (this.#events.missing(last, row) > 0n) this.#gaps[stream]!++;
  }

  /** The HSM was restarted: nobody is logged in there any more. */
  #forget(stream: number, row: number): void {
    const open = [...this.#open[stream]!.all().values()].flat();
    this.#open[stream] = new OpenLogins();
    for (const login of open) {
      if (!login.open) continue;
      login.open = false;
      const session = this.sessions[login.session]!;
      if (session.end === null && session.logins.every((other) => !other.open)) {
        session.end = row;
        session.endedBy = 'reboot';
      }
    }
  }

  #login(row: number, stream: number, user: number): void {
    const { store } = this.#events;
    const handle = store.session.get(row);
    const prefix = handlePrefix(store.texts.text(handle));
    const session = this.#sessionFor(row, stream, user);
    const gapsBefore = this.#gaps[stream]!;
    const login: StreamLogin = {
      stream,
      row,
      user,
      handle,
      prefix,
      gapsBefore,
      session: session.index,
      open: session.end === null,
    };
    session.logins.push(login);
    if (login.open) {
      this.#open[stream]!.add(login);
      const key = `${stream} ${user} ${prefix}`;
      const known = this.#byPrefix.get(key);
      if (known) known.push(login);
      else this.#byPrefix.set(key, [login]);
    }
    this.#set(row, user, 'handle', login);
  }

  /** The cluster login of this user that other streams recorded just now and this one has not, else a new one. */
  #sessionFor(row: number, stream: number, user: number): ClusterLogin {
    const { store, streams } = this.#events;
    const at = store.instant(row);
    const key = this.#keyOf(stream, user);
    const recent = (this.#recent.get(key) ?? []).filter(
      ({ logins }) => Math.abs(at - store.instant(logins[0]!.row)) <= SAME_LOGIN_USECS,
    );
    // A file that says not whose it is may be another copy of a stream that is here: its logins stand alone.
    const isNamed = streams[stream]!.name !== null;
    const known = isNamed
      ? recent.find(({ logins }) => logins.every((login) => login.stream !== stream))
      : undefined;
    if (known) {
      this.#recent.set(key, recent);
      return known;
    }
    const session: ClusterLogin = {
      index: this.sessions.length,
      user,
      logins: [],
      end: null,
      endedBy: null,
      rows: [],
    };
    this.sessions.push(session);
    if (isNamed) this.#recent.set(key, [...recent, session].slice(-MAX_CANDIDATES));
    const open = this.#byUser.get(key);
    if (open) open.push(session);
    else this.#byUser.set(key, [session]);
    return session;
  }

  /** A user is one on the HSMs of one cluster. */
  #keyOf(stream: number, user: number): string {
    return `${this.#events.streams[stream]!.group} ${user}`;
  }

  /** Finds whose event it is. Of an event that ends a session only the logins of its own user count. */
  #attribute(row: number, stream: number, own: number | null): StreamLogin | null {
    const { store } = this.#events;
    const open = this.#open[stream]!;
    const handle = store.session.get(row);
    const prefix = handlePrefix(store.texts.text(handle));
    const byHandle = handle === 0 ? NOBODY : open.withHandle(handle);
    const byPrefix = open.withPrefix(prefix);
    const all = open.all();
    if (own !== null) {
      const basis = byHandle.has(own)
        ? 'handle'
        : all.size === 1 && all.has(own)
          ? 'order'
          : byPrefix.has(own)
            ? 'prefix'
            : all.has(own)
              ? 'ambiguous'
              : 'none';
      const login = latest(byHandle, own) ?? latest(byPrefix, own) ?? latest(all, own);
      return this.#set(row, own, basis, login);
    }
    for (const [basis, logins] of [
      ['handle', byHandle],
      ['order', all],
      ['prefix', byPrefix],
    ] as const) {
      const [user] = logins.keys();
      if (logins.size !== 1 || user === undefined) continue;
      const login = latest(byHandle, user) ?? latest(byPrefix, user) ?? latest(all, user);
      return this.#set(row, user, basis, login);
    }
    if (all.size === 0) return this.#set(row, 0, 'none', null);
    const candidates = byPrefix.size > 0 ? byPrefix : all;
    this.#candidates.set(row, [...candidates.keys()].slice(0, MAX_CANDIDATES));
    const since = [...candidates.values()].slice(0, MAX_CANDIDATES).flatMap((logins) => logins.at(-1) ?? []);
    this.#set(row, 0, 'ambiguous', null);
    const across = since.some(({ gapsBefore }) => gapsBefore < this.#gaps[stream]!);
    this.#acrossGap.set(row, across ? 1 : 0);
    return null;
  }

  #set(row: number, user: number, basis: Basis, login: StreamLogin | null): StreamLogin | null {
    this.#user.set(row, user);
    this.#basis.set(row, BASES.indexOf(basis));
    this.#session.set(row, login ? login.session + 1 : 0);
    this.#acrossGap.set(row, login && login.gapsBefore < this.#gaps[login.stream]! ? 1 : 0);
    return login;
  }

  /** Ends a cluster login of the user on all streams: that with the same prefix, else the latest. */
  #end(row: number, user: number, endedBy: 'logout' | 'closed'): void {
    const { store } = this.#events;
    const stream = store.stream.get(row);
    const prefix = handlePrefix(store.texts.text(store.session.get(row)));
    const session = this.#withPrefix(stream, user, prefix) ?? this.#latest(stream, user);
    if (!session) return;
    session.end = row;
    session.endedBy = endedBy;
    for (const login of session.logins) this.#open[login.stream]!.close(login);
  }

  #withPrefix(stream: number, user: number, prefix: string): ClusterLogin | null {
    const logins = this.#byPrefix.get(`${stream} ${user} ${prefix}`);
    while (logins && logins.length > 0 && !logins.at(-1)!.open) logins.pop();
    const login = logins?.at(-1);
    return login ? this.sessions[login.session]! : null;
  }

  /** The latest open one that may have been ended there: a named stream ends what any named stream recorded. */
  #latest(stream: number, user: number): ClusterLogin | null {
    const { streams } = this.#events;
    const sessions = this.#byUser.get(this.#keyOf(stream, user)) ?? [];
    while (sessions.length > 0 && sessions.at(-1)!.end !== null) sessions.pop();
    const isNamed = streams[stream]!.name !== null;
    const fits = ({ end, logins }: ClusterLogin) =>
      end === null &&
      logins.some((login) => login.stream === stream || (isNamed && streams[login.stream]!.name !== null));
    return sessions.findLast(fits) ?? null;
  }
}

function latest(logins: Map<number, StreamLogin[]>, user: number): StreamLogin | null {
  return logins.get(user)?.findLast(({ open }) => open) ?? null;
}
