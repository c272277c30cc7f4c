import type { HsmRule, RuleCase } from '../finding';
import type { SameNumber } from '../hsm-events';

/** Events that were read more than once, a finding per stream. */
const rule: HsmRule = {
  id: 'duplicate',
  async *find({ events, files }, pause) {
    const byStream = new Map<number, SameNumber[]>();
    for (const same of events.duplicates) {
      const stream = events.store.stream.get(same.first);
      const known = byStream.get(stream);
      if (known) known.push(same);
      else byStream.set(stream, [same]);
    }
    for (const [stream, same] of byStream) {
      await pause();
      const name = events.streams[stream]!.name;
      const fileOf = (row: number) => files.get(events.store.file.get(row))?.path ?? '';
      const paths = [...new Set(same.flatMap(({ first, second }) => [fileOf(first), fileOf(second)]))];
      const where =
        paths.slice(0, 5).join(', ') + (paths.length > 5 ? ` and ${paths.length - 5} more files` : '');
      yield {
        severity: 'info',
        title:
          same.length === 1 ? '1 event was there twice' : `${same.length} events were there more than once`,
        certain: name !== null,
        explanation:
          name === null
            ? `The same numbers, time and text stand more than once in ${where}. The file does not say which HSM it is of, ` +
              `so that all of them are shown: two HSMs may share numbers.`
            : `Number, time and text are the same, in ${where}: they are one event each, exported more than once, and are ` +
              `shown once.`,
        rows: same.map(({ first }) => first),
        keys: [],
        users: [],
      };
    }
  },
};
export default rule;

const login = { opcode: 'CN_LOGIN', user: 'admin', session: '0x7014006' };
export const cases: RuleCase[] = [
  {
    name: 'an event twice in a named stream',
    events: [
      { ...login, seq: 0, at: 0 },
      { ...login, seq: 0, at: 0 },
    ],
    finds: [{ certain: true, severity: 'info', title: '1 event was there twice' }],
  },
  {
    name: 'the same in a file without a name',
    events: [
      { ...login, stream: '', seq: 0, at: 0 },
      { ...login, stream: '', seq: 0, at: 0 },
    ],
    finds: [{ certain: false, streams: [] }],
  },
  {
    name: 'the same numbers on two HSMs',
    events: [
      { ...login, stream: 'hsm-aaaaaaaaaaa', seq: 0, at: 0 },
      { ...login, stream: 'hsm-bbbbbbbbbbb', seq: 0, at: 0 },
    ],
    finds: [],
  },
];
