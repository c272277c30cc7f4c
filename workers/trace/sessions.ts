import type { TraceSession } from '../public-api';
import { NewestFirst } from './newest-first';
import { instantOf, timeText, type TracedOperation } from './traced-operation';

/** Open sessions of one person looked through for the one that a logout or an operation belongs to. */
const MOST_OPEN = 64;
/** A session whose end is not logged is over when nothing was done in it for this long, ms. */
const IDLE_MS = 24 * 3_600_000;

interface OpenSession {
  session: TraceSession;
  /** In the order of their beginning. */
  number: number;
  key: string | null;
  origin: string;
  client: string | null;
  /** When something was done in it last, ms. */
  active: number;
}

/**
 * Logins to logouts with what was done in them, in the order of their beginning. `operations` as in the table: an
 * operation belongs to the session that its log names, else to the person's newest open one on the machine, else to
 * a directory user's only open one anywhere (what vCenter's users do shows on its hosts; a local `root` is somebody
 * else on each). `belongs` hears of every operation of a session, its login and logout included.
 */
export function traceSessions(
  operations: readonly TracedOperation[],
  belongs: (operation: number, session: number) => void = () => undefined,
): TraceSession[] {
  const sessions: TraceSession[] = [];
  const open = new Map<string, NewestFirst<OpenSession>>();
  const byKey = new Map<string, OpenSession>();
  for (const [index, operation] of operations.entries()) {
    const { op, who, client, where, session: key, origin } = operation;
    if (who === null || op === 'LoginFailed') continue;
    const person = who.toLowerCase();
    const at = timeText(operation.start ?? operation.end);
    if (op === 'Login') {
      const session = { who, client, host: where, start: at, end: null, operations: [] };
      const begun = {
        session,
        number: sessions.length,
        key,
        origin,
        client,
        active: instantOf(operation) ?? 0,
      };
      belongs(index, begun.number);
      sessions.push(session);
      const others = open.get(person) ?? new NewestFirst();
      others.add(begun);
      open.set(person, others);
      if (key !== null) byKey.set(key, begun);
      continue;
    }
    const mine = open.get(person) ?? new NewestFirst();
    if (op === 'Logout') {
      const ended = (key === null ? undefined : byKey.get(key)) ?? latest(mine, origin, client, true);
      if (ended) {
        ended.session.end = at;
        belongs(index, ended.number);
        // A session's key may lead to what another person's login opened.
        open.get(ended.session.who.toLowerCase())?.delete(ended);
        if (ended.key !== null) byKey.delete(ended.key);
      } else {
        belongs(index, sessions.length);
        sessions.push({ who, client, host: where, start: null, end: at, operations: [] });
      }
      continue;
    }
    const during =
      (key === null ? undefined : byKey.get(key)) ??
      latest(mine, origin, client, false) ??
      (mine.size === 1 && /[\\@]/.test(who) ? [...mine.newest(1)][0] : undefined);
    const instant = instantOf(operation);
    if (!during || (instant !== null && instant > during.active + IDLE_MS)) continue;
    during.active = instant ?? during.active;
    during.session.operations.push(index);
    belongs(index, during.number);
  }
  return sessions;
}

function latest(
  sessions: NewestFirst<OpenSession>,
  origin: string,
  client: string | null,
  closing: boolean,
): OpenSession | undefined {
  for (const session of sessions.newest(MOST_OPEN)) {
    if (session.origin !== origin) continue;
    if (client !== null && session.client !== null && client !== session.client) continue;
    // A logout without an address ends what began without one too.
    if (closing && client === null && session.client !== null && sessions.size > 1) continue;
    return session;
  }
  return undefined;
}
