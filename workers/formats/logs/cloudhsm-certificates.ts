import { defineFormat, type Sample } from '../format';
import { either, message, optional, process, seq, skip, time } from '../grammar';

const blanks = optional(skip.span(/[ \t]/));

/**
 * The stream of a CloudHSM cluster that is named after it: a message of JSON per line, about certificates. Told by the
 * member that it begins with: a file may be called anything.
 */
export default defineFormat({
  id: 'cloudhsm-certificates',
  label: 'CloudHSM certificate log',
  rank: 95,
  paths: [/(?:)/],
  bareLines: 'own',
  variants: [
    {
      head: seq(
        optional(either(time.iso, time.epoch), ' '),
        message,
        '{',
        blanks,
        either('"object_handle"', '"op_code"'),
        blanks,
        ':',
        process.is('cloudhsm'),
      ),
    },
  ],
});

export const samples: Sample[] = [
  {
    text: '2024-09-04T20:41:23.671Z { "op_code" : "DestroyObject", "object_handle" : 7, "response" : "ObjectNotFound", "attributes" : null, "timestamp" : 1725482483671 }',
    path: 'certificates.txt',
    expect: {
      time: '2024-09-04T20:41:23.671Z',
      process: 'cloudhsm',
      message:
        '{ "op_code" : "DestroyObject", "object_handle" : 7, "response" : "ObjectNotFound", "attributes" : null, "timestamp" : 1725482483671 }',
    },
  },
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
