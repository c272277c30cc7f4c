import type { CaseEvent, HsmRule, RuleCase } from '../finding';
import { loginBursts } from '../login-bursts';

/** A login that is let in this long after a burst may be what the burst was for, in microseconds. */
const AFTER = 600_000_000;

/** A name of a burst that is let in within ten minutes. */
const rule: HsmRule = {
  id: 'login-after-burst',
  async *find(from, pause) {
    const { events } = from;
    const { store } = events;
    const bursts = await loginBursts(from, pause);
    if (bursts.length === 0) return;
    const byName = new Map<string, { end: number; rows: number[]; attempts: number; told: boolean }[]>();
    for (const { rows, names, attempts } of bursts) {
      const end = store.instant(rows.at(-1)!);
      for (const name of names) {
        const ends = byName.get(name);
        const burst = { end, rows, attempts, told: false };
        if (ends) ends.push(burst);
        else byName.set(name, [burst]);
      }
    }
    for (const ends of byName.values()) ends.sort((x, y) => x.end - y.end);
    let count = 0;
    for (const row of events.order) {
      if (++count % 2_000 === 0) await pause();
      if (events.opcode(row) !== 'CN_LOGIN' || !events.succeeded(row)) continue;
      const name = events.user(row);
      const at = store.instant(row);
      const burst = name === null ? undefined : lastBefore(byName.get(name) ?? [], at);
      if (!burst || burst.told || name === null || at - burst.end > AFTER) continue;
      // Files that do not say whose they are stand by themselves.
      const [isNamed, isNamedBurst] = [events.stream(row).name, events.stream(burst.rows[0]!).name];
      const isSame = events.stream(row) === events.stream(burst.rows[0]!);
      if ((isNamed === null || isNamedBurst === null) && !isSame) continue;
      burst.told = true;
      yield {
        severity: 'critical',
        title: `${name} was let in ${((at - burst.end) / 1e6).toFixed(1)} s after ${burst.attempts} refused logins`,
        certain: false,
        explanation:
          `That the login succeeded so soon after the burst is proved. That the password was guessed is likely enough to ` +
          `be looked into at once: what the session did is listed under its user. Its owner may also have remembered the ` +
          `password, or had it set anew.`,
        rows: [...burst.rows.slice(-5), row],
        users: [name],
      };
    }
  },
};
export default rule;

/** The last one that ended by then. */
function lastBefore<Burst extends { end: number }>(ends: readonly Burst[], at: number): Burst | undefined {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]!.end <= at) low = middle + 1;
    else high = middle;
  }
  return ends[low - 1];
}

const burst: CaseEvent[] = [0, 1, 2, 3, 4].map((seq) => ({
  opcode: 'CN_LOGIN',
  user: 'testuser',
  response: '163:HSM Error: RET_USER_LOGIN_FAILURE',
  seq,
  at: seq * 10,
}));
const login = { opcode: 'CN_LOGIN', seq: 5 };
export const cases: RuleCase[] = [
  {
    name: 'the name is let in within ten minutes',
    events: [...burst, { ...login, user: 'testuser', at: 640 }],
    finds: [{ severity: 'critical', certain: false, users: ['testuser'] }],
  },
  {
    name: 'another name, and too late',
    events: [...burst, { ...login, user: 'admin', at: 60 }, { ...login, user: 'testuser', seq: 6, at: 641 }],
    finds: [],
  },
];
