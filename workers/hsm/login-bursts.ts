import type { HsmCase } from './hsm-case';

/** So many refused logins make a burst. */
export const BURST = 5;
/** No two of them further apart, in microseconds. */
const APART = 60_000_000;
/** Refusals on different HSMs this close are one attempt. */
const ONE_ATTEMPT = 1_000_000;

/** Refused logins in quick succession. */
export interface LoginBurst {
  /** `stream`: on one stream, any names; `name`: of one name, over all streams. */
  over: 'stream' | 'name';
  rows: number[];
  attempts: number;
  names: string[];
}

const kept = new WeakMap<HsmCase, Promise<LoginBurst[]>>();

/** The bursts of a case; those of a name only where they are no part of a stream's. */
export function loginBursts(from: HsmCase, pause: () => Promise<void>): Promise<LoginBurst[]> {
  let known = kept.get(from);
  if (!known) {
    kept.set(from, (known = found(from, pause)));
    known.catch(() => kept.delete(from));
  }
  return known;
}

/** What is under way of one stream or name. */
interface Run {
  rows: number[];
  attempts: number;
  last: number;
}

async function found(from: HsmCase, pause: () => Promise<void>): Promise<LoginBurst[]> {
  const { events } = from;
  const { store } = events;
  const streams = new Runs('stream', from);
  const names = new Runs('name', from);
  let count = 0;
  for (const row of events.order) {
    if (++count % 2_000 === 0) await pause();
    if (events.opcode(row) !== 'CN_LOGIN' || events.succeeded(row)) continue;
    streams.take(row, String(store.stream.get(row)), true);
    const name = events.user(row);
    // Files that do not say whose they are may be copies of a stream that is here.
    if (name !== null && events.stream(row).name !== null) {
      const [previous] = names.last(name);
      const isOther =
        previous !== undefined &&
        store.stream.get(previous) !== store.stream.get(row) &&
        store.instant(row) - store.instant(previous) <= ONE_ATTEMPT;
      names.take(row, name, !isOther);
    }
  }
  const inStreams = streams.end();
  const covered = new Map<number, LoginBurst>();
  for (const burst of inStreams) for (const row of burst.rows) covered.set(row, burst);
  const byName = names.end().filter(({ rows }) => {
    const burst = covered.get(rows[0]!);
    return !burst || rows.some((row) => covered.get(row) !== burst);
  });
  return [...inStreams, ...byName];
}

class Runs {
  readonly #over: LoginBurst['over'];
  readonly #case: HsmCase;
  readonly #runs = new Map<string, Run>();
  readonly #bursts: LoginBurst[] = [];

  constructor(over: LoginBurst['over'], from: HsmCase) {
    this.#over = over;
    this.#case = from;
  }

  last(key: string): number[] {
    return this.#runs.get(key)?.rows.slice(-1) ?? [];
  }

  take(row: number, key: string, isAttempt: boolean): void {
    const at = this.#case.events.store.instant(row);
    let run = this.#runs.get(key);
    if (run && !(at - run.last <= APART)) {
      this.#close(run);
      run = undefined;
    }
    if (!run) this.#runs.set(key, (run = { rows: [], attempts: 0, last: at }));
    run.rows.push(row);
    run.last = at;
    if (isAttempt || run.attempts === 0) run.attempts++;
  }

  end(): LoginBurst[] {
    for (const run of this.#runs.values()) this.#close(run);
    return this.#bursts;
  }

  #close({ rows, attempts }: Run): void {
    if (attempts < BURST) return;
    const names = [...new Set(rows.map((row) => this.#case.events.user(row)))].filter(
      (name) => name !== null,
    );
    this.#bursts.push({ over: this.#over, rows, attempts, names });
  }
}
