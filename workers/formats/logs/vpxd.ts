import { defineFormat, type Sample } from '../format';
import { host, level, optional, originatorKeys, pid, process, seq, skip, time } from '../grammar';
import { commonLines, vcenterEvent } from '../heads';

/** What vpxd writes beside the lines of the hostd family: the form of vCenter 8, and its stream of events. */
export default defineFormat({
  id: 'vpxd',
  label: 'vCenter',
  rank: 85,
  paths: [],
  bareLines: 'join',
  processFromPath: true,
  variants: [
    {
      head: seq(optional(time.iso, ' '), level.word, ' ', process.name, ' ', pid.digits, ' ', originatorKeys),
    },
    {
      head: seq(
        '<',
        skip.digits,
        '>1 ',
        time.iso,
        ' ',
        host.word,
        ' ',
        process.text('vpxd'),
        ' ',
        pid.digits,
        ' - - ',
        skip.blanks,
        vcenterEvent,
      ),
    },
    // cut by whoever copied it
    { head: seq(process.text('vpxd'), ' ', pid.digits, ' - - ', skip.blanks, vcenterEvent) },
    ...commonLines,
  ],
});

const LOGIN =
  'Event [575792] [1-1] [2021-09-06T14:40:13.26309Z] [vim.event.UserLoginSessionEvent] [info] [VSPHERE.LOCAL\\Administrator] [] [575792] [User VSPHERE.LOCAL\\Administrator@10.100.10.190 logged in as Go-http-client/1.1]';
const ALARM =
  "Event [575802] [1-1] [2021-09-06T14:40:30.299219Z] [vim.event.AlarmActionTriggeredEvent] [info] [] [Home] [575802] [Alarm 'Host error' on esxi01.resnick-tech.com triggered an action]";
const LOGIN_5 =
  'Event [4184629] [1-1] [2019-12-05T02:44:00.017928Z] [vim.event.UserLoginSessionEvent] [info] [root] [Datacenter] [4184629] [User root@192.168.20.17 logged in as pyvmomi Python/3.6.8 (Linux; 3.10.0-957.el7.x86_64; x86_64)]';
const LOGIN_6 =
  'Event [3481177] [1-1] [2019-05-23T09:03:36.213922Z] [vim.event.UserLoginSessionEvent] [info] [VSPHERE.LOCAL\\svc-vcenter-user] [] [3481177] [User VSPHERE.LOCAL\\svc-vcenter-user@192.168.10.10 logged in as pyvmomi Python/2.7.13 (Linux; 4.9.0-7-amd64; x86_64)]';

export const samples: Sample[] = [
  {
    text: `<14>1 2021-09-06T14:40:13.263383+00:00 vcenter vpxd 58650 - -  ${LOGIN}`,
    expect: {
      time: '2021-09-06T14:40:13.263Z',
      level: 'info',
      process: 'vpxd',
      pid: '58650',
      host: 'vcenter',
      user: 'VSPHERE.LOCAL\\Administrator',
      message: LOGIN,
    },
  },
  {
    text: `<14>1 2021-09-06T14:40:30.300037+00:00 vcenter vpxd 58650 - -  ${ALARM}`,
    expect: {
      time: '2021-09-06T14:40:30.299Z',
      level: 'info',
      process: 'vpxd',
      pid: '58650',
      host: 'vcenter',
      message: ALARM,
    },
  },
  {
    text: `<14>1 2019-12-05T02:44:17.640474+00:00 photon-machine vpxd 4035 - -  ${LOGIN_5}`,
    expect: {
      time: '2019-12-05T02:44:00.017Z',
      level: 'info',
      process: 'vpxd',
      pid: '4035',
      host: 'photon-machine',
      user: 'root',
      message: LOGIN_5,
    },
  },
  {
    text: `vpxd 123 - - ${LOGIN_6}`,
    expect: {
      time: '2019-05-23T09:03:36.213Z',
      level: 'info',
      process: 'vpxd',
      pid: '123',
      user: 'VSPHERE.LOCAL\\svc-vcenter-user',
      message: LOGIN_6,
    },
  },
  {
    // A shape: part 2 of an event, without columns.
    text: '<14>1 2021-09-06T14:40:31.5+00:00 vcenter vpxd 58650 - -  Event [575803] [2-3] ware.numCPU: 2 -> 4;',
    expect: {
      time: '2021-09-06T14:40:31.500Z',
      process: 'vpxd',
      pid: '58650',
      host: 'vcenter',
      message: 'Event [575803] [2-3] ware.numCPU: 2 -> 4;',
    },
  },
  {
    // A shape: the head of vCenter 8 around an operation of 6.x.
    text: '2023-02-13T16:22:22.897Z INFO vpxd 7054 [Originator@4413 sub="vpxLro" opID="283.89-9b"] [VpxLRO] -- FINISH task-84791',
    expect: {
      time: '2023-02-13T16:22:22.897Z',
      level: 'info',
      process: 'vpxd',
      pid: '7054',
      component: 'vpxLro',
      opId: '283.89-9b',
      message: '[VpxLRO] -- FINISH task-84791',
    },
  },
];
