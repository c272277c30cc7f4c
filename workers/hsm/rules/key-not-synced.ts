import { unknownClusters } from '../clusters';
import type { HsmRule, RuleCase } from '../finding';
import { isRolledBack, isSessionKey } from '../key-lives';

/** A key without a recorded copy on an HSM that was there when it was made. */
const rule: HsmRule = {
  id: 'key-not-synced',
  async *find({ events, attribution, keys }, pause) {
    const { store } = events;
    const named = events.streams.filter(({ name, rows }) => name !== null && rows.length > 0);
    if (named.length < 2) return;
    const begins = new Map(named.map((stream) => [stream, store.instant(stream.rows[0]!)]));
    for (const life of keys) {
      await pause();
      const { made, handle, inserted, extracted, pairWith } = life;
      if (made === null || events.stream(made).name === null) continue;
      if (isSessionKey(events, life) || isRolledBack(events, life)) continue;
      const there = new Set([events.stream(made), ...inserted.map((row) => events.stream(row))]);
      const at = store.instant(made);
      const maker = events.stream(made);
      const lacking = named.filter(
        (stream) => stream.group === maker.group && !there.has(stream) && begins.get(stream)! <= at,
      );
      if (lacking.length === 0) continue;
      const by = attribution.user(made);
      yield {
        severity: extracted.length > 0 ? 'warning' : 'info',
        title: `No copy of key ${handle} is recorded on ${lacking.map(({ name }) => name).join(', ')}`,
        certain: false,
        explanation:
          `Proved is that no insertion of key ${handle} is in these streams. No record does not mean no key: the service ` +
          `also synchronises in the background and writes no event for it, and a client may be set to stop early. ` +
          (extracted.length > 0
            ? `The key was taken out to be sent on, so that a copy was meant to be there.`
            : `The key was never taken out to be sent on: it may be one of a session, which lives on one HSM only.`) +
          (pairWith === null
            ? ''
            : ` It is one half of a pair with key ${pairWith}: whether both halves are sent on by events of their own is ` +
              `not documented.`) +
          unknownClusters([maker, ...lacking]),
        rows: [made, ...extracted.slice(0, 1)],
        keys: [handle],
        users: by === null ? [] : [by],
        streams: lacking.map(({ name }) => name ?? ''),
      };
    }
  },
};
export default rule;

const A = { stream: 'hsm-aaaaaaaaaaa' };
const B = { stream: 'hsm-bbbbbbbbbbb' };
const made = [
  { ...A, opcode: 'CN_LOGIN', user: 'cu', seq: 0, at: 0 },
  { ...B, opcode: 'CN_LOGIN', user: 'cu', seq: 0, at: 0.03 },
  { ...A, opcode: 'CN_GENERATE_KEY', key: 262152, seq: 1, at: 7 },
  { ...A, opcode: 'CN_EXTRACT_MASKED_OBJECT_USER', key: 262152, seq: 2, at: 7.003 },
];
export const cases: RuleCase[] = [
  {
    name: 'taken out, not inserted',
    events: made,
    finds: [{ severity: 'warning', certain: false, streams: [B.stream] }],
  },
  {
    name: 'inserted, also long after',
    events: [...made, { ...B, opcode: 'CN_INSERT_MASKED_OBJECT_USER', key: 262152, seq: 1, at: 7000 }],
    finds: [],
  },
  {
    name: 'an HSM of another cluster has keys of its own',
    events: made.map((event) => ({
      ...event,
      cluster: event.stream === A.stream ? 'cluster-aaaaaaaaaaa' : 'cluster-bbbbbbbbbbb',
    })),
    finds: [],
  },
  {
    name: 'two HSMs of one cluster, and one of another',
    events: [
      ...made.map((event) => ({ ...event, cluster: 'cluster-aaaaaaaaaaa' })),
      {
        stream: 'hsm-ccccccccccc',
        cluster: 'cluster-bbbbbbbbbbb',
        opcode: 'CN_LOGIN',
        user: 'cu',
        seq: 0,
        at: 0,
      },
    ],
    finds: [{ severity: 'warning', streams: [B.stream] }],
  },
  {
    name: 'an HSM whose stream begins later was made from a backup; a session key is never sent',
    events: [
      { ...A, opcode: 'CN_LOGIN', user: 'cu', seq: 0, at: 0 },
      { ...A, opcode: 'CN_GENERATE_KEY', key: 7, seq: 1, at: 1 },
      { ...A, opcode: 'CN_DESTROY_OBJECT', key: 7, seq: 2, at: 2 },
      { ...A, opcode: 'CN_GENERATE_KEY', key: 8, seq: 3, at: 3 },
      { ...B, opcode: 'CN_LOGIN', user: 'cu', seq: 0, at: 60 },
    ],
    finds: [],
  },
];
