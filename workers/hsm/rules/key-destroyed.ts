import type { HsmRule, RuleCase } from '../finding';
import { isRolledBack, isSessionKey } from '../key-lives';

/** The end of a key. */
const rule: HsmRule = {
  id: 'key-destroyed',
  async *find({ events, attribution, keys }, pause) {
    for (const life of keys) {
      await pause();
      const [end] = life.destroyed;
      if (end === undefined) continue;
      const by = attribution.user(end);
      const session = isSessionKey(events, life);
      const rolledBack = isRolledBack(events, life);
      const what = session ? 'Session key' : 'Key';
      yield {
        severity: session || rolledBack ? 'info' : 'warning',
        title: `${what} ${life.handle} was deleted${by === null ? '' : ` by ${by}`}`,
        certain: true,
        explanation:
          `${events.opcode(end)} succeeded on ${events.stream(end).name ?? 'an HSM that is not named'}. ` +
          (session
            ? `It was destroyed on the HSM that made it and never sent to another: likely a key of one session, as tools ` +
              `make and drop them all the time. Until 2023 the same command also deleted lasting keys.`
            : rolledBack
              ? `It had been taken out for other HSMs, no insertion is recorded, and then it was deleted: likely its ` +
                `making was rolled back because too few HSMs had it.`
              : `What it encrypted can be opened with other copies only: exported ones, or a backup of the cluster from ` +
                `before.`),
        rows: life.destroyed,
        keys: [life.handle],
        users: by === null ? [] : [by],
      };
    }
  },
};
export default rule;

export const cases: RuleCase[] = [
  {
    name: 'a lasting key; the deletion on each HSM is one',
    events: [
      { opcode: 'CN_LOGIN', user: 'cu', stream: 'hsm-aaaaaaaaaaa', seq: 0, at: 0 },
      { opcode: 'CN_TOMBSTONE_OBJECT', key: 9, stream: 'hsm-aaaaaaaaaaa', seq: 1, at: 1 },
      { opcode: 'CN_TOMBSTONE_OBJECT', key: 9, stream: 'hsm-bbbbbbbbbbb', seq: 0, at: 1.08 },
    ],
    finds: [
      {
        severity: 'warning',
        title: 'Key 9 was deleted by cu',
        streams: ['hsm-aaaaaaaaaaa', 'hsm-bbbbbbbbbbb'],
      },
    ],
  },
  {
    name: 'both halves of a pair, the public one in the private field',
    events: [
      { opcode: 'CN_GENERATE_KEY_PAIR', key: 131079, publicKey: 131078, seq: 0, at: 0 },
      { opcode: 'CN_DESTROY_OBJECT', key: 131078, seq: 1, at: 1 },
      { opcode: 'CN_DESTROY_OBJECT', key: 131079, seq: 2, at: 2 },
    ],
    finds: [
      { severity: 'info', title: 'Session key 131078 was deleted' },
      { severity: 'info', title: 'Session key 131079 was deleted' },
    ],
  },
  {
    name: 'a creation that was rolled back',
    events: [
      { opcode: 'CN_GENERATE_KEY', key: 9, seq: 0, at: 0 },
      { opcode: 'CN_EXTRACT_MASKED_OBJECT_USER', key: 9, seq: 1, at: 0.01 },
      { opcode: 'CN_TOMBSTONE_OBJECT', key: 9, seq: 2, at: 1 },
    ],
    finds: [{ severity: 'info', title: 'Key 9 was deleted' }],
  },
  {
    name: 'two HSMs have keys of a session under one handle',
    events: [
      { opcode: 'CN_GENERATE_KEY', key: 9, stream: 'hsm-aaaaaaaaaaa', seq: 0, at: 0 },
      { opcode: 'CN_GENERATE_KEY', key: 9, stream: 'hsm-bbbbbbbbbbb', seq: 0, at: 5 },
      { opcode: 'CN_DESTROY_OBJECT', key: 9, stream: 'hsm-aaaaaaaaaaa', seq: 1, at: 10 },
      { opcode: 'CN_DESTROY_OBJECT', key: 9, stream: 'hsm-bbbbbbbbbbb', seq: 1, at: 11 },
    ],
    finds: [
      { title: 'Session key 9 was deleted', streams: ['hsm-aaaaaaaaaaa'] },
      { title: 'Session key 9 was deleted', streams: ['hsm-bbbbbbbbbbb'] },
    ],
  },
  {
    name: 'no key of a session: another HSM took it over',
    events: [
      { opcode: 'CN_GENERATE_KEY', key: 9, stream: 'hsm-aaaaaaaaaaa', seq: 0, at: 0 },
      { opcode: 'CN_INSERT_MASKED_OBJECT_USER', key: 9, stream: 'hsm-bbbbbbbbbbb', seq: 0, at: 0.1 },
      { opcode: 'CN_DESTROY_OBJECT', key: 9, stream: 'hsm-aaaaaaaaaaa', seq: 1, at: 10 },
    ],
    finds: [{ title: 'Key 9 was deleted', severity: 'warning' }],
  },
  {
    name: 'a deletion that failed',
    events: [
      {
        opcode: 'CN_DESTROY_OBJECT',
        key: 9,
        seq: 0,
        at: 0,
        response: '168:HSM Error: Invalid object handle',
      },
    ],
    finds: [],
  },
];
