import { defineFormat, type Sample } from '../format';
import { level, message, seq, skip, time } from '../grammar';

/** The seed paper's own trace: eight keys in brackets behind the head that Log4J writes. */
export default defineFormat({
  id: 'figure3',
  label: 'operation trace',
  rank: 90,
  paths: [],
  bareLines: 'own',
  variants: [
    { head: seq(time.iso, ' ', level.word, skip.blanks, '- ', message, '[STR=') },
    // as exported, of an operation whose log has no time
    { head: seq(message, '[STR=;END=;OPR=') },
  ],
});

const RENAMED =
  '[STR=2010/08/03 15:53:09 898;END=2010/08/03 15:53:22 340;OPR=RenameVM;USR=tester1;HST=129.60.19.31;BEF=test1;AFT=test2;RST=OK]';
const STARTED = '[STR=;END=2018/07/05 21:55:18 928;OPR=StartVM;USR=;HST=esx1;BEF=;AFT=v-queworx_a;RST=OK]';

const TIMELESS = '[STR=;END=;OPR=StopVM;USR=;HST=;BEF=;AFT=test-hvm64-xsa-454;RST=]';

export const samples: Sample[] = [
  {
    text: `2010-08-03 15:53:22,342 INFO - ${RENAMED}`,
    expect: {
      time: '2010-08-03T15:53:22.342Z',
      timeKnownBy: 'zone-assumed',
      level: 'info',
      message: RENAMED,
    },
  },
  {
    // A shape: as exported, where the times are UTC.
    text: `2018-07-05 21:55:18,928Z INFO - ${STARTED}`,
    expect: { time: '2018-07-05T21:55:18.928Z', level: 'info', message: STARTED },
  },
  { text: TIMELESS, expect: { time: null, timeKnownBy: 'inherited', message: TIMELESS } },
];
