import type { HsmRule, RuleCase } from '../finding';

/** Numbers that are missing between two events of one stream and reboot counter. */
const rule: HsmRule = {
  id: 'sequence-gap',
  async *find({ events }, pause) {
    const { store } = events;
    for (const { name, rows } of events.streams) {
      for (let i = 1; i < rows.length; i++) {
        if (i % 2_000 === 0) await pause();
        const [before, after] = [rows[i - 1]!, rows[i]!];
        if (store.reboot.compare(before, after) !== 0) continue;
        const missing = events.missing(before, after);
        if (missing <= 0n) continue;
        const count = missing === 1n ? '1 event is' : `${missing} events are`;
        const numbers = `${store.seq.text(before)} and ${store.seq.text(after)}`;
        yield {
          severity: name === null ? 'warning' : 'high',
          title: `${count} missing between ${numbers}`,
          certain: true,
          explanation:
            `The numbers of a stream have no gaps while the HSM runs, and here ${missing} are missing between ` +
            `${events.time(before) ?? 'an unknown time'} and ${events.time(after) ?? 'an unknown time'}. That they are not ` +
            `in what was opened is proved. It is the documented sign that a log was tampered with; a page of results ` +
            `without the next one, a filtered export or a file that was left out looks the same` +
            (name === null
              ? '; and this file does not say which HSM it is of: it may hold events of several.'
              : ': export the stream again before you conclude.'),
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
    name: 'numbers are missing',
    events: [
      { ...event, seq: 3, at: 0 },
      { ...event, seq: 29, at: 1 },
    ],
    finds: [{ certain: true, title: '25 events are missing between 0x3 and 0x1d' }],
  },
  {
    name: 'a stream that begins late, in any order of the file, and again after a restart',
    events: [
      { ...event, seq: 6, at: 1 },
      { ...event, seq: 5, at: 0 },
      { ...event, seq: 7, at: 2 },
      { ...event, seq: 0, reboot: 2, at: 3 },
    ],
    finds: [],
  },
  {
    name: 'numbers of another stream',
    events: [
      { ...event, stream: 'hsm-aaaaaaaaaaa', seq: 1, at: 0 },
      { ...event, stream: 'hsm-bbbbbbbbbbb', seq: 9, at: 1 },
    ],
    finds: [],
  },
];
