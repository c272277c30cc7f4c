import type { HsmRule, RuleCase } from '../finding';

/** The hardware was restarted: the reboot counter of a stream went up. */
const rule: HsmRule = {
  id: 'reboot',
  async *find({ events }, pause) {
    const { store } = events;
    for (const { rows } of events.streams) {
      for (let i = 1; i < rows.length; i++) {
        if (i % 2_000 === 0) await pause();
        const [before, after] = [rows[i - 1]!, rows[i]!];
        if (store.reboot.compare(before, after) === 0) continue;
        if (store.reboot.value(after) === null) continue;
        // By the times it went down: that is a contradiction, and no restart that is proved.
        if (store.instant(after) < store.instant(before)) continue;
        yield {
          severity: 'warning',
          title: `Restart: the reboot counter went from ${store.reboot.text(before)} to ${store.reboot.text(after)}`,
          certain: true,
          explanation:
            `The counter rises when the hardware is started again, so that this HSM restarted between ` +
            `${events.time(before) ?? 'an unknown time'} and ${events.time(after) ?? 'an unknown time'}. Sessions ended ` +
            `with it. AWS says that all events of a stream have one value: a second value is unusual, and a file that ` +
            `holds events of two HSMs looks the same.`,
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
    name: 'the counter changes',
    events: [
      { ...event, seq: 3, reboot: 0xe8, at: 0 },
      { ...event, seq: 0, reboot: 0xe9, at: 1 },
    ],
    finds: [{ title: 'Restart: the reboot counter went from 0xe8 to 0xe9' }],
  },
  {
    name: 'by the times the counter went down: a contradiction',
    events: [
      { ...event, seq: 3, reboot: 9, at: 0 },
      { ...event, seq: 4, reboot: 8, at: 60 },
    ],
    finds: [],
  },
  {
    name: 'two HSMs have different counters',
    events: [
      { ...event, stream: 'hsm-aaaaaaaaaaa', seq: 3, reboot: 1, at: 0 },
      { ...event, stream: 'hsm-bbbbbbbbbbb', seq: 4, reboot: 2, at: 1 },
    ],
    finds: [],
  },
];
