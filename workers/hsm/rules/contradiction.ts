import type { HsmRule, RuleCase } from '../finding';

/** Different events of one number, and reboot counters that go back. */
const rule: HsmRule = {
  id: 'contradiction',
  async *find({ events }, pause) {
    const { store } = events;
    for (const { first, second } of events.contradictions) {
      const name = events.stream(first).name;
      if (store.isCutCopy(first, second)) {
        yield {
          severity: 'info',
          title: `Event ${store.seq.text(first)} is there whole and damaged`,
          certain: false,
          explanation:
            `Two events state the same reboot counter, number and time; one of them lacks a part, and nothing that it ` +
            `has differs. Likely it is the same event from a file that was cut. Both are shown.`,
          rows: [first, second],
        };
        await pause();
        continue;
      }
      yield {
        severity: name === null ? 'warning' : 'high',
        title: `Two different events have the number ${store.seq.text(first)}`,
        certain: name !== null,
        explanation:
          `${events.opcode(first) || 'An event'} and ${events.opcode(second) || 'another'} state the same reboot counter ` +
          `and number and are not the same. One HSM gives a number once, so that they cannot both be its events as they ` +
          `stand. Likely the file holds more than one stream, or examples; it may also have been altered` +
          (name === null ? ', and it does not say which HSM it is of.' : '.'),
        rows: [first, second],
      };
      await pause();
    }
    for (const { rows } of events.streams) {
      for (let i = 1; i < rows.length; i++) {
        if (i % 2_000 === 0) await pause();
        const [before, after] = [rows[i - 1]!, rows[i]!];
        if (store.reboot.compare(before, after) === 0) continue;
        if (!(store.instant(after) < store.instant(before))) continue;
        yield {
          severity: 'high',
          title: `The reboot counter goes back from ${store.reboot.text(after)} to ${store.reboot.text(before)}`,
          certain: false,
          explanation:
            `By their times, events with the counter ${store.reboot.text(after)} stand before events with ` +
            `${store.reboot.text(before)}; the counter only rises. Either a clock was changed, or the events are of more ` +
            `than one HSM.`,
          rows: [before, after],
        };
      }
    }
  },
};
export default rule;

export const cases: RuleCase[] = [
  {
    name: 'one number, two events',
    events: [
      { opcode: 'CN_LOGOUT', user: 'admin', seq: 2, at: 66 },
      { opcode: 'CN_CREATE_CO', user: 'alice', seq: 2, at: 66 },
    ],
    finds: [{ certain: true, severity: 'high' }],
  },
  {
    name: 'a copy that was cut is likely the same event',
    events: [
      { opcode: 'CN_LOGIN', user: 'admin', seq: 2, at: 66 },
      { opcode: 'CN_LOGIN', user: 'admin', userType: '', seq: 2, at: 66 },
    ],
    finds: [{ certain: false, severity: 'info', title: 'Event 0x2 is there whole and damaged' }],
  },
  {
    name: 'a counter that goes back in time',
    events: [
      { opcode: 'CN_FIPS_RAND', seq: 0, reboot: 9, at: 0 },
      { opcode: 'CN_FIPS_RAND', seq: 1, reboot: 8, at: 60 },
    ],
    finds: [{ certain: false, title: 'The reboot counter goes back from 0x9 to 0x8' }],
  },
  {
    name: 'an event that was read twice, and a restart',
    events: [
      { opcode: 'CN_FIPS_RAND', seq: 0, reboot: 8, at: 0 },
      { opcode: 'CN_FIPS_RAND', seq: 0, reboot: 8, at: 0 },
      { opcode: 'CN_FIPS_RAND', seq: 0, reboot: 9, at: 1 },
    ],
    finds: [],
  },
];
