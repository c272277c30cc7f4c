import { defineFormat, type Sample } from '../format';
import { level, lineEnd, either, message, optional, seq, time } from '../grammar';

/** Any log whose lines begin with a full date and time (clomd, osfsd, epd and other daemons of their own form). */
export default defineFormat({
  id: 'timed',
  label: 'log with times',
  rank: 10,
  paths: [],
  bareLines: 'own',
  processFromPath: true,
  variants: [
    { head: seq(time.iso, either(' ', ': ', lineEnd), message, optional(level.word, either(' ', ':'))) },
  ],
});

export const samples: Sample[] = [
  {
    text: '2022-04-07T13:59:59.685Z Warning: cluster is partitioned',
    path: 'var/run/log/clomd.log',
    expect: {
      time: '2022-04-07T13:59:59.685Z',
      level: 'warning',
      process: 'clomd',
      message: 'Warning: cluster is partitioned',
    },
  },
  {
    text: '2022-04-07 13:59:59 (pool-1) 12 objects',
    expect: { time: '2022-04-07T13:59:59.000Z', timeKnownBy: 'zone-assumed', message: '(pool-1) 12 objects' },
  },
];
