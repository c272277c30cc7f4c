import type { HsmRule, RuleCase } from '../finding';

/** All keys and users of an HSM were erased. */
const rule: HsmRule = {
  id: 'zeroized',
  async *find({ events, attribution }, pause) {
    let count = 0;
    for (const row of events.order) {
      if (++count % 2_000 === 0) await pause();
      if (events.opcode(row) !== 'CN_ZEROIZE' || !events.succeeded(row)) continue;
      const by = attribution.user(row);
      yield {
        severity: 'critical',
        title: `${events.stream(row).name ?? 'An HSM'} was zeroized`,
        certain: true,
        explanation:
          `CN_ZEROIZE succeeded: keys and users of this HSM are gone. The service does it to an HSM that is deleted or ` +
          `replaced; other HSMs of the cluster and its backups keep their keys.`,
        rows: [row],
        users: by === null ? [] : [by],
      };
    }
  },
};
export default rule;

export const cases: RuleCase[] = [
  {
    name: 'zeroized',
    events: [{ opcode: 'CN_ZEROIZE', stream: 'hsm-aaaaaaaaaaa', seq: 0, at: 0 }],
    finds: [{ severity: 'critical', title: 'hsm-aaaaaaaaaaa was zeroized' }],
  },
  {
    name: 'refused',
    events: [{ opcode: 'CN_ZEROIZE', seq: 0, at: 0, response: '198:HSM Error: Key Access is denied' }],
    finds: [],
  },
];
