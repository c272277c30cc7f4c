import { defineFormat, type Sample } from '../format';
import { component, level, optional, pid, process, skip } from '../grammar';
import { blankOrEnd, commonLines, syslogLines } from '../heads';

// `HostImage: INFO: `, from 6.x on with a pid before it.
const esxupdateBody = optional(
  optional(pid.digits, ': '),
  component.until(':'),
  ' ',
  level.word,
  ':',
  blankOrEnd,
);
// `2615477: upgrade.py:120 INFO `
const lifecycleBody = optional(
  pid.digits,
  ': ',
  component.until(':'),
  skip.digits,
  ' ',
  level.word,
  blankOrEnd,
);

/** esxupdate.log: changes of the image, by Python's logging. 6.0 writes some records over several lines. */
export default defineFormat({
  id: 'esxupdate',
  label: 'esxupdate',
  rank: 60,
  paths: [/(^|\/)(esxupdate|lifecycle)([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'join',
  variants: [
    ...syslogLines(process.text('esxupdate'), esxupdateBody),
    ...syslogLines(process.text('lifecycle'), lifecycleBody),
    ...syslogLines(process.name, undefined, { common: true }),
    ...commonLines,
  ],
});

const RUN = `runcommand called with: args = '['/sbin/esxcfg-advcfg', '-q', '-g', '/UserVars/EsximageNetTimeout']', outfile = 'None', returnoutput = 'True', timeout = '0.0'.`;

export const samples: Sample[] = [
  {
    text: '2013-06-26T10:24:51Z esxupdate: HostImage: INFO: Attempting to download VIB tools-light',
    expect: {
      time: '2013-06-26T10:24:51.000Z',
      level: 'info',
      process: 'esxupdate',
      component: 'HostImage',
      message: 'Attempting to download VIB tools-light',
    },
  },
  {
    text: '2013-06-26T10:25:08Z esxupdate: root: DEBUG: Finished execution of command = vib.install',
    expect: {
      time: '2013-06-26T10:25:08.000Z',
      level: 'debug',
      process: 'esxupdate',
      component: 'root',
      message: 'Finished execution of command = vib.install',
    },
  },
  {
    text: '2022-02-25T11:51:17Z esxupdate: 2615477: HostImage: DEBUG: Staging image profile [(Updated) ESXi-7.0.0-15843807-standard]',
    expect: {
      time: '2022-02-25T11:51:17.000Z',
      level: 'debug',
      process: 'esxupdate',
      pid: '2615477',
      component: 'HostImage',
      message: 'Staging image profile [(Updated) ESXi-7.0.0-15843807-standard]',
    },
  },
  {
    text: `2016-04-04T13:42:13Z esxupdate: vmware.runcommand: INFO: ${RUN}`,
    expect: {
      time: '2016-04-04T13:42:13.000Z',
      level: 'info',
      process: 'esxupdate',
      component: 'vmware.runcommand',
      message: RUN,
    },
  },
  {
    text: '2016-04-04T13:42:14Z esxupdate: esxupdate: INFO: ---',
    expect: {
      time: '2016-04-04T13:42:14.000Z',
      level: 'info',
      process: 'esxupdate',
      component: 'esxupdate',
      message: '---',
    },
  },
  {
    // A shape, not a real line: `lifecycle: <pid>: <file>:<line> <LEVEL> message` (7.x).
    text: '2022-02-25T11:51:18Z lifecycle: 2615477: Transaction.py:210 WARNING Skipping',
    expect: {
      time: '2022-02-25T11:51:18.000Z',
      level: 'warning',
      process: 'lifecycle',
      pid: '2615477',
      component: 'Transaction.py',
      message: 'Skipping',
    },
  },
];
