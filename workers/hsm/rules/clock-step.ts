import type { HsmRule, RuleCase } from '../finding';

/** A clock that went back: an event is earlier than the one before it by number. */
const rule: HsmRule = {
  id: 'clock-step',
  async *find({ events }, pause) {
    const { store } = events;
    for (const { rows } of events.streams) {
      for (let i = 1; i < rows.length; i++) {
        if (i % 2_000 === 0) await pause();
        const [before, after] = [rows[i - 1]!, rows[i]!];
        const step = store.instant(before) - store.instant(after);
        if (!(step > 0) || store.reboot.compare(before, after) !== 0) continue;
        // Without numbers nothing says which of them comes first.
        if (store.seq.value(before) === null || store.seq.value(after) === null) continue;
        yield {
          severity: 'warning',
          title: `The clock went back by ${(step / 1e6).toFixed(6)} s`,
          certain: true,
          explanation:
            `Event ${store.seq.text(after)} comes behind ${store.seq.text(before)} by its number and is earlier by its ` +
            `time. Numbers count, so that the clock of this HSM was set back or corrected; events from then on cannot be ` +
            `compared with those of other HSMs without care. Events of several logs in one file look the same.`,
          rows: [before, after],
          keys: [],
          users: [],
        };
      }
    }
  },
};
export default rule;

const event = { opcode: 'CN_FIPS_RAND' };
export const cases: RuleCase[] = [
  {
    name: 'a later number with an earlier time',
    events: [
      { ...event, seq: 3, at: 60 },
      { ...event, seq: 4, at: 59.5 },
    ],
    finds: [{ title: 'The clock went back by 0.500000 s', certain: true }],
  },
  {
    name: 'numbers that are none',
    events: [
      { ...event, seq: NaN, at: 5 },
      { ...event, seq: NaN, at: 3 },
    ],
    finds: [],
  },
  {
    name: 'a file in any order (exports to S3), newest first (Logs Insights)',
    events: [
      { ...event, seq: 5, at: 5 },
      { ...event, seq: 3, at: 3 },
      { ...event, seq: 4, at: 4 },
    ],
    finds: [],
  },
];
