import { evidenceLine } from '../evidence-line';
import { parseFigure3 } from '../figure3/figure3-record';
import { emptyDraft, type TraceSample, type TraceSource, type TraceTime } from '../trace-source';

/** Records in the form of the seed paper's figure 3, its own or exported here. */
const source: TraceSource = {
  id: 'figure3',
  label: 'operation trace (figure 3)',
  vendor: 'figure3',
  query: 'format:figure3',
  begin: (context) => ({
    take(record) {
      const read = parseFigure3(record.message);
      if (!read) return;
      // The form has no zone; what was exported here says so in the head when its times are UTC.
      const zoned = record.timeKnownBy === 'stated';
      const draft = emptyDraft(read.operation, context.origin(record));
      draft.start = instant(read.start, zoned);
      draft.end = instant(read.end, zoned);
      draft.who = read.user || null;
      draft.where = read.host || null;
      draft.before = read.before;
      draft.after = read.after;
      draft.target = read.after[0] ?? read.before[0] ?? null;
      draft.result = read.result === 'OK' || read.result === 'NG' ? read.result : null;
      draft.evidence.push(evidenceLine(record));
      context.emit(draft);
    },
    end() {
      // Each line is a record of its own.
    },
  }),
};
export default source;

function instant(iso: string | null, zoned: boolean): TraceTime | null {
  if (iso === null) return null;
  const ms = Date.parse(`${iso}Z`);
  return Number.isNaN(ms) ? null : { ms, zoned };
}

const LOGIN =
  '2010-08-03 15:52:52,737 INFO - [STR=2010/08/03 15:52:42 240;END=2010/08/03 15:52:52 735;OPR=Login;USR=tester1;HST=129.60.19.31;BEF=;AFT=RST=OK]';
const MEMORY =
  '2010-08-03 15:56:31,120 INFO - [STR=2010/08/03 15:56:18 552;END=2010/08/03 15:56:31 118;OPR=ModifyMemory;USR=tester1;HST=129.60.19.31;BEF=test2;256;AFT=test2;512;RST=OK]';

const common = { who: 'tester1', where: '129.60.19.31', result: 'OK', vendor: 'figure3' } as const;

export const samples: TraceSample[] = [
  {
    title: 'separators inside values and one that is missing, milliseconds behind a blank, no zone',
    files: [{ path: 'trace/figure3.log', lines: [LOGIN, MEMORY] }],
    expect: [
      {
        ...common,
        op: 'Login',
        start: '2010-08-03T15:52:42.240',
        end: '2010-08-03T15:52:52.735',
        evidence: ['figure3.log:1'],
      },
      {
        ...common,
        op: 'ModifyMemory',
        start: '2010-08-03T15:56:18.552',
        end: '2010-08-03T15:56:31.118',
        target: 'test2',
        before: ['test2', '256'],
        after: ['test2', '512'],
        evidence: ['figure3.log:2'],
      },
    ],
  },
  {
    title:
      'an operation of its own word, a value that holds "=", a failure, and UTC as this project exports it',
    files: [
      {
        path: 'trace/exported.log',
        lines: [
          '2018-07-05 21:55:18,928Z INFO - [STR=;END=2018/07/05 21:55:18 928;OPR=ModifyNIC;USR=;HST=esx1;BEF=a b;x=1;AFT=a b;HST=2;RST=NG]',
        ],
      },
    ],
    expect: [
      {
        op: 'ModifyNIC',
        end: '2018-07-05T21:55:18.928Z',
        where: 'esx1',
        target: 'a b',
        before: ['a b', 'x=1'],
        after: ['a b', 'HST=2'],
        result: 'NG',
        missing: ['who'],
        vendor: 'figure3',
      },
    ],
  },
];
