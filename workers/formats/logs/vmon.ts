import { defineFormat, type Sample } from '../format';
import { followedBy, level, pid, seq, time } from '../grammar';
import { blankOrEnd, commonLines, esxi8 } from '../heads';

// What tells it from vmware.log of 8.x: the word `host-<pid>`, and no column for an opID.
const hostPid = seq(followedBy('host-'), pid.name);

/** vmon.log: who started, stopped and crashed the services of a vCenter. */
export default defineFormat({
  id: 'vmon',
  label: 'vMon',
  rank: 75,
  paths: [/(^|\/)vmon([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'join',
  processFromPath: true,
  variants: [
    { head: seq(esxi8, hostPid, blankOrEnd) },
    { head: seq(time.iso, '| ', hostPid, '| ', level.letter) },
    ...commonLines,
  ],
});

export const samples: Sample[] = [
  {
    text: "2025-01-09T15:42:59.715Z In(05) host-795757 Starting vMon with profile 'NONE'",
    path: 'var/log/vmware/vmon/vmon.log',
    expect: {
      time: '2025-01-09T15:42:59.715Z',
      level: 'info',
      process: 'vmon',
      pid: 'host-795757',
      message: "Starting vMon with profile 'NONE'",
    },
  },
  {
    text: '2025-01-09T15:43:04.177Z In(05) host-795757 <vmware-vpostgres> Service STARTED successfully.',
    expect: {
      time: '2025-01-09T15:43:04.177Z',
      level: 'info',
      pid: 'host-795757',
      message: '<vmware-vpostgres> Service STARTED successfully.',
    },
  },
  {
    text: [
      "2025-01-09T15:43:00.877Z Wa(03) host-795757 <vmware-vpostgres> Service pre-start command's stderr: Grabbing alias list for store TRUSTED_ROOTS, attempt 1",
      '2025-01-09T15:43:00.877Z Wa(03)+ host-795757 ',
    ].join('\n'),
    expect: {
      time: '2025-01-09T15:43:00.877Z',
      level: 'warning',
      pid: 'host-795757',
      message:
        "<vmware-vpostgres> Service pre-start command's stderr: Grabbing alias list for store TRUSTED_ROOTS, attempt 1\n",
    },
  },
  {
    text: '2025-01-09T15:47:59.718Z In(05) host-795757 <netdumper> Skip service health check. State STOPPED, Curr request 0',
    expect: {
      time: '2025-01-09T15:47:59.718Z',
      level: 'info',
      pid: 'host-795757',
      message: '<netdumper> Skip service health check. State STOPPED, Curr request 0',
    },
  },
];
