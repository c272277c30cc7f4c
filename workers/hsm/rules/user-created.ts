import type { CaseEvent, HsmRule, RuleCase } from '../finding';
import { countUntil, loginBursts, type LoginBurst } from '../login-bursts';
import { userTypeWords } from '../reference/words';

/** An officer made this long after a burst of refused logins is singled out, in microseconds. */
const AFTER_BURST = 3_600_000_000;

/** A user was made. */
const rule: HsmRule = {
  id: 'user-created',
  async *find(from, pause) {
    const { events, attribution } = from;
    const { store } = events;
    /** By group of HSMs: the bursts, and when the longest of those so far ended. */
    const byGroup = new Map<number, { bursts: LoginBurst[]; ends: number[] }>();
    for (const burst of (await loginBursts(from, pause)).toSorted((a, b) => a.reached - b.reached)) {
      const { group } = events.stream(burst.rows[0]!);
      const known = byGroup.get(group) ?? { bursts: [], ends: [] };
      byGroup.set(group, known);
      known.bursts.push(burst);
      known.ends.push(Math.max(known.ends.at(-1) ?? -Infinity, store.instant(burst.rows.at(-1)!)));
    }
    for (const { kind, name, type, rows } of from.userActions) {
      await pause();
      const first = rows[0]!;
      if (kind !== 'created') continue;
      const isService = events.opcode(first) === 'CN_CREATE_APPLIANCE_USER' || type === 'CN_APPLIANCE_USER';
      const isOfficer = type === 'CN_CRYPTO_OFFICER' || events.opcode(first) === 'CN_CREATE_CO';
      const by = attribution.user(first);
      const at = store.instant(first);
      const { bursts = [], ends = [] } = byGroup.get(events.stream(first).group) ?? {};
      const reached = countUntil(bursts, at, (burst) => burst.reached);
      const afterBurst = isOfficer && at - (ends[reached - 1] ?? -Infinity) <= AFTER_BURST;
      const words = userTypeWords(type);
      yield {
        severity: isService ? 'info' : afterBurst ? 'critical' : isOfficer ? 'high' : 'warning',
        title: `${isOfficer ? 'Officer' : 'User'} ${name} was created${by === null ? '' : ` by ${by}`}`,
        certain: true,
        explanation:
          `${events.opcode(first)} succeeded for ${name}${words ? ` (${words})` : ''}. ` +
          (isService
            ? `This is the service's own user, made when the HSM is initialised.`
            : (by === null
                ? `Nobody can be named who did it. `
                : `That it was ${by} follows from the sessions (${attribution.basis(first)}). `) +
              (afterBurst
                ? `It came within an hour after a burst of refused logins: somebody who got in may have made it to stay in.`
                : `AWS advises an alarm on every new user.`)),
        rows,
        users: by === null ? [name] : [name, by],
      };
    }
  },
};
export default rule;

const officer: CaseEvent = {
  opcode: 'CN_CREATE_CO',
  user: 'alice',
  userType: 'CN_CRYPTO_OFFICER (2)',
  seq: 9,
  at: 120,
};
export const cases: RuleCase[] = [
  {
    name: "a user, an officer, the service's own user",
    events: [
      {
        opcode: 'CN_CREATE_APPLIANCE_USER',
        user: 'app_user',
        userType: 'CN_APPLIANCE_USER (5)',
        seq: 0,
        at: 0,
      },
      { opcode: 'CN_LOGIN', user: 'admin', seq: 1, at: 1 },
      { opcode: 'CN_CREATE_USER', user: 'bob', seq: 2, at: 2 },
      { ...officer, seq: 3, at: 3 },
    ],
    finds: [
      { severity: 'high', title: 'Officer alice was created by admin' },
      { severity: 'warning', title: 'User bob was created by admin', users: ['bob', 'admin'] },
      { severity: 'info', title: 'User app_user was created' },
    ],
  },
  {
    name: 'an officer shortly after a burst',
    events: [
      ...[0, 1, 2, 3, 4].map((seq): CaseEvent => ({
        opcode: 'CN_LOGIN',
        user: 'admin',
        response: '163:HSM Error: RET_USER_LOGIN_FAILURE',
        seq,
        at: seq,
      })),
      officer,
    ],
    finds: [{ severity: 'critical' }],
  },
  {
    name: 'an officer shortly after a burst in another cluster',
    events: [
      ...[0, 1, 2, 3, 4].map((seq): CaseEvent => ({
        stream: 'hsm-aaaaaaaaaaa',
        cluster: 'cluster-aaaaaaaaaaa',
        opcode: 'CN_LOGIN',
        user: 'admin',
        response: '163:HSM Error: RET_USER_LOGIN_FAILURE',
        seq,
        at: seq,
      })),
      { ...officer, stream: 'hsm-bbbbbbbbbbb', cluster: 'cluster-bbbbbbbbbbb' },
    ],
    finds: [{ severity: 'high' }],
  },
  {
    name: 'the same on two HSMs is one creation; a failed one is none',
    events: [
      { ...officer, stream: 'hsm-aaaaaaaaaaa' },
      { ...officer, stream: 'hsm-bbbbbbbbbbb', at: 120.1 },
      { ...officer, user: 'eve', stream: 'hsm-bbbbbbbbbbb', seq: 10, at: 130, response: '157:HSM Error: x' },
    ],
    finds: [{ streams: ['hsm-aaaaaaaaaaa', 'hsm-bbbbbbbbbbb'] }],
  },
  { name: 'a login', events: [{ opcode: 'CN_LOGIN', user: 'bob', seq: 0, at: 0 }], finds: [] },
];
