import { defineFormat, type Sample } from '../format';
import { process } from '../grammar';
import { commonLines, oneOf, syslogLines } from '../heads';

/** vmksummary.log: boots, stops and the hourly heartbeat. */
export default defineFormat({
  id: 'vmksummary',
  label: 'vmksummary',
  rank: 60,
  paths: [/(^|\/)vmksummary([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'own',
  variants: [
    ...syslogLines(oneOf('bootstop', 'heartbeat')),
    ...syslogLines(process.name, undefined, { common: true }),
    ...commonLines,
  ],
});

const HEARTBEAT =
  'up 0d17h24m17s, 0 VMs; [[3411 sfcb-pycim 12516kB] [3041 vpxa-worker 12668kB] [2723 hostd-worker 33844kB]] [[3348 sfcb-vmware_int 2%max] [3423 sfcb-vmware_bas 5%max] [3411 sfcb-pycim 16%max]]';

export const samples: Sample[] = [
  {
    text: `2011-08-30T04:00:01Z heartbeat: ${HEARTBEAT}`,
    expect: { time: '2011-08-30T04:00:01.000Z', process: 'heartbeat', message: HEARTBEAT },
  },
  {
    text: '2017-09-14T17:00:50Z bootstop: Host is powering off',
    expect: { time: '2017-09-14T17:00:50.000Z', process: 'bootstop', message: 'Host is powering off' },
  },
  {
    text: '2017-09-15T09:48:53Z mark: storage-path-claim-completed',
    expect: { time: '2017-09-15T09:48:53.000Z', process: 'mark', message: 'storage-path-claim-completed' },
  },
  {
    text: '2017-09-15T09:49:10Z bootstop: Host has booted',
    expect: { time: '2017-09-15T09:49:10.000Z', process: 'bootstop', message: 'Host has booted' },
  },
];
