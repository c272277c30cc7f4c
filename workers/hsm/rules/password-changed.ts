import type { HsmRule, RuleCase } from '../finding';

/** A user's password was changed. */
const rule: HsmRule = {
  id: 'password-changed',
  async *find({ events, attribution, userActions }, pause) {
    for (const { kind, name, type, rows } of userActions) {
      await pause();
      if (kind !== 'password') continue;
      const by = attribution.user(rows[0]!);
      const activates = type === 'CN_CRYPTO_PRE_OFFICER';
      const isOther = by !== null && by !== name;
      yield {
        severity: activates || !isOther ? 'info' : 'warning',
        title: `The password of ${name} was changed${by === null ? '' : ` by ${isOther ? by : 'themselves'}`}`,
        certain: true,
        explanation:
          `${events.opcode(rows[0]!)} succeeded for ${name}. ` +
          (activates
            ? `The first officer's temporary account got its password: this is what activates a cluster.`
            : by === null
              ? `Nobody can be named who did it: the user, or an officer.`
              : `That it was ${by} follows from the sessions (${attribution.basis(rows[0]!)}). ` +
                (isOther
                  ? `An officer may set the password of others, and can log in as them from then on.`
                  : `Users may change their own.`)),
        rows,
        users: isOther ? [name, by] : [name],
      };
    }
  },
};
export default rule;

const change = { opcode: 'CN_CHANGE_PSWD', user: 'bob', at: 1 };
export const cases: RuleCase[] = [
  {
    name: 'by an officer, by the user, at activation',
    events: [
      { opcode: 'CN_LOGIN', user: 'admin', userType: 'CN_CRYPTO_OFFICER (2)', seq: 0, at: 0 },
      { ...change, seq: 1 },
      { ...change, user: 'admin', userType: 'CN_CRYPTO_OFFICER (2)', seq: 2, at: 20 },
      {
        ...change,
        stream: 'hsm-bbbbbbbbbbb',
        userType: 'CN_CRYPTO_PRE_OFFICER (6)',
        user: 'pre',
        seq: 0,
        at: 40,
      },
    ],
    finds: [
      { severity: 'warning', title: 'The password of bob was changed by admin', users: ['bob', 'admin'] },
      { severity: 'info', title: 'The password of admin was changed by themselves' },
      { severity: 'info', title: 'The password of pre was changed' },
    ],
  },
  {
    name: 'a change that failed',
    events: [{ ...change, seq: 0, response: '163:HSM Error: RET_USER_LOGIN_FAILURE' }],
    finds: [],
  },
];
