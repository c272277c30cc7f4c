import { defineFormat, type Sample } from '../format';
import { either, message, optional, process, seq, time } from '../grammar';

/** The stream of a CloudHSM cluster that is named after it: a message of JSON per line, about certificates. */
export default defineFormat({
  id: 'cloudhsm-certificates',
  label: 'CloudHSM certificate log',
  rank: 95,
  paths: [/(^|\/)cluster-[a-z0-9]{11,17}/i],
  bareLines: 'own',
  variants: [
    {
      head: seq(
        optional(either(time.iso, time.epoch), ' '),
        message,
        '{"object_handle":',
        process.is('cloudhsm'),
      ),
    },
  ],
});

export const samples: Sample[] = [
  {
    text: '2024-09-04T20:41:23.671Z {"object_handle": 463180677312929947, "op_code": "CreateObject", "response": "OK", "attributes": null, "timestamp": 1725482483671}',
    path: 'export.json/cluster-likphkxygsn.log',
    expect: {
      time: '2024-09-04T20:41:23.671Z',
      process: 'cloudhsm',
      message:
        '{"object_handle": 463180677312929947, "op_code": "CreateObject", "response": "OK", "attributes": null, "timestamp": 1725482483671}',
    },
  },
];
