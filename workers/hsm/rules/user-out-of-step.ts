import { unknownClusters } from '../clusters';
import type { HsmRule, RuleCase } from '../finding';

const DONE = { created: 'creation', deleted: 'deletion', password: 'change of password' };

/** Something done to a user that not every HSM recorded. */
const rule: HsmRule = {
  id: 'user-out-of-step',
  async *find({ events, userActions }, pause) {
    const { store } = events;
    const named = events.streams.filter(({ name, rows }) => name !== null && rows.length > 0);
    if (named.length < 2) return;
    for (const { kind, name, type, rows } of userActions) {
      await pause();
      const first = rows[0]!;
      // Before a cluster is active there is one HSM, and each makes the service's user for itself.
      if (
        events.stream(first).name === null ||
        type === 'CN_APPLIANCE_USER' ||
        type === 'CN_CRYPTO_PRE_OFFICER'
      )
        continue;
      const at = store.instant(first);
      const there = new Set(rows.map((row) => events.stream(row)));
      const { group } = events.stream(first);
      const lacking = named.filter(
        (stream) => stream.group === group && !there.has(stream) && store.instant(stream.rows[0]!) <= at,
      );
      if (lacking.length === 0) continue;
      yield {
        severity: 'warning',
        title: `The ${DONE[kind]} of ${name} is not recorded on ${lacking.map((stream) => stream.name).join(', ')}`,
        certain: false,
        explanation:
          `Proved is that no such event is in these streams, which had begun. Users are kept by each HSM for itself, and ` +
          `the tools address all of them: likely the HSMs are out of step, and ${name} is not the same everywhere. An ` +
          `export that ends early, or an HSM that was not reachable and was set right later, looks the same.` +
          unknownClusters([...there, ...lacking]),
        rows,
        users: [name],
        streams: lacking.map((stream) => stream.name ?? ''),
      };
    }
  },
};
export default rule;

const A = { stream: 'hsm-aaaaaaaaaaa' };
const B = { stream: 'hsm-bbbbbbbbbbb' };
export const cases: RuleCase[] = [
  {
    name: 'deleted on one of two',
    events: [
      { ...B, opcode: 'CN_LOGIN', user: 'admin', seq: 0, at: 0 },
      { ...A, opcode: 'CN_DELETE_USER', user: 'bob', seq: 0, at: 60 },
    ],
    finds: [{ certain: false, streams: [B.stream], users: ['bob'] }],
  },
  {
    name: 'users of another cluster are others',
    events: [
      { ...B, cluster: 'cluster-bbbbbbbbbbb', opcode: 'CN_LOGIN', user: 'admin', seq: 0, at: 0 },
      { ...A, cluster: 'cluster-aaaaaaaaaaa', opcode: 'CN_DELETE_USER', user: 'bob', seq: 0, at: 60 },
    ],
    finds: [],
  },
  {
    name: 'created on both; deleted before the other one was there',
    events: [
      { ...A, opcode: 'CN_DELETE_USER', user: 'eve', seq: 0, at: 0 },
      { ...B, opcode: 'CN_LOGIN', user: 'admin', seq: 0, at: 30 },
      { ...A, opcode: 'CN_CREATE_USER', user: 'bob', seq: 1, at: 60 },
      { ...B, opcode: 'CN_CREATE_USER', user: 'bob', seq: 1, at: 60.05 },
    ],
    finds: [],
  },
];
