import type { HsmCase } from './hsm-case';

/** So many refused logins make a burst. */
export const BURST = 5;
/** No two of them further apart, in microseconds. */
const APART = 60_000_000;
/** Refusals on different HSMs this close are one attempt. */
const ONE_ATTEMPT = 1_000_000;

/** Refused logins in quick succession. */
export interface LoginBurst {
  /** `stream`: on one stream, any names; `name`: of one name, over all streams of a cluster. */
  over: 'stream' | 'name';
  rows: number[];
  /** Those of the rows that count: an attempt that several HSMs recorded is one. */
  attempts: number[];
  /** When the attempts were enough for a burst; it may go on behind that. Microseconds. */
  reached: number;
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

/** How many of these, which are in the order of time, are not behind an instant (microseconds). */
export function countUntil<Item>(
  items: readonly Item[],
  until: number,
  instant: (item: Item) => number,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instant(items[middle]!) <= until) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is under way of one stream or name. */
interface Run {
  rows: number[];
  attempts: number[];
  last: number;
  /** Streams that recorded the attempt at hand. */
  streams: Set<number>;
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
    streams.take(row, String(store.stream.get(row)));
    const name = events.user(row);
    // Files that do not say whose they are may be copies of a stream that is here.
    const { name: isNamed, group } = events.stream(row);
    if (name !== null && isNamed !== null) names.take(row, `${group} ${name}`);
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

  take(row: number, key: string): void {
    const { store } = this.#case.events;
    const at = store.instant(row);
    const stream = store.stream.get(row);
    let run = this.#runs.get(key);
    if (run && !(at - run.last <= APART)) {
      this.#close(run);
      run = undefined;
    }
    if (!run) this.#runs.set(key, (run = { rows: [], attempts: [], last: at, streams: new Set() }));
    run.rows.push(row);
    run.last = at;
    // Each HSM records an attempt once: the same one again is the next attempt.
    const latest = run.attempts.at(-1);
    const isNext =
      latest === undefined || run.streams.has(stream) || at - store.instant(latest) > ONE_ATTEMPT;
    if (isNext) {
      run.attempts.push(row);
      run.streams.clear();
    }
    run.streams.add(stream);
  }

  end(): LoginBurst[] {
    for (const run of this.#runs.values()) this.#close(run);
    return this.#bursts;
  }

  #close({ rows, attempts }: Run): void {
    const enough = attempts[BURST - 1];
    if (enough === undefined) return;
    const names = [...new Set(rows.map((row) => this.#case.events.user(row)))].filter(
      (name) => name !== null,
    );
    const reached = this.#case.events.store.instant(enough);
    this.#bursts.push({ over: this.#over, rows, attempts, reached, names });
  }
}
