import type { HsmRule, RuleCase } from '../finding';

/** Events that lack something, or whose two times differ. */
const rule: HsmRule = {
  id: 'damaged-event',
  async *find({ events, files }, pause) {
    const { store } = events;
    for (const row of store.damaged) {
      await pause();
      const place = `${files.get(store.file.get(row))?.path ?? ''}, line ${store.line.get(row)}`;
      yield {
        severity: 'warning',
        title: `A damaged event: ${store.damage(row).join('; ')}`,
        certain: true,
        explanation:
          `The event at ${place} is not as an HSM writes it. Likely it was cut or altered on its way; what could be read ` +
          `of it is shown. Of two times that differ \`usecs\` is the one that is used.`,
        rows: [row],
      };
    }
  },
};
export default rule;

export const cases: RuleCase[] = [
  {
    name: 'text and usecs differ',
    events: [{ opcode: 'CN_LOGIN', user: 'a', seq: 0, at: 0, timeText: '01/24/18 00:39:23.172777' }],
    finds: [{ title: 'A damaged event: the time as text and usecs differ' }],
  },
  {
    name: 'no time at all',
    events: [{ opcode: 'CN_LOGIN', user: 'a', seq: 0, at: 0, timeText: '99/99/99 00:39:23' }],
    finds: [{ title: 'A damaged event: "99/99/99 00:39:23" is no time' }],
  },
  {
    name: 'cut behind the name of the user',
    events: [{ opcode: 'CN_LOGIN', user: 'a', userType: '', seq: 0, at: 0 }],
    finds: [{ title: 'A damaged event: User Type is missing' }],
  },
  { name: 'a sound event', events: [{ opcode: 'CN_LOGIN', user: 'a', seq: 0, at: 0 }], finds: [] },
];
