import { defineFormat, type Sample } from '../format';
import { either, message, optional, process, seq, skip, time } from '../grammar';

const blanks = optional(skip.span(/[ \t]/));
/** An export to S3 puts the time of delivery before an event: ISO 8601, or 13 digits of milliseconds. */
const delivered = optional(either(time.iso, time.epoch), ' ');
const begin = seq(delivered, message, 'Time', blanks, ':');

/**
 * Audit log of a CloudHSM: events of `label : value`, one line each or a line for every label. `usecs` is the
 * instant. The stream's name is the only thing that a path tells of it, so that any path may have it.
 */
export default defineFormat({
  id: 'cloudhsm',
  label: 'CloudHSM audit log',
  rank: 95,
  paths: [/(?:)/],
  bareLines: 'join',
  variants: [
    {
      head: seq(
        begin,
        blanks,
        skip.span(/[0-9/]/),
        ' ',
        skip.span(/[0-9:.]/),
        ', usecs:',
        time.epoch,
        process.is('cloudhsm'),
      ),
    },
    // An event of which little is left.
    { head: seq(begin, process.is('cloudhsm')), ambiguous: true },
  ],
});

export const samples: Sample[] = [
  {
    text: "Time: 01/24/18 17:41:39.037255, usecs:1516815699037255 Sequence No : 0x4 Reboot counter : 0x107 Command Type(hex) : CN_MGMT_CMD (0x0) Opcode : CN_LOGIN (0xd) Session Handle : 0xc008002 Response : 157:HSM Error: user isn't initialized or user with this name doesn't exist Log type : MGMT_USER_DETAILS_LOG (2) User Name : ExampleUser User Type : CN_CRYPTO_USER (1)",
    path: 'hsm-abcde123456.log',
    expect: {
      time: '2018-01-24T17:41:39.037Z',
      process: 'cloudhsm',
      message:
        "Time: 01/24/18 17:41:39.037255, usecs:1516815699037255 Sequence No : 0x4 Reboot counter : 0x107 Command Type(hex) : CN_MGMT_CMD (0x0) Opcode : CN_LOGIN (0xd) Session Handle : 0xc008002 Response : 157:HSM Error: user isn't initialized or user with this name doesn't exist Log type : MGMT_USER_DETAILS_LOG (2) User Name : ExampleUser User Type : CN_CRYPTO_USER (1)",
    },
  },
  {
    text: "Time: 02/18/19 12:13:50.326973, usecs:1550492030326973\nSequence No\t\t: 0xd\nReboot counter\t\t: 0xd\nCommand Type(hex)\t: CN_MGMT_CMD (0x0)\nOpcode\t\t\t: CN_LOGIN (0xd)\nSession Handle\t\t: 0x2010005\nResponse\t\t: 206:HSM Error: This user doesn't exist\nLog type\t\t: MGMT_USER_DETAILS_LOG (2)\nUser Name\t\t: ahahah\nUser Type\t\t: CN_CRYPTO_USER (1)",
    expect: {
      time: '2019-02-18T12:13:50.326Z',
      process: 'cloudhsm',
      message:
        "Time: 02/18/19 12:13:50.326973, usecs:1550492030326973\nSequence No\t\t: 0xd\nReboot counter\t\t: 0xd\nCommand Type(hex)\t: CN_MGMT_CMD (0x0)\nOpcode\t\t\t: CN_LOGIN (0xd)\nSession Handle\t\t: 0x2010005\nResponse\t\t: 206:HSM Error: This user doesn't exist\nLog type\t\t: MGMT_USER_DETAILS_LOG (2)\nUser Name\t\t: ahahah\nUser Type\t\t: CN_CRYPTO_USER (1)",
    },
  },
  {
    text: '2017-12-13T23:09:05.513Z Time: 12/13/17 23:09:04.817222, usecs:1513206544817222\nSequence No: 0x2c',
    path: 'exported/f0e1/hsm-abcde123456/000000.gz',
    expect: {
      time: '2017-12-13T23:09:04.817Z',
      process: 'cloudhsm',
      message: 'Time: 12/13/17 23:09:04.817222, usecs:1513206544817222\nSequence No: 0x2c',
    },
  },
  {
    text: '1513206545513 Time: 12/13/17 23:09:04.817222, usecs:1513206544817222\nSequence No: 0x2c',
    expect: {
      time: '2017-12-13T23:09:04.817Z',
      process: 'cloudhsm',
      message: 'Time: 12/13/17 23:09:04.817222, usecs:1513206544817222\nSequence No: 0x2c',
    },
  },
];
