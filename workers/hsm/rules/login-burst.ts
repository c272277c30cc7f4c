import type { CaseEvent, HsmRule, RuleCase } from '../finding';
import { unknownClusters } from '../clusters';
import { loginBursts } from '../login-bursts';

/** Many refused logins within a short time, on one HSM or of one name over all. */
const rule: HsmRule = {
  id: 'login-burst',
  async *find(from, pause) {
    const { events } = from;
    for (const { over, rows, attempts: counted, names } of await loginBursts(from, pause)) {
      await pause();
      const attempts = counted.length;
      const who = names.length === 1 ? `of ${names[0]}` : `of ${names.length} names`;
      yield {
        severity: 'high',
        title: `${attempts} refused logins ${who} in quick succession${over === 'name' ? ', over several HSMs' : ''}`,
        certain: true,
        explanation:
          `${attempts} logins were refused, none more than 60 s after the one before. That is proved; that somebody was ` +
          `guessing is likely. A service with an old password, or a script that tries again, looks the same. An account ` +
          `is locked after more than five wrong passwords (20 on clusters from before February 2018), and with several ` +
          `HSMs more may pass.` +
          (over === 'name' ? unknownClusters(rows.map((row) => events.stream(row))) : ''),
        rows,
        users: names,
      };
    }
  },
};
export default rule;

const refused = (seq: number, at: number, rest: Partial<CaseEvent> = {}): CaseEvent => ({
  opcode: 'CN_LOGIN',
  user: 'testuser',
  response: '163:HSM Error: RET_USER_LOGIN_FAILURE',
  seq,
  at,
  ...rest,
});
const STREAMS = ['hsm-aaaaaaaaaaa', 'hsm-bbbbbbbbbbb'];
export const cases: RuleCase[] = [
  {
    name: 'five on one stream, of any names',
    events: [0, 1, 2, 3, 4].map((n) => refused(n, n * 60, { user: `user${n % 2}` })),
    finds: [
      {
        severity: 'high',
        users: ['user0', 'user1'],
        title: '5 refused logins of 2 names in quick succession',
      },
    ],
  },
  {
    name: 'five of one name over two streams',
    events: [0, 1, 2, 3, 4].map((n) => refused(n >> 1, n * 30, { stream: STREAMS[n % 2] })),
    finds: [
      { title: '5 refused logins of testuser in quick succession, over several HSMs', streams: STREAMS },
    ],
  },
  {
    name: 'five of one name, on HSMs of two clusters',
    events: [0, 1, 2, 3, 4].map((n) =>
      refused(n >> 1, n * 30, {
        stream: STREAMS[n % 2],
        cluster: ['cluster-aaaaaaaaaaa', 'cluster-bbbbbbbbbbb'][n % 2],
      }),
    ),
    finds: [],
  },
  {
    name: 'two HSMs refuse in turn within a second: each is asked anew',
    events: [
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => refused(n >> 1, n / 10, { stream: STREAMS[n % 2] })),
      refused(0, 30, { stream: 'hsm-ccccccccccc' }),
    ],
    finds: [{ title: '5 refused logins of testuser in quick succession, over several HSMs' }],
  },
  {
    name: 'four; five with a longer pause; each attempt recorded by both HSMs',
    events: [
      ...[0, 1, 2, 3].map((n) => refused(n, n * 60)),
      ...[0, 1, 2, 3, 4].map((n) => refused(n, 2000 + n * 61, { stream: 'hsm-ccccccccccc', user: 'other' })),
      ...[0, 1, 2, 3, 4, 5].map((n) =>
        refused(n >> 1, 4000 + (n >> 1) * 30 + (n % 2) * 0.5, {
          stream: `hsm-dddddddddd${n % 2}`,
          user: 'third',
        }),
      ),
    ],
    finds: [],
  },
];
