import { defineFormat, type Sample } from '../format';
import { seq, time } from '../grammar';
import { commonLines } from '../heads';

/** action.log of vm-support: what was collected, and how long it took. */
export default defineFormat({
  id: 'action',
  label: 'vm-support actions',
  rank: 45,
  paths: [/(^|\/)action\.log$/],
  bareLines: 'own',
  variants: [{ head: seq(time.iso, ': ') }, ...commonLines],
});

export const samples: Sample[] = [
  {
    // The shape of the document, filled in.
    text: '2023-12-05 17:35:29.123456: cmd  vmware -vl (System:Base) took 0.123 sec',
    path: 'action.log',
    expect: {
      time: '2023-12-05T17:35:29.123Z',
      timeKnownBy: 'zone-assumed',
      message: 'cmd  vmware -vl (System:Base) took 0.123 sec',
    },
  },
];
