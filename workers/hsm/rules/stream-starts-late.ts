import type { HsmRule, RuleCase } from '../finding';

/** A stream whose first number is not 0: an export that begins late, no gap. */
const rule: HsmRule = {
  id: 'stream-starts-late',
  async *find({ events }, pause) {
    const { store } = events;
    for (const { rows } of events.streams) {
      await pause();
      const [first] = rows;
      const seq = first === undefined ? null : store.seq.value(first);
      if (first === undefined || seq === null || seq === 0) continue;
      yield {
        severity: 'info',
        title: `The stream begins at number ${store.seq.text(first)}`,
        certain: true,
        explanation:
          `Numbers count from 0x0: ${seq} earlier events are not in what was opened. Likely the export began later than ` +
          `the stream, or is one page of several; logins before it are not known, and events at its beginning may be ` +
          `attributed to nobody.`,
        rows: [first],
        keys: [],
        users: [],
      };
    }
  },
};
export default rule;

export const cases: RuleCase[] = [
  {
    name: 'the first number is not 0',
    events: [{ opcode: 'CN_FIPS_RAND', seq: 0x28, at: 0 }],
    finds: [{ severity: 'info', title: 'The stream begins at number 0x28' }],
  },
  { name: 'the first number is 0', events: [{ opcode: 'CN_LOGIN', user: 'a', seq: 0, at: 0 }], finds: [] },
];
