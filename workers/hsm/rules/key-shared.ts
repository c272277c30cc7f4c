import type { HsmRule, RuleCase } from '../finding';

/** A key was shared or unshared; the event says no more. */
const rule: HsmRule = {
  id: 'key-shared',
  async *find({ events, attribution }, pause) {
    let count = 0;
    for (const row of events.order) {
      if (++count % 2_000 === 0) await pause();
      if (events.opcode(row) !== 'CN_SHARE_OBJECT' || !events.succeeded(row)) continue;
      const by = attribution.user(row);
      yield {
        severity: 'warning',
        title: `A key was shared or unshared${by === null ? '' : ` by ${by}`}`,
        certain: true,
        explanation:
          `CN_SHARE_OBJECT succeeded. The event does not say which key, with whom, nor whether it was shared or unshared. ` +
          `The service does not synchronise sharing: the same event should stand on every HSM, and where it does not, ` +
          `the key is shared on some only.`,
        rows: [row],
        users: by === null ? [] : [by],
      };
    }
  },
};
export default rule;

export const cases: RuleCase[] = [
  {
    name: 'shared, in both spellings',
    events: [
      { opcode: 'CN_SHARE_OBJECT', seq: 0, at: 0 },
      { opcode: 'CM_SHARE_OBJECT', seq: 1, at: 1 },
    ],
    finds: [{ certain: true, keys: [], users: [] }, { certain: true }],
  },
  {
    name: 'a sharing that failed',
    events: [{ opcode: 'CN_SHARE_OBJECT', seq: 0, at: 0, response: '198:HSM Error: Key Access is denied' }],
    finds: [],
  },
];
