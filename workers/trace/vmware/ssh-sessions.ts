import type { LogRecord } from '../../analysis/case-reader';
import { emptyDraft, give, OF_BUNDLE, type OperationDraft, type TraceContext } from '../trace-source';

/** Lines about one refused login come within this time. */
const SAME_FAILURE_MS = 3_000;
/** Refused logins open at once, and sessions remembered of a machine. */
const MOST_FAILURES = 1_000;
const MOST_SESSIONS = 100_000;
/** Sessions of one process id that are looked at for the one at an instant. */
const MOST_LOOKED_AT = 16;

interface SshSession {
  from: number;
  to: number;
  who: string;
  client: string | null;
}

interface Failure {
  draft: OperationDraft;
  ms: number;
  shapes: Set<string>;
}

const ACCEPTED = /^Accepted (\S+) for (\S+) from (\S+) port /;
const OPENED =
  /^(?:pam_\w+\(\w+:session\): session opened for user (\S+?)(?:\(| |$)|Session opened for '([^']+)')/;
const CLOSED = /^(?:pam_\w+\(\w+:session\): session closed for user (\S+)|Session closed for '([^']+)')/;
const DISCONNECTED = /^(?:Received disconnect from|Disconnected from|Connection closed by) /;
// A name that nobody has checked may hold ` from `: the last one counts.
const ADDRESS = String.raw`(.*) from (\S+)(?: port \d+)?(?: ssh2)?(?:: .*)?$`;
const REFUSED = new RegExp(
  `^(?:Failed \\S+ for (?:invalid user )?${ADDRESS}|` +
    `error: PAM: Authentication failure for (?:illegal user )?${ADDRESS}|Invalid user ${ADDRESS})`,
);
const CONSOLE = /^(\S+) login on '(.+)'/;

/** Logins, logouts and refused logins of sshd and of the console, of one machine. */
export class SshSessions {
  readonly #context: TraceContext;
  readonly #origin: string;
  readonly #byPid = new Map<string, SshSession[]>();
  readonly #failures = new Map<string, Failure>();
  #count = 0;

  constructor(context: TraceContext, origin: string) {
    this.#context = context;
    this.#origin = origin;
  }

  take(record: LogRecord): void {
    const message = record.message.slice(0, 1_000);
    const accepted = ACCEPTED.exec(message);
    if (accepted) return this.#opened(record, accepted[2]!, accepted[3]!);
    const opened = OPENED.exec(message);
    if (opened) return this.#opened(record, (opened[1] ?? opened[2])!, null);
    const console = record.process === 'login' ? CONSOLE.exec(message) : null;
    if (console) return this.#opened(record, console[1]!, null);
    const closed = CLOSED.exec(message);
    if (closed) return this.#closed(record, (closed[1] ?? closed[2])!);
    if (DISCONNECTED.test(message) && !message.includes('[preauth]')) return this.#closed(record, null);
    const refused = REFUSED.exec(message);
    if (refused) {
      const who = refused[1] ?? refused[3] ?? refused[5];
      return this.#refused(record, who!, (refused[2] ?? refused[4] ?? refused[6])!, message.slice(0, 8));
    }
  }

  /** Who had the session of this process at the time, by the number that shells share with it. */
  sessionOf(pid: string | null, ms: number): { who: string; client: string | null } | null {
    const sessions = pid === null ? undefined : this.#byPid.get(pid);
    if (!sessions) return null;
    let low = -1;
    let high = sessions.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (sessions[middle]!.from <= ms) low = middle;
      else high = middle;
    }
    // One that began later may have ended before, where lines do not stand in the order of time.
    const nearest = sessions.slice(Math.max(0, low + 1 - MOST_LOOKED_AT), low + 1);
    return nearest.findLast(({ to }) => ms <= to) ?? null;
  }

  end(): void {
    for (const sessions of this.#byPid.values()) sessions.sort((a, b) => a.from - b.from);
    for (const pid of [...this.#failures.keys()]) this.#fail(pid);
  }

  #opened(record: LogRecord, who: string, client: string | null): void {
    const time = this.#context.time(record);
    const pid = record.pid ?? '';
    const sessions = this.#byPid.get(pid) ?? [];
    const last = sessions.at(-1);
    // One login is told by sshd and by its modules.
    if (!time || (last && last.to === Infinity && last.who === who)) return;
    if (last?.to === Infinity) last.to = time.ms;
    if (this.#count++ < MOST_SESSIONS) {
      sessions.push({ from: time.ms, to: Infinity, who, client });
      this.#byPid.set(pid, sessions);
    }
    const draft = this.#draft('Login', record, who, client);
    draft.result = 'OK';
    this.#context.emit(draft);
  }

  #closed(record: LogRecord, named: string | null): void {
    const time = this.#context.time(record);
    const last = this.#byPid.get(record.pid ?? '')?.at(-1);
    if (!time || (last && last.to !== Infinity) || (!last && named === null)) return;
    const who = last?.who ?? named!;
    if (last) last.to = time.ms;
    else if (this.#count++ < MOST_SESSIONS)
      this.#byPid.set(record.pid ?? '', [{ from: -Infinity, to: time.ms, who, client: null }]);
    const draft = this.#draft('Logout', record, who, last?.client ?? null);
    draft.result = 'OK';
    this.#context.emit(draft);
  }

  #refused(record: LogRecord, who: string, client: string, shape: string): void {
    const pid = record.pid ?? '';
    const ms = this.#context.time(record)?.ms ?? 0;
    const open = this.#failures.get(pid);
    if (open && !open.shapes.has(shape) && ms - open.ms <= SAME_FAILURE_MS && open.draft.who === who) {
      open.shapes.add(shape);
      open.draft.evidence.push(record);
      return;
    }
    if (open) this.#fail(pid);
    const draft = this.#draft('LoginFailed', record, who, client);
    draft.result = 'NG';
    this.#failures.set(pid, { draft, ms, shapes: new Set([shape]) });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MOST_FAILURES && oldest !== undefined) this.#fail(oldest);
  }

  #fail(pid: string): void {
    this.#context.emit(this.#failures.get(pid)!.draft);
    this.#failures.delete(pid);
  }

  #draft(kind: string, record: LogRecord, who: string, client: string | null): OperationDraft {
    const draft = emptyDraft(kind, this.#origin);
    draft.end = this.#context.time(record);
    draft.who = who === '' ? null : who;
    draft.client = client;
    if (record.pid !== null) draft.session = `ssh:${record.pid}@${this.#origin}`;
    give(draft, 'where', this.#context.statedHost(record), null);
    give(draft, 'where', this.#context.bundleHost(record), OF_BUNDLE);
    draft.evidence.push(record);
    return draft;
  }
}
