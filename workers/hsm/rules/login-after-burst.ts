import type { CaseEvent, HsmRule, RuleCase } from '../finding';
import { BURST, countUntil, loginBursts, type LoginBurst } from '../login-bursts';

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
    /** By name and the group of HSMs: the same name is another user in another cluster. */
    const byName = new Map<string, { burst: LoginBurst; end: number; told: boolean }[]>();
    for (const burst of bursts) {
      const end = store.instant(burst.rows.at(-1)!);
      const { group } = events.stream(burst.rows[0]!);
      for (const name of burst.names) {
        const key = `${group} ${name}`;
        const of = byName.get(key);
        const entry = { burst, end, told: false };
        if (of) of.push(entry);
        else byName.set(key, [entry]);
      }
    }
    for (const of of byName.values()) of.sort((x, y) => x.burst.reached - y.burst.reached);
    let count = 0;
    for (const row of events.order) {
      if (++count % 2_000 === 0) await pause();
      if (events.opcode(row) !== 'CN_LOGIN' || !events.succeeded(row)) continue;
      const name = events.user(row);
      const at = store.instant(row);
      const of = byName.get(`${events.stream(row).group} ${name}`) ?? [];
      const entry = of[countUntil(of, at, (one) => one.burst.reached) - 1];
      if (!entry || entry.told || name === null || at - entry.end > AFTER) continue;
      // Files that do not say whose they are stand by themselves.
      const { burst } = entry;
      const [isNamed, isNamedBurst] = [events.stream(row).name, events.stream(burst.rows[0]!).name];
      const isSame = events.stream(row) === events.stream(burst.rows[0]!);
      if ((isNamed === null || isNamedBurst === null) && !isSame) continue;
      entry.told = true;
      // The burst may go on, of other names.
      const instant = (other: number) => store.instant(other);
      const before = countUntil(burst.rows, at, instant);
      const attempts = countUntil(burst.attempts, at, instant);
      const since = at - instant(burst.rows[Math.max(0, before - 1)]!);
      yield {
        severity: 'critical',
        title: `${name} was let in ${(since / 1e6).toFixed(1)} s after ${attempts} refused logins`,
        certain: false,
        explanation:
          `That the login succeeded so soon after the burst is proved. That the password was guessed is likely enough to ` +
          `be looked into at once: what the session did is listed under its user. Its owner may also have remembered the ` +
          `password, or had it set anew.`,
        rows: [...burst.rows.slice(Math.max(0, before - BURST), before), row],
        users: [name],
      };
    }
  },
};
export default rule;

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
    name: 'the name is let in while others are still refused',
    events: [
      ...burst,
      { ...login, user: 'testuser', at: 45 },
      { ...burst[0]!, user: 'other', seq: 6, at: 60 },
    ],
    finds: [{ title: 'testuser was let in 5.0 s after 5 refused logins' }],
  },
  {
    name: 'let in after four, and a fifth is refused behind that',
    events: [
      ...burst.slice(0, 4),
      { ...login, user: 'testuser', seq: 4, at: 45 },
      { ...burst[0]!, seq: 5, at: 60 },
    ],
    finds: [],
  },
  {
    name: 'the same name in another cluster',
    events: [
      ...burst.map((event) => ({ ...event, cluster: 'cluster-aaaaaaaaaaa' })),
      {
        ...login,
        stream: 'hsm-bbbbbbbbbbb',
        cluster: 'cluster-bbbbbbbbbbb',
        user: 'testuser',
        seq: 0,
        at: 60,
      },
    ],
    finds: [],
  },
  {
    name: 'another name, and too late',
    events: [...burst, { ...login, user: 'admin', at: 60 }, { ...login, user: 'testuser', seq: 6, at: 641 }],
    finds: [],
  },
];
