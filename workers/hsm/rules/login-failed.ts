import type { HsmRule, RuleCase } from '../finding';
import { failedLogin, userTypeWords } from '../reference/words';

/** A login that the HSM refused. */
const rule: HsmRule = {
  id: 'login-failed',
  async *find({ events }, pause) {
    const { store } = events;
    let count = 0;
    for (const row of events.order) {
      if (++count % 2_000 === 0) await pause();
      if (events.opcode(row) !== 'CN_LOGIN' || events.succeeded(row)) continue;
      const { code, text } = store.responses.get(store.response.get(row));
      const reason = failedLogin(code);
      const name = events.user(row);
      const type = userTypeWords(events.userType(row));
      yield {
        severity: 'info',
        title: `Login refused: ${name ?? 'no name'} (${reason === 'not documented' ? (text ?? 'no reason') : reason})`,
        certain: true,
        explanation:
          `The HSM refused a login with response ${code}. Name and type${type ? ` (${type})` : ''} are those that were ` +
          `tried: they do not say who tried. One refusal is likely a mistake of typing; AWS advises an alarm from the ` +
          `second one on.`,
        rows: [row],
      };
    }
  },
};
export default rule;

const login = { opcode: 'CN_LOGIN', user: 'testuser' };
export const cases: RuleCase[] = [
  {
    name: 'wrong password, unknown name, wrong type',
    events: [
      { ...login, seq: 0, at: 0, response: '163:HSM Error: RET_USER_LOGIN_FAILURE' },
      { ...login, seq: 1, at: 600, response: "206:HSM Error: This user doesn't exist" },
      { ...login, seq: 2, at: 1200, response: '219:HSM Error: Invalid User Type' },
    ],
    finds: [
      { title: 'Login refused: testuser (wrong password)', users: ['testuser'] },
      { title: 'Login refused: testuser (unknown user)' },
      { title: 'Login refused: testuser (wrong user type)' },
    ],
  },
  {
    name: 'a login that was let in; another command that failed',
    events: [
      { ...login, seq: 0, at: 0 },
      { opcode: 'CN_GENERATE_KEY', seq: 1, at: 1, response: '198:HSM Error: Key Access is denied', key: 7 },
    ],
    finds: [],
  },
];
